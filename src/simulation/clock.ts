/** What the clock on the wall shows: the local date as days since 1 January 1970, and the minute of that day. */
export type LocalTime = { day: number; minute: number }

export type Clock = (instant: number) => LocalTime

const hour = 3_600_000
const offsetsMax = 4096

/** A clock of an IANA zone. Zones change their offset at full hours (nearly all of them do; a simulation may be vague). */
export function clockOf(zone: string): Clock {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  const offsets = new Map<number, number>()

  function offsetIn(hourNumber: number): number {
    const known = offsets.get(hourNumber)
    if (known !== undefined) return known
    const parts = Object.fromEntries(
      format.formatToParts(hourNumber * hour).map(({ type, value }) => [type, Number(value)]),
    )
    const shown = Date.UTC(
      parts['year']!,
      parts['month']! - 1,
      parts['day'],
      parts['hour'],
      parts['minute'],
      parts['second'],
    )
    if (offsets.size >= offsetsMax) offsets.clear()
    offsets.set(hourNumber, shown - hourNumber * hour)
    return shown - hourNumber * hour
  }

  return (instant) => {
    const local = instant + offsetIn(Math.floor(instant / hour))
    const day = Math.floor(local / 86_400_000)
    return { day, minute: Math.floor((local - day * 86_400_000) / 60_000) }
  }
}

export type CalendarDate = { year: number; month: number; date: number; weekday: number }

/** The date of a local day; months from 1, weekdays from 0 for Sunday. */
export function dateOf(day: number): CalendarDate {
  const date = new Date(day * 86_400_000)
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    date: date.getUTCDate(),
    weekday: date.getUTCDay(),
  }
}
