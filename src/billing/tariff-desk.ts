import type { Actor } from '../accounts/actor.ts'
import { noteAct } from '../accounts/audit.ts'
import type { Caller } from '../accounts/scopes.ts'
import { failure, wrongField } from '../failure.ts'
import type { FieldFault } from '../failure.ts'
import { takeTurn } from '../stores/ledger/open.ts'
import type { Ledger, LedgerTransaction } from '../stores/ledger/open.ts'
import { nameOfRate } from './rate.ts'
import type { Rate } from './rate.ts'
import { readRateFile } from './rate-file.ts'
import type { FileFault, FileVersion, SheetRow } from './rate-file.ts'
import { changesBetween, withChanges } from './tariff-changes.ts'
import type { ChangeCounts, RateChange } from './tariff-changes.ts'
import { keyOf, mustBeChangeable, mustBeSeller, seenTariff } from './tariff-places.ts'
import type { SeenTariff } from './tariff-places.ts'
import { ratesOf, standingAt, statesOf, versionEntries } from './tariff-reading.ts'
import type { VersionEntry, VersionState } from './tariff-reading.ts'
import { addVersion, withdrawVersion } from './tariff-store.ts'
import { ratesMax, readHead, readVersionForm } from './version-form.ts'
import type { VersionChanges, VersionForm, VersionHead } from './version-form.ts'

export type TariffDesk = {
  ledger: Ledger
  now: () => number
  /** Charges what was used anew, by prices that changed. */
  chargeNow: () => Promise<void>
}

export type Asking = { caller: Caller; actor: Actor; key: string }

export type SeenVersion = VersionEntry & { state: VersionState }

/** A version that would be made, and how it differs from what would be in force without it. */
export type Told = { validFrom: number; rates: number; counts: ChangeCounts; changes: readonly RateChange[] }

/** What an import does or would do. */
export type Imported = {
  rows: number
  faults: readonly FileFault[]
  faultCount: number
  versions: (Told & { id: number | undefined })[]
}

/** Changes of an import that are told, and of an act in the audit log. */
const [toldMax, notedMax] = [100, 5]

/** Works with the rights of the caller: of a company what it may see, of staff everything. */
export function asCaller<Result>(
  ledger: Ledger,
  caller: Caller,
  work: (db: LedgerTransaction) => Promise<Result>,
): Promise<Result> {
  return caller.staff ? ledger.asPlatform(work) : ledger.asCompany(caller.company, work)
}

/** A tariff and its versions, those that begin last first. */
export async function readTariff(
  { ledger, now }: TariffDesk,
  { caller, key }: Pick<Asking, 'caller' | 'key'>,
): Promise<{ seen: SeenTariff; versions: SeenVersion[] }> {
  const seen = await seenTariff(ledger, caller, key)
  const versions = await asCaller(ledger, caller, (db) => versionEntries(db, seen.place))
  return { seen, versions: withStates(versions, now()) }
}

function withStates(versions: readonly VersionEntry[], now: number): SeenVersion[] {
  const states = statesOf(versions, now)
  return versions.map((version) => ({ ...version, state: states.get(version.id)! }))
}

/** One version of a tariff; throws `not-found`. */
export async function readVersion(
  desk: TariffDesk,
  asking: Pick<Asking, 'caller' | 'key'>,
  id: number,
): Promise<{ seen: SeenTariff; version: SeenVersion }> {
  const { seen, versions } = await readTariff(desk, asking)
  return { seen, version: versionIn(versions, id) }
}

function versionIn<Version extends VersionEntry>(versions: readonly Version[], id: number): Version {
  const version = versions.find((one) => one.id === id)
  if (version === undefined) throw failure('not-found', `This tariff has no version ${id}.`)
  return version
}

