import { queryOptions } from '@tanstack/react-query'
import { ask, isSignedOut } from './ask.ts'
import type { InvoiceDifference, InvoiceDocument, TaxCategory } from './invoices.ts'

/** What platform staff ask about invoices. */

/** A revision that waits for a second person, or was decided about. */
export type Proposal = {
  id: string
  act: 'revise' | 'void'
  number: string
  company: number
  currency: string
  state: 'waiting' | 'approved' | 'refused'
  amount: string
  comment: string
  proposedAt: string
  byWhom: string
  email: string | null
  /** As the audit log has them, such as `user:7`. */
  actor: string
  decidedAt: string | null
  decidedBy: string | null
  decisionNote: string | null
  difference: InvoiceDifference
}

/** What is sent to revise an invoice. */
export type RevisionAsked = {
  revision: number
  comment: string
  amount: string | null
  lines: readonly { key: string; amount: string }[]
  added: readonly { name: string; quantity: string; unitPrice: string }[]
  removed: readonly string[]
}

/** What a revision would make of an invoice. */
export type RevisionPreview = {
  difference: InvoiceDifference
  totals: InvoiceDocument['totals']
  /** Whether a second person must approve it. */
  isForApproval: boolean
}

export type Revised = { state: 'applied'; revision: number } | { state: 'waiting'; proposal: string }

export type TaxRule = {
  company: number | null
  country: string | null
  service: string | null
  category: TaxCategory
  rate: string
  reason: string | null
}

/** How invoices are made. */
export type Invoicing = {
  isMonthly: boolean
  numberForm: string
  graceHours: number
  termDays: number
  approvalAbove: string | null
  taxes: readonly TaxRule[]
  version: number
}

/** What came of closing months; the numbers of the companies whose details are missing. */
export type Closed = { months: number; invoices: number; waiting: readonly number[] }

const retry = (times: number, error: Error) => !isSignedOut(error) && times < 1

export const proposalsQuery = queryOptions({
  queryKey: ['proposals'],
  queryFn: async ({ signal }) =>
    (await ask<{ proposals: readonly Proposal[] }>('invoice-proposals', { signal })).proposals,
  retry,
})

export const invoicingQuery = queryOptions({
  queryKey: ['invoicing'],
  queryFn: ({ signal }) => ask<Invoicing>('invoicing', { signal }),
  retry,
})
