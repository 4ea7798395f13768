import '../look/charges.css'
import { IconFileTypeCsv } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { chargesFile, chargesQuery, ownCompaniesQuery } from '../asking/charges.ts'
import { Allowed } from '../parts/Allowed.tsx'
import { ChargesChart } from '../parts/ChargesChart.tsx'
import { ChargesDrawer, type DayAndService } from '../parts/ChargesDrawer.tsx'
import { ChargesNote } from '../parts/ChargesNote.tsx'
import { ChargesTable } from '../parts/ChargesTable.tsx'
import { Loaded } from '../parts/Loaded.tsx'
import { MoneyTabs } from '../parts/MoneyTabs.tsx'
import { PeriodPicker } from '../parts/PeriodPicker.tsx'
import { UnpricedNote } from '../parts/UnpricedNote.tsx'
import { useChargedPeriod } from '../use-charged-period.ts'
import type { Search } from '../view.ts'

/** What the company is charged, by day and service; each number opens to its charges. */
export function Charges() {
  return (
    <Allowed to="payers">
      <OfPeriod />
    </Allowed>
  )
}

function OfPeriod() {
  const { t } = useTranslation()
  const search: Search = useSearch({ strict: false })
  const { view, zone, companyZone, asked, setView } = useChargedPeriod()
  const charges = useQuery(chargesQuery(asked))
  const { data: isReseller = false } = useQuery(ownCompaniesQuery)
  const [opened, setOpened] = useState<DayAndService>()
  return (
    <>
      <section className="filters" aria-label={t('filters.label')}>
        <MoneyTabs />
        <PeriodPicker view={view} zone={zone} companyZone={companyZone} onChange={setView} />
        <div className="filters-right">
          {isReseller ? (
            <Link to="/charges/companies" search={search} className="chip">
              {t('charges.ownCompanies')}
            </Link>
          ) : null}
          <a className="chip" href={chargesFile(asked)} download>
            <IconFileTypeCsv size={16} stroke={1.6} aria-hidden />
            {t('charges.export')}
          </a>
        </div>
      </section>
      <Loaded query={charges} height={420}>
        {(answer) => (
          <>
            <ChargesNote answer={answer} />
            <div className="charges" data-old={charges.isPlaceholderData}>
              <UnpricedNote unpriced={answer.unpriced} />
              {answer.totals.map(({ currency, amount }) => (
                <ChargesChart
                  key={currency}
                  currency={currency}
                  total={amount}
                  sums={answer.sums.filter((sum) => sum.currency === currency)}
                  days={answer.days}
                  onOpen={setOpened}
                />
              ))}
              <ChargesTable answer={answer} onOpen={setOpened} />
            </div>
          </>
        )}
      </Loaded>
      <ChargesDrawer opened={opened} zone={companyZone} onClose={() => setOpened(undefined)} />
    </>
  )
}