/** How a version differs from another one of the same tariff. */
export async function compareVersions(
  desk: TariffDesk,
  asking: Pick<Asking, 'caller' | 'key'>,
  { id, against }: { id: number; against: number },
): Promise<{ counts: ChangeCounts; changes: RateChange[] }> {
  const { seen, versions } = await readTariff(desk, asking)
  const [before, after] = [versionIn(versions, against), versionIn(versions, id)]
  const rates = await asCaller(desk.ledger, asking.caller, async (db) => [
    await ratesOf(db, before.id),
    await ratesOf(db, after.id),
  ])
  return changesBetween(rates[0]!, rates[1]!, seen.place.currency)
}

/** Makes a version of a tariff by a form. */
export async function makeVersion(
  desk: TariffDesk,
  { caller, actor, key }: Asking,
  body: Readonly<Record<string, unknown>>,
): Promise<SeenVersion> {
  const { seen, newest, changes, ...head } = await readForm(desk, { caller, key }, body)
  const id = await changing(desk, seen, async (db, versions) => {
    mustBeNewest(versions, newest)
    const rates = await ratesAsked(db, versions, changes)
    const made = await putVersion(desk, db, { seen, actor, versions, head, rates })
    return made.id
  })
  return (await readVersion(desk, { caller, key }, id)).version
}

/** What a form would change, without making a version. */
export async function tellVersion(
  desk: TariffDesk,
  asking: Pick<Asking, 'caller' | 'key'>,
  body: Readonly<Record<string, unknown>>,
): Promise<Told> {
  const { seen, newest, changes: asked, validFrom } = await readForm(desk, asking, body)
  return desk.ledger.asPlatform(async (db) => {
    await mustBeChangeable(db, seen)
    const versions = await versionEntries(db, seen.place)
    mustBeNewest(versions, newest)
    const rates = await ratesAsked(db, versions, asked)
    const standing = standingAt(versions, validFrom)
    const before = standing === undefined ? [] : await ratesOf(db, standing.id)
    const { counts, changes } = changesBetween(before, rates, seen.place.currency)
    return { validFrom, rates: rates.length, counts, changes: changes.slice(0, toldMax) }
  })
}

async function readForm(
  { ledger, now }: TariffDesk,
  { caller, key }: Pick<Asking, 'caller' | 'key'>,
  body: Readonly<Record<string, unknown>>,
): Promise<VersionForm & { seen: SeenTariff }> {
  const seen = await seenTariff(ledger, caller, key)
  // Before anything else is looked at: a form that is wrong tells who may not send it nothing.
  mustBeSeller(seen)
  return { seen, ...(await readVersionForm(body, seen.place.currency, now())) }
}

async function ratesAsked(
  db: LedgerTransaction,
  versions: readonly VersionEntry[],
  changes: VersionChanges,
): Promise<Rate[]> {
  return 'rates' in changes ? changes.rates : changedRates(db, versions, changes)
}

/** One change of a tariff at a time, over its versions as they stand; charging follows it. */
async function changing<Result>(
  { ledger, chargeNow }: TariffDesk,
  seen: SeenTariff,
  work: (db: LedgerTransaction, versions: VersionEntry[]) => Promise<Result>,
): Promise<Result> {
  const result = await ledger.asPlatform(async (db) => {
    await takeTurn(db, 'tariff', seen.place.seller)
    await mustBeChangeable(db, seen)
    return work(db, await versionEntries(db, seen.place))
  })
  void chargeNow()
  return result
}

function mustBeNewest(versions: readonly VersionEntry[], newest: number | undefined): void {
  const known = Math.max(0, ...versions.map(({ id }) => id))
  if (newest === undefined || known <= newest) return
  throw failure('conflict', 'Somebody else made a version in the meantime. Look at it, then repeat your change on it.')
}

type Differing = { basedOn: number; put: readonly Rate[]; remove: readonly string[] }

