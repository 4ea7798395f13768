import { middleOf } from '../events/cell.ts'
import type { Cell } from '../measures/ask.ts'
import { numberOf } from '../measures/measures.ts'
import type { Value } from './answer.ts'
import type { Panel } from './panel.ts'

/**
 * A row for each place with something in it: latitude and longitude of its middle, then the measures; the largest first. What is
 * beyond the largest is one row without a place.
 */
export function placeRows({ measures }: Panel, cells: readonly Cell[]): Value[][] {
  const groups = [...Map.groupBy(cells, ({ codes }) => Number(codes.cell))]
  const sized = groups.map(([cell, own]) => ({
    cell,
    middle: middleOf(cell),
    numbers: measures.map((name) => numberOf(name, own, cells)),
  }))
  const rank = ({ middle, numbers: [size] }: (typeof sized)[number]) => (middle === undefined ? -1 : (size ?? 0))
  return sized
    .filter(({ numbers: [size] }) => (size ?? 0) > 0)
    .toSorted((a, b) => rank(b) - rank(a) || a.cell - b.cell)
    .map(({ middle, numbers }) => [middle?.latitude ?? null, middle?.longitude ?? null, ...numbers])
}
