import { containing } from '../stores/ledger/containing.ts'
import type { LedgerTransaction } from '../stores/ledger/open.ts'
import type { Rate } from './rate.ts'
import { rateOf } from './tariff-store.ts'
import type { TariffPlace } from './tariff-store.ts'
import type { OwnPrices } from './tariff.ts'
import type { ServiceWord } from './service.ts'

/** A version without its rates, which may be many. */
export type VersionEntry = {
  id: number
  validFrom: Date
  ownPrices: OwnPrices
  note: string
  madeBy: string
  madeAt: Date
  withdrawnBy: string | null
  withdrawnAt: Date | null
  /** How many rates it has. */
  rates: number
}

/** Whether a version counts: in force until another begins, coming, over, replaced by one that begins at once with it, or withdrawn. */
export const versionStates = ['in-force', 'coming', 'over', 'replaced', 'withdrawn'] as const
export type VersionState = (typeof versionStates)[number]

const versionsMax = 500

/** The versions of a tariff: that which begins last first, of those that begin at once the one made last first. */
export async function versionEntries(db: LedgerTransaction, place: TariffPlace): Promise<VersionEntry[]> {
  const rows = await db
    .selectFrom('tariff_versions')
    .innerJoin('tariffs', 'tariffs.id', 'tariff_versions.tariff')
    .selectAll('tariff_versions')
    // Places count from 0 without gaps: the last one tells how many there are.
    .select((select) =>
      select
        .selectFrom('tariff_rates')
        .whereRef('tariff_rates.version', '=', 'tariff_versions.id')
        .select((last) => last.fn.max('tariff_rates.place').as('place'))
        .as('last_place'),
    )
    .where('seller', '=', place.seller)
    .where('buyer', '=', place.buyer)
    .where('currency', '=', place.currency)
    .orderBy('valid_from', 'desc')
    .orderBy('tariff_versions.id', 'desc')
    .limit(versionsMax)
    .execute()
  return rows.map((row) => ({
    id: row.id,
    validFrom: row.valid_from,
    ownPrices: row.own_prices as OwnPrices,
    note: row.note,
    madeBy: row.made_by,
    madeAt: row.made_at,
    withdrawnBy: row.withdrawn_by,
    withdrawnAt: row.withdrawn_at,
    rates: row.last_place === null ? 0 : row.last_place + 1,
  }))
}

/** The states of versions at an instant; they come in the order of `versionEntries`. */
export function statesOf(versions: readonly VersionEntry[], now: number): Map<number, VersionState> {
  const states = new Map<number, VersionState>()
  let taken: number | undefined
  let isInForceFound = false
  for (const { id, validFrom, withdrawnAt } of versions) {
    const begins = validFrom.getTime()
    if (withdrawnAt !== null) states.set(id, 'withdrawn')
    else if (begins === taken) states.set(id, 'replaced')
    else if (begins > now) states.set(id, 'coming')
    else states.set(id, isInForceFound ? 'over' : 'in-force')
    if (withdrawnAt !== null) continue
    taken = begins
    if (begins <= now) isInForceFound = true
  }
  return states
}

/** The version that counts at an instant. */
export function standingAt(versions: readonly VersionEntry[], at: number): VersionEntry | undefined {
  return versions.find(({ validFrom, withdrawnAt }) => withdrawnAt === null && validFrom.getTime() <= at)
}

/** All rates of a version, in their order. */
export async function ratesOf(db: LedgerTransaction, version: number): Promise<Rate[]> {
  const rows = await db.selectFrom('tariff_rates').selectAll().where('version', '=', version).orderBy('place').execute()
  return rows.map(rateOf)
}

export type RateSearch = {
  service?: ServiceWord | undefined
  /** Stands anywhere in the name of a rate. */
  text?: string | undefined
  /** Those after this place. */
  after?: number | undefined
  limit: number
}

/** Some rates of a version in their order, each with its place; and how many fit, on all pages. */
export async function ratePage(
  db: LedgerTransaction,
  version: number,
  { service, text, after, limit }: RateSearch,
): Promise<{ rates: { place: number; rate: Rate }[]; count: number }> {
  let fitting = db.selectFrom('tariff_rates').where('version', '=', version)
  if (service !== undefined) fitting = fitting.where('service', '=', service)
  if (text !== undefined && text !== '') {
    fitting = fitting.where('name', 'ilike', containing(text))
  }
  const { count } = await fitting.select((select) => select.fn.countAll<string>().as('count')).executeTakeFirstOrThrow()
  const rows = await fitting
    .selectAll()
    .where('place', '>', after ?? -1)
    .orderBy('place')
    .limit(limit)
    .execute()
  return { rates: rows.map((row) => ({ place: row.place, rate: rateOf(row) })), count: Number(count) }
}

/** How many rates a version has of each service. */
export async function servicesIn(
  db: LedgerTransaction,
  version: number,
): Promise<{ service: string; rates: number }[]> {
  const rows = await db
    .selectFrom('tariff_rates')
    .select('service')
    .select((select) => select.fn.countAll<string>().as('rates'))
    .where('version', '=', version)
    .groupBy('service')
    .execute()
  return rows.map(({ service, rates }) => ({ service, rates: Number(rates) }))
}

/** A tariff in a list. */
export type TariffEntry = TariffPlace & { id: number; versions: number }

/** Tariffs in the order in which they were made, after the one with an id. */
export async function findTariffs(
  db: LedgerTransaction,
  { after, limit }: { after: number; limit: number },
): Promise<TariffEntry[]> {
  const rows = await db
    .selectFrom('tariffs')
    .select((select) => [
      'id',
      'seller',
      'buyer',
      'currency',
      select
        .selectFrom('tariff_versions')
        .whereRef('tariff_versions.tariff', '=', 'tariffs.id')
        .select((count) => count.fn.countAll<string>().as('versions'))
        .as('versions'),
    ])
    .where('id', '>', after)
    .orderBy('id')
    .limit(limit)
    .execute()
  return rows.map(({ versions, ...place }) => ({ ...place, versions: Number(versions ?? 0) }))
}
