import { checkShortText } from '../accounts/fields.ts'
import { earliestInstant } from '../events/checks.ts'
import { parseInstant } from '../events/time.ts'
import { failure } from '../failure.ts'
import type { FieldFault } from '../failure.ts'
import { nameOfRate } from './rate.ts'
import type { Rate } from './rate.ts'
import { readRate } from './rate-form.ts'
import type { RateForm } from './rate-form.ts'
import { ownPriceRules } from './tariff.ts'
import type { OwnPrices } from './tariff.ts'

/** Rates that a version may have. */
export const ratesMax = 100_000
/** Faults that are told of at once. */
const faultsMax = 100
const noteLengthMax = 300
const yearsAhead = 10
const minute = 60_000

/** What a version is besides its rates. */
export type VersionHead = { validFrom: number; ownPrices: OwnPrices; note: string }

/** What is asked for: all rates, or how they differ from those of a version. */
export type VersionChanges = { rates: Rate[] } | { basedOn: number; put: Rate[]; remove: string[] }

export type VersionForm = VersionHead & { newest: number | undefined; changes: VersionChanges }

/** Collects what is wrong, as far as anybody reads it, and counts the rest. */
export type Faults<Of> = { list: Of[]; count: number; note: (fault: Of) => void }

export function collectFaults<Of>(): Faults<Of> {
  const faults: Faults<Of> = {
    list: [],
    count: 0,
    note(fault) {
      faults.count++
      if (faults.list.length < faultsMax) faults.list.push(fault)
    },
  }
  return faults
}

const versionFields = ['validFrom', 'ownPrices', 'note', 'newest', 'rates', 'basedOn', 'put', 'remove']

/**
 * Reads a version that is to be made.
 * @throws Failure unprocessable naming every field at fault, such as `rates[3].price`
 */
export async function readVersionForm(
  body: Readonly<Record<string, unknown>>,
  currency: string,
  now: number,
): Promise<VersionForm> {
  const faults = collectFaults<FieldFault>()
  const fault = (field: string, detail: string) => faults.note({ field, detail })
  for (const name of Object.keys(body)) {
    if (!versionFields.includes(name))
      fault(name.slice(0, 40), `is not known here; there are: ${versionFields.join(', ')}.`)
  }
  const head = readHead(body, now, fault)
  const newest = body['newest'] === null ? undefined : body['newest']
  if (newest !== undefined && !isId(newest))
    fault('newest', 'must be the number of the newest version that you know, or 0.')
  const changes = await readChanges(body, currency, fault)
  mustBeRight(faults)
  return { ...head!, newest: newest as number | undefined, changes: changes! }
}

/** Throws when anything is wrong: the first faults by their fields, and how many there are. */
export function mustBeRight({ list, count }: Faults<FieldFault>): void {
  if (count === 0) return
  const told = list.slice(0, 3).map(({ field, detail }) => `${field} ${detail}`)
  const more = count > told.length ? [`There are ${count - told.length} faults more.`] : []
  throw failure('unprocessable', [...told, ...more].join(' '), list)
}

type FaultNote = (field: string, detail: string) => void

/** What is asked besides the rates; undefined where anything is wrong with it. */
export function readHead(
  body: Readonly<Record<string, unknown>>,
  now: number,
  fault: FaultNote,
): VersionHead | undefined {
  const validFrom = readValidFrom(body['validFrom'], now)
  if (typeof validFrom === 'string') fault('validFrom', validFrom)
  const ownPrices = body['ownPrices'] ?? 'first'
  if (!(ownPriceRules as readonly unknown[]).includes(ownPrices)) {
    fault('ownPrices', `must be one of ${ownPriceRules.join(', ')}.`)
  }
  let note: string | null = null
  try {
    note = checkShortText(body['note'], noteLengthMax)
  } catch (error) {
    fault('note', (error as Error).message)
  }
  return { validFrom: Number(validFrom), ownPrices: ownPrices as OwnPrices, note: note ?? '' }
}

/** An instant at which prices may change, or what is wrong with it. */
export function readValidFrom(value: unknown, now: number): number | string {
  const instant = typeof value === 'string' ? parseInstant(value) : undefined
  if (instant === undefined) return 'must be an RFC 3339 time such as "2026-12-01T00:00:00+01:00".'
  if (instant % minute !== 0) return 'must be a whole minute.'
  const latest = new Date(now)
  latest.setUTCFullYear(latest.getUTCFullYear() + yearsAhead)
  if (instant >= earliestInstant && instant <= latest.getTime()) return instant
  return `must be between ${new Date(earliestInstant).getUTCFullYear()} and ${latest.getUTCFullYear()}.`
}

async function readChanges(
  body: Readonly<Record<string, unknown>>,
  currency: string,
  fault: FaultNote,
): Promise<VersionChanges | undefined> {
  const { basedOn } = body
  if (basedOn === undefined || basedOn === null) {
    for (const name of ['put', 'remove']) if (body[name] !== undefined) fault(name, 'goes with "basedOn" only.')
    if (body['rates'] === undefined)
      fault('rates', 'must be a list of rates; or say how they differ from a version: "basedOn", "put", "remove".')
    return { rates: await readRates(body['rates'] ?? [], 'rates', currency, fault) }
  }
  if (!isId(basedOn)) fault('basedOn', 'must be the number of a version of this tariff.')
  if (body['rates'] !== undefined)
    fault('rates', 'cannot stand beside "basedOn": say what differs in "put" and "remove".')
  const remove = body['remove'] ?? []
  if (!Array.isArray(remove) || remove.length > ratesMax || remove.some((name) => typeof name !== 'string')) {
    fault('remove', 'must be a list of names of rates, such as "sms network=26201".')
  }
  const put = await readRates(body['put'] ?? [], 'put', currency, fault)
  return { basedOn: basedOn as number, put, remove: remove as string[] }
}

async function readRates(list: unknown, field: string, currency: string, fault: FaultNote): Promise<Rate[]> {
  if (!Array.isArray(list)) {
    fault(field, 'must be a list of rates.')
    return []
  }
  if (list.length > ratesMax) {
    fault(field, `must have at most ${ratesMax} rates; there are ${list.length}.`)
    return []
  }
  const placeByName = new Map<string, number>()
  const rates: Rate[] = []
  for (const [at, form] of list.entries()) {
    if (at % rowsPerBreath === 0) await breathe()
    if (typeof form !== 'object' || form === null || Array.isArray(form)) {
      fault(`${field}[${at}]`, 'must be an object, such as {"service": "sms", "price": "0.05"}.')
      continue
    }
    const rate = readRate(form as RateForm, currency, (name, detail) => fault(`${field}[${at}].${name}`, detail))
    if (rate === undefined) continue
    const name = nameOfRate(rate)
    const other = placeByName.get(name)
    if (other === undefined) placeByName.set(name, at)
    else fault(`${field}[${at}]`, `is for the same uses as ${field}[${other}]: ${name}.`)
    rates.push(rate)
  }
  return rates
}

/** Rows that are read before others get their turn. */
export const rowsPerBreath = 2000

/** Lets other requests be answered between pieces of long work. */
export async function breathe(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve))
}

function isId(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value < 2 ** 31
}
