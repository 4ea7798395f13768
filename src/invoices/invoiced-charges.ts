import type { Amount } from '../measures/decimal.ts'
import { readDecimal } from '../measures/decimal.ts'
import type { LedgerTransaction } from '../stores/ledger/open.ts'

/** What is charged of a day by one price, and was in no invoice before. */
export type ChargeToInvoice = {
  company: number
  seller: number
  currency: string
  day: string
  service: string
  kind: string
  rate: string
  unitPrice: string | null
  quantity: bigint
  amount: Amount
}

/**
 * The charges of days before one that are in no invoice yet. Each charge is in exactly one: the first that is made after it was posted
 * and after its day. Late usage is so in the next one, whatever its day.
 * @param first the first day of its month: what stands in invoices of months before is not in it
 * @param before the first day that is not in it
 * @param mark the id of the last charge that is in it
 */
export async function chargesToInvoice(
  db: LedgerTransaction,
  companies: readonly number[],
  { first, before, mark }: { first: string; before: string; mark: string },
): Promise<ChargeToInvoice[]> {
  const rows = await db
    .selectFrom('charges')
    .leftJoin(
      (select) =>
        select
          .selectFrom('invoices')
          .distinctOn(['company', 'seller', 'currency'])
          .select(['company', 'seller', 'currency', 'charge_mark', 'period_to'])
          .where('kind', '=', 'usage')
          .where('company', 'in', companies)
          .where('period_to', '<=', first)
          .orderBy('company')
          .orderBy('seller')
          .orderBy('currency')
          .orderBy('period_to', 'desc')
          .as('last'),
      (join) =>
        join
          .onRef('last.company', '=', 'charges.company')
          .onRef('last.seller', '=', 'charges.seller')
          .onRef('last.currency', '=', 'charges.currency'),
    )
    .select([
      'charges.company as company',
      'charges.seller as seller',
      'charges.currency as currency',
      'day',
      'service',
      'charges.kind as kind',
      'rate',
      'unit_price',
    ])
    .select((select) => [
      select.fn.sum<string>('quantity').as('quantity'),
      select.fn.sum<string>('amount').as('amount'),
    ])
    .where('charges.company', 'in', companies)
    .where('charges.kind', '!=', 'unpriced')
    .where('day', '<', before)
    .where('charges.id', '<=', mark)
    .where((where) =>
      where.or([
        where('last.charge_mark', 'is', null),
        where('charges.id', '>', where.ref('last.charge_mark')),
        where('day', '>=', where.ref('last.period_to')),
      ]),
    )
    .groupBy([
      'charges.company',
      'charges.seller',
      'charges.currency',
      'day',
      'service',
      'charges.kind',
      'rate',
      'unit_price',
    ])
    .orderBy('charges.company')
    .orderBy('charges.seller')
    .orderBy('charges.currency')
    .orderBy('day')
    .execute()
  return rows
    .map(({ unit_price, quantity, amount, ...row }) => ({
      ...row,
      unitPrice: unit_price,
      quantity: BigInt(quantity),
      amount: readDecimal(amount)!,
    }))
    .filter(({ quantity, amount }) => quantity !== 0n || amount !== 0n)
}

/** The id of the last charge that was posted to any of these companies; `0` where there is none. Who asks has their turns. */
export async function lastChargeOf(db: LedgerTransaction, companies: readonly number[]): Promise<string> {
  const row = await db
    .selectFrom('charges')
    .select((select) => select.fn.max<string | null>('id').as('id'))
    .where('company', 'in', companies)
    .executeTakeFirst()
  return row?.id ?? '0'
}
