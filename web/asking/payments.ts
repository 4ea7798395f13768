import { useInfiniteQuery } from '@tanstack/react-query'
import { ask, isSignedOut } from './ask.ts'
import type { Money } from './charges.ts'

/** Payments as the API answers them, and how they are asked. */

export const paymentSources = ['manual', 'statement', 'webhook', 'revision'] as const
export type PaymentSource = (typeof paymentSources)[number]

/** What a company paid, as it sees it. */
export type Transaction = {
  id: string
  receivedAt: string
  note: string
  invoice: string | null
  refill: string
  currency: string
  companyNumber: number
  source: PaymentSource
  /** The id of the payment that it takes back. */
  takesBack: string | null
}

export type Payment = {
  id: string
  company: number
  companyName: string
  invoice: string | null
  amount: string
  currency: string
  receivedAt: string
  recordedAt: string
  source: PaymentSource
  note: string
  /** What of it the invoice did not lack. */
  beyondDue: string
  takesBack: string | null
  takenBackBy: string | null
  recordedBy: string
}

/** RFC 3339; any time where there is none. */
export type PeriodAsked = { from: string | undefined; to: string | undefined }
export type PaymentsAsked = PeriodAsked & { company: number | undefined; source: PaymentSource | undefined }

type TransactionsPage = { transactions: readonly Transaction[]; totals: readonly Money[]; next: string | null }
type PaymentsPage = { payments: readonly Payment[]; totals: readonly Money[]; next: string | null }

const paging = {
  initialPageParam: null as string | null,
  getNextPageParam: (last: { next: string | null }) => last.next ?? undefined,
  retry: (times: number, error: Error) => !isSignedOut(error) && times < 1,
}

/** What the company paid, page after page. */
export function useTransactions(asked: PeriodAsked) {
  return useInfiniteQuery({
    queryKey: ['transactions', asked],
    queryFn: ({ pageParam, signal }) =>
      ask<TransactionsPage>(`transactions?${queryOf({ ...asked, cursor: pageParam ?? undefined })}`, { signal }),
    placeholderData: (known) => known,
    ...paging,
  })
}

/** The same as a file, its times on the clock of a zone. */
export function transactionsFile(asked: PeriodAsked, zone: string, format: 'csv' | 'xlsx'): string {
  return `/api/v1/transactions?${queryOf({ ...asked, tz: zone, format })}`
}

/** What companies paid, page after page. */
export function usePayments(asked: PaymentsAsked) {
  return useInfiniteQuery({
    queryKey: ['payments', asked],
    queryFn: ({ pageParam, signal }) =>
      ask<PaymentsPage>(
        `payments?${queryOf({ ...asked, company: asked.company?.toString(), cursor: pageParam ?? undefined })}`,
        { signal },
      ),
    placeholderData: (known) => known,
    ...paging,
  })
}

function queryOf(asked: Readonly<Record<string, string | undefined>>): string {
  const told = Object.entries(asked).filter((entry): entry is [string, string] => entry[1] !== undefined)
  return new URLSearchParams(told).toString()
}
