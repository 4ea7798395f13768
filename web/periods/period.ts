import { Temporal } from 'temporal-polyfill'
import { presetById, type PresetId } from './presets.ts'

/** What a person chose: a named period that follows the clock, or two wall-clock times (`YYYY-MM-DDTHH:mm`). */
export type Choice = { preset: PresetId } | { from: string; to: string }

/** Two moments, half-open `[from, to)`, in one zone. */
export type Period = { from: Temporal.ZonedDateTime; to: Temporal.ZonedDateTime }

/** The moments of a choice in a zone. A wall time that a change of clocks skips means the moment just after it. */
export function periodOf(choice: Choice, zone: string, now: Temporal.Instant = Temporal.Now.instant()): Period {
  if ('preset' in choice) {
    const [from, to] = presetById.get(choice.preset)!.of(now.toZonedDateTimeISO(zone))
    return { from, to }
  }
  return { from: momentOf(choice.from, zone), to: momentOf(choice.to, zone) }
}

/** Whether the answer can still change by the clock alone. */
export function isLive(choice: Choice, zone: string): boolean {
  if ('preset' in choice) return presetById.get(choice.preset)!.isLive
  return Temporal.Instant.compare(momentOf(choice.to, zone).toInstant(), Temporal.Now.instant()) > 0
}

/** The period before (-1) or after (1) this one: by its length in days where it is whole days, else by its length. */
export function shifted(period: Period, direction: 1 | -1): Choice {
  const { from, to } = period
  const isWholeDays = isMidnight(from) && isMidnight(to)
  const isWholeMonths = isWholeDays && from.day === 1 && to.day === 1
  const length = isWholeMonths
    ? from.until(to, { largestUnit: 'months' })
    : from.until(to, { largestUnit: isWholeDays ? 'days' : 'hours' })
  const move = (moment: Temporal.ZonedDateTime) => (direction === 1 ? moment.add(length) : moment.subtract(length))
  return { from: wallTime(move(from)), to: wallTime(move(to)) }
}

/** `YYYY-MM-DDTHH:mm` on the clock of the moment's zone. */
export function wallTime(moment: Temporal.ZonedDateTime): string {
  return moment.toPlainDateTime().toString({ smallestUnit: 'minute' })
}

/** RFC 3339 with the offset that holds at that moment. */
export function rfc3339(moment: Temporal.ZonedDateTime): string {
  return moment.toString({ timeZoneName: 'never', smallestUnit: 'second' })
}

function momentOf(wall: string, zone: string): Temporal.ZonedDateTime {
  return Temporal.PlainDateTime.from(wall).toZonedDateTime(zone)
}

function isMidnight(moment: Temporal.ZonedDateTime): boolean {
  return moment.equals(moment.startOfDay())
}
