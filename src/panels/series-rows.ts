import type { Cell } from '../measures/ask.ts'
import { dimensions } from '../measures/dimensions.ts'
import { numberOf } from '../measures/measures.ts'
import { secondsOf } from '../measures/period.ts'
import type { Asked, Value } from './answer.ts'
import type { EntityRows } from './entity-rows.ts'
import type { Panel } from './panel.ts'

/** So many of what the data names have lines of their own, the largest. */
export const seriesMax = 12

/** The keys of the largest of what the data names, by the first measure of a panel over the whole period. */
export function largestSeries(panel: Panel, whole: readonly Cell[]): string[] {
  const key = dimensions[panel.by[1]!].key!
  return [...Map.groupBy(whole, ({ codes }) => String(codes[key]))]
    .map(([id, own]) => ({ id, size: numberOf(panel.measures[0], own, whole) ?? 0 }))
    .toSorted((a, b) => b.size - a.size || (a.id < b.id ? -1 : 1))
    .slice(0, seriesMax)
    .map(({ id }) => id)
}

/** A row for each step of time and each of the largest, these in their order; steps without anything have zeros. */
export function seriesRows(panel: Panel, cells: readonly Cell[], { steps, now, series = [] }: Asked): EntityRows {
  const key = dimensions[panel.by[1]!].key!
  const byStep = Map.groupBy(cells, ({ step }) => step)
  const rows: Value[][] = []
  const ids: string[] = []
  for (const step of steps) {
    const own = byStep.get(step) ?? []
    const seconds = secondsOf([step], now)
    for (const id of series) {
      const its = own.filter(({ codes }) => String(codes[key]) === id)
      rows.push([step.time, id, ...panel.measures.map((name) => numberOf(name, its, own, seconds))])
      ids.push(id)
    }
  }
  return { rows, ids }
}
