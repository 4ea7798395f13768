import type { Cell } from '../measures/ask.ts'
import { wordReader } from '../measures/ask.ts'
import { decimalOf } from '../measures/decimal.ts'
import { dimensions } from '../measures/dimensions.ts'
import type { DimensionName } from '../measures/dimensions.ts'
import { filtersOf, keeps } from '../measures/measure.ts'
import { isAmongRows, measureOf, moneyOf, numberOf } from '../measures/measures.ts'
import type { MeasureName } from '../measures/measures.ts'
import { secondsOf } from '../measures/period.ts'
import type { Step } from '../measures/period.ts'
import { units } from '../units.ts'
import type { Unit } from '../units.ts'
import type { AskedFilters } from './ask-panels.ts'
import { entityMoney, entityRows } from './entity-rows.ts'
import { entityOf, isOfSeries, measuresOf } from './panel.ts'
import { placeRows } from './place-rows.ts'
import { seriesRows } from './series-rows.ts'
import type { FilterName, Panel } from './panel.ts'

/** A cell of the answer: counts and shares are numbers, money a decimal text, null what cannot be said. */
export type Value = string | number | null
/** A column of an answer; dimensions have no unit. */
export type Column = { name: string; type: 'text' | 'date' | 'time' | 'number' | 'decimal'; unit: Unit | null }
export type PanelRows = {
  columns: Column[]
  rows: Value[][]
  totals: Record<string, Value | Record<string, string>>
  /** Of lines over time: how many of what the data names have none, because others are larger. */
  more?: number
  /** Of rows that have the name of a chat or an operator: its id, empty for none; null for the others together. */
  ids?: (string | null)[]
}

export type Asked = {
  /** The steps of the question, which days and times without messages are filled from. */
  steps: readonly Step[]
  filters: AskedFilters
  /** What is to come has not lasted yet. */
  now: number
  /** What totals are made of that the cells cannot be added up to. */
  whole?: readonly Cell[] | undefined
  /** The keys of those that have lines of their own, the largest first, and how many have none. */
  series?: readonly string[]
  more?: number
  /** The company's own, shown with zero where no price is known. */
  currency: string
}

/**
 * The rows of a panel from the cells of its page: dimensions first, then measures. Of closed lists and days nothing that
 * is zero is left out; chats and operators stand by their keys, for names to be put in their place.
 */
export function answerPanel(panel: Panel, pageCells: readonly Cell[], asked: Asked): PanelRows {
  const isOwn = keeps(filtersOf(panel.only ?? {}))
  const cells = panel.only === undefined ? pageCells : pageCells.filter(isOwn)
  const columns: Column[] = [...panel.by.flatMap(dimensionColumns), ...panel.measures.map((name) => columnOf(name))]
  const isMoney = panel.by.includes('currency')
  const totals = totalsOf(panel, cells, { ...asked, whole: asked.whole?.filter(isOwn) })
  if (isOfSeries(panel)) return { columns, totals, ...seriesRows(panel, cells, asked), more: asked.more ?? 0 }
  if (entityOf(panel) !== undefined) {
    return { columns, totals, ...(isMoney ? entityMoney(panel, cells) : entityRows(panel, cells)) }
  }
  if (panel.by.includes('cell')) return { columns, totals, rows: placeRows(panel, cells) }
  return { columns, totals, rows: isMoney ? moneyRows(panel, cells, asked) : countRows(panel, cells, asked) }
}

/** A place takes two columns. */
function dimensionColumns(name: DimensionName): Column[] {
  const { type } = dimensions[name]
  if (type !== 'place') return [{ name, type, unit: null }]
  return ['latitude', 'longitude'].map((column) => ({ name: column, type: 'number', unit: null }))
}

function columnOf(name: MeasureName): Column {
  const { unit } = measureOf(name)
  return { name, type: units[unit].column, unit }
}

function countRows(panel: Panel, cells: readonly Cell[], asked: Asked): Value[][] {
  const [first, second] = panel.by
  const names = panel.measures
  if (first === undefined) return [names.map((name) => numberOf(name, cells, cells))]
  const byFirst = Map.groupBy(cells, wordReader(first))
  const rows: Value[][] = []
  const seconds = second === undefined ? [] : valuesIn(second, cells, asked)
  for (const value of valuesOf(first, asked)) {
    const group = byFirst.get(value) ?? []
    if (second === undefined) {
      rows.push([value, ...names.map((name) => numberOf(name, group, cells))])
      continue
    }
    const bySecond = Map.groupBy(group, wordReader(second))
    for (const inner of seconds) {
      rows.push([value, inner, ...names.map((name) => numberOf(name, bySecond.get(inner) ?? [], group))])
    }
  }
  return rows
}

function moneyRows(panel: Panel, cells: readonly Cell[], asked: Asked): Value[][] {
  const other = panel.by.find((name) => name !== 'currency')
  const currencies = moneyOf(cells).size === 0 ? [asked.currency] : [...moneyOf(cells).keys()]
  const groups = other === undefined ? [undefined] : valuesOf(other, asked)
  const byGroup = Map.groupBy(cells, other === undefined ? () => undefined : wordReader(other))
  return groups.flatMap((group) => {
    const sums = moneyOf(byGroup.get(group) ?? [])
    return currencies.map((currency) => [
      ...(group === undefined ? [] : [group]),
      currency,
      decimalOf(sums.get(currency) ?? 0n),
    ])
  })
}

function totalsOf(panel: Panel, cells: readonly Cell[], asked: Asked): PanelRows['totals'] {
  const totals: PanelRows['totals'] = {}
  for (const name of measuresOf(panel)) {
    const measure = measureOf(name)
    if (isAmongRows(measure)) continue
    if (measure.number !== 'money') {
      totals[name] = numberOf(name, asked.whole ?? cells, cells, secondsOf(asked.steps, asked.now))
      continue
    }
    const sums = moneyOf(cells)
    if (sums.size === 0) sums.set(asked.currency, 0n)
    totals[name] = Object.fromEntries([...sums].map(([currency, sum]) => [currency, decimalOf(sum)]))
  }
  return totals
}

/** All values of a dimension that the question can have, in the order of the screen. */
function valuesOf(name: DimensionName, asked: Asked): string[] {
  if (name === 'day') return [...new Set(asked.steps.map((step) => step.day))]
  if (name === 'time') return asked.steps.map((step) => step.time)
  const all = dimensions[name].values!.map(({ value }) => value)
  const kept = asked.filters.get(name as FilterName)
  return kept === undefined ? all : all.filter((value) => kept.includes(value))
}

/** Of the second dimension only what occurs in the period is shown, or everything when nothing does. */
function valuesIn(name: DimensionName, cells: readonly Cell[], asked: Asked): string[] {
  const present = new Set(cells.map(wordReader(name)))
  const all = valuesOf(name, asked)
  return present.size === 0 ? all : all.filter((value) => present.has(value))
}
