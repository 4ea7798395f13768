import { Button, Select } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useSuspenseQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { paymentSources, usePayments, type Payment } from '../asking/payments.ts'
import { sessionQuery } from '../asking/queries.ts'
import { paramsOfPeriod, searchedPeriod, useAddress } from '../use-search.ts'
import { CompanySelect } from './CompanySelect.tsx'
import { Loaded } from './Loaded.tsx'
import { MoreButton } from './MoreButton.tsx'
import { PaymentDialog } from './PaymentDialog.tsx'
import { PaymentsTable } from './PaymentsTable.tsx'
import { PeriodChoice } from './PeriodChoice.tsx'
import { TakeBackDialog } from './TakeBackDialog.tsx'

const filters = ['company', 'source', 'period', 'from', 'to', 'tz'] as const

/** What companies paid: by company, way and time; new payments are recorded here, and wrong ones taken back. */
export function PaymentsCard() {
  const { t } = useTranslation()
  const { company: viewed } = useSuspenseQuery(sessionQuery).data
  const { search, set } = useAddress()
  const { choice, zone, from, to } = searchedPeriod(search, viewed.zone)
  const company = /^\d{1,9}$/.test(search['company']?.[0] ?? '') ? Number(search['company']![0]) : undefined
  const source = paymentSources.find((one) => one === search['source']?.[0])
  const payments = usePayments({ from, to, company, source })
  const [act, setAct] = useState<{ name: 'record' } | { name: 'takeBack'; payment: Payment }>()
  const [said, setSaid] = useState('')
  const isFiltered = filters.some((name) => name in search)
  const dialog = {
    onDone: (sentence: string) => {
      setAct(undefined)
      setSaid(sentence)
    },
    onClose: () => setAct(undefined),
  }
  return (
    <>
      <section className="filters" aria-label={t('filters.label')}>
        <CompanySelect
          label={t('invoices.company')}
          company={company}
          onChoose={(chosen) => set({ company: chosen ?? undefined })}
          className="filters-company"
        />
        <PeriodChoice
          choice={choice}
          zone={zone}
          companyZone={viewed.zone}
          onChange={(chosen, at) => set(paramsOfPeriod(chosen, at, viewed.zone))}
        />
        <Select
          className="source-choice"
          aria-label={t('payments.source')}
          placeholder={t('payments.anySource')}
          clearable
          comboboxProps={{ shadow: 'none' }}
          clearButtonProps={{ 'aria-label': t('filters.clear') }}
          data={paymentSources.map((value) => ({ value, label: t(`payments.sources.${value}`) }))}
          value={source ?? null}
          onChange={(chosen) => set({ source: chosen ?? undefined })}
        />
        <button
          type="button"
          className="chip chip-quiet"
          disabled={!isFiltered}
          onClick={() => set(Object.fromEntries(filters.map((name) => [name, undefined])))}
        >
          {t('filters.clear')}
        </button>
        <div className="filters-right">
          <Button leftSection={<IconPlus size={15} aria-hidden />} onClick={() => setAct({ name: 'record' })}>
            {t('payments.record')}
          </Button>
        </div>
      </section>
      <output className="said-line">{said}</output>
      <section className="card" aria-label={t('payments.list')} aria-busy={payments.isPlaceholderData}>
        <Loaded query={payments} height={320}>
          {({ pages }) => {
            const all = pages.flatMap((page) => page.payments)
            if (all.length === 0) return <p className="soft">{t(isFiltered ? 'payments.nothing' : 'payments.none')}</p>
            return (
              <PaymentsTable
                payments={all}
                totals={pages[0]!.totals}
                zone={zone}
                onTakeBack={(payment) => setAct({ name: 'takeBack', payment })}
              />
            )
          }}
        </Loaded>
        <MoreButton query={payments} />
      </section>
      {act?.name === 'record' ? <PaymentDialog {...dialog} /> : null}
      {act?.name === 'takeBack' ? <TakeBackDialog payment={act.payment} {...dialog} /> : null}
    </>
  )
}
