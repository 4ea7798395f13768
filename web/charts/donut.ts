import { compactFigure, countAndShare, figure } from '../numbers.ts'
import { sumOf, valueAt, type Grid } from './grid.ts'
import { baseOption, fillOf, fontFamily, type Ink } from './ink.ts'
import { markAt, titleAt } from './names.ts'
import { colorOf, frameColor } from './palette.ts'
import { tooltipElement, tooltipOption } from './tooltip.ts'

type Words = { titleOf: (dimension: string, word: string) => string; before: string; sum: string }

/** The series of the sum in the middle: of all slices, and none of them. */
export const totalId = 'total'

/** The hole and the edge of the ring, in hundredths of the plot. */
const hole = 68
const rim = 98
/** The thin ring of the period compared with, inside the other. */
const innerHole = 60
const innerRim = 65

/**
 * A ring of the words along the axis, in their order, from twelve o'clock, around their sum; the period compared with is a
 * thin one inside.
 */
export function donutOption(grid: Grid, before: Grid | undefined, ink: Ink, words: Words) {
  const values = grid.series[0]?.values ?? []
  const total = sumOf(values)
  const totalBefore = before === undefined ? 0 : sumOf(before.series[0]?.values ?? [])
  const ring = {
    type: 'pie' as const,
    center: ['50%', '50%'],
    avoidLabelOverlap: false,
    // A ring of nothing is no ring.
    showEmptyCircle: false,
    label: { show: false },
    labelLine: { show: false },
  }
  const inside = before === undefined ? hole : innerHole
  const beforeLine = (value: string) =>
    before === undefined
      ? []
      : [{ color: frameColor('before', ink.scheme), title: words.before, value, isDashed: true }]
  // Nothing is no slice, not the thinnest one.
  const slice = (word: string, value: number) => ({
    name: word,
    value: value === 0 ? '-' : value,
    itemStyle: fillOf(markAt(grid, word), ink),
  })
  return {
    ...baseOption(ink),
    // A ring that opens like a fan shows wrong shares for a moment.
    animation: false,
    tooltip: {
      ...tooltipOption(ink, 'item'),
      formatter: ({ seriesId, dataIndex }: { seriesId: string; dataIndex: number }) => {
        if (seriesId === totalId) {
          const sum = { color: 'transparent', title: '', value: figure(total, grid.currency) }
          return tooltipElement(ink, words.sum, [sum, ...beforeLine(figure(totalBefore, grid.currency))])
        }
        const word = grid.positions[dataIndex] ?? ''
        const value = values[dataIndex] ?? 0
        return tooltipElement(ink, titleAt(grid, word, words.titleOf), [
          {
            color: colorOf(markAt(grid, word), ink.scheme),
            word: markAt(grid, word),
            title: '',
            value: countAndShare(value, total, grid.currency),
          },
          ...(before === undefined ? [] : beforeLine(countAndShare(valueAt(before, word), totalBefore, grid.currency))),
        ])
      },
    },
    series: [
      {
        ...ring,
        id: 'ring',
        radius: [`${hole}%`, `${rim}%`],
        minAngle: 3,
        emphasis: { scale: false, itemStyle: { opacity: 0.85 } },
        itemStyle: { borderRadius: 3, borderColor: frameColor('card', ink.scheme), borderWidth: 1.5 },
        data: grid.positions.map((word, at) => slice(word, values[at] ?? 0)),
      },
      // The sum is drawn, so that a picture of the plot has it as well.
      ...(total === 0
        ? []
        : [
            {
              ...ring,
              id: totalId,
              radius: [0, `${inside}%`],
              emphasis: { disabled: true },
              itemStyle: { color: 'transparent' },
              label: middleOf(total, grid.currency, ink, words.sum, inside),
              data: [{ name: words.sum, value: total }],
            },
          ]),
      ...(before === undefined
        ? []
        : [
            {
              ...ring,
              id: 'before',
              radius: [`${innerHole}%`, `${innerRim}%`],
              emphasis: { disabled: true },
              // Its own tooltip would say the same from the other side; a click opens what the ring around it shows.
              silent: true,
              data: before.positions.map((word) => slice(word, valueAt(before, word))),
            },
          ]),
    ],
  }
}

function middleOf(total: number, currency: string | undefined, ink: Ink, sum: string, inside: number) {
  const room = (Math.min(ink.width, ink.height) * inside) / 100 - 16
  const [whole, short] = [figure(total, currency), compactFigure(total, currency)]
  const text = whole.length * 9 <= room ? whole : short
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
