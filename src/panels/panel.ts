import type { DimensionName } from '../measures/dimensions.ts'
import { dimensions } from '../measures/dimensions.ts'
import type { Fact } from '../measures/facts/fact.ts'
import { facts } from '../measures/facts/facts.ts'
import type { LivePeriod } from '../measures/live-period.ts'
import type { Kept } from '../measures/measure.ts'
import type { MeasureName } from '../measures/measures.ts'
import { isIndivisible, isOfWhole, measureOf } from '../measures/measures.ts'
import type { Text } from '../measures/text.ts'

/** How a panel is drawn, and which shape of answer that takes. */
export const charts = {
  counter: { dimensionsMax: 1 },
  pie: { dimensions: 1 },
  bars: { dimensions: 1 },
  'time-series': { dimensions: 1, first: 'time' },
  'stacked-bars': { dimensions: 2, first: 'day' },
  'stacked-bars-share': { dimensions: 2, first: 'day' },
  lines: { dimensions: 1, first: 'day' },
  'time-lines': { dimensions: 1, first: 'time' },
  // The same, of bots and of people in plots of their own: a measure is named by whose it is.
  'split-lines': { dimensions: 1, first: 'time' },
  // Lines over time for each of the largest of the second dimension.
  rates: { dimensions: 2, first: 'time' },
  // Stages, each within the one before: lines over time, and a funnel of the totals.
  'funnel-series': { dimensions: 1, first: 'time' },
  'counter-bars': { dimensions: 1, first: 'day' },
  timeline: { dimensions: 1, first: 'operator' },
  'table-bars': { dimensions: 1 },
  map: { dimensions: 1, first: 'cell' },
} as const
export type Chart = keyof typeof charts

/** A question with a name: everything that shows it derives from this object. */
export type Panel = {
  id: `${string}.${string}`
  title: Text
  measures: readonly [MeasureName, ...MeasureName[]]
  by: readonly DimensionName[]
  chart: Chart
  /** Columns of the twelve that it takes on a wide screen. */
  width: number
  filters: readonly FilterName[]
  /** What a panel about some facts only is about. */
  only?: Kept
  /** Measures that are told in the totals besides those of the rows. */
  totals?: readonly MeasureName[]
  /** Of a panel that follows the clock: the period that it is about, whatever is asked of the others beside it. */
  live?: LivePeriod
}

export type FilterName = Extract<
  DimensionName,
  'channel' | 'status' | 'chat' | 'operator' | 'messenger' | 'bot' | 'asked' | 'group' | 'trunk' | 'direction'
>

/** All measures of a panel: those of its rows, and those that only its totals tell. */
export function measuresOf({ measures, totals = [] }: Panel): readonly MeasureName[] {
  return [...measures, ...totals]
}

/** What a panel counts. */
export function factOf({ measures }: Panel): Fact {
  return facts[measureOf(measures[0]).fact]
}

/** Of some panels the one whose facts tell how new and how complete all of them are: of what may still change, where any is. */
export function leadingOf(panels: readonly Panel[]): Panel {
  const changing = panels.filter((panel) => factOf(panel).open !== undefined)
  return changing.find(({ live }) => live === undefined) ?? changing[0] ?? panels[0]!
}

/** The dimension whose values a panel's rows have by their names or words: chats, operators, phrases. */
export function entityOf({ by }: Panel): DimensionName | undefined {
  return by.find((name) => dimensions[name].kind !== undefined || name === 'phrase')
}

/** Whether a panel tells how something went over time for each of the largest of what the data names. */
export function isOfSeries({ chart }: Panel): boolean {
  return chart === 'rates'
}

/** Declares a panel; one whose shape does not fit its chart, or that asks facts for what they do not have, stops the start. */
export function definePanel(panel: Panel): Panel {
  const shape: { dimensions?: number; dimensionsMax?: number; first?: string } = charts[panel.chart]
  // A chart shows each currency by itself.
  const shown = panel.by.filter((name) => name !== 'currency')
  const fits =
    (shape.dimensions === undefined || shape.dimensions === shown.length) &&
    (shape.dimensionsMax === undefined || shown.length <= shape.dimensionsMax) &&
    (shape.first === undefined || shape.first === panel.by[0])
  if (!fits) throw new Error(`The panel ${panel.id} has another shape than its chart ${panel.chart} needs.`)
  const isMoney = panel.measures.some((name) => measureOf(name).unit === 'money')
  if (isMoney !== panel.by.includes('currency')) {
    throw new Error(`The panel ${panel.id} must show money by currency, and only money.`)
  }
  const fact = factOf(panel)
  if (
    measuresOf(panel)
      .map(measureOf)
      .some((one) => one.fact !== fact.name)
  ) {
    throw new Error(`The panel ${panel.id} must show measures of one kind of facts.`)
  }
  if (fact.countsForEach !== undefined && !panel.by.includes(fact.countsForEach)) {
    throw new Error(`The panel ${panel.id} must show by ${fact.countsForEach} what is counted for each of them.`)
  }
  const isParted = panel.only !== undefined || panel.by.some((name) => dimensions[name].key !== undefined)
  if (isParted && measuresOf(panel).map(measureOf).some(isIndivisible)) {
    throw new Error(
      `The panel ${panel.id} tells what cannot be added up, so it can be by time only, and of everything.`,
    )
  }
  const ofWhole = panel.measures.find((name) => isOfWhole(measureOf(name)))
  if (ofWhole !== undefined) {
    throw new Error(`The panel ${panel.id} can tell ${ofWhole} in its totals only.`)
  }
  const entity = entityOf(panel)
  if (entity !== undefined && !isOfSeries(panel) && (entity !== panel.by[0] || shown.length > 1)) {
    throw new Error(`The panel ${panel.id} has a row for each ${entity}, so it can be by nothing else.`)
  }
  const keys = [...panel.by, ...panel.filters].map((name) => dimensions[name].key)
  const missing = keys.find((key) => key !== undefined && fact.keys[key] === undefined)
  if (missing !== undefined)
    throw new Error(`The panel ${panel.id} asks for ${missing}, which ${fact.name} do not have.`)
  return panel
}
