import { count, percent } from '../numbers.ts'
import type { AskedPeriod } from '../asking/answers.ts'
import { baseOption, fillOf, valueAxis, type Ink } from './ink.ts'
import { drawnLine, largestOf, pointerLine, type Line } from './lines.ts'
import { colorOf, frameColor } from './palette.ts'
import { stepTitle } from './stretches.ts'
import { timeAxis } from './time-line.ts'
import { tooltipElement, tooltipOption } from './tooltip.ts'
import { weekendShade } from './weekends.ts'

/** How many of those at each stage came to the next, and how each stage went over time. */
export type Funnel = {
  positions: readonly string[]
  period: AskedPeriod
  /** In their order: of how many, and the line of the same stage. */
  stages: readonly { key: string; title: string; number: number; before?: number; line: Line }[]
}

/** The series of the bars; their positions are the stages. */
export const barsSeries = 'stages'
const besideFrom = 560
/** Pixels of the bars where they stand above the lines. */
const barsHeight = 170

/** Bars of the stages, and beside them (on a phone below them) their lines over time. */
export function funnelOption({ positions, period, stages }: Funnel, hidden: ReadonlySet<string>, ink: Ink) {
  const isBeside = ink.width >= besideFrom
  const barsWidth = isBeside ? Math.round(ink.width * 0.44) : ink.width
  const linesWidth = isBeside ? ink.width - barsWidth - 24 : ink.width
  const height = isBeside ? ink.height : ink.height - barsHeight - 14
  const first = stages[0]?.number ?? 0
  const shareOf = (number: number) => (first === 0 ? '—' : percent(number / first))
  const lines = stages.map(({ line }) => line).filter(({ key }) => !hidden.has(key))
  const { axis, days } = timeAxis(ink, positions, period.zone, linesWidth)
  const named = 134
  return {
    ...baseOption(ink),
    grid: [
      { left: named, top: 4, width: barsWidth - named - 92, height: (isBeside ? ink.height : barsHeight) - 12 },
      {
        left: (isBeside ? barsWidth + 24 : 0) + 40,
        top: (isBeside ? 0 : barsHeight + 14) + 10,
        width: linesWidth - 54,
        height: height - 36,
      },
    ],
    xAxis: [
      { type: 'value' as const, show: false, max: Math.max(1, first) },
      { ...axis, gridIndex: 1 },
    ],
    yAxis: [
      {
        type: 'category' as const,
        inverse: true,
        data: stages.map(({ title }) => title),
        axisLine: { show: false },
        axisTick: { show: false },
        axisLabel: {
          color: frameColor('text', ink.scheme),
          width: named - 10,
          overflow: 'break' as const,
          lineHeight: 14,
        },
      },
      { ...valueAxis(ink, largestOf(lines)), gridIndex: 1 },
    ],
    tooltip: {
      ...tooltipOption(ink, 'axis'),
      axisPointer: pointerLine(ink),
      formatter: (points: readonly { dataIndex: number; seriesId?: string }[]) => {
        const at = points[0]?.dataIndex ?? 0
        if (points[0]?.seriesId === barsSeries) {
          const { title = '', number = 0, before } = stages[at] ?? {}
          const previous = stages[at - 1]
          return tooltipElement(ink, title, [
            { color: colorOf(stages[at]!.line.mark, ink.scheme), title: shareOf(number), value: count(number) },
            ...(previous === undefined || previous.number === 0
              ? []
              : [
                  {
                    color: frameColor('soft', ink.scheme),
                    title: previous.title,
                    value: percent(number / previous.number),
                  },
                ]),
            ...(before === undefined
              ? []
              : [{ color: frameColor('before', ink.scheme), title: '', value: count(before), isDashed: true }]),
          ])
        }
        return tooltipElement(
          ink,
          stepTitle(positions, at, period),
          lines.map(({ title, mark, values }) => ({
            color: colorOf(mark, ink.scheme),
            title,
            value: count(values[at] ?? 0),
          })),
        )
      },
    },
    series: [
      {
        type: 'bar' as const,
        id: barsSeries,
        barMaxWidth: 30,
        data: stages.map(({ number, line }) => ({ value: number, itemStyle: fillOf(line.mark, ink) })),
        itemStyle: { borderRadius: 3 },
        label: {
          show: true,
          position: 'right' as const,
          color: frameColor('text', ink.scheme),
          formatter: ({ dataIndex }: { dataIndex: number }) => {
            const { number } = stages[dataIndex]!
            return dataIndex === 0 ? count(number) : `${count(number)} · ${shareOf(number)}`
          },
        },
      },
      ...lines.map((line) => ({ ...drawnLine(line, positions.length, ink), xAxisIndex: 1, yAxisIndex: 1 })),
      { ...weekendShade(ink, days, 'moment'), xAxisIndex: 1, yAxisIndex: 1 },
    ],
  }
}
