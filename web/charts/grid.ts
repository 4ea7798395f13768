import type { AskedPeriod, Cell, Ids, PanelAnswer, PanelEntry, Row } from '../asking/answers.ts'
import type { Stretch } from './coarser.ts'
import { restKey, type Names } from './names.ts'
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
  /** Of money: its currency. */
  currency?: string | undefined
  /** Of an axis of days that are drawn in stretches of several: which of them each position stands for. */
  stretches?: readonly Stretch[]
  /** Of an axis of chats or operators, whose positions are ids: their names and marks. */
  names?: Names | undefined
}

/** A grid and the period that it is about. */
export type Drawable = { grid: Grid; period: AskedPeriod }

export type Series = {
  key: string
  values: readonly (number | null)[]
  /** Of money: the same as decimal texts, with every digit. */
  exact?: readonly (string | null)[]
}

type Part = { rows: readonly Row[]; ids?: Ids | undefined }
type Reading = {
  orderOf: (dimension: string) => readonly string[]
  /** The only currency that is read of money. */
  currency?: string | undefined
  names?: Names | undefined
}

const timeDimensions = ['day', 'time']

/**
 * Turns rows into a grid. Positions keep the order of the answer for times and names, and the order of `orderOf` for words;
 * a cell that the answer leaves out is null (a gap), zero stays zero.
 */
export function gridOf(entry: PanelEntry, answer: PanelAnswer, part: Part, reading: Reading): Grid {
  const { orderOf, currency, names } = reading
  const measure = entry.measures[0]?.name ?? answer.columns.at(-1)!.name
  const column = (name: string) => answer.columns.findIndex((c) => c.name === name)
  const by = answer.columns.map((c) => c.name).filter((name) => entry.by.includes(name) && name !== 'currency')
  const axis = by.find((name) => timeDimensions.includes(name)) ?? by[0]
  const split = by.find((name) => name !== axis)
  const rows = part.rows
    .map((row, at) => ({ row, word: wordAt(row, axis, column, part.ids?.[at]) }))
    .filter(({ row }) => currency === undefined || row[column('currency')] === currency)
  const words = [...new Set(rows.map(({ word }) => word))]
  const positions = axis === undefined ? [''] : names === undefined ? ordered(words, axis, orderOf) : words
  const seconds = () => [...new Set(rows.map(({ row }) => String(row[column(split!)])))]
  const keys = split === undefined ? [measure] : ordered(seconds(), split, orderOf)
  const index = new Map(positions.map((position, at) => [position, at]))
  const cells = new Map(keys.map((key) => [key, Array.from<Cell>({ length: positions.length }).fill(null)]))
  for (const { row, word } of rows) {
    const key = split === undefined ? measure : String(row[column(split)])
    cells.get(key)![index.get(word)!] = row[column(measure)] ?? null
  }
  const series = keys.map((key) => {
    const own = cells.get(key)!
    const values = own.map((cell) => (cell === null ? null : Number(cell)))
    const exact = own.map((cell) => (cell === null ? null : String(cell)))
    return { key, values, ...(currency === undefined ? {} : { exact }) }
  })
  return { axis, positions, split, series, measure, currency, names }
}

/** What a row is about along the axis: of chats and operators the id, because two may have one name. */
function wordAt(row: Row, axis: string | undefined, column: (name: string) => number, id: string | null | undefined) {
  if (axis === undefined) return ''
  return id === undefined ? String(row[column(axis)]) : (id ?? restKey)
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

function ordered(words: readonly string[], dimension: string, orderOf: (dimension: string) => readonly string[]) {
  if (timeDimensions.includes(dimension)) return [...words].toSorted()
  const order = inChartOrder(dimension, orderOf(dimension))
  const known = order.filter((word) => words.includes(word))
  return [...known, ...words.filter((word) => !order.includes(word))]
}
