import type { EChartsCoreOption } from './echarts.ts'
import { dayBarsOption } from './day-bars.ts'
import { donutOption } from './donut.ts'
import type { Grid } from './grid.ts'
import { horizontalBarsOption } from './horizontal-bars.ts'
import type { Ink } from './ink.ts'
import { timeLineOption } from './time-line.ts'

/** The ways in which the page draws; the catalogue's chart kinds and the shape of the answer decide which. */
export type Drawing = 'donut' | 'line' | 'bars' | 'day-bars' | 'day-shares'

export function drawingOf(chart: string, grid: Grid): Drawing {
  if (chart.includes('pie') || chart.includes('donut')) return 'donut'
  if (grid.axis === 'time') return 'line'
  if (grid.axis !== 'day') return 'bars'
  return /share|100|percent/.test(chart) ? 'day-shares' : 'day-bars'
}

export type Drawn = {
  drawing: Drawing
  grid: Grid
  before: Grid | undefined
  zone: string
  words: { titleOf: (dimension: string, word: string) => string; now: string; before: string; sum: string }
}

/** The option of the chart library for a drawing. */
export function optionOf({ drawing, grid, before, zone, words }: Drawn, ink: Ink): EChartsCoreOption {
  if (drawing === 'donut') return donutOption(grid, ink, words.titleOf)
  if (drawing === 'bars') return horizontalBarsOption(grid, ink, words.titleOf)
  if (drawing === 'line') return timeLineOption(grid, before, zone, ink, words)
  return dayBarsOption(grid, ink, words, drawing === 'day-shares' ? 'shares' : 'counts')
}
