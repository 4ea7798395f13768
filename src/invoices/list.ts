import { containing } from '../stores/ledger/containing.ts'
import type { LedgerTransaction } from '../stores/ledger/open.ts'
import { decimalOf, readDecimal } from '../measures/decimal.ts'
import { invoiceOf } from './invoice.ts'
import type { Invoice, InvoiceStatus } from './invoice.ts'

export const invoiceOrders = ['createdAt', 'number', 'amount', 'period'] as const
export type InvoiceOrder = (typeof invoiceOrders)[number]

export type InvoicesAsked = {
  /** All companies where there is none. */
  company: number | undefined
  /** A part of the account number. */
  number: string | undefined
  /** Made in `[from, to)`. */
  from: Date | undefined
  to: Date | undefined
  kind: string | undefined
  statuses: readonly Exclude<InvoiceStatus, 'draft'>[]
  order: InvoiceOrder
  isDescending: boolean
  after: InvoiceCursor | undefined
  limit: number
  now: number
}

/** Where a page ended. */
export type InvoiceCursor = { value: string; id: string }

const columnOf = { createdAt: 'issued_at', number: 'number', amount: 'total', period: 'month' } as const

/** Invoices in an order, and where the next page begins; null on the last. */
export async function listInvoices(
  db: LedgerTransaction,
  asked: InvoicesAsked,
): Promise<{ invoices: Invoice[]; next: InvoiceCursor | null }> {
  const { after, limit, order, isDescending, now } = asked
  let query = invoicesAsked(db, asked).selectAll()
  const column = columnOf[order]
  const direction = isDescending ? 'desc' : 'asc'
  if (after !== undefined) {
    const beyond = isDescending ? '<' : '>'
    query = query.where((where) =>
      where.or([
        where(column, beyond, after.value),
        where.and([where(column, '=', after.value), where('id', beyond, after.id)]),
      ]),
    )
  }
  const rows = await query
    .orderBy(column, direction)
    .orderBy('id', direction)
    .limit(limit + 1)
    .execute()
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  const valueOf = (row: (typeof page)[number]) => (column === 'issued_at' ? row.issued_at.toISOString() : row[column])
  return {
    invoices: page.map((row) => invoiceOf(row, now)),
    next: rows.length > limit ? { value: valueOf(last!), id: last!.id } : null,
  }
}

/** What is to be paid of all that are asked about, by currency. */
export async function dueOfInvoices(
  db: LedgerTransaction,
  asked: InvoicesAsked,
): Promise<{ currency: string; invoices: number; due: string }[]> {
  const rows = await invoicesAsked(db, asked)
    .where('voided_at', 'is', null)
    .where('kind', '!=', 'credit')
    .whereRef('paid', '<', 'total')
    .select('currency')
    .select((select) => [
      select.fn.countAll<string>().as('invoices'),
      select.fn.sum<string>('total').as('total'),
      select.fn.sum<string>('paid').as('paid'),
    ])
    .groupBy('currency')
    .orderBy('currency')
    .execute()
  return rows.map(({ currency, invoices, total, paid }) => ({
    currency,
    invoices: Number(invoices),
    due: decimalOf(readDecimal(total)! - readDecimal(paid)!),
  }))
}

function invoicesAsked(db: LedgerTransaction, { company, number, from, to, kind, statuses, now }: InvoicesAsked) {
  let query = db.selectFrom('invoice_states')
  if (company !== undefined) query = query.where('company', '=', company)
  if (number !== undefined) query = query.where('number', 'ilike', containing(number))
  if (from !== undefined) query = query.where('issued_at', '>=', from)
  if (to !== undefined) query = query.where('issued_at', '<', to)
  if (kind !== undefined) query = query.where('kind', '=', kind)
  if (statuses.length > 0) {
    query = query.where((where) => {
      const isVoid = where('voided_at', 'is not', null)
      const isCredit = where('kind', '=', 'credit')
      const isPaid = where.and([where.not(isCredit), where('paid', '>=', where.ref('total'))])
      const today = where.cast<string>(where.fn('timezone', [where.ref('zone'), where.val(new Date(now))]), 'date')
      const isOverdue = where.and([where('due_on', 'is not', null), where('due_on', '<', today)])
      const open = (...more: ReturnType<typeof where.and>[]) =>
        where.and([where.not(isVoid), where.not(isCredit), where.not(isPaid), ...more])
      const of: Record<Exclude<InvoiceStatus, 'draft'>, ReturnType<typeof where.and>> = {
        void: where.and([isVoid]),
        paid: where.and([where.not(isVoid), isPaid]),
        overdue: open(isOverdue),
        'partly-paid': open(where.not(isOverdue), where('paid', '>', '0')),
        issued: where.or([
          where.and([where.not(isVoid), isCredit]),
          open(where.not(isOverdue), where('paid', '<=', '0')),
        ]),
      }
      return where.or(statuses.map((status) => of[status]))
    })
  }
  return query
}
