import type { Channel } from '../events/vocabulary.ts'
import type { DimensionName } from '../measures/dimensions.ts'
import type { MeasureName, Text } from '../measures/measures.ts'
import { measureOf } from '../measures/measures.ts'

/** How a panel is drawn, and which shape of answer that takes. */
export const charts = {
  counter: { dimensionsMax: 2 },
  pie: { dimensions: 1 },
  bars: { dimensions: 1 },
  'time-series': { dimensions: 1, first: 'time' },
  'stacked-bars': { dimensions: 2, first: 'day' },
  'stacked-bars-share': { dimensions: 2, first: 'day' },
  'counter-bars': { dimensions: 1, first: 'day' },
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
  /** A panel about one channel only. */
  channel?: Channel
  /** Measures that are told in the totals besides those of the rows. */
  totals?: readonly MeasureName[]
}

export type FilterName = 'channel' | 'status'

/** Declares a panel; one whose shape does not fit its chart stops the start. */
export function definePanel(panel: Panel): Panel {
  const shape: { dimensions?: number; dimensionsMax?: number; first?: string } = charts[panel.chart]
  const fits =
    (shape.dimensions === undefined || shape.dimensions === panel.by.length) &&
    (shape.dimensionsMax === undefined || panel.by.length <= shape.dimensionsMax) &&
    (shape.first === undefined || shape.first === panel.by[0])
  if (!fits) throw new Error(`The panel ${panel.id} has another shape than its chart ${panel.chart} needs.`)
  const isMoney = panel.measures.some((name) => measureOf(name).unit === 'money')
  if (isMoney !== panel.by.includes('currency')) {
    throw new Error(`The panel ${panel.id} must show money by currency, and only money.`)
  }
  return panel
}
