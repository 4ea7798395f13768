import { useTranslation } from 'react-i18next'
import type { InvoiceStatus as Status } from '../asking/invoices.ts'

/** How an invoice stands, in a word; what is still due where some of it is. */
export function InvoiceStatus({ status, due }: { status: Status; due?: string | undefined }) {
  const { t } = useTranslation()
  return (
    <span className="invoice-status">
      <span className="status" data-status={status}>
        {t(`invoices.statuses.${status}`)}
      </span>
      {due === undefined ? null : <span className="record-note">{due}</span>}
    </span>
  )
}
