import { compact, count, percent } from '../numbers.ts'
import { sumOf, type Grid } from './grid.ts'
import { baseOption, fillOf, fontFamily, type Ink } from './ink.ts'
import { colorOf, frameColor } from './palette.ts'
import { tooltipElement, tooltipOption } from './tooltip.ts'

type Words = { titleOf: (dimension: string, word: string) => string; sum: string }

/** The hole and the edge of the ring, in hundredths of the plot. */
const hole = 68
const rim = 98

/** A ring of the words along the axis, in their order, from twelve o'clock, around their sum. */
export function donutOption(grid: Grid, ink: Ink, words: Words) {
  const values = grid.series[0]?.values ?? []
  const total = sumOf(values)
  const first = values.findIndex((value) => (value ?? 0) > 0)
  const share = (value: number) => (total === 0 ? '' : ` · ${percent(value / total)}`)
  return {
    ...baseOption(ink),
    // A ring that opens like a fan shows wrong shares for a moment.
    animation: false,
    tooltip: {
      ...tooltipOption(ink, 'item'),
      formatter: ({ dataIndex }: { dataIndex: number }) => {
        const word = grid.positions[dataIndex] ?? ''
        const value = values[dataIndex] ?? 0
        return tooltipElement(ink, words.titleOf(grid.axis ?? '', word), [
          { color: colorOf(word, ink.scheme), word, title: '', value: `${count(value)}${share(value)}` },
        ])
      },
    },
    series: [
      {
        type: 'pie' as const,
        id: 'ring',
        radius: [`${hole}%`, `${rim}%`],
        center: ['50%', '50%'],
        minAngle: 3,
        avoidLabelOverlap: false,
        label: { show: false },
        labelLine: { show: false },
        emphasis: { scale: false, itemStyle: { opacity: 0.85 } },
        itemStyle: { borderRadius: 3, borderColor: frameColor('card', ink.scheme), borderWidth: 1.5 },
        data: grid.positions.map((word, at) => ({
          name: word,
          // Nothing is no slice, not the thinnest one.
          value: (values[at] ?? 0) === 0 ? '-' : values[at],
          itemStyle: fillOf(word, ink),
          // The sum is drawn as the label of one slice, so that a picture of the plot has it as well.
          ...(at === first ? { label: middleOf(total, ink, words.sum) } : {}),
        })),
      },
    ],
  }
}

function middleOf(total: number, ink: Ink, sum: string) {
  const room = (Math.min(ink.width, ink.height) * hole) / 100 - 16
  const text = [count(total), compact(total)].find((candidate) => candidate.length * 9 <= room) ?? compact(total)
  const fontSize = Math.min(21, (room / Math.max(text.length, 4)) * 1.6)
  const color = (name: 'text' | 'soft') => frameColor(name, ink.scheme)
  return {
    show: true,
    position: 'center' as const,
    formatter: `{number|${text}}\n{word|${sum}}`,
    rich: {
      number: { fontFamily, fontSize, fontWeight: 600, lineHeight: fontSize * 1.25, color: color('text') },
      word: { fontFamily, fontSize: 12, lineHeight: 16, color: color('soft') },
    },
  }
}
