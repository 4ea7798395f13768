import { queryOptions, useInfiniteQuery } from '@tanstack/react-query'
import { ask, isSignedOut } from './ask.ts'

/** Statements of banks as the API answers them. Amounts are decimal texts, never floats. */

export type LineState = 'matched' | 'waiting' | 'ignored' | 'known'

/** Why a line is what it is. */
export const lineReasons = [
  'number',
  'payer-and-amount',
  'decided',
  'not-a-payment',
  'returned',
  'maybe-twice',
  'several-numbers',
  'short-number',
  'amount-larger',
  'other-payer',
  'other-currency',
  'paid-already',
  'several-companies',
  'amount-differs',
  'unknown',
] as const
export type LineReason = (typeof lineReasons)[number]

/** An invoice that a line may be for, and by what. */
export type Candidate = {
  company: number
  invoice: string
  due: string
  by: readonly ('number' | 'payer' | 'amount')[]
}

export type StatementLine = {
  place: string
  date: string
  amount: string
  currency: string
  kind: 'credit' | 'debit' | 'returned' | 'refund'
  reference: string
  payerName: string
  payerAccount: string
  payerTaxId: string
  purpose: string
  state: LineState
  why: LineReason | null
  company: number | null
  invoice: string | null
  candidates: readonly Candidate[]
}

/** A line that was imported. */
export type KeptLine = StatementLine & { id: string; decidedBy: string | null; note: string | null }

export type StatementCounts = { lines: number; known: number; matched: number; waiting: number; ignored: number }
type AccountTold = { account: string; currency: string; from: string | null; to: string | null; lines: number }

/** What an import does, or would do. */
export type ImportedStatement = {
  isNew: boolean
  format: StatementFormat
  accounts: readonly AccountTold[]
  counts: StatementCounts
  lines: readonly StatementLine[]
  linesMore: number
}

export type StatementFormat = 'camt053' | 'mt940' | '1c'

export type Statement = {
  id: string
  fileName: string
  format: StatementFormat
  accounts: readonly AccountTold[]
  importedAt: string
  importedBy: string
  counts: StatementCounts
}

type LinesPage = { lines: readonly KeptLine[]; next: string | null }
type StatementsPage = { statements: readonly Statement[]; next: string | null }

const paging = {
  initialPageParam: null as string | null,
  getNextPageParam: (last: { next: string | null }) => last.next ?? undefined,
  retry: (times: number, error: Error) => !isSignedOut(error) && times < 1,
}

/** Lines that staff have to decide about, page after page. */
export function useWaitingLines() {
  return useInfiniteQuery({
    queryKey: ['statements', 'waiting'],
    queryFn: ({ pageParam, signal }) => {
      const query = new URLSearchParams({ state: 'waiting', ...(pageParam === null ? {} : { cursor: pageParam }) })
      return ask<LinesPage>(`statement-lines?${query}`, { signal })
    },
    ...paging,
  })
}

/** The files that were imported, page after page. */
export function useStatements() {
  return useInfiniteQuery({
    queryKey: ['statements', 'files'],
    queryFn: ({ pageParam, signal }) => {
      const query = new URLSearchParams(pageParam === null ? {} : { cursor: pageParam })
      return ask<StatementsPage>(`statements?${query}`, { signal })
    },
    ...paging,
  })
}

/** The first lines of a file that was imported. */
export function statementQuery(id: string) {
  return queryOptions({
    queryKey: ['statements', 'one', id],
    queryFn: ({ signal }) => ask<Statement & LinesPage>(`statements/${id}?limit=500`, { signal }),
    retry: false,
  })
}

/** Sends a file of statements; whether to see what it would do, or for good. */
export function importStatement(file: Blob, fileName: string, isDry: boolean): Promise<ImportedStatement> {
  const query = new URLSearchParams({ dryRun: String(isDry), fileName: fileName.slice(0, 200) })
  return ask<ImportedStatement>(`statements?${query}`, { method: 'POST', file })
}
