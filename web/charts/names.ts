import type { Ids, PanelAnswer, Row } from '../asking/answers.ts'
import type { Grid } from './grid.ts'
import { drawable } from './ink.ts'
import { rankWord, ranksMax } from './palette.ts'

/** What is called so that has no name, and what is beyond the largest; ids that everybody knows have titles. */
type Words = { none: string; rest: string; titleOf?: (id: string) => string }

/** Of the chats or operators along an axis, by id: what they are called, and the word whose colour and pattern they have. */
export type Names = ReadonlyMap<string, { title: string; mark: string }>

/** The position of what is beyond the largest; no id of a company's has such a sign. */
export const restKey = '\u0000'

/** The names of an answer whose rows are chats or operators, the largest first; undefined for other answers. */
export function namesIn(answer: PanelAnswer, words: Words): Names | undefined {
  if (answer.ids === undefined) return undefined
  const names = new Map<string, { title: string; mark: string }>()
  const add = (rows: readonly Row[], ids: Ids) => {
    for (const [at, id] of ids.entries()) {
      if (id !== null && !names.has(id)) {
        const known = words.titleOf?.(id) ?? id
        const title = known === id ? String(rows[at]![0] ?? '') : known
        names.set(id, { title: drawable(title || words.none), mark: rankWord(names.size) })
      }
    }
  }
  add(answer.rows, answer.ids)
  add(answer.compare?.rows ?? [], answer.compare?.ids ?? [])
  return names.set(restKey, { title: words.rest, mark: rankWord(ranksMax) })
}

/** What a position along the axis is called. */
export function titleAt(grid: Grid, word: string, titleOf: (dimension: string, word: string) => string): string {
  return grid.names?.get(word)?.title ?? titleOf(grid.axis ?? '', word)
}

/** The word whose colour and pattern a position along the axis has. */
export function markAt(grid: Grid, word: string): string {
  return grid.names?.get(word)?.mark ?? word
}

/** A grid of names for a drawing: those with a colour of their own, and all others as one. */
export function withoutSmall(grid: Grid): Grid {
  const { names, positions, series } = grid
  if (names === undefined) return grid
  const isLarge = (word: string) => names.get(word)?.mark !== rankWord(ranksMax)
  const large = positions.filter(isLarge)
  if (large.length === positions.length) return grid
  return {
    ...grid,
    positions: [...large, restKey],
    series: series.map(({ key, values }) => {
      const rest = values.reduce<number>((sum, value, at) => sum + (isLarge(positions[at]!) ? 0 : (value ?? 0)), 0)
      return { key, values: [...large.map((word) => values[positions.indexOf(word)] ?? null), rest] }
    }),
  }
}
