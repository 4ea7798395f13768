import { figureOf, type LineUnit } from './figures.ts'
import { axisOf, drawnLine, largestOf, pastLine, pointerLine, type Line } from './lines.ts'
import type { AskedPeriod } from '../asking/answers.ts'
import { baseOption, drawable, type Ink } from './ink.ts'
import { colorOf, frameColor } from './palette.ts'
import { stepTitle } from './stretches.ts'
import { timeAxis } from './time-line.ts'
import { tooltipElement, tooltipOption } from './tooltip.ts'
import { weekendShade } from './weekends.ts'

/** How something went over time for each of several, such as trunks: the same lines for each of them. */
export type Rates = {
  positions: readonly string[]
  period: AskedPeriod
  unit: LineUnit
  parts: readonly RatePart[]
}

export type RatePart = {
  id: string
  title: string
  lines: readonly Line[]
  /** Its first line in the period compared with, of which one is enough to see what became of it. */
  before?: { title: string; values: Line['values'] } | undefined
}

/** Pixels of each plot, with its title. */
export const rateHeight = 150
const twoFrom = 640
const gap = { across: 28, title: 26, axis: 24 }

/** How many plots stand beside each other in so many pixels. */
export function columnsIn(width: number, parts: number): number {
  return width >= twoFrom && parts > 1 ? 2 : 1
}

/** The id of a line of a part, and back. */
export function rateSeries(part: number, line: string): string {
  return `${part} ${line}`
}
export function readRateSeries(series: string): { part: number; line: string } {
  const [part, line = ''] = series.split(' ')
  return { part: Number(part), line }
}

/** Small plots side by side, one for each part, with one time and one pointer. */
export function ratesOption({ positions, period, unit, parts }: Rates, ink: Ink) {
  const columns = columnsIn(ink.width, parts.length)
  const width = (ink.width - gap.across * (columns - 1)) / columns
  const place = (at: number) => ({
    left: (at % columns) * (width + gap.across),
    top: Math.floor(at / columns) * rateHeight + 4,
  })
  const { axis, days } = timeAxis(ink, positions, period.zone, width)
  const small = { ...ink, width, height: rateHeight - gap.title - gap.axis }
  return {
    ...baseOption(ink),
    title: parts.map(({ title }, at) => ({
      text: drawable(title),
      ...place(at),
      padding: 0,
      textStyle: {
        fontFamily: baseOption(ink).textStyle.fontFamily,
        fontSize: 12.5,
        fontWeight: 600,
        color: frameColor('text', ink.scheme),
        width: width - 8,
        overflow: 'truncate' as const,
      },
    })),
    grid: parts.map((_, at) => ({
      left: place(at).left + 40,
      top: place(at).top + gap.title,
      width: width - 50,
      height: small.height,
    })),
    xAxis: parts.map((_, at) => ({ ...axis, gridIndex: at })),
    yAxis: parts.map(({ lines, before }, at) => ({
      ...axisOf(unit, Math.max(largestOf(lines), ...(before?.values ?? []).map((value) => value ?? 0)), small),
      gridIndex: at,
    })),
    axisPointer: { link: [{ xAxisIndex: 'all' as const }] },
    tooltip: {
      ...tooltipOption(ink, 'axis'),
      axisPointer: pointerLine(ink),
      formatter: (points: readonly { dataIndex: number; seriesId?: string }[]) => {
        const [point] = points
        const part = parts[readRateSeries(String(point?.seriesId)).part] ?? parts[0]
        const at = point?.dataIndex ?? 0
        const title = `${part?.title ?? ''}: ${stepTitle(positions, at, period)}`
        return tooltipElement(ink, title, [
          ...(part?.lines ?? []).map((line) => ({
            color: colorOf(line.mark, ink.scheme),
            title: line.title,
            value: figureOf(unit, line.values[at]),
          })),
          ...(part?.before === undefined
            ? []
            : [
                {
                  color: frameColor('before', ink.scheme),
                  title: part.before.title,
                  value: figureOf(unit, part.before.values[at]),
                  isDashed: true,
                },
              ]),
        ])
      },
    },
    series: parts.flatMap(({ lines, before }, at) => [
      ...(before === undefined
        ? []
        : [
            {
              ...pastLine(before.values, positions.length, ink),
              id: rateSeries(at, 'before'),
              xAxisIndex: at,
              yAxisIndex: at,
            },
          ]),
      ...lines.map((line) => ({
        ...drawnLine(line, positions.length, ink),
        id: rateSeries(at, line.key),
        xAxisIndex: at,
        yAxisIndex: at,
      })),
      { ...weekendShade(small, days, 'moment'), id: rateSeries(at, 'weekends'), xAxisIndex: at, yAxisIndex: at },
    ]),
  }
}
