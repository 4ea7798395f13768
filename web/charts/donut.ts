import { count, percent } from '../numbers.ts'
import { sumOf, type Grid } from './grid.ts'
import { baseOption, type Ink } from './ink.ts'
import { colorOf, frameColor } from './palette.ts'
import { tooltipElement, tooltipOption } from './tooltip.ts'

/** A ring of the words along the axis, in their order, from twelve o'clock. */
export function donutOption(grid: Grid, ink: Ink, titleOf: (dimension: string, word: string) => string) {
  const values = grid.series[0]?.values ?? []
  const total = sumOf(values)
  return {
    ...baseOption(ink),
    tooltip: {
      ...tooltipOption(ink, 'item'),
      formatter: ({ dataIndex }: { dataIndex: number }) => {
        const word = grid.positions[dataIndex] ?? ''
        const value = values[dataIndex] ?? 0
        const share = total === 0 ? '' : ` · ${percent(value / total)}`
        return tooltipElement(titleOf(grid.axis ?? '', word), [
          { color: colorOf(word, ink.scheme), title: '', value: `${count(value)}${share}` },
        ])
      },
    },
    series: [
      {
        type: 'pie' as const,
        id: 'ring',
        radius: ['66%', '98%'],
        center: ['50%', '50%'],
        padAngle: 0,
        minAngle: 1.5,
        avoidLabelOverlap: false,
        label: { show: false },
        labelLine: { show: false },
        emphasis: { scale: false, itemStyle: { opacity: 0.85 } },
        itemStyle: { borderRadius: 5, borderColor: frameColor('card', ink.scheme), borderWidth: 2 },
        data: grid.positions.map((word, at) => ({
          name: word,
          value: values[at] ?? 0,
          itemStyle: { color: colorOf(word, ink.scheme) },
        })),
      },
    ],
  }
}
