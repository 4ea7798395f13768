import { parseInstant } from '../events/time.ts'
import { failure } from '../failure.ts'
import type { FieldFault } from '../failure.ts'
import { dayAround, inZone, isZone, localDays, periodBefore, periodOfYearBefore } from './zone.ts'

/** A half-open period `[from, to)` in milliseconds since 1970, with the zone in which its days are counted. */
export type Period = { from: number; to: number; zone: string }

/** A piece of a period by which numbers are grouped: half-open, in order, without gaps. */
export type Step = { from: number; to: number; day: string; time: string }

export type Grain = 'whole' | 'day' | 'time'

export const comparisons = ['previous', 'year'] as const
export type Comparison = (typeof comparisons)[number]

const hour = 3_600_000
const day = 24 * hour
const longestYears = 10
/** As long a period may be. */
export const longestMilliseconds = longestYears * 366 * day
const earliest = Date.UTC(2000, 0, 1)
const latest = Date.UTC(2100, 0, 1)

/**
 * The period of a request. Without `from` and `to` it is today; `to` alone is not enough.
 * @throws Failure bad-request naming each parameter at fault
 */
export function readPeriod(
  asked: { from?: string | undefined; to?: string | undefined; tz?: string | undefined },
  defaults: { zone: string; now: number },
): Period {
  const faults: FieldFault[] = []
  const zone = readZone(asked.tz, defaults.zone)
  const today = dayAround(defaults.now, zone)
  const from = edge('from', asked.from, today.from, faults)
  const to = edge('to', asked.to, asked.from === undefined ? today.to : defaults.now, faults)
  if (faults.length === 0 && from >= to) {
    faults.push({
      field: 'to',
      detail: 'The end must be later than the start: a period is from (included) to (excluded).',
    })
  }
  if (faults.length === 0 && to - from > longestMilliseconds) {
    faults.push({ field: 'from', detail: `A period is ${longestYears} years at most.` })
  }
  if (faults.length > 0) throw fault(faults)
  return { from, to, zone }
}

/**
 * The zone of a request; the usual one when it names none.
 * @throws Failure bad-request naming `tz`
 */
export function readZone(tz: string | undefined, usual: string): string {
  if (tz === undefined || isZone(tz)) return tz ?? usual
  throw fault([{ field: 'tz', detail: `"${tz.slice(0, 64)}" is not an IANA time zone such as "Europe/Berlin".` }])
}

/** The period to compare with, aligned by the calendar of the zone. */
export function comparedPeriod({ from, to, zone }: Period, comparison: Comparison): Period {
  return { ...(comparison === 'previous' ? periodBefore(from, to, zone) : periodOfYearBefore(from, to, zone)), zone }
}

/**
 * Cuts a period. `day`: local days, the first and last perhaps partly. `time`: 15 minutes for up to 2 days, an hour for
 * up to 31, else a day; counted from the start of each local day, so that steps lie within days.
 */
export function stepsOf(period: Period, grain: Grain): readonly Step[] {
  const { from, to, zone } = period
  const asked = `${from} ${to} ${zone} ${grain}`
  const known = remembered.get(asked)
  if (known !== undefined) return known
  const steps = cut(period, grain)
  if (remembered.size >= rememberedMax) remembered.clear()
  remembered.set(asked, steps)
  return steps
}

/** Every kind of facts on a page is asked about the same steps, and the calendar is slow. */
const remembered = new Map<string, readonly Step[]>()
const rememberedMax = 50

function cut({ from, to, zone }: Period, grain: Grain): Step[] {
  if (grain === 'whole') return [{ from, to, day: '', time: inZone(from, zone) }]
  const length =
    grain === 'day' || to - from > 31 * day + hour ? Infinity : to - from > 2 * day + hour ? hour : hour / 4
  const steps: Step[] = []
  for (const local of localDays(from, to, zone)) {
    for (let start = local.from; start < local.to; start += length) {
      const end = Math.min(start + length, local.to, to)
      if (end <= from || start >= to) continue
      const begin = Math.max(start, from)
      steps.push({ from: begin, to: end, day: local.day, time: inZone(begin, zone) })
    }
  }
  return steps
}

/** How long some steps have lasted by now. */
export function secondsOf(steps: readonly Step[], now: number): number {
  return steps.reduce((sum, { from, to }) => sum + Math.max(0, Math.min(to, now) - from), 0) / 1000
}

/** The time of a parameter; a plus sign that was not encoded arrives as a space. */
export function instantOf(text: string): number | undefined {
  return parseInstant(text.replace(/ (\d\d:\d\d)$/, '+$1'))
}

function edge(field: 'from' | 'to', text: string | undefined, otherwise: number, faults: FieldFault[]): number {
  if (text === undefined) return otherwise
  const instant = instantOf(text)
  if (instant === undefined) {
    faults.push({
      field,
      detail: `"${text.slice(0, 40)}" is not an RFC 3339 time such as "2026-11-01T09:30:00+01:00".`,
    })
    return otherwise
  }
  if (instant < earliest || instant > latest) faults.push({ field, detail: 'The time must be between 2000 and 2100.' })
  return instant
}

function fault(fields: FieldFault[]): Error {
  return failure('bad-request', fields.map(({ field, detail }) => `${field}: ${detail}`).join(' '), fields)
}
