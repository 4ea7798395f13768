import { count, countAndShare } from '../numbers.ts'
import { sumOf, valueAt, type Grid } from './grid.ts'
import { baseOption, fillOf, fontFamily, type Ink } from './ink.ts'
import { colorOf, frameColor } from './palette.ts'
import { tooltipElement, tooltipOption } from './tooltip.ts'

type Words = { titleOf: (dimension: string, word: string) => string; before: string }

/** A bar for each word along the axis, its exact number at the end; a thin one below for the period compared with. */
export function horizontalBarsOption(
  grid: Grid,
  before: Grid | undefined,
  ink: Ink,
  { titleOf, before: beforeTitle }: Words,
) {
  const values = (grid.series[0]?.values ?? []).map((value) => value ?? 0)
  const earlier = before === undefined ? undefined : grid.positions.map((word) => valueAt(before, word))
  const total = sumOf(values)
  const totalBefore = before === undefined ? 0 : sumOf(before.series[0]?.values ?? [])
  const largest = Math.max(0, ...values, ...(earlier ?? []))
  // What is little can still be seen; what is nothing is not there.
  const drawn = (value: number) => (value === 0 ? 0 : Math.max(value, (largest * 2) / ink.width))
  return {
    ...baseOption(ink),
    grid: { left: 4, right: 16 + count(largest).length * 7, top: 0, bottom: 0, containLabel: true },
    xAxis: { type: 'value' as const, show: false, max: largest === 0 ? 1 : largest },
    yAxis: {
      type: 'category' as const,
      inverse: true,
      data: grid.positions.map((word) => titleOf(grid.axis ?? '', word)),
      axisLine: { show: false },
      axisTick: { show: false },
      axisLabel: { color: frameColor('soft', ink.scheme), fontFamily, margin: 8 },
    },
    tooltip: {
      ...tooltipOption(ink, 'item'),
      formatter: ({ dataIndex }: { dataIndex: number }) => {
        const word = grid.positions[dataIndex] ?? ''
        const value = values[dataIndex] ?? 0
        return tooltipElement(ink, titleOf(grid.axis ?? '', word), [
          { color: colorOf(word, ink.scheme), word, title: '', value: countAndShare(value, total) },
          ...(earlier === undefined
            ? []
            : [
                {
                  color: frameColor('before', ink.scheme),
                  title: beforeTitle,
                  value: countAndShare(earlier[dataIndex] ?? 0, totalBefore),
                  isDashed: true,
                },
              ]),
        ])
      },
    },
    series: [
      {
        type: 'bar' as const,
        id: 'bars',
        barWidth: 15,
        itemStyle: { borderRadius: 4 },
        label: {
          show: true,
          position: 'right' as const,
          fontFamily,
          color: frameColor('text', ink.scheme),
          formatter: ({ dataIndex }: { dataIndex: number }) => count(values[dataIndex] ?? 0),
        },
        data: grid.positions.map((word, at) => ({ value: drawn(values[at] ?? 0), itemStyle: fillOf(word, ink) })),
      },
      ...(earlier === undefined
        ? []
        : [
            {
              type: 'bar' as const,
              id: 'before',
              barWidth: 4,
              barGap: '25%',
              silent: true,
              itemStyle: { borderRadius: 2, color: frameColor('before', ink.scheme) },
              data: earlier.map(drawn),
            },
          ]),
    ],
  }
}
