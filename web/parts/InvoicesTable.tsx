import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { companiesQuery } from '../asking/accounts.ts'
import type { Invoice, InvoiceDraft, Whose } from '../asking/invoices.ts'
import type { InvoicePart, InvoiceSearch } from '../use-invoice-search.ts'
import { DraftRow } from './DraftRow.tsx'
import { InvoiceRow } from './InvoiceRow.tsx'
import { Records } from './Records.tsx'

type InvoicesTableProps = {
  whose: Whose
  drafts: readonly InvoiceDraft[]
  invoices: readonly Invoice[]
  search: InvoiceSearch
  onOpen: (number: string, part?: InvoicePart) => void
}

/** Invoices as rows, drafts first; the heads of columns put them in order. */
export function InvoicesTable({ whose, drafts, invoices, search, onOpen }: InvoicesTableProps) {
  const { t } = useTranslation()
  const { data: companies = [] } = useQuery({ ...companiesQuery(''), enabled: whose === 'all' })
  const names = new Map(companies.map(({ number, name }) => [number, name]))
  const isOfAll = whose === 'all'
  return (
    <Records
      label={t('invoices.list')}
      columns={[
        { title: t('invoices.number'), ordering: search.orderingOf('number') },
        ...(isOfAll ? [{ title: t('invoices.company') }] : []),
        { title: t('invoices.fileName') },
        { title: t('invoices.amount'), kind: 'number', ordering: search.orderingOf('amount') },
        { title: t('invoices.period'), ordering: search.orderingOf('period') },
        { title: t('invoices.createdAt'), ordering: search.orderingOf('createdAt') },
        { title: t('invoices.status') },
        { title: t('invoices.actions'), kind: 'acts' },
      ]}
    >
      {drafts.map((draft) => (
        <DraftRow key={`${draft.period.first} ${draft.currency}`} draft={draft} zone={search.zone} />
      ))}
      {invoices.map((invoice) => (
        <InvoiceRow
          key={invoice.number}
          invoice={invoice}
          company={isOfAll ? (names.get(invoice.company) ?? String(invoice.company)) : undefined}
          zone={search.zone}
          onOpen={onOpen}
        />
      ))}
    </Records>
  )
}
