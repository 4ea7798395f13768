import { count, percent, shortDay } from '../numbers.ts'
import type { Drawable, Series } from './grid.ts'
import { baseOption, categoryAxis, fillOf, labelledDays, plotArea, valueAxis, type Ink } from './ink.ts'
import { colorOf, frameColor } from './palette.ts'
import { dayTitle } from './stretches.ts'
import { tooltipElement, tooltipOption, type TooltipLine } from './tooltip.ts'
import { weekendShade } from './weekends.ts'

type Words = { titleOf: (dimension: string, word: string) => string; sum: string }

const roundness = 3

/** Bars by day, stacked when there are several series; `asShares` stretches each day to 100 %. */
export function dayBarsOption({ grid, period }: Drawable, ink: Ink, words: Words, scale: 'counts' | 'shares') {
  const days = grid.positions
  const dayTotals = days.map((_, at) => grid.series.reduce((sum, series) => sum + (series.values[at] ?? 0), 0))
  const drawn = (series: Series, at: number) => {
    const value = series.values[at] ?? 0
    if (scale === 'counts') return value
    return dayTotals[at] === 0 ? 0 : (value / dayTotals[at]!) * 100
  }
  const topOf = days.map((_, at) => grid.series.findLastIndex((series) => (series.values[at] ?? 0) > 0))
  const accent = frameColor('accent', ink.scheme)
  return {
    ...baseOption(ink),
    grid: plotArea,
    xAxis: categoryAxis(ink, days.map(shortDay), labelledDays(days, ink.width - 60)),
    yAxis:
      scale === 'counts'
        ? valueAxis(ink, Math.max(...dayTotals))
        : { ...valueAxis(ink, 100, (value) => percent(value / 100, 0)), max: 100, interval: 20 },
    tooltip: {
      ...tooltipOption(ink, 'axis'),
      formatter: (points: readonly { dataIndex: number }[]) => {
        const at = points[0]?.dataIndex ?? 0
        const lines: TooltipLine[] = grid.series
          .filter((series) => grid.split === undefined || (series.values[at] ?? 0) !== 0)
          .toReversed()
          .map((series) => ({
            color: grid.split === undefined ? accent : colorOf(series.key, ink.scheme),
            word: series.key,
            title: grid.split === undefined ? words.sum : words.titleOf(grid.split, series.key),
            value: valueText(series.values[at] ?? 0, scale === 'shares' ? dayTotals[at]! : undefined),
          }))
        if (grid.split !== undefined)
          lines.push({ color: 'transparent', title: words.sum, value: count(dayTotals[at] ?? 0), isSum: true })
        return tooltipElement(ink, dayTitle(days[at] ?? '', period), lines)
      },
    },
    series: [
      ...grid.series.map((series, level) => ({
        type: 'bar' as const,
        id: series.key,
        stack: 'day',
        barWidth: '60%',
        barMaxWidth: 44,
        itemStyle: grid.split === undefined ? { color: accent } : fillOf(series.key, ink),
        emphasis: { itemStyle: { opacity: 0.85 } },
        data: days.map((_, at) => ({
          value: drawn(series, at),
          itemStyle: { borderRadius: scale === 'counts' && topOf[at] === level ? [roundness, roundness, 0, 0] : 0 },
        })),
      })),
      weekendShade(ink, days, 'band'),
    ],
  }
}

function valueText(value: number, total: number | undefined): string {
  if (total === undefined) return count(value)
  return total === 0 ? count(value) : `${count(value)} · ${percent(value / total)}`
}
