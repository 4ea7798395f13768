import type { Ask } from './ask.ts'

/** How what is used is priced where it is shown, when prices are not only what events told. */
export type Prices = {
  /** Asks with what cells cost. */
  ask: Ask
  priceRow: PriceRow
}

/**
 * What a listed row of a kind costs, by the names of its columns; undefined of rows that have no price of their own.
 * @param at when the row counts, in milliseconds since 1970
 */
export type PriceRow = (
  kind: string,
  row: ListedRow,
  at: number,
) => { price: string | null; currency: string } | undefined

/** A listed row by the names of its columns, as it is shown. */
export type ListedRow = Readonly<Record<string, string | number | null>>
