import type { LedgerTransaction } from '../stores/ledger/open.ts'

/**
 * Account numbers are made by a form such as `{year}-{n:5}`: `{n}` is 1, 2, 3 … without a gap, with at least so many digits; `{year}`
 * and `{month}` are those of the day of issue, and what is counted begins anew with each. A reseller's begin with its own number.
 */
const formParts = /\{(year|month|n)(?::([1-9]))?\}/g

/** Throws an Error with the rest of "numberForm …". */
export function checkNumberForm(value: unknown): string {
  if (typeof value !== 'string') throw new Error('must be a text.')
  const form = value.trim()
  if (form.length === 0 || form.length > 40) throw new Error('must have 1 to 40 characters.')
  const places = [...form.matchAll(formParts)].filter(([, part]) => part === 'n')
  if (places.length !== 1) throw new Error('must hold {n} once, such as "{year}-{n:5}".')
  const rest = form.replaceAll(formParts, '')
  if (!/^[\p{L}\p{N}._-]*$/u.test(rest)) {
    throw new Error('may hold letters, digits, ".", "_", "-", {year}, {month} and {n}, such as "INV-{year}-{n:5}".')
  }
  if (form.includes('{month}') && !form.includes('{year}')) throw new Error('needs {year} where it has {month}.')
  return form
}

/** A series of numbers, and how they are written on a day. */
export type Series = {
  /** What is counted by itself: the form with all but the number filled in. However many digits it has, it goes on. */
  series: string
  numberOf: (place: number) => string
}

export function seriesOf(form: string, seller: number, issuedOn: string): Series {
  const [year, month] = issuedOn.split('-')
  const filled = form.replaceAll('{year}', year!).replaceAll('{month}', month!)
  const own = seller === 0 ? filled : `${seller}-${filled}`
  return {
    series: own.replace(formParts, '{n}'),
    numberOf: (place) =>
      own.replace(formParts, (_, __, digits?: string) => String(place).padStart(Number(digits ?? 1), '0')),
  }
}

/**
 * Takes so many numbers of a series: they are used in this transaction, or in none. Others that want one wait until it ends, so it is
 * asked for last.
 * @returns the place of the first
 */
export async function takeNumbers(
  db: LedgerTransaction,
  { seller, series }: { seller: number; series: string },
  count: number,
): Promise<number> {
  const { last } = await db
    .insertInto('invoice_series')
    .values({ seller, series, last: count })
    .onConflict((conflict) =>
      conflict.columns(['seller', 'series']).doUpdateSet((set) => ({ last: set('invoice_series.last', '+', count) })),
    )
    .returning('last')
    .executeTakeFirstOrThrow()
  return last - count + 1
}
