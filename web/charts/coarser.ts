import { temporal } from '../periods/temporal.ts'
import type { Grid } from './grid.ts'

/** Days that are drawn as one bar, the last one included. */
export type Stretch = { first: string; last: string }
export type Stretches = { by: 'week' | 'month'; stretches: readonly Stretch[] }

/** More bars than that are thinner than anybody can point at. */
const daysMax = 400
const weeksMax = 160

/**
 * The days of a grid gathered into weeks, or months where those are still too many; undefined where each day has room for a
 * bar. Only for what adds up.
 */
export function stretchesOf({ axis, positions: days }: Grid): Stretches | undefined {
  if (axis !== 'day' || days.length <= daysMax) return undefined
  const by = days.length <= weeksMax * 7 ? 'week' : 'month'
  const keyOf = by === 'week' ? mondayOf : monthOf
  const stretches: Stretch[] = []
  let before: string | undefined
  for (const day of days) {
    const key = keyOf(day)
    if (key === before) stretches.at(-1)!.last = day
    else stretches.push({ first: day, last: day })
    before = key
  }
  return { by, stretches }
}

/**
 * A grid with one position for each stretch of another one, in order: the period compared with is laid over it day by day,
 * whatever its days are called.
 */
export function gathered(grid: Grid, { stretches }: Stretches, days: readonly string[]): Grid {
  const at = new Map(days.map((day, index) => [day, index]))
  const pieces = stretches
    .map(({ first, last }) => [at.get(first)!, at.get(last)! + 1] as const)
    .filter(([from]) => from < grid.positions.length)
  const own = pieces.map(([from, to]) => grid.positions.slice(from, to))
  return {
    ...grid,
    positions: own.map(([first]) => first!),
    stretches: own.map((piece) => ({ first: piece[0]!, last: piece.at(-1)! })),
    series: grid.series.map(({ key, values }) => ({
      key,
      values: pieces.map(([from, to]) => sumOrGap(values.slice(from, to))),
    })),
  }
}

function sumOrGap(values: readonly (number | null)[]): number | null {
  return values.every((value) => value === null) ? null : values.reduce<number>((sum, value) => sum + (value ?? 0), 0)
}

function mondayOf(day: string): string {
  const date = temporal.PlainDate.from(day)
  return date.subtract({ days: date.dayOfWeek - 1 }).toString()
}

function monthOf(day: string): string {
  return day.slice(0, 7)
}
