import type { Invoice } from '../invoices/invoice.ts'

/** What a company wanted to know. */
export type Notice = BalanceNotice | ReportNotice | HappeningNotice

type Noticed = {
  id: string
  company: { number: number; name: string; language: string; zone: string }
  at: Date
}

/** That the balance of a company fell below what it set. */
export type BalanceNotice = Noticed & {
  of: 'balance'
  /** The balance, and what it fell below. */
  amount: string
  threshold: string
  currency: string
  /** Until when usage is in it. */
  chargedUntil: Date | null
}

/** That a report is ready, or went wrong. */
export type ReportNotice = Noticed & {
  of: 'report'
  report: {
    id: string
    name: string
    service: string
    type: string
    error: string | null
    file: { key: string; name: string; bytes: number; sha256: string; rows: number } | null
  }
}

/** That something happened, such as that an invoice was issued. */
export type HappeningNotice = Noticed & {
  of: 'happening'
  kind: string
  /** The account number of an invoice, or what else it is about. */
  subject: string
  /** As it stands when it is told. */
  invoice: Invoice | undefined
}