async function changedRates(
  db: LedgerTransaction,
  versions: readonly VersionEntry[],
  { basedOn, put, remove }: Differing,
): Promise<Rate[]> {
  const base = versions.find(({ id }) => id === basedOn)
  if (base === undefined) throw atFault({ field: 'basedOn', detail: 'must be the number of a version of this tariff.' })
  const before = await ratesOf(db, basedOn)
  const names = new Set(before.map(nameOfRate))
  const unknown = remove.findIndex((name) => !names.has(name))
  if (unknown >= 0) {
    throw atFault({
      field: `remove[${unknown}]`,
      detail: `is no rate of version ${basedOn}: ${remove[unknown]!.slice(0, 80)}.`,
    })
  }
  const rates = withChanges(before, put, new Set(remove))
  if (rates.length <= ratesMax) return rates
  throw atFault({ field: 'put', detail: `would make ${rates.length} rates; a version has at most ${ratesMax}.` })
}

function atFault(fault: FieldFault): Error {
  return wrongField(fault.field, fault.detail)
}

type Putting = {
  seen: SeenTariff
  actor: Actor
  versions: readonly VersionEntry[]
  head: VersionHead
  rates: readonly Rate[]
}

async function putVersion({ now }: TariffDesk, db: LedgerTransaction, { seen, actor, versions, head, rates }: Putting) {
  const { place } = seen
  const at = new Date(now())
  const standing = standingAt(versions, head.validFrom)
  const before = standing === undefined ? [] : await ratesOf(db, standing.id)
  const { counts, changes } = changesBetween(before, rates, place.currency)
  const id = await addVersion(db, place, { ...head, rates }, { name: actor.name, at })
  const after = {
    tariff: keyOf(place),
    version: id,
    validFrom: new Date(head.validFrom).toISOString(),
    ownPrices: head.ownPrices,
    note: head.note,
    rates: rates.length,
    ...counts,
    first: changes.slice(0, notedMax).map(inWords),
  }
  const act = { company: place.seller === 0 ? null : place.seller, subject: `tariff:${keyOf(place)}` }
  await noteAct(
    db,
    actor,
    {
      ...act,
      action: 'tariff.version-made',
      ...(standing === undefined ? {} : { before: { version: standing.id } }),
      after,
    },
    at,
  )
  return { id, counts, changes }
}

/** A change as the audit log tells it: `sms network=26201: 0.07 → 0.08`. */
function inWords({ name, before, after }: RateChange): string {
  return `${name}: ${before?.price ?? '—'} → ${after?.price ?? '—'}`
}

/** Takes a version back, as if it had never been. */
export async function takeVersionBack(
  desk: TariffDesk,
  { caller, actor, key }: Asking,
  id: number,
): Promise<SeenVersion> {
  const seen = await seenTariff(desk.ledger, caller, key)
  mustBeSeller(seen)
  await changing(desk, seen, async (db, versions) => {
    const version = versionIn(versions, id)
    const at = new Date(desk.now())
    if (!(await withdrawVersion(db, seen.place, id, { name: actor.name, at }))) {
      throw failure('conflict', 'This version was withdrawn before.')
    }
    const before = { version: id, validFrom: version.validFrom.toISOString(), rates: version.rates, note: version.note }
    const { seller } = seen.place
    const act = { company: seller === 0 ? null : seller, subject: `tariff:${keyOf(seen.place)}`, before }
    await noteAct(db, actor, { ...act, action: 'tariff.version-withdrawn' }, at)
  })
  return (await readVersion(desk, { caller, key }, id)).version
}

export type ImportAsked = {
  rows: AsyncIterable<SheetRow> | Iterable<SheetRow>
  /** What was asked besides the file: the head of its versions. */
  asked: { validFrom: string | undefined; ownPrices: string | undefined; note: string | undefined }
  /** The clock of dates in the file. */
  zone: string
  isDry: boolean
}

/**
 * Makes the versions that a file of rates asks for, or tells what would change. A file with a fault makes none.
 * @throws Failure unprocessable naming lines and columns at fault, where it is not a dry run
 */
