import { decimalOf, readDecimal } from '../measures/decimal.ts'
import { daysAfter, inZone } from '../measures/zone.ts'
import type { LedgerTransaction } from '../stores/ledger/open.ts'
import type { Row } from '../stores/ledger/schema.ts'
import type { InvoiceKind } from './document.ts'

/** How an invoice stands. A draft has no row: it is what the next one would say. */
export const invoiceStatuses = ['draft', 'issued', 'partly-paid', 'paid', 'overdue', 'void'] as const
export type InvoiceStatus = (typeof invoiceStatuses)[number]

/** An invoice as lists and the API show it. */
export type Invoice = {
  id: string
  company: number
  seller: number
  kind: InvoiceKind
  /** The account number. */
  number: string
  /** With the day on which it was made. */
  fileName: string
  currency: string
  /** What it asks for by its latest revision, with tax. */
  total: string
  paid: string
  due: string
  isPaid: boolean
  status: InvoiceStatus
  /** The first day, and the last. */
  period: { first: string; last: string; zone: string } | null
  createdAt: string
  dueOn: string | null
  revision: number
  voidedAt: string | null
}

/** The invoice with this account number; undefined where there is none, or it is another company's. */
export async function invoiceNamed(
  db: LedgerTransaction,
  number: string,
  company?: number,
  now: number = Date.now(),
): Promise<Invoice | undefined> {
  let query = db.selectFrom('invoice_states').selectAll().where('number', '=', number)
  if (company !== undefined) query = query.where('company', '=', company)
  const row = await query.executeTakeFirst()
  return row === undefined ? undefined : invoiceOf(row, now)
}

type StateRow = Row<'invoice_states'>

/** @param now milliseconds since 1970: whether it is overdue depends on it */
export function invoiceOf(row: StateRow, now: number): Invoice {
  const total = readDecimal(row.total)!
  const paid = readDecimal(row.paid)!
  const isPaid = row.kind !== 'credit' && paid >= total
  const due = row.voided_at !== null || row.kind === 'credit' || paid >= total ? 0n : total - paid
  return {
    id: row.id,
    company: row.company,
    seller: row.seller,
    kind: row.kind as InvoiceKind,
    number: row.number,
    fileName: `${row.number}_${row.issued_on}.pdf`.replaceAll(/[^\p{L}\p{N}._-]/gu, '-'),
    currency: row.currency,
    total: decimalOf(total),
    paid: decimalOf(row.kind === 'credit' ? 0n : paid),
    due: decimalOf(due),
    isPaid,
    status: statusOf(row, { isPaid, paid, now }),
    period:
      row.period_from === null ? null : { first: row.period_from, last: daysAfter(row.period_to!, -1), zone: row.zone },
    createdAt: row.issued_at.toISOString(),
    dueOn: row.due_on,
    revision: row.revision,
    voidedAt: row.voided_at?.toISOString() ?? null,
  }
}

function statusOf(
  { voided_at, kind, due_on, zone }: StateRow,
  { isPaid, paid, now }: { isPaid: boolean; paid: bigint; now: number },
): InvoiceStatus {
  if (voided_at !== null) return 'void'
  if (kind === 'credit') return 'issued'
  if (isPaid) return 'paid'
  if (due_on !== null && inZone(now, zone).slice(0, 10) > due_on) return 'overdue'
  return paid > 0n ? 'partly-paid' : 'issued'
}
