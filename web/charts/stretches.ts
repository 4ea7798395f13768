import type { Temporal } from 'temporal-polyfill'
import type { AskedPeriod } from '../asking/answers.ts'
import { dateTime, fullDay, timeOfDay, wholeDay } from '../numbers.ts'
import { temporal } from '../periods/temporal.ts'
import type { Stretch } from './coarser.ts'
import type { Grid } from './grid.ts'

type Moment = Temporal.ZonedDateTime

/** What of a calendar day a period covers, in words: a day cut by the period is told with its hours. */
export function dayTitle(day: string, period: AskedPeriod): string {
  const [from, to] = edgesOf(period)
  const start = temporal.PlainDate.from(day).toZonedDateTime(period.zone)
  return titleOf(latest(start, from), earliest(nextDay(start), to))
}

/** What of a position on an axis of days a period covers, in words, also where it stands for several of them. */
export function daysTitle({ positions, stretches }: Grid, at: number, period: AskedPeriod): string {
  const stretch = stretches?.[at]
  if (stretch === undefined || stretch.first === stretch.last) return dayTitle(positions[at] ?? '', period)
  const { from, to } = momentsOf(stretch, period)
  const isWhole = to.equals(to.startOfDay())
  const end = isWhole ? wholeDay(to.toPlainDate().subtract({ days: 1 }).toString()) : timeTitle(to)
  return `${from.equals(from.startOfDay()) ? wholeDay(stretch.first) : timeTitle(from)} – ${end}`
}

/** A stretch of time by its ends: as a day where it is within one. */
export function stretchTitle({ from, to, zone }: AskedPeriod): string {
  const [start, end] = [momentOf(from, zone), momentOf(to, zone)]
  if (start.equals(end)) return timeTitle(start)
  if (temporal.ZonedDateTime.compare(end, nextDay(start)) <= 0) return titleOf(start, end)
  const isWhole = start.equals(start.startOfDay()) && end.equals(end.startOfDay())
  if (!isWhole) return `${timeTitle(start)} – ${timeTitle(end)}`
  return `${wholeDay(start.toPlainDate().toString())} – ${wholeDay(end.toPlainDate().subtract({ days: 1 }).toString())}`
}

/** The moments between which a stretch of days lies within a period. */
export function momentsOf({ first, last }: Stretch, period: AskedPeriod): { from: Moment; to: Moment } {
  const [from, to] = edgesOf(period)
  const [start, end] = [first, last].map((day) => temporal.PlainDate.from(day).toZonedDateTime(period.zone))
  return { from: latest(start!, from), to: earliest(nextDay(end!), to) }
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

function timeTitle(moment: Moment): string {
  return dateTime(moment.toInstant().toString(), moment.timeZoneId)
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
