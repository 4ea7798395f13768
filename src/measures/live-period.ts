import type { Period } from './period.ts'
import { dayAround, yearAround } from './zone.ts'

/** Periods that follow the clock: they end now. */
export const livePeriods = {
  '15m': { minutes: 15 },
  '30m': { minutes: 30 },
  '60m': { minutes: 60 },
  today: { since: 'day' },
  year: { since: 'year' },
} as const satisfies Readonly<Record<string, { minutes: number } | { since: 'day' | 'year' }>>
export type LivePeriod = keyof typeof livePeriods

/** A period that follows the clock, at this moment. It is counted to the second: what starts in a second that goes on is not in it. */
export function livePeriod(name: LivePeriod, { now, zone }: { now: number; zone: string }): Period {
  const to = Math.floor(now / 1000) * 1000
  const length: { minutes: number } | { since: 'day' | 'year' } = livePeriods[name]
  if ('minutes' in length) return { from: to - length.minutes * 60_000, to, zone }
  const { from } = length.since === 'day' ? dayAround(to, zone) : yearAround(to, zone)
  return { from, to, zone }
}
