import type { ECharts } from './echarts.ts'

/** A mark of a plot: the id of its series and its position. */
export type Mark = { series: string; at: number }

type Drawn = { id: string; type: string; silent?: boolean; data: readonly (number | null | { value: number | null })[] }

/**
 * The mark that a place of a plot of lines speaks of: the position that the place lies at, and of the lines there the one that runs
 * nearest. Nothing where no line has a number.
 */
export function nearestMark(chart: ECharts, [x, y]: readonly [x: number, y: number]): Mark | undefined {
  const { series } = chart.getOption() as { series: readonly (Drawn | null | undefined)[] }
  const marks = series.flatMap((drawn, seriesIndex) => {
    // Where a series was taken away, its place stays empty.
    if (drawn === null || drawn === undefined) return []
    const { id, type, silent, data } = drawn
    if (type !== 'line' || silent === true || !chart.containPixel({ seriesIndex }, [x, y])) return []
    const [at] = chart.convertFromPixel({ seriesIndex }, [x, y]) as [number]
    const point = data[at]
    const value = typeof point === 'object' ? point?.value : point
    if (value === null || value === undefined) return []
    const [, top] = chart.convertToPixel({ seriesIndex }, [at, value]) as [number, number]
    return [{ mark: { series: id, at }, away: Math.abs(top - y) }]
  })
  return marks.toSorted((a, b) => a.away - b.away)[0]?.mark
}
