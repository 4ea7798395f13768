import { decimalOf } from '../measures/decimal.ts'
import type { LedgerTransaction } from '../stores/ledger/open.ts'
import type { AccountTold } from './import-statements.ts'
import { knowledgeFor } from './knowledge.ts'
import { candidatesFor } from './matching.ts'
import { lineOfRow } from './statement-lines.ts'
import type { Candidate, LineReason } from './matching.ts'
import type { StatementFormat } from './statements/read-statements.ts'
import type { LineKind } from './statements/statement.ts'

export const lineStates = ['matched', 'waiting', 'ignored'] as const
export type LineState = (typeof lineStates)[number]

/** A file of statements that was imported. */
export type StatementSeen = {
  id: string
  fileName: string
  format: StatementFormat
  accounts: AccountTold[]
  importedAt: string
  importedBy: string
  counts: { lines: number; known: number; matched: number; waiting: number; ignored: number }
}

export async function statementsSeen(
  db: LedgerTransaction,
  asked: { id?: string; before?: string | undefined; limit: number },
): Promise<StatementSeen[]> {
  let query = db.selectFrom('bank_statements').selectAll()
  if (asked.id !== undefined) query = query.where('id', '=', asked.id)
  if (asked.before !== undefined) query = query.where('id', '<', asked.before)
  const rows = await query.orderBy('id', 'desc').limit(asked.limit).execute()
  if (rows.length === 0) return []
  const counts = await db
    .selectFrom('statement_lines')
    .select(['statement', 'state'])
    .select((select) => select.fn.countAll<string>().as('count'))
    .where(
      'statement',
      'in',
      rows.map(({ id }) => id),
    )
    .groupBy(['statement', 'state'])
    .execute()
  const countOf = (id: string, state: LineState) =>
    Number(counts.find((row) => row.statement === id && row.state === state)?.count ?? 0)
  return rows.map((row) => ({
    id: row.id,
    fileName: row.file_name,
    format: row.format as StatementFormat,
    accounts: row.accounts as AccountTold[],
    importedAt: row.imported_at.toISOString(),
    importedBy: row.actor_name,
    counts: {
      lines: row.line_count,
      known: row.known_count,
      matched: countOf(row.id, 'matched'),
      waiting: countOf(row.id, 'waiting'),
      ignored: countOf(row.id, 'ignored'),
    },
  }))
}

/** A line as staff see it, with what it became or may be for. */
export type LineSeen = {
  id: string
  statement: string
  place: string
  account: string
  date: string
  amount: string
  currency: string
  kind: LineKind
  reference: string
  payerName: string
  payerAccount: string
  payerTaxId: string
  purpose: string
  state: LineState
  why: LineReason
  payment: string | null
  company: number | null
  invoice: string | null
  candidates: Candidate[]
  decidedAt: string | null
  decidedBy: string | null
  note: string | null
}

/** Lines, those that came in last first. */
export async function linesSeen(
  db: LedgerTransaction,
  asked: {
    id?: string
    state?: LineState | undefined
    statement?: string | undefined
    before?: string | undefined
    limit: number
  },
): Promise<LineSeen[]> {
  let query = db
    .selectFrom('statement_lines')
    .leftJoin('payments', 'payments.id', 'statement_lines.payment')
    .leftJoin('invoices', 'invoices.id', 'payments.invoice')
    .selectAll('statement_lines')
    .select(['payments.company as company', 'invoices.number as invoice'])
  if (asked.id !== undefined) query = query.where('statement_lines.id', '=', asked.id)
  if (asked.state !== undefined) query = query.where('state', '=', asked.state)
  if (asked.statement !== undefined) query = query.where('statement', '=', asked.statement)
  if (asked.before !== undefined) query = query.where('statement_lines.id', '<', asked.before)
  const rows = await query.orderBy('statement_lines.id', 'desc').limit(asked.limit).execute()
  const lines = rows.map((row) => ({ row, line: { ...lineOfRow(row), place: row.place } }))
  const waiting = lines.filter(({ row }) => row.state === 'waiting').map(({ line }) => line)
  const knowledge = waiting.length === 0 ? undefined : await knowledgeFor(db, waiting)
  return lines.map(({ row, line }) => ({
    id: row.id,
    statement: row.statement,
    ...line,
    amount: decimalOf(line.amount),
    state: row.state as LineState,
    why: row.why as LineReason,
    payment: row.payment,
    company: row.company,
    invoice: row.invoice,
    decidedAt: row.decided_at?.toISOString() ?? null,
    decidedBy: row.decided_by_name,
    note: row.note,
    candidates: row.state === 'waiting' ? candidatesFor(line, knowledge!) : [],
  }))
}
