import type { Temporal } from 'temporal-polyfill'
import { presetById, type PresetId } from './presets.ts'
import { temporal } from './temporal.ts'

/** What a person chose: a named period that follows the clock, or two wall-clock times (`YYYY-MM-DDTHH:mm`). */
export type Choice = { preset: PresetId } | { from: string; to: string }

/** Two moments, half-open `[from, to)`, in one zone. */
export type Period = { from: Temporal.ZonedDateTime; to: Temporal.ZonedDateTime }

/** As long as a period may be; the API refuses what is longer. */
export const longestYears = 10

/** The moments of a choice in a zone. A wall time that a change of clocks skips means the moment just after it. */
export function periodOf(choice: Choice, zone: string, now: Temporal.Instant): Period {
  if ('preset' in choice) {
    const [from, to] = presetById.get(choice.preset)!.of(now.toZonedDateTimeISO(zone))
    return { from, to }
  }
  return { from: momentOf(choice.from, zone), to: momentOf(choice.to, zone) }
}

/** Whether the answer can still change by the clock alone. */
export function isLive(choice: Choice, zone: string, now: Temporal.Instant): boolean {
  if ('preset' in choice) return presetById.get(choice.preset)!.isLive
  return temporal.Instant.compare(momentOf(choice.to, zone).toInstant(), now) > 0
}

/**
 * The period before or after a choice: as long as a named period is when it is over, by whole months or days where the
 * choice is made of them, else by its length.
 */
export function neighbour(choice: Choice, zone: string, now: Temporal.Instant, which: 'before' | 'after'): Choice {
  const { from, to } = periodOf(choice, zone, now)
  const span = 'preset' in choice ? presetById.get(choice.preset)!.span : spanOf({ from, to })
  const [start, end] = which === 'before' ? [from.subtract(span), from] : [to, to.add(span)]
  return { from: wallTime(start), to: wallTime(end) }
}

/** `YYYY-MM-DDTHH:mm` on the clock of the moment's zone. */
export function wallTime(moment: Temporal.ZonedDateTime): string {
  return moment.toPlainDateTime().toString({ smallestUnit: 'minute' })
}

/** RFC 3339 with the offset that holds at that moment. */
export function rfc3339(moment: Temporal.ZonedDateTime): string {
  return moment.toString({ timeZoneName: 'never', smallestUnit: 'second' })
}

function spanOf({ from, to }: Period): Temporal.Duration {
  const isWholeDays = isMidnight(from) && isMidnight(to)
  const isWholeMonths = isWholeDays && from.day === 1 && to.day === 1
  return from.until(to, { largestUnit: isWholeMonths ? 'months' : isWholeDays ? 'days' : 'hours' })
}

function momentOf(wall: string, zone: string): Temporal.ZonedDateTime {
  return temporal.PlainDateTime.from(wall).toZonedDateTime(zone)
}

function isMidnight(moment: Temporal.ZonedDateTime): boolean {
  return moment.equals(moment.startOfDay())
}
