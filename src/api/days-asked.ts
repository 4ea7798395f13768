import { parseInstant } from '../events/time.ts'
import type { FieldFault } from '../failure.ts'
import { instantOf } from '../measures/period.ts'
import { inZone } from '../measures/zone.ts'
import { fault, one } from './parameters.ts'
import type { Parameters } from './parameters.ts'

/** Whole local days, both included, as `YYYY-MM-DD`. */
export type DaysAsked = { first: string; last: string }

const daysMax = 3660
const dayMilliseconds = 86_400_000

/**
 * The local days of a period: all that `[from, to)` touches. Each end is a date, whose day begins at midnight, or an instant. Without
 * them it is this month until today.
 * @throws Failure bad-request naming each parameter at fault
 */
export function daysAsked(parameters: Parameters, { zone, now }: { zone: string; now: number }): DaysAsked {
  const faults: FieldFault[] = []
  const today = inZone(now, zone).slice(0, 10)
  const from = one(parameters, 'from')
  const to = one(parameters, 'to')
  const first = from === undefined ? `${today.slice(0, 8)}01` : dayOf('from', from, zone, 0, faults)
  // What ends at an instant has the day of the moment before it.
  const last = to === undefined ? today : isDate(to) ? dayBefore(to) : dayOf('to', to, zone, -1, faults)
  if (faults.length === 0 && first > last) {
    faults.push({
      field: 'to',
      detail: 'The end must be later than the start: a period is from (included) to (excluded).',
    })
  }
  if (faults.length === 0 && Date.parse(last) - Date.parse(first) > daysMax * dayMilliseconds) {
    faults.push({ field: 'from', detail: `A period has ${daysMax} days at most.` })
  }
  if (faults.length > 0) throw fault(faults)
  return { first, last }
}

function dayOf(field: string, text: string, zone: string, later: number, faults: FieldFault[]): string {
  if (isDate(text)) return text
  const instant = instantOf(text)
  if (instant !== undefined) return inZone(instant + later, zone).slice(0, 10)
  const detail = `"${text.slice(0, 40)}" is neither a date such as "2026-11-01" nor an RFC 3339 time such as "2026-11-01T09:30:00+01:00".`
  faults.push({ field, detail })
  return ''
}

function isDate(text: string): boolean {
  return text.length === 10 && parseInstant(`${text}T00:00:00Z`) !== undefined
}

function dayBefore(date: string): string {
  return new Date(Date.parse(date) - dayMilliseconds).toISOString().slice(0, 10)
}
