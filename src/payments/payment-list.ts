import { decimalOf, readDecimal } from '../measures/decimal.ts'
import { paymentOf, paymentsOf } from '../invoices/payment.ts'
import type { Payment, PaymentSource } from '../invoices/payment.ts'
import type { LedgerTransaction } from '../stores/ledger/open.ts'

export type PaymentsAsked = {
  company?: number | undefined
  source?: PaymentSource | undefined
  /** Received from then on, and before. */
  from?: Date | undefined
  to?: Date | undefined
}

/** Where a page of payments goes on: behind this one. */
export type PaymentCursor = { receivedAt: Date; id: string }

/** Payments, the one that was received last first. */
export async function paymentsIn(
  db: LedgerTransaction,
  asked: PaymentsAsked,
  { after, limit }: { after?: PaymentCursor | undefined; limit: number },
): Promise<Payment[]> {
  let query = narrowed(paymentsOf(db), asked)
  if (after !== undefined) {
    query = query.where((where) =>
      where.or([
        where('received_at', '<', after.receivedAt),
        where.and([where('received_at', '=', after.receivedAt), where('payments.id', '<', after.id)]),
      ]),
    )
  }
  const rows = await query.orderBy('received_at', 'desc').orderBy('payments.id', 'desc').limit(limit).execute()
  return rows.map(paymentOf)
}

/** What they come to, by currency. */
export async function paymentTotals(
  db: LedgerTransaction,
  asked: PaymentsAsked,
): Promise<{ currency: string; amount: string }[]> {
  const rows = await narrowed(paymentsOf(db), asked)
    .clearSelect()
    .select('payments.currency as currency')
    .select((select) => select.fn.sum<string>('payments.amount').as('amount'))
    .groupBy('payments.currency')
    .orderBy('payments.currency')
    .execute()
  return rows.map(({ currency, amount }) => ({ currency, amount: decimalOf(readDecimal(amount)!) }))
}

/** Who recorded a payment of whom, and what took it back, as staff see it. */
export type PaymentDetail = { companyName: string; seller: number; recordedBy: string; takenBackBy: string | null }

export async function paymentDetails(
  db: LedgerTransaction,
  ids: readonly string[],
): Promise<ReadonlyMap<string, PaymentDetail>> {
  if (ids.length === 0) return new Map()
  const rows = await db
    .selectFrom('payments')
    .innerJoin('companies', 'companies.number', 'payments.company')
    .leftJoin('payments as back', 'back.takes_back', 'payments.id')
    .select(['payments.id', 'companies.name as companyName', 'payments.seller', 'payments.actor_name as recordedBy'])
    .select('back.id as takenBackBy')
    .where('payments.id', 'in', ids)
    .execute()
  return new Map(rows.map(({ id, ...detail }) => [id, detail]))
}

function narrowed(query: ReturnType<typeof paymentsOf>, { company, source, from, to }: PaymentsAsked) {
  let all = query
  if (company !== undefined) all = all.where('payments.company', '=', company)
  if (source !== undefined) all = all.where('source', '=', source)
  if (from !== undefined) all = all.where('received_at', '>=', from)
  if (to !== undefined) all = all.where('received_at', '<', to)
  return all
}
