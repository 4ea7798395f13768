import type { AskedPeriod } from '../asking/answers.ts'
import { percent } from '../numbers.ts'
import { figureOf, type LineUnit } from './figures.ts'
import { baseOption, categoryAxis, dayLabeller, labelledDays, plotArea, valueAxis, type Ink } from './ink.ts'
import { colorOf, frameColor } from './palette.ts'
import { dayTitle, stepTitle } from './stretches.ts'
import { timeAxis } from './time-line.ts'
import { tooltipElement, tooltipOption } from './tooltip.ts'
import { weekendShade } from './weekends.ts'

/** A line of numbers; null where there is nothing to measure. */
export type Line = { key: string; title: string; mark: string; dash: Dash; values: readonly (number | null)[] }
export type Dash = 'solid' | 'dotted' | 'dash-dot'

/** Days, or the starts of equal steps of time, of a period, and lines over them. */
export type Lines = {
  axis: 'day' | 'time'
  positions: readonly string[]
  period: AskedPeriod
  unit: LineUnit
  lines: readonly Line[]
}

/** How lines of different meaning are told apart where colours look alike. */
const dashes: Readonly<Record<Dash, 'solid' | number[]>> = { solid: 'solid', dotted: [2, 3], 'dash-dot': [9, 3, 2, 3] }

/**
 * Lines over days or times.
 * @param before the line of the period compared with, dashed, one over the other
 */
export function linesOption(shown: Lines, before: (Lines & { title: string }) | undefined, ink: Ink) {
  const { axis, positions, period, unit, lines } = shown
  const [earlier] = before?.lines ?? []
  const time = axis === 'time' ? timeAxis(ink, positions, period.zone) : undefined
  return {
    ...baseOption(ink),
    grid: plotArea,
    xAxis: time?.axis ?? dayAxis(ink, positions),
    yAxis: axisOf(unit, largestOf([...lines, ...(before?.lines ?? [])]), ink),
    tooltip: {
      ...tooltipOption(ink, 'axis'),
      axisPointer: pointerLine(ink),
      formatter: (points: readonly { dataIndex: number }[]) => {
        const at = points[0]?.dataIndex ?? 0
        return tooltipElement(ink, positionTitle(shown, at), [
          ...lines.map(({ title, mark, values }) => ({
            color: colorOf(mark, ink.scheme),
            title,
            value: figureOf(unit, values[at]),
          })),
          ...(before === undefined || earlier === undefined || before.positions[at] === undefined
            ? []
            : [
                {
                  color: frameColor('before', ink.scheme),
                  title: `${earlier.title}, ${before.title}: ${positionTitle(before, at)}`,
                  value: figureOf(unit, earlier.values[at]),
                  isDashed: true,
                },
              ]),
        ])
      },
    },
    series: [
      ...(earlier === undefined ? [] : [{ ...pastLine(earlier.values, positions.length, ink), id: 'before' }]),
      ...lines.map((line) => drawnLine(line, positions.length, ink)),
      weekendShade(ink, time?.days ?? positions, time === undefined ? 'band' : 'moment'),
    ],
  }
}

function dayAxis(ink: Ink, days: readonly string[]) {
  const labelOf = dayLabeller(days.at(0) ?? '', days.at(-1) ?? '')
  return categoryAxis(ink, days.map(labelOf), labelledDays(days, ink.width - 60))
}

/** A line with its colour and stroke. */
export function drawnLine(line: Line, positions: number, ink: Ink) {
  const color = colorOf(line.mark, ink.scheme)
  return {
    ...lineSeries(line, positions),
    id: line.key,
    lineStyle: { width: 2, type: dashes[line.dash], color },
    itemStyle: { color },
    z: 3,
  }
}

/** A line of the period compared with, behind the others. */
export function pastLine(values: Line['values'], positions: number, ink: Ink) {
  const color = frameColor('before', ink.scheme)
  return {
    ...lineSeries({ values }, positions),
    silent: true,
    lineStyle: { width: 1.5, type: [5, 3], color },
    itemStyle: { color },
    z: 2,
  }
}

/** More points than this lie too close to be pointed at one by one. */
const pointsMax = 120

function lineSeries({ values }: Pick<Line, 'values'>, positions: number) {
  const isDense = positions > pointsMax
  return {
    type: 'line' as const,
    symbol: 'circle',
    symbolSize: isDense ? 5 : 7,
    // Else those that stand alone would be left out with the others where there is no room for all.
    showAllSymbol: true,
    connectNulls: false,
    data: Array.from({ length: positions }, (_, at) => {
      const isSeen = isAlone(values, at)
      return {
        value: values[at] ?? null,
        ...(isDense && !isSeen ? { symbol: 'none' } : {}),
        // Every point can be clicked; those that a line leads to are seen when pointed at.
        itemStyle: { opacity: isSeen ? 1 : 0 },
        emphasis: { itemStyle: { opacity: 1 } },
      }
    }),
  }
}

/** The line that follows the pointer. */
export function pointerLine(ink: Ink) {
  return { type: 'line' as const, lineStyle: { color: frameColor('before', ink.scheme), type: 'solid' as const } }
}

/** What a position of lines is about, in words. */
export function positionTitle(
  { axis, positions, period }: Pick<Lines, 'axis' | 'positions' | 'period'>,
  at: number,
): string {
  return axis === 'day' ? dayTitle(positions[at] ?? '', period) : stepTitle(positions, at, period)
}

export function largestOf(lines: readonly Line[]): number {
  return Math.max(0, ...lines.flatMap(({ values }) => values.map((value) => value ?? 0)))
}

function wholePercent(share: number): string {
  return percent(share, 0)
}

/** The axis of values of a unit. */
export function axisOf(unit: LineUnit, largest: number, ink: Ink) {
  const axis = { ...valueAxis(ink, largest, (value) => figureOf(unit, value)), minInterval: 0 }
  // The most in a second is a whole number; only means are less than one.
  if (unit === 'rate') return { ...axis, minInterval: largest >= 1 ? 1 : 0 }
  if (unit === 'share') {
    return {
      ...axis,
      min: 0,
      max: 1,
      interval: ink.height < 170 ? 0.5 : 0.25,
      axisLabel: { ...axis.axisLabel, formatter: wholePercent },
    }
  }
  const interval = tickOf(largest, ink.height < 170 ? 3 : 5)
  return { ...axis, interval, max: Math.max(1, Math.ceil(largest / interval)) * interval }
}

/** Whether a position stands between two without a number: a line alone would not show it. */
function isAlone(values: Line['values'], at: number): boolean {
  return values[at] !== null && (values[at - 1] ?? null) === null && (values[at + 1] ?? null) === null
}

const ticks = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200]
const dayTick = 86_400

/** The distance of round durations on an axis, of which so many are enough. */
function tickOf(largest: number, many: number): number {
  return ticks.find((tick) => largest / tick <= many) ?? Math.ceil(largest / many / dayTick) * dayTick
}
