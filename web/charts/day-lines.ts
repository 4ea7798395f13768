import { duration, shortDay } from '../numbers.ts'
import type { AskedPeriod } from '../asking/answers.ts'
import { baseOption, categoryAxis, labelledDays, plotArea, valueAxis, type Ink } from './ink.ts'
import { colorOf, frameColor } from './palette.ts'
import { dayTitle } from './stretches.ts'
import { tooltipElement, tooltipOption } from './tooltip.ts'
import { weekendShade } from './weekends.ts'

/** A line of seconds by day; null where there is nothing to measure. */
export type DayLine = { key: string; title: string; mark: string; dash: Dash; values: readonly (number | null)[] }
export type Dash = 'solid' | 'dotted' | 'dash-dot'

/** The days of a period, and lines over them. */
export type DayLines = { days: readonly string[]; period: AskedPeriod; lines: readonly DayLine[] }

/** How lines of different meaning are told apart where colours look alike. */
const dashes: Readonly<Record<Dash, 'solid' | number[]>> = { solid: 'solid', dotted: [2, 3], 'dash-dot': [9, 3, 2, 3] }

/**
 * Lines of durations by day.
 * @param before the line of the period compared with, dashed, day over day
 */
export function dayLinesOption(
  { days, period, lines }: DayLines,
  before: (DayLines & { title: string }) | undefined,
  ink: Ink,
) {
  const [earlier] = before?.lines ?? []
  const largest = Math.max(
    0,
    ...[...lines, ...(before?.lines ?? [])].flatMap(({ values }) => values.map((v) => v ?? 0)),
  )
  const interval = tickOf(largest, ink.height < 170 ? 3 : 5)
  const line = { type: 'line' as const, symbol: 'circle', symbolSize: 7, connectNulls: false }
  const dataOf = (values: DayLine['values']) =>
    days.map((_, at) => ({
      value: values[at] ?? null,
      // Every point can be clicked; those that a line leads to are seen when pointed at.
      itemStyle: { opacity: isAlone(values, at) ? 1 : 0 },
      emphasis: { itemStyle: { opacity: 1 } },
    }))
  return {
    ...baseOption(ink),
    grid: plotArea,
    xAxis: categoryAxis(ink, days.map(shortDay), labelledDays(days, ink.width - 60)),
    yAxis: {
      ...valueAxis(ink, largest, duration),
      interval,
      max: Math.max(1, Math.ceil(largest / interval)) * interval,
    },
    tooltip: {
      ...tooltipOption(ink, 'axis'),
      axisPointer: {
        type: 'line' as const,
        lineStyle: { color: frameColor('before', ink.scheme), type: 'solid' as const },
      },
      formatter: (points: readonly { dataIndex: number }[]) => {
        const at = points[0]?.dataIndex ?? 0
        const dayBefore = before?.days[at]
        return tooltipElement(ink, dayTitle(days[at] ?? '', period), [
          ...lines.map(({ title, mark, values }) => ({
            color: colorOf(mark, ink.scheme),
            title,
            value: durationText(values[at]),
          })),
          ...(before === undefined || earlier === undefined || dayBefore === undefined
            ? []
            : [
                {
                  color: frameColor('before', ink.scheme),
                  title: `${earlier.title}, ${before.title}: ${dayTitle(dayBefore, before.period)}`,
                  value: durationText(earlier.values[at]),
                  isDashed: true,
                },
              ]),
        ])
      },
    },
    series: [
      ...(earlier === undefined
        ? []
        : [
            {
              ...line,
              id: 'before',
              silent: true,
              data: dataOf(earlier.values),
              lineStyle: { width: 1.5, type: [5, 3], color: frameColor('before', ink.scheme) },
              itemStyle: { color: frameColor('before', ink.scheme) },
              z: 2,
            },
          ]),
      ...lines.map(({ key, mark, dash, values }) => ({
        ...line,
        id: key,
        data: dataOf(values),
        lineStyle: { width: 2, type: dashes[dash], color: colorOf(mark, ink.scheme) },
        itemStyle: { color: colorOf(mark, ink.scheme) },
        z: 3,
      })),
      weekendShade(ink, days, 'band'),
    ],
  }
}

/** Whether a day stands between two without a number: a line alone would not show it. */
function isAlone(values: DayLine['values'], at: number): boolean {
  return values[at] !== null && (values[at - 1] ?? null) === null && (values[at + 1] ?? null) === null
}

/** A number of seconds, or that there is none. */
export function durationText(seconds: number | null | undefined): string {
  return seconds === null || seconds === undefined ? '—' : duration(seconds)
}

const ticks = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200]
const dayTick = 86_400

/** The distance of round durations on an axis, of which so many are enough. */
function tickOf(largest: number, many: number): number {
  return ticks.find((tick) => largest / tick <= many) ?? Math.ceil(largest / many / dayTick) * dayTick
}
