import type { Caller } from '../accounts/scopes.ts'
import { isCurrency } from '../events/currency.ts'
import { failure, wrongField } from '../failure.ts'
import type { Ledger, LedgerTransaction } from '../stores/ledger/open.ts'
import type { TariffPlace } from './tariff-store.ts'

/** Whose tariffs somebody looks at: what their company pays by, what it sells by, or, of staff, those of others. */
export type Relation = 'pays' | 'sells' | 'other'

/** A tariff as somebody sees it. */
export type SeenTariff = {
  place: TariffPlace
  relation: Relation
  mayChange: boolean
  /** The names of the companies; null for the platform as a seller, and for all companies of a seller as a buyer. */
  sellerName: string | null
  buyerName: string | null
}

/** A company as far as tariffs need it. */
export type TradingCompany = { number: number; name: string; parent: number | null; currency: string }

/** How a tariff is called in addresses: `0-12-EUR` is what the platform asks of company 12 in euros. */
export function keyOf({ seller, buyer, currency }: TariffPlace): string {
  return `${seller}-${buyer}-${currency}`
}

const keyForm = /^(\d{1,9})-(\d{1,9})-([A-Z]{3})$/

/** The tariff that is called so; undefined for what can be none. */
export function placeOfKey(key: string): TariffPlace | undefined {
  const [, seller, buyer, currency] = keyForm.exec(key) ?? []
  if (currency === undefined || !isCurrency(currency)) return undefined
  return { seller: Number(seller), buyer: Number(buyer), currency }
}

const childrenMax = 1000

/** The company of somebody, and those that it sells to. */
export async function tradingOf(
  ledger: Ledger,
  number: number,
): Promise<{ own: TradingCompany; buyers: TradingCompany[] }> {
  const companies = await ledger.asPlatform((db) =>
    db
      .selectFrom('companies')
      .select(['number', 'name', 'parent', 'currency'])
      .where((where) => where.or([where('number', '=', number), where('parent', '=', number)]))
      .orderBy('number')
      .limit(childrenMax + 1)
      .execute(),
  )
  const own = companies.find((company) => company.number === number)
  if (own === undefined) throw failure('not-found', `There is no company ${number}.`)
  return { own, buyers: companies.filter((company) => company !== own) }
}

/** The tariff as the caller sees it; throws `not-found` for what is none, or none of theirs. */
export async function seenTariff(ledger: Ledger, caller: Caller, key: string): Promise<SeenTariff> {
  const place = placeOfKey(key)
  if (place === undefined) throw noTariff(key)
  const { seller, buyer } = place
  const companies = await ledger.asPlatform((db) =>
    db
      .selectFrom('companies')
      .select(['number', 'name', 'parent', 'currency'])
      .where('number', 'in', [caller.company, seller, buyer])
      .execute(),
  )
  const company = (number: number) => companies.find((one) => one.number === number)
  const own = company(caller.company)
  const relation = own === undefined ? 'other' : relationOf(place, own)
  const isTrade = isTradeOf(place, company(seller), company(buyer))
  // What can never be is none of anybody's; what is not the caller's is told in the same words.
  if (!isTrade || (relation === 'other' && !caller.staff)) throw noTariff(key)
  return {
    place,
    relation,
    mayChange: caller.staff || relation === 'sells',
    sellerName: company(seller)?.name ?? null,
    buyerName: company(buyer)?.name ?? null,
  }
}

export function relationOf({ seller, buyer }: TariffPlace, own: TradingCompany): Relation {
  if (seller === own.number) return 'sells'
  return seller === (own.parent ?? 0) && (buyer === 0 || buyer === own.number) ? 'pays' : 'other'
}

/** Sellers are the platform and companies without a seller above them; their buyers are the companies below them. */
function isTradeOf(
  { seller, buyer }: TariffPlace,
  of: TradingCompany | undefined,
  to: TradingCompany | undefined,
): boolean {
  if (seller !== 0 && of?.parent !== null) return false
  return buyer === 0 || (to !== undefined && (to.parent ?? 0) === seller)
}

function noTariff(key: string): Error {
  return failure('not-found', `There is no tariff "${key.slice(0, 40)}" for you.`)
}

/** Refuses a change that the caller may not make. */
export function mustBeSeller({ mayChange }: SeenTariff): void {
  if (!mayChange) throw failure('forbidden', 'Only who sells by a tariff may change it.')
}

/** Refuses a change that the caller may not make, or that nobody could pay by. */
export async function mustBeChangeable(db: LedgerTransaction, seen: SeenTariff): Promise<void> {
  mustBeSeller(seen)
  const { place } = seen
  if (place.buyer === 0) return
  const { currency } = await db
    .selectFrom('companies')
    .select('currency')
    .where('number', '=', place.buyer)
    .executeTakeFirstOrThrow()
  if (currency === place.currency) return
  throw wrongField('currency', `must be ${currency}, the currency of company ${place.buyer}.`)
}
