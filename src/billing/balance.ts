import type { LedgerTransaction } from '../stores/ledger/open.ts'
import type { MoneyTotal } from './charged-sums.ts'
import { decimalOf } from '../measures/decimal.ts'
import type { Amount } from '../measures/decimal.ts'
import { balancesOf } from './postings.ts'

/** What a company has left with its seller: in its own currency, and in others in which it was charged or paid. */
export type Balance = { amount: string; currency: string; others: MoneyTotal[] }

export async function balanceOf(db: LedgerTransaction, company: number): Promise<Balance> {
  const { amount, currency, others } = await amountsLeft(db, company)
  return { amount: decimalOf(amount), currency, others }
}

/** The same with the amount as a number to compare. */
export async function amountsLeft(
  db: LedgerTransaction,
  company: number,
): Promise<{ amount: Amount; currency: string; others: MoneyTotal[] }> {
  const { parent, currency } = await db
    .selectFrom('companies')
    .select(['parent', 'currency'])
    .where('number', '=', company)
    .executeTakeFirstOrThrow()
  const left = await balancesOf(db, company, parent ?? 0)
  const others = [...left]
    .filter(([other, amount]) => other !== currency && amount !== 0n)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([other, amount]) => ({ currency: other, amount: decimalOf(amount) }))
  return { amount: left.get(currency) ?? 0n, currency, others }
}
