import { count, percent } from '../numbers.ts'
import { sumOf, type Grid } from './grid.ts'
import { baseOption, fillOf, fontFamily, type Ink } from './ink.ts'
import { colorOf, frameColor } from './palette.ts'
import { tooltipElement, tooltipOption } from './tooltip.ts'

/** A bar for each word along the axis, its exact number at the end. */
export function horizontalBarsOption(grid: Grid, ink: Ink, titleOf: (dimension: string, word: string) => string) {
  const values = (grid.series[0]?.values ?? []).map((value) => value ?? 0)
  const total = sumOf(values)
  const largest = Math.max(0, ...values)
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
        const share = total === 0 ? '' : ` · ${percent(value / total)}`
        return tooltipElement(ink, titleOf(grid.axis ?? '', word), [
          { color: colorOf(word, ink.scheme), word, title: '', value: `${count(value)}${share}` },
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
    ],
  }
}
