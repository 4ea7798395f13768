import { remember } from '../accounts/remembered.ts'
import type { Prices } from '../measures/prices.ts'
import type { Ledger } from '../stores/ledger/open.ts'
import { pricedAsk } from './priced-ask.ts'
import { pricedRows } from './priced-rows.ts'
import { tariffsOf } from './tariff-store.ts'
import type { Tariffs } from './tariff.ts'

const rememberedMilliseconds = 5000

/** Gives the prices of companies, as of some seconds ago; nothing where no tariff is for them, and events tell all prices. */
export function createCompanyPrices(
  ledger: Ledger,
  now: () => number,
): (company: { number: number; parent: number | null; currency: string }) => Promise<Prices | undefined> {
  const prices = remember<Prices>(rememberedMilliseconds, now)
  return ({ number, parent, currency }) =>
    prices.get(String(number), async () => {
      const place = { seller: parent ?? 0, buyer: number, currency }
      return pricesBy(await ledger.asCompany(number, (db) => tariffsOf(db, place)), currency)
    })
}

/** @param currency that of the tariffs */
function pricesBy(tariffs: Tariffs, currency: string): Prices | undefined {
  if (tariffs.own.length + tariffs.usual.length === 0) return undefined
  return { ask: pricedAsk(tariffs, currency), priceRow: pricedRows(tariffs, currency) }
}
