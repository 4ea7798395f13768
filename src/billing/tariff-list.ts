import type { Caller } from '../accounts/scopes.ts'
import type { Ledger } from '../stores/ledger/open.ts'
import { keyOf, relationOf, tradingOf } from './tariff-places.ts'
import type { SeenTariff, TradingCompany } from './tariff-places.ts'
import { findTariffs } from './tariff-reading.ts'
import type { TariffPlace } from './tariff-store.ts'

export type ListedTariff = SeenTariff & { versions: number }

const ownMax = 5000

/**
 * What the caller's company pays by and sells by, also where there is no version yet; then, for staff, the tariffs of everybody, in
 * the order in which they were made, after the one with an id.
 */
export async function listTariffs(
  ledger: Ledger,
  caller: Caller,
  { after, limit }: { after: number; limit: number },
): Promise<{ tariffs: ListedTariff[]; next: number | undefined }> {
  const { own, buyers } = await tradingOf(ledger, caller.company)
  const listed = after === 0 ? await ownTariffs(ledger, caller, own, buyers) : []
  if (!caller.staff) return { tariffs: listed, next: undefined }
  const known = new Set(listed.map(({ place }) => keyOf(place)))
  const found = await ledger.asPlatform((db) => findTariffs(db, { after, limit }))
  const others = found.filter((entry) => !known.has(keyOf(entry)) && relationOf(entry, own) === 'other')
  const names = await namesOf(ledger, others)
  return {
    tariffs: [
      ...listed,
      ...others.map(({ seller, buyer, currency, versions }) => ({
        place: { seller, buyer, currency },
        relation: 'other' as const,
        mayChange: true,
        sellerName: names.get(seller) ?? null,
        buyerName: names.get(buyer) ?? null,
        versions,
      })),
    ],
    next: found.length === limit ? found.at(-1)!.id : undefined,
  }
}

async function ownTariffs(
  ledger: Ledger,
  caller: Caller,
  own: TradingCompany,
  buyers: readonly TradingCompany[],
): Promise<ListedTariff[]> {
  const found = await ledger.asCompany(caller.company, (db) => findTariffs(db, { after: 0, limit: ownMax }))
  const versions = new Map(found.map((entry) => [keyOf(entry), entry.versions]))
  const { number, currency } = own
  const seller = own.parent ?? 0
  const sellerName = own.parent === null ? null : ((await namesOf(ledger, [{ seller, buyer: 0 }])).get(seller) ?? null)
  const nameOf = new Map(buyers.map((buyer) => [buyer.number, buyer.name]))
  const paid: TariffPlace[] = [
    { seller, buyer: number, currency },
    { seller, buyer: 0, currency },
  ]
  const sold: TariffPlace[] =
    buyers.length === 0
      ? []
      : [
          ...[...new Set([currency, ...buyers.map((buyer) => buyer.currency)])].map((one) => ({
            seller: number,
            buyer: 0,
            currency: one,
          })),
          ...buyers.map((buyer) => ({ seller: number, buyer: buyer.number, currency: buyer.currency })),
        ]
  // A currency that nobody has any more may still have a tariff.
  const known = new Set([...paid, ...sold].map(keyOf))
  const old = found.filter((entry) => entry.seller === number && !known.has(keyOf(entry)))
  return [
    ...paid.map((place) => ({
      place,
      relation: 'pays' as const,
      mayChange: caller.staff,
      sellerName,
      buyerName: place.buyer === 0 ? null : own.name,
      versions: versions.get(keyOf(place)) ?? 0,
    })),
    ...[...sold, ...old.map(({ seller: by, buyer, currency: one }) => ({ seller: by, buyer, currency: one }))].map(
      (place) => ({
        place,
        relation: 'sells' as const,
        mayChange: true,
        sellerName: own.name,
        buyerName: place.buyer === 0 ? null : (nameOf.get(place.buyer) ?? null),
        versions: versions.get(keyOf(place)) ?? 0,
      }),
    ),
  ]
}

async function namesOf(
  ledger: Ledger,
  places: readonly Pick<TariffPlace, 'seller' | 'buyer'>[],
): Promise<Map<number, string>> {
  const numbers = [...new Set(places.flatMap(({ seller, buyer }) => [seller, buyer]))].filter((number) => number > 0)
  if (numbers.length === 0) return new Map()
  const rows = await ledger.asPlatform((db) =>
    db.selectFrom('companies').select(['number', 'name']).where('number', 'in', numbers).execute(),
  )
  return new Map(rows.map(({ number, name }) => [number, name]))
}
