import { Temporal } from 'temporal-polyfill'

/** Calendar arithmetic in IANA zones: the one door to Temporal. Instants are milliseconds since 1970. */

/** Whether this is the name of a zone that the calendar knows, such as "Europe/Berlin"; an offset alone is none. */
export function isZone(name: string): boolean {
  try {
    // The calendar also takes offsets, and the zone out of a whole date: those come back as something else.
    const { timeZoneId } = at(0, name)
    return name.length <= 64 && /^[a-z]/i.test(name) && timeZoneId.toLowerCase() === name.toLowerCase()
  } catch {
    return false
  }
}

/** A local day, `[from, to)`; `from` is its first instant, also where midnight does not exist. */
export type LocalDay = { day: string; from: number; to: number }

/** The local days that `[from, to)` touches, whole, in order. Days that a zone skipped are not there. */
export function localDays(from: number, to: number, zone: string): LocalDay[] {
  const days: LocalDay[] = []
  let date = at(from, zone).toPlainDate()
  let start = startOf(date, zone)
  // Where clocks go back over midnight, a first instant can be later than one of the day before.
  while (start > from) {
    date = date.subtract({ days: 1 })
    start = startOf(date, zone)
  }
  while (start < to) {
    const next = date.add({ days: 1 })
    const end = startOf(next, zone)
    if (end > start && end > from) days.push({ day: date.toString(), from: start, to: end })
    date = next
    start = end
  }
  return days
}

/** The period before this one, of the same calendar length: whole months for whole months, whole days for whole days. */
export function periodBefore(from: number, to: number, zone: string): { from: number; to: number } {
  const start = at(from, zone)
  const end = at(to, zone)
  const isMonthly = start.day === 1 && end.day === 1 && isDayStart(from, zone) && isDayStart(to, zone)
  const length = start.until(end, { largestUnit: isMonthly ? 'months' : 'days' })
  const elapsed = { from: from - (to - from), to: from }
  // Less than a day is measured by a stopwatch: the calendar would count an hour that the clock showed twice, twice.
  if (length.months === 0 && length.days === 0) return elapsed
  const before = start.subtract(length).epochMilliseconds
  // Where a zone skipped a day, the day before can be no time at all.
  return before < from ? { from: before, to: from } : elapsed
}

/** The same period one year earlier by the calendar. */
export function periodOfYearBefore(from: number, to: number, zone: string): { from: number; to: number } {
  const start = at(from, zone)
  const end = at(to, zone)
  const begins = start.subtract({ years: 1 }).epochMilliseconds
  // The end is excluded: up to 29 February means all of the 28th, which a common year ends with 1 March.
  const last = isLeapDay(end) && !isLeapDay(start) ? end.add({ days: 1 }) : end
  const ends = last.subtract({ years: 1 }).epochMilliseconds
  // Within an hour that a clock change took away or gave twice, both edges can be one.
  return { from: begins, to: begins < ends ? ends : begins + (to - from) }
}

/** The first instant of the local day of `instant`, and of the one after it. */
export function dayAround(instant: number, zone: string): { from: number; to: number } {
  const date = at(instant, zone).toPlainDate()
  return { from: startOf(date, zone), to: startOf(date.add({ days: 1 }), zone) }
}

/** The instant in RFC 3339 with the zone's offset at that time. */
export function inZone(instant: number, zone: string): string {
  return at(instant, zone).toString({
    timeZoneName: 'never',
    smallestUnit: instant % 1000 === 0 ? 'second' : 'millisecond',
  })
}

/**
 * When a clock of the zone showed this; `wall` is what it showed, in milliseconds since 1970 as if that were UTC. A time
 * that the clock showed twice is the earlier one, a time that it skipped is read by the offset before the gap.
 */
export function instantOfWall(wall: number, zone: string): number {
  return at(wall, 'UTC').toPlainDateTime().toZonedDateTime(zone).epochMilliseconds
}

function at(instant: number, zone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone)
}

function startOf(date: Temporal.PlainDate, zone: string): number {
  return date.toZonedDateTime(zone).startOfDay().epochMilliseconds
}

function isDayStart(instant: number, zone: string): boolean {
  return dayAround(instant, zone).from === instant
}

function isLeapDay({ month, day }: Temporal.ZonedDateTime): boolean {
  return month === 2 && day === 29
}
