import { countAndShare, figure, monthOfYear, percent, shortDay } from '../numbers.ts'
import { totalsOf, type Drawable, type Series } from './grid.ts'
import {
  baseOption,
  categoryAxis,
  fillOf,
  labelledDays,
  labelledMonths,
  plotArea,
  figureAxis,
  valueAxis,
  type Ink,
} from './ink.ts'
import { colorOf, frameColor } from './palette.ts'
import { daysTitle } from './stretches.ts'
import { tooltipElement, tooltipOption, type TooltipLine } from './tooltip.ts'
import { weekendShade } from './weekends.ts'

type Words = { titleOf: (dimension: string, word: string) => string; before: string; sum: string }

const roundness = 3

/**
 * Bars by day (or by the stretches of days that the grid has), stacked when there are several series; as `shares` each day is stretched to 100 %. The sums of the period
 * compared with are a dashed line, day over day.
 */
export function dayBarsOption(
  { grid, period }: Drawable,
  before: Drawable | undefined,
  ink: Ink,
  words: Words,
  scale: 'counts' | 'shares',
) {
  const days = grid.positions
  const dayTotals = totalsOf(grid)
  const totalsBefore = before === undefined ? undefined : totalsOf(before.grid)
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
    xAxis:
      grid.stretches === undefined
        ? categoryAxis(ink, days.map(shortDay), labelledDays(days, ink.width - 60))
        : categoryAxis(ink, days.map(monthOfYear), labelledMonths(days, ink.width - 60)),
    yAxis:
      scale === 'counts'
        ? figureAxis(ink, Math.max(...dayTotals, ...(totalsBefore ?? [])), grid.currency)
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
            value: countAndShare(series.values[at] ?? 0, scale === 'shares' ? dayTotals[at]! : 0, grid.currency),
          }))
        if (grid.split !== undefined)
          lines.push({
            color: 'transparent',
            title: words.sum,
            value: figure(dayTotals[at] ?? 0, grid.currency),
            isSum: true,
          })
        if (before !== undefined && at < before.grid.positions.length) {
          lines.push({
            color: frameColor('before', ink.scheme),
            title: `${words.before}: ${daysTitle(before.grid, at, before.period)}`,
            value: figure(totalsBefore?.[at] ?? 0, grid.currency),
            isDashed: true,
          })
        }
        return tooltipElement(ink, daysTitle(grid, at, period), lines)
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
      ...(totalsBefore === undefined || scale === 'shares'
        ? []
        : [
            {
              type: 'line' as const,
              id: 'before',
              silent: true,
              showSymbol: days.length < 3,
              symbolSize: 6,
              data: days.map((_, at) => totalsBefore[at] ?? null),
              lineStyle: { width: 1.5, type: [5, 3], color: frameColor('before', ink.scheme) },
              itemStyle: { color: frameColor('before', ink.scheme) },
              z: 4,
            },
          ]),
      ...(grid.stretches === undefined ? [weekendShade(ink, days, 'band')] : []),
    ],
  }
}
