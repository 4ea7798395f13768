import { percent } from '../numbers.ts'
import type { Drawing } from './drawing.ts'
import { sumOf, type Grid } from './grid.ts'
import { markAt, titleAt } from './names.ts'

export type LegendEntry = {
  /** The word of the data, or which of the two lines it is. */
  key: string
  title: string
  /** The word whose colour and pattern it has. */
  mark: string
  /** The number beside the name, where there is room for it. */
  value?: string
  /** For the lines of this period and of the one compared with. */
  line?: 'now' | 'before'
}

type Words = { now: string; before: string; titleOf: (dimension: string, word: string) => string }

/** What a drawing shows that needs a name; nothing for a lone series. */
export function legendOf(drawing: Drawing, grid: Grid, hasBefore: boolean, words: Words): LegendEntry[] {
  const before: LegendEntry[] = hasBefore
    ? [{ key: 'before', title: words.before, mark: 'before', line: 'before' }]
    : []
  if (drawing === 'bars') return before
  if (drawing !== 'donut' && grid.split === undefined) {
    return hasBefore ? [{ key: 'now', title: words.now, mark: 'now', line: 'now' }, ...before] : []
  }
  return [...wordsOf(drawing, grid, words), ...(drawing === 'day-shares' ? [] : before)]
}

function wordsOf(drawing: Drawing, grid: Grid, words: Words): LegendEntry[] {
  if (drawing === 'donut') {
    const values = grid.series[0]?.values ?? []
    const total = sumOf(values)
    return grid.positions.flatMap((word, at) => {
      const value = values[at] ?? 0
      if (value === 0) return []
      const title = titleAt(grid, word, words.titleOf)
      return [{ key: word, title, mark: markAt(grid, word), value: percent(value / total) }]
    })
  }
  return grid.series
    .filter(({ values }) => sumOf(values) > 0)
    .map(({ key }) => ({ key, title: words.titleOf(grid.split ?? '', key), mark: key }))
}

/** The grid without what was hidden by its legend. */
export function without(drawing: Drawing, grid: Grid, hidden: ReadonlySet<string>): Grid {
  if (hidden.size === 0) return grid
  if (hidden.has('now')) {
    return { ...grid, series: grid.series.map((series) => ({ ...series, values: series.values.map(() => null) })) }
  }
  if (drawing !== 'donut') return { ...grid, series: grid.series.filter(({ key }) => !hidden.has(key)) }
  const kept = [...grid.positions.keys()].filter((at) => !hidden.has(grid.positions[at]!))
  return {
    ...grid,
    positions: kept.map((at) => grid.positions[at]!),
    series: grid.series.map((series) => ({ ...series, values: kept.map((at) => series.values[at] ?? null) })),
  }
}
