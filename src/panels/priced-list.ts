import type { Prices } from '../measures/prices.ts'
import type { Value } from './answer.ts'
import { named } from './listing.ts'
import type { Listed } from './listing.ts'

/** Rows with what they cost by a tariff, in the place of what their events told. */
export function pricedList(
  listing: Listed,
  read: readonly unknown[][],
  rows: Value[][],
  prices: Prices | undefined,
): Value[][] {
  if (prices === undefined) return rows
  const places = (['price', 'currency'] as const).map((name) => listing.columns.findIndex((one) => one.name === name))
  return rows.map((row, at) => {
    const priced = prices.priceRow(listing.of, named(listing, row), Number(read[at]![0]))
    if (priced === undefined) return row
    return row.map((value, place) =>
      place === places[0] ? priced.price : place === places[1] ? priced.currency : value,
    )
  })
}
