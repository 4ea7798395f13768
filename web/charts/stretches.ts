import type { Temporal } from 'temporal-polyfill'
import type { AskedPeriod } from '../asking/answers.ts'
import { fullDay, timeOfDay } from '../numbers.ts'
import { temporal } from '../periods/temporal.ts'

type Moment = Temporal.ZonedDateTime

/** What of a calendar day a period covers, in words: a day cut by the period is told with its hours. */
export function dayTitle(day: string, period: AskedPeriod): string {
  const [from, to] = edgesOf(period)
  const start = temporal.PlainDate.from(day).toZonedDateTime(period.zone)
  return titleOf(latest(start, from), earliest(nextDay(start), to))
}

/** The stretch that begins at one of the positions of a line and lasts to the next, in words. */
export function stepTitle(positions: readonly string[], at: number, period: AskedPeriod): string {
  const [, end] = edgesOf(period)
  const next = positions[at + 1]
  return titleOf(momentOf(positions[at]!, period.zone), next === undefined ? end : momentOf(next, period.zone))
}

function titleOf(from: Moment, to: Moment): string {
  const day = fullDay(from.toPlainDate().toString())
  const end = nextDay(from)
  if (from.equals(from.startOfDay()) && to.equals(end)) return day
  return `${day}, ${clock(from)}–${to.equals(end) ? '24:00' : clock(to)}`
}

function edgesOf({ from, to, zone }: AskedPeriod): [Moment, Moment] {
  return [momentOf(from, zone), momentOf(to, zone)]
}

function momentOf(time: string, zone: string): Moment {
  return temporal.Instant.from(time).toZonedDateTimeISO(zone)
}

function nextDay(moment: Moment): Moment {
  return moment.toPlainDate().add({ days: 1 }).toZonedDateTime(moment.timeZoneId)
}

function clock(moment: Moment): string {
  return timeOfDay(moment.epochMilliseconds, moment.timeZoneId)
}

function latest(one: Moment, other: Moment): Moment {
  return temporal.ZonedDateTime.compare(one, other) > 0 ? one : other
}

function earliest(one: Moment, other: Moment): Moment {
  return temporal.ZonedDateTime.compare(one, other) < 0 ? one : other
}
