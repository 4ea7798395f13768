import type { AskedPeriod, PanelAnswer, PanelEntry, Row } from '../asking/answers.ts'
import { inChartOrder } from './order.ts'

/** An answer turned for drawing: positions along the axis, and a value at each for every series. */
export type Grid = {
  /** The dimension along the axis (`day`, `time`, `channel`, …); undefined for a lone number. */
  axis: string | undefined
  positions: readonly string[]
  /** The dimension that tells the series apart; undefined when there is one series. */
  split: string | undefined
  series: readonly Series[]
  /** Name of the measure drawn. */
  measure: string
}

/** A grid and the period that it is about. */
export type Drawable = { grid: Grid; period: AskedPeriod }

export type Series = { key: string; values: readonly (number | null)[] }

const timeDimensions = ['day', 'time']

/**
 * Turns rows into a grid. Positions keep the order of the answer for times and the order of `orderOf` for words;
 * a cell that the answer leaves out is null (a gap), zero stays zero.
 */
export function gridOf(
  entry: PanelEntry,
  answer: PanelAnswer,
  rows: readonly Row[],
  orderOf: (dimension: string) => readonly string[],
): Grid {
  const measure = entry.measures[0]?.name ?? answer.columns.at(-1)!.name
  const column = (name: string) => answer.columns.findIndex((c) => c.name === name)
  const by = answer.columns.map((c) => c.name).filter((name) => entry.by.includes(name))
  const axis = by.find((name) => timeDimensions.includes(name)) ?? by[0]
  const split = by.find((name) => name !== axis)
  const positions = axis === undefined ? [''] : ordered(wordsAt(rows, column(axis)), axis, orderOf)
  const keys = split === undefined ? [measure] : ordered(wordsAt(rows, column(split)), split, orderOf)
  const index = new Map(positions.map((position, at) => [position, at]))
  const values = new Map(keys.map((key) => [key, Array.from<number | null>({ length: positions.length }).fill(null)]))
  for (const row of rows) {
    const at = axis === undefined ? 0 : index.get(String(row[column(axis)]))
    const key = split === undefined ? measure : String(row[column(split)])
    const cell = row[column(measure)]
    if (at !== undefined) values.get(key)![at] = cell === null || cell === undefined ? null : Number(cell)
  }
  return { axis, positions, split, series: keys.map((key) => ({ key, values: values.get(key)! })), measure }
}

/** The sum of a series, gaps left out. */
export function sumOf(values: readonly (number | null)[]): number {
  return values.reduce<number>((sum, value) => sum + (value ?? 0), 0)
}

/** The sum over the series at each position. */
export function totalsOf({ positions, series }: Grid): number[] {
  return positions.map((_, at) => series.reduce((sum, { values }) => sum + (values[at] ?? 0), 0))
}

/** What a grid without a split has at a word of its axis; zero where it has none. */
export function valueAt({ positions, series }: Grid, word: string): number {
  return series[0]?.values[positions.indexOf(word)] ?? 0
}

function wordsAt(rows: readonly Row[], column: number): string[] {
  return [...new Set(rows.map((row) => String(row[column])))]
}

function ordered(words: readonly string[], dimension: string, orderOf: (dimension: string) => readonly string[]) {
  if (timeDimensions.includes(dimension)) return [...words].toSorted()
  const order = inChartOrder(dimension, orderOf(dimension))
  const known = order.filter((word) => words.includes(word))
  return [...known, ...words.filter((word) => !order.includes(word))]
}
