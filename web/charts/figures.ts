import { duration, percent, quotient } from '../numbers.ts'

/** What numbers of lines are counted in. */
export type LineUnit = 'seconds' | 'share' | 'rate'

const figures: Readonly<Record<LineUnit, (value: number) => string>> = {
  seconds: duration,
  share: percent,
  rate: quotient,
}

/** A number of a unit, or that there is none. */
export function figureOf(unit: LineUnit, value: number | null | undefined): string {
  return value === null || value === undefined ? '—' : figures[unit](value)
}
