import { comingMinute, dayStartBefore, instantOfWall, monthStartBefore, yearAround } from './zone.ts'
import { longestMilliseconds } from './period.ts'
import type { Period } from './period.ts'

/** What a person chose on a page: a named period that follows the clock, or two times on the clock of a zone. */
export type PeriodChoice = { period: PresetName } | { from: string; to: string }

/** The named periods of the pages: those that touch now end with the minute that goes on. */
export const presets = {
  today: (now, zone) => [dayStartBefore(now, 0, zone), comingMinute(now)],
  yesterday: (now, zone) => [dayStartBefore(now, 1, zone), dayStartBefore(now, 0, zone)],
  '15m': (now) => [comingMinute(now) - 15 * minute, comingMinute(now)],
  '60m': (now) => [comingMinute(now) - 60 * minute, comingMinute(now)],
  '7d': (now, zone) => [dayStartBefore(now, 6, zone), comingMinute(now)],
  '30d': (now, zone) => [dayStartBefore(now, 29, zone), comingMinute(now)],
  month: (now, zone) => [monthStartBefore(now, 0, zone), comingMinute(now)],
  'last-month': (now, zone) => [monthStartBefore(now, 1, zone), monthStartBefore(now, 0, zone)],
  year: (now, zone) => [yearAround(now, zone).from, comingMinute(now)],
} as const satisfies Readonly<Record<string, (now: number, zone: string) => [from: number, to: number]>>
export type PresetName = keyof typeof presets

const minute = 60_000

export function isPreset(word: unknown): word is PresetName {
  return typeof word === 'string' && Object.hasOwn(presets, word)
}

/** The moments of a choice in a zone; one of named periods has lasted for a minute at least. */
export function periodOfChoice(choice: PeriodChoice, zone: string, now: number): Period {
  if ('period' in choice) {
    const [from, to] = presets[choice.period](now, zone)
    return { from, to: Math.max(to, from + minute), zone }
  }
  return { from: instantOfWall(wallOf(choice.from)!, zone), to: instantOfWall(wallOf(choice.to)!, zone), zone }
}

/** What is wrong with two times on a clock as a period, as the rest of "FIELD …"; undefined where they are one. */
export function wallFault(from: unknown, to: unknown): { field: 'from' | 'to'; detail: string } | undefined {
  const [start, end] = [wallOf(from), wallOf(to)]
  const detail = 'must be a date and a time on the clock such as "2026-11-01T09:30", from 2000 to 2099.'
  if (start === undefined) return { field: 'from', detail }
  if (end === undefined) return { field: 'to', detail }
  if (start >= end) return { field: 'to', detail: 'must be later than the start.' }
  if (end - start > longestMilliseconds) return { field: 'from', detail: 'must be 10 years before the end at most.' }
  return undefined
}

/** What a clock showed, in milliseconds since 1970 as if that were UTC; undefined for what is no such time. */
function wallOf(text: unknown): number | undefined {
  if (typeof text !== 'string' || !/^20\d\d-\d\d-\d\dT\d\d:\d\d$/.test(text)) return undefined
  const wall = Date.parse(`${text}:00Z`)
  // A day that its month does not have would become one of the next.
  return Number.isNaN(wall) || new Date(wall).toISOString().slice(0, 16) !== text ? undefined : wall
}