export async function importRates(
  desk: TariffDesk,
  { caller, actor, key }: Asking,
  { rows, asked, zone, isDry }: ImportAsked,
): Promise<Imported> {
  const seen = await seenTariff(desk.ledger, caller, key)
  mustBeSeller(seen)
  const now = desk.now()
  const wrong: FieldFault[] = []
  // Every row may say from when it is valid: then nothing need be said for all.
  const checked = { ...asked, validFrom: asked.validFrom ?? new Date(now - (now % 60_000)).toISOString() }
  const head = readHead(checked, now, (field, detail) => wrong.push({ field, detail }))
  if (wrong.length > 0) {
    throw failure('bad-request', wrong.map(({ field, detail }) => `${field} ${detail}`).join(' '), wrong)
  }
  const validFrom = asked.validFrom === undefined ? undefined : head!.validFrom
  const file = await readRateFile(rows, { currency: seen.place.currency, validFrom, zone, now })
  const { list: faults, count: faultCount } = file.faults
  if (faultCount > 0) {
    if (isDry) return { rows: file.rows, faults, faultCount, versions: [] }
    throw fileFailure(faults, faultCount)
  }
  const work = { desk, seen, actor, head: head!, versions: file.versions }
  const made = isDry ? await tellChanges(work) : await putVersions(work)
  return { rows: file.rows, faults: [], faultCount: 0, versions: made }
}

function fileFailure(faults: readonly FileFault[], count: number): Error {
  const fields = faults.map(({ line, field, detail }) => ({
    field: `line ${line}${field === '' ? '' : `, ${field}`}`,
    detail,
  }))
  const told = fields.slice(0, 3).map(({ field, detail }) => `${field}: ${detail}`)
  const more =
    count > told.length
      ? [`There are ${count - told.length} faults more; nothing was changed.`]
      : ['Nothing was changed.']
  return failure('unprocessable', [...told, ...more].join(' '), fields)
}

type ImportWork = {
  desk: TariffDesk
  seen: SeenTariff
  actor: Actor
  head: VersionHead
  versions: readonly FileVersion[]
}

async function tellChanges({ desk, seen, versions }: ImportWork): Promise<Imported['versions']> {
  return desk.ledger.asPlatform(async (db) => {
    await mustBeChangeable(db, seen)
    const kept = await versionEntries(db, seen.place)
    let before: readonly Rate[] = []
    let standing: number | undefined
    return sequence(versions, async ({ validFrom, rates }, at) => {
      const now = standingAt(kept, validFrom)
      // What the file itself puts in force is compared with, unless another version begins in between.
      const isOther = at === 0 || (now !== undefined && now.validFrom.getTime() > versions[at - 1]!.validFrom)
      if (isOther && now?.id !== standing) before = now === undefined ? [] : await ratesOf(db, now.id)
      standing = now?.id
      const { counts, changes } = changesBetween(before, rates, seen.place.currency)
      before = rates
      return { validFrom, rates: rates.length, counts, changes: changes.slice(0, toldMax), id: undefined }
    })
  })
}

async function putVersions({ desk, seen, actor, head, versions }: ImportWork): Promise<Imported['versions']> {
  return changing(desk, seen, async (db) =>
    sequence(versions, async ({ validFrom, rates }) => {
      const kept = await versionEntries(db, seen.place)
      const { id, counts, changes } = await putVersion(desk, db, {
        seen,
        actor,
        versions: kept,
        head: { ...head, validFrom },
        rates,
      })
      return { validFrom, rates: rates.length, counts, changes: changes.slice(0, toldMax), id }
    }),
  )
}

/** One after the other. */
async function sequence<One, Result>(
  list: readonly One[],
  work: (one: One, at: number) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = []
  for (const [at, one] of list.entries()) results.push(await work(one, at))
  return results
}
