import type { LedgerTransaction } from '../stores/ledger/open.ts'
import { decimalOf, readDecimal } from '../measures/decimal.ts'
import type { Amount } from '../measures/decimal.ts'
import { nameOfRate } from './rate.ts'
import type { Rate } from './rate.ts'
import type { Moment, ServiceWord } from './service.ts'
import type { OwnPrices, Tariffs, TariffVersion } from './tariff.ts'

/** Who sells to whom, in which currency. The platform is seller 0, all companies of a seller are buyer 0. */
export type TariffPlace = { seller: number; buyer: number; currency: string }

/** What a company pays to its seller by. */
export async function tariffsOf(db: LedgerTransaction, place: TariffPlace): Promise<Tariffs> {
  return (await tariffsOfAll(db, [place]))(place)
}

/** What some companies pay by. */
export async function tariffsOfAll(
  db: LedgerTransaction,
  places: readonly TariffPlace[],
): Promise<(place: TariffPlace) => Tariffs> {
  const sellers = [...new Set(places.map(({ seller }) => seller))]
  const buyers = [...new Set([0, ...places.map(({ buyer }) => buyer)])]
  const tariffs = await db
    .selectFrom('tariffs')
    .selectAll()
    .where('seller', 'in', sellers)
    .where('buyer', 'in', buyers)
    .execute()
  const versions = await versionsIn(
    db,
    tariffs.map(({ id }) => id),
  )
  const byPlace = new Map(
    tariffs.map((tariff) => [nameOfPlace(tariff), standing(versions.get(tariff.id) ?? [])] as const),
  )
  return (place) => ({
    own: byPlace.get(nameOfPlace(place)) ?? [],
    usual: byPlace.get(nameOfPlace({ ...place, buyer: 0 })) ?? [],
  })
}

function nameOfPlace({ seller, buyer, currency }: TariffPlace): string {
  return `${seller} ${buyer} ${currency}`
}

/** Of versions that begin at once the last one made. */
function standing(versions: readonly TariffVersion[]): TariffVersion[] {
  return versions.filter(({ validFrom }, at) => versions[at + 1]?.validFrom !== validFrom)
}

/** One version, and whose tariff it is of; undefined where it is not there, is not to be seen, or was taken back. */
export async function versionBy(
  db: LedgerTransaction,
  id: number,
): Promise<{ place: TariffPlace; version: TariffVersion } | undefined> {
  const found = await db
    .selectFrom('tariff_versions')
    .innerJoin('tariffs', 'tariffs.id', 'tariff_versions.tariff')
    .select(['seller', 'buyer', 'currency', 'valid_from', 'own_prices'])
    .where('tariff_versions.id', '=', id)
    .where('withdrawn_at', 'is', null)
    .executeTakeFirst()
  if (found === undefined) return undefined
  const { valid_from, own_prices, ...place } = found
  const rates = await db.selectFrom('tariff_rates').selectAll().where('version', '=', id).orderBy('place').execute()
  const version = { validFrom: valid_from.getTime(), ownPrices: own_prices as OwnPrices, rates: rates.map(rateOf) }
  return { place, version }
}

/** The versions of tariffs that were not withdrawn, in the order in which they begin to be valid, then in that in which they were made. */
async function versionsIn(db: LedgerTransaction, tariffs: readonly number[]): Promise<Map<number, TariffVersion[]>> {
  if (tariffs.length === 0) return new Map()
  const rows = await db
    .selectFrom('tariff_versions')
    .selectAll()
    .where('tariff', 'in', tariffs)
    .where('withdrawn_at', 'is', null)
    .orderBy('valid_from')
    .orderBy('id')
    .execute()
  if (rows.length === 0) return new Map()
  const ids = rows.map(({ id }) => id)
  const rates = await db.selectFrom('tariff_rates').selectAll().where('version', 'in', ids).orderBy('place').execute()
  const byVersion = Map.groupBy(rates, ({ version }) => version)
  const versions = new Map<number, TariffVersion[]>()
  for (const row of rows) {
    const own = versions.get(row.tariff) ?? []
    versions.set(row.tariff, own)
    own.push({
      validFrom: row.valid_from.getTime(),
      ownPrices: row.own_prices as OwnPrices,
      rates: (byVersion.get(row.id) ?? []).map(rateOf),
    })
  }
  return versions
}

/** Who does it, as people read it, and when. */
export type By = { name: string; at: Date }

const ratesAtOnce = 1000

/**
 * Makes a version of a tariff: the tariff, too, where it is the first. What was charged by other prices since it begins is charged
 * anew.
 * @returns the version's id
 */
