import { Button, Checkbox } from '@mantine/core'
import { IconFileTypeCsv } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { companyChargesFile, useCompanyCharges, type CompanyCharges, type Whose } from '../asking/charges.ts'
import { serviceWords, type Service } from '../asking/tariffs.ts'
import { count } from '../numbers.ts'
import { useChargeWords } from '../use-charge-words.ts'
import { useChargedPeriod } from '../use-charged-period.ts'
import { Loaded } from './Loaded.tsx'
import { MoneyList } from './MoneyList.tsx'
import { PeriodPicker } from './PeriodPicker.tsx'
import { scrollable } from './scrollable.ts'

/** A row per company: what it used and pays by service, what its reseller pays for that, and the margin. */
export function CompanyChargesCard({ whose }: { whose: Whose }) {
  const { t } = useTranslation()
  const { view, zone, companyZone, asked, setView } = useChargedPeriod()
  const [isOnly, setOnly] = useState(true)
  const companies = useCompanyCharges(whose, asked, isOnly)
  const title = t(whose === 'all' ? 'companyCharges.all' : 'companyCharges.own')
  return (
    <>
      <section className="filters" aria-label={t('filters.label')}>
        <PeriodPicker view={view} zone={zone} companyZone={companyZone} onChange={setView} />
        <Checkbox
          size="xs"
          className="chip"
          label={t('companyCharges.expenses')}
          checked={isOnly}
          onChange={(event) => setOnly(event.currentTarget.checked)}
        />
        <div className="filters-right">
          <a className="chip" href={companyChargesFile(whose, asked, isOnly)} download>
            <IconFileTypeCsv size={16} stroke={1.6} aria-hidden />
            {t('charges.export')}
          </a>
        </div>
      </section>
      <section className="card" aria-label={title} aria-busy={companies.isPlaceholderData}>
        <Loaded query={companies} height={320}>
          {({ pages }) => {
            const all = pages.flatMap((page) => page.companies)
            if (all.length === 0) return <p className="soft">{t(isOnly ? 'companyCharges.none' : 'companies.none')}</p>
            return <Table title={title} companies={all} totals={pages[0]!.totals} />
          }}
        </Loaded>
        {companies.hasNextPage ? (
          <div className="card-more">
            <Button
              size="sm"
              variant="default"
              loading={companies.isFetchingNextPage}
              onClick={() => void companies.fetchNextPage()}
            >
              {t('rows.more')}
            </Button>
          </div>
        ) : null}
      </section>
    </>
  )
}

type TableProps = {
  title: string
  companies: readonly CompanyCharges[]
  totals: { paid: CompanyCharges['paid']; resellerPays: CompanyCharges['paid']; margin: CompanyCharges['paid'] }
}

function Table({ title, companies, totals }: TableProps) {
  const { t } = useTranslation()
  const present = serviceWords.filter((word) =>
    companies.some((one) => one.services.some(({ service }) => service === word)),
  )
  const hasTiers = companies.some(({ resellerPays }) => resellerPays !== null)
  return (
    <section className="rows-scroll" {...scrollable} aria-label={title}>
      <table className="numbers charges-numbers">
        <thead>
          <tr>
            <th scope="col">{t('companies.name')}</th>
            <th scope="col">{t('companyCharges.paid')}</th>
            {hasTiers ? (
              <>
                <th scope="col">{t('companyCharges.resellerPays')}</th>
                <th scope="col">{t('companyCharges.margin')}</th>
              </>
            ) : null}
            {present.map((service) => (
              <th key={service} scope="col">
                {t(`services.${service}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {companies.map((one) => (
            <tr key={one.company}>
              <th scope="row">
                <bdi>{one.name}</bdi>
                <span className="soft charges-used">
                  {one.parent === null
                    ? t('companyCharges.number', { number: one.company })
                    : t('companyCharges.under', { number: one.company, parent: one.parent })}
                </span>
              </th>
              <td>
                <MoneyList amounts={one.paid} />
              </td>
              {hasTiers ? (
                <>
                  <td>
                    <MoneyList amounts={one.resellerPays ?? []} />
                  </td>
                  <td>
                    <MoneyList amounts={one.margin ?? []} />
                  </td>
                </>
              ) : null}
              {present.map((service) => (
                <td key={service}>
                  <Used charges={one} service={service} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{t('card.sum')}</th>
            <td>
              <MoneyList amounts={totals.paid} />
            </td>
            {hasTiers ? (
              <>
                <td>
                  <MoneyList amounts={totals.resellerPays} />
                </td>
                <td>
                  <MoneyList amounts={totals.margin} />
                </td>
              </>
            ) : null}
          </tr>
        </tfoot>
      </table>
    </section>
  )
}

function Used({ charges, service }: { charges: CompanyCharges; service: Service }) {
  const { t } = useTranslation()
  const { amountIn } = useChargeWords()
  const used = charges.services.find((one) => one.service === service)
  if (used === undefined) return '—'
  return (
    <>
      <MoneyList amounts={used.amounts} />
      <span className="soft charges-used">{amountIn(used.unit, used.quantity)}</span>
      {used.unpriced === 0 ? null : (
        <span className="charges-used charges-unpriced">
          {t('companyCharges.unpriced', { count: used.unpriced, shown: count(used.unpriced) })}
        </span>
      )}
    </>
  )
}
