import { Button, Select } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { invoiceOrders, invoiceStatuses, type Whose } from '../asking/invoices.ts'
import type { InvoiceSearch } from '../use-invoice-search.ts'
import { ChoiceMenu } from './ChoiceMenu.tsx'
import { CompanySelect } from './CompanySelect.tsx'
import { PeriodChoice } from './PeriodChoice.tsx'
import { SearchField } from './SearchField.tsx'

type InvoiceFiltersProps = { search: InvoiceSearch; whose: Whose; companyZone: string; onCreate: () => void }

const orders = invoiceOrders.flatMap((order) =>
  [true, false].map((isDescending) => ({ order, isDescending, value: nameOf({ order, isDescending }) })),
)

function nameOf({ order, isDescending }: { order: string; isDescending: boolean }): string {
  return `${order} ${isDescending ? 'desc' : 'asc'}`
}

/** What narrows the list of invoices: account number, when they were made, state; Clear; on a phone the order, too. */
export function InvoiceFilters({ search, whose, companyZone, onCreate }: InvoiceFiltersProps) {
  const { t } = useTranslation()
  const statuses = invoiceStatuses
    .filter((status) => whose === 'own' || status !== 'draft')
    .map((word) => ({ word, title: t(`invoices.statuses.${word}`) }))
  return (
    <section className="filters" aria-label={t('filters.label')}>
      <SearchField
        label={t('invoices.number')}
        empty={t('invoices.emptyNumber')}
        typed={search.typed}
        onType={search.setTyped}
        lengthMax={60}
        className="filters-number"
      />
      {whose === 'own' ? null : (
        <CompanySelect
          label={t('invoices.company')}
          company={search.asked.company}
          onChoose={search.setCompany}
          className="filters-company"
        />
      )}
      <PeriodChoice
        choice={search.choice}
        zone={search.zone}
        companyZone={companyZone}
        anyTime={t('invoices.anyTime')}
        onChange={search.setPeriod}
      />
      <ChoiceMenu
        title={t('invoices.status')}
        all={t('invoices.allStatuses')}
        some={(count) => t('invoices.someStatuses', { count })}
        choices={statuses}
        chosen={statuses.filter(({ word }) => search.asked.statuses.includes(word))}
        onChange={search.setStatuses}
      />
      <Select
        className="order-choice"
        aria-label={t('invoices.order')}
        data={orders.map(({ value, order, isDescending }) => ({
          value,
          label: t('invoices.orderBy', { what: `${t(`invoices.${order}`)} ${isDescending ? '↓' : '↑'}` }),
        }))}
        value={nameOf(search.asked)}
        allowDeselect={false}
        comboboxProps={{ shadow: 'none' }}
        onChange={(name) => {
          const chosen = orders.find(({ value }) => value === name)
          if (chosen !== undefined) search.setOrder(chosen.order, chosen.isDescending)
        }}
      />
      <button type="button" className="chip chip-quiet" disabled={!search.isFiltered} onClick={search.clear}>
        {t('filters.clear')}
      </button>
      {whose === 'own' ? (
        <div className="filters-right">
          <Button leftSection={<IconPlus size={15} aria-hidden />} onClick={onCreate}>
            {t('invoices.create')}
          </Button>
        </div>
      ) : null}
    </section>
  )
}
