import type { Prices } from '../measures/prices.ts'
import type { Ledger } from '../stores/ledger/open.ts'
import { pricedAsk } from './priced-ask.ts'
import { pricedRows } from './priced-rows.ts'
import { tariffsOf } from './tariff-store.ts'
import type { Tariffs } from './tariff.ts'

const rememberedMilliseconds = 5000
const rememberedMax = 10_000

/** Gives the prices of companies, as of some seconds ago; nothing where no tariff is for them, and events tell all prices. */
export function createCompanyPrices(
  ledger: Ledger,
  now: () => number,
): (company: { number: number; parent: number | null; currency: string }) => Promise<Prices | undefined> {
  const known = new Map<number, { at: number; prices: Promise<Prices | undefined> }>()
  return ({ number, parent, currency }) => {
    const before = known.get(number)
    if (before !== undefined && Math.abs(now() - before.at) < rememberedMilliseconds) return before.prices
    if (known.size >= rememberedMax) known.clear()
    const place = { seller: parent ?? 0, buyer: number, currency }
    const prices = ledger.asCompany(number, (db) => tariffsOf(db, place)).then((tariffs) => pricesBy(tariffs, currency))
    known.set(number, { at: now(), prices })
    prices.catch(() => known.delete(number))
    return prices
  }
}

/** @param currency that of the tariffs */
export function pricesBy(tariffs: Tariffs, currency: string): Prices | undefined {
  if (tariffs.own.length + tariffs.usual.length === 0) return undefined
  return { ask: pricedAsk(tariffs, currency), priceRow: pricedRows(tariffs, currency) }
}