export async function addVersion(
  db: LedgerTransaction,
  place: TariffPlace,
  { validFrom, ownPrices, rates, note }: TariffVersion & { note: string },
  by: By,
): Promise<number> {
  await db
    .insertInto('tariffs')
    .values(place)
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  const { id: tariff } = await db
    .selectFrom('tariffs')
    .select('id')
    .where('seller', '=', place.seller)
    .where('buyer', '=', place.buyer)
    .where('currency', '=', place.currency)
    .executeTakeFirstOrThrow()
  const valid_from = new Date(validFrom)
  const { id } = await db
    .insertInto('tariff_versions')
    .values({ tariff, valid_from, own_prices: ownPrices, note, made_by: by.name, made_at: by.at })
    .returning('id')
    .executeTakeFirstOrThrow()
  const rows = rates.map((rate, at) => rowOf(id, at, rate))
  for (let first = 0; first < rows.length; first += ratesAtOnce) {
    await db
      .insertInto('tariff_rates')
      .values(rows.slice(first, first + ratesAtOnce))
      .execute()
  }
  await chargeAnew(db, place, valid_from)
  return id
}

/** Takes a version back, as if it had never been; false where it is not there, or was taken back before. */
export async function withdrawVersion(db: LedgerTransaction, place: TariffPlace, id: number, by: By): Promise<boolean> {
  const withdrawn = await db
    .updateTable('tariff_versions')
    .set({ withdrawn_by: by.name, withdrawn_at: by.at })
    .where('id', '=', id)
    .where('withdrawn_at', 'is', null)
    .where('tariff', 'in', (tariffs) =>
      tariffs
        .selectFrom('tariffs')
        .select('tariffs.id')
        .where('seller', '=', place.seller)
        .where('buyer', '=', place.buyer)
        .where('currency', '=', place.currency),
    )
    .returning('valid_from')
    .executeTakeFirst()
  if (withdrawn === undefined) return false
  await chargeAnew(db, place, withdrawn.valid_from)
  return true
}

/**
 * Lets everybody who pays by a tariff, or whose reseller does, be charged anew from an instant on. Whoever is being charged just now is
 * waited for, whatever is said of them already: that run may have read the prices of before.
 */
async function chargeAnew(db: LedgerTransaction, { seller, buyer }: TariffPlace, from: Date): Promise<void> {
  const payers = db
    .selectFrom('companies')
    .select((select) => [
      'number',
      select.cast<string>(select.val('-1'), 'bigint').as('generation'),
      'zone',
      'currency',
      select.cast<Date>(select.val(from), 'timestamptz').as('anew_from'),
    ])
    .where((where) => {
      if (buyer !== 0) return where.or([where('number', '=', buyer), where('parent', '=', buyer)])
      // What resellers pay to the platform is for what their companies use.
      return seller === 0 ? where.val(true) : where('parent', '=', seller)
    })
    .orderBy('number')
  await db
    .insertInto('charging')
    .columns(['company', 'generation', 'zone', 'currency', 'anew_from'])
    .expression(payers)
    .onConflict((conflict) =>
      conflict.column('company').doUpdateSet((set) => ({
        // Of nothing and an instant it is the instant.
        anew_from: set.fn<Date>('least', ['charging.anew_from', 'excluded.anew_from']),
      })),
    )
    .execute()
}

function rowOf(version: number, place: number, rate: Rate) {
  const { talk, steps } = rate
  return {
    version,
    place,
    name: nameOfRate(rate),
    service: rate.service,
    keys: JSON.stringify(rate.keys),
    price: decimalOf(rate.price),
    moment: rate.moment ?? null,
    first_seconds: talk?.first ?? null,
    next_seconds: talk?.next ?? null,
    minimum_seconds: talk?.minimum ?? null,
    connect_fee: talk === undefined ? null : decimalOf(talk.connectFee),
    package_units: rate.package === undefined ? null : String(rate.package.units),
    package_fee: rate.package === undefined ? null : decimalOf(rate.package.fee),
    steps:
      steps === undefined
        ? null
        : JSON.stringify(steps.map(({ above, price }) => ({ above, price: decimalOf(price) }))),
  }
}

type RateRow = {
  service: string
  keys: unknown
  price: string
  moment: string | null
  first_seconds: number | null
  next_seconds: number | null
  minimum_seconds: number | null
  connect_fee: string | null
  package_units: string | null
  package_fee: string | null
  steps: unknown
}

/** A rate as it stands in its table. */
export function rateOf(row: RateRow): Rate {
  return {
    service: row.service as ServiceWord,
    keys: row.keys as Rate['keys'],
    price: amountOf(row.price),
    ...(row.moment === null ? {} : { moment: row.moment as Moment }),
    ...(row.first_seconds === null
      ? {}
      : {
          talk: {
            first: row.first_seconds,
            next: row.next_seconds!,
            minimum: row.minimum_seconds!,
            connectFee: amountOf(row.connect_fee!),
          },
        }),
    ...(row.package_units === null
      ? {}
      : { package: { units: Number(row.package_units), fee: amountOf(row.package_fee!) } }),
    ...(row.steps === null
      ? {}
      : {
          steps: (row.steps as { above: number; price: string }[]).map(({ above, price }) => ({
            above,
            price: amountOf(price),
          })),
        }),
  }
}

function amountOf(decimal: string): Amount {
  return readDecimal(decimal)!
}
