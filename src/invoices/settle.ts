import type { Amount } from '../measures/decimal.ts'
import { decimalOf, lesserOf, readDecimal } from '../measures/decimal.ts'
import type { LedgerTransaction } from '../stores/ledger/open.ts'

/** The money of a company with a seller, in one currency. */
export type Purse = { company: number; seller: number; currency: string }

/**
 * Puts what companies paid to what they owe: to the invoice that is named first, else to the oldest that is open; what is left stays
 * on the balance. What was put to an invoice that now asks for less, or was voided, is taken from it. Who calls has the turns of the
 * companies.
 * @param first the id of the invoice to pay before others
 * @returns the ids of the invoices of usage that are paid now and were not before
 */
export async function settle(
  db: LedgerTransaction,
  purses: readonly Purse[],
  at: Date,
  first?: string,
): Promise<string[]> {
  if (purses.length === 0) return []
  const paid = await paidBy(db, purses)
  const owed = Map.groupBy(await owedBy(db, purses), nameOfPurse)
  const changes: { company: number; invoice: string; amount: Amount }[] = []
  const nowPaid: string[] = []
  for (const purse of purses) {
    const invoices = owed.get(nameOfPurse(purse)) ?? []
    const wanted = shareOut(paid.get(nameOfPurse(purse)) ?? 0n, invoices, first)
    for (const [place, invoice] of invoices.entries()) {
      const amount = wanted[place]! - invoice.settled
      if (amount !== 0n) changes.push({ company: purse.company, invoice: invoice.id, amount })
      const isPaid = (settled: Amount) => settled >= invoice.total
      if (!invoice.isVoid && isPaid(wanted[place]!) && !isPaid(invoice.settled)) nowPaid.push(invoice.id)
    }
  }
  for (let from = 0; from < changes.length; from += rowsAtOnce) {
    const rows = changes.slice(from, from + rowsAtOnce)
    await db
      .insertInto('settlements')
      .values(rows.map(({ amount, ...row }) => ({ ...row, amount: decimalOf(amount), at })))
      .execute()
  }
  return nowPaid
}

const rowsAtOnce = 1000

/** What an invoice asks for, and what was put to it by now. */
export type Owed = { id: string; total: Amount; settled: Amount; isVoid: boolean }

/**
 * How money lies on invoices: what lies on one stays there as far as it is owed, and as far as there is money; then the named one gets
 * what it lacks, then the others, the oldest first.
 * @param invoices the oldest first
 */
export function shareOut(money: Amount, invoices: readonly Owed[], first?: string): Amount[] {
  let left = money
  const take = (most: Amount) => {
    const amount = lesserOf(left < 0n ? 0n : left, most < 0n ? 0n : most)
    left -= amount
    return amount
  }
  const amounts = invoices.map(({ total, settled, isVoid }) => (isVoid ? 0n : take(lesserOf(settled, total))))
  const fill = (place: number) => {
    const { total, isVoid } = invoices[place]!
    if (!isVoid) amounts[place]! += take(total - amounts[place]!)
  }
  const named = invoices.findIndex(({ id }) => id === first)
  if (named >= 0) fill(named)
  for (const place of invoices.keys()) fill(place)
  return amounts
}

/** What of a company's payments lies on no invoice: it is for the next one. By `nameOfPurse`. */
export async function freeMoney(db: LedgerTransaction, purses: readonly Purse[]): Promise<Map<string, Amount>> {
  if (purses.length === 0) return new Map()
  const free = await paidBy(db, purses)
  for (const invoice of await owedBy(db, purses)) {
    const name = nameOfPurse(invoice)
    free.set(name, (free.get(name) ?? 0n) - invoice.settled)
  }
  return free
}

async function paidBy(db: LedgerTransaction, purses: readonly Purse[]): Promise<Map<string, Amount>> {
  const rows = await db
    .selectFrom('payments')
    .select(['company', 'seller', 'currency'])
    .select((select) => select.fn.sum<string>('amount').as('amount'))
    .where('company', 'in', companiesOf(purses))
    .groupBy(['company', 'seller', 'currency'])
    .execute()
  return new Map(rows.map(({ amount, ...purse }) => [nameOfPurse(purse), readDecimal(amount)!]))
}

async function owedBy(db: LedgerTransaction, purses: readonly Purse[]): Promise<(Purse & Owed)[]> {
  const rows = await db
    .selectFrom('invoice_states')
    .select(['id', 'company', 'seller', 'currency', 'total', 'paid', 'voided_at'])
    .where('company', 'in', companiesOf(purses))
    .where('kind', '=', 'usage')
    .orderBy('id')
    .execute()
  return rows.map(({ total, paid, voided_at, ...row }) => ({
    ...row,
    total: readDecimal(total)!,
    settled: readDecimal(paid)!,
    isVoid: voided_at !== null,
  }))
}

function companiesOf(purses: readonly Purse[]): number[] {
  return [...new Set(purses.map(({ company }) => company))]
}

/** What tells it from others. */
export function nameOfPurse({ company, seller, currency }: Purse): string {
  return `${company} ${seller} ${currency}`
}
