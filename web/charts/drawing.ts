import type { EChartsCoreOption } from './echarts.ts'
import { dayBarsOption } from './day-bars.ts'
import { donutOption, totalId } from './donut.ts'
import type { Drawable, Grid } from './grid.ts'
import { horizontalBarsOption } from './horizontal-bars.ts'
import type { Ink } from './ink.ts'
import { timeLineOption } from './time-line.ts'

/** The ways in which the page draws; the catalogue's chart kinds and the shape of the answer decide which. */
export type Drawing = 'donut' | 'line' | 'bars' | 'day-bars' | 'day-shares'

export function drawingOf(chart: string, grid: Grid): Drawing {
  if (chart === 'pie') return 'donut'
  if (grid.axis === 'time') return 'line'
  if (grid.axis !== 'day') return 'bars'
  return chart === 'stacked-bars-share' ? 'day-shares' : 'day-bars'
}

export type Drawn = Drawable & {
  /** Whether a mark can be opened. */
  isOpen: boolean
  /** Whether the sum in the middle of a ring can be opened, too. */
  isTotalOpen: boolean
  drawing: Drawing
  /** The period compared with. */
  before: Drawable | undefined
  words: { titleOf: (dimension: string, word: string) => string; now: string; before: string; sum: string }
}

/** The option of the chart library for a drawing. */
export function optionOf(drawn: Drawn, ink: Ink): EChartsCoreOption {
  const option = drawingOption(drawn, ink)
  const { isOpen, isTotalOpen } = drawn
  const series = option.series.map((one) => {
    // Words have no cursor of their own in the library.
    if (one.id === totalId) return { ...one, silent: !isOpen || !isTotalOpen }
    return isOpen ? one : { ...one, cursor: 'default' }
  })
  return { ...option, series }
}

function drawingOption({ drawing, grid, period, before, words }: Drawn, ink: Ink) {
  if (drawing === 'donut') return donutOption(grid, before?.grid, ink, words)
  if (drawing === 'bars') return horizontalBarsOption(grid, before?.grid, ink, words)
  if (drawing === 'line') return timeLineOption({ grid, period }, before, ink, words)
  return dayBarsOption({ grid, period }, before, ink, words, drawing === 'day-shares' ? 'shares' : 'counts')
}
