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

/**
 * The period to compare with before this one, laid so that hours lie under the same hours: whole months before whole
 * months; else as many whole days earlier as this one touches from its start. What is shorter than a day and begins
 * within one is compared with the time of its length right before it.
 */
export function periodBefore(from: number, to: number, zone: string): { from: number; to: number } {
  const start = at(from, zone)
  const end = at(to, zone)
  const elapsed = { from: from - (to - from), to: from }
  const isMonthly = start.day === 1 && end.day === 1 && isDayStart(from, zone) && isDayStart(to, zone)
  if (isMonthly) {
    return { from: start.subtract(start.until(end, { largestUnit: 'months' })).epochMilliseconds, to: from }
  }
  const whole = start.until(end, { largestUnit: 'days' }).days
  // Measured by a stopwatch: the calendar would count an hour that the clock showed twice, twice.
  if (whole === 0 && !isDayStart(from, zone)) return elapsed
  const days = start.add({ days: whole }).epochMilliseconds < to ? whole + 1 : whole
  const before = { from: start.subtract({ days }).epochMilliseconds, to: end.subtract({ days }).epochMilliseconds }
  // Where a zone skipped a day or an hour, the time before can be no time at all, or reach into this one.
  return before.from < before.to && before.to <= from ? before : elapsed
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

/** A local day by its name, `YYYY-MM-DD`; undefined for one that the zone skipped. */
export function localDay(day: string, zone: string): LocalDay | undefined {
  const date = Temporal.PlainDate.from(day)
  const [from, to] = [startOf(date, zone), startOf(date.add({ days: 1 }), zone)]
  return from < to ? { day, from, to } : undefined
}

/** The day so many days after one, by names as `YYYY-MM-DD`; before it where there are less than none. */
export function daysAfter(day: string, days: number): string {
  return Temporal.PlainDate.from(day).add({ days }).toString()
}

/** The first instant of the calendar month of `instant`, and of the one after it. */
export function monthAround(instant: number, zone: string): { from: number; to: number } {
  const first = at(instant, zone).toPlainDate().with({ day: 1 })
  return { from: startOf(first, zone), to: startOf(first.add({ months: 1 }), zone) }
}

/** The first instant of the calendar year of `instant`, and of the one after it. */
export function yearAround(instant: number, zone: string): { from: number; to: number } {
  const first = at(instant, zone).toPlainDate().with({ month: 1, day: 1 })
  return { from: startOf(first, zone), to: startOf(first.add({ years: 1 }), zone) }
}

/** The first instant of the day so many days before that of `instant`. */
export function dayStartBefore(instant: number, days: number, zone: string): number {
  return at(instant, zone).subtract({ days }).startOfDay().epochMilliseconds
}

/** The first instant of the calendar month so many months before that of `instant`. */
export function monthStartBefore(instant: number, months: number, zone: string): number {
  return at(instant, zone).with({ day: 1 }).subtract({ months }).startOfDay().epochMilliseconds
}

/** The end of the minute that goes on at `instant`. */
export function comingMinute(instant: number): number {
  return Math.ceil(instant / 60_000) * 60_000
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

/** What a clock of the zone shows more than UTC at this instant, in milliseconds. */
export function offsetOf(instant: number, zone: string): number {
  return at(instant, zone).offsetNanoseconds / 1_000_000
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
