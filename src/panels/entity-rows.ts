import { decimalOf } from '../measures/decimal.ts'
import type { Cell } from '../measures/ask.ts'
import { moneyOf, numberOf } from '../measures/measures.ts'
import type { Value } from './answer.ts'
import { restCode } from '../measures/compile.ts'
import { dimensions } from '../measures/dimensions.ts'
import { entityOf } from './panel.ts'
import type { Panel } from './panel.ts'

/** More rows than that are told as one. */
export const entitiesMax = 200

/** The rows of chats or operators, and the key of each row; null for the others together. */
export type EntityRows = { rows: Value[][]; ids: (string | null)[] }

/** The word of the row that holds what is beyond the largest. */
const others = 'others'

/** A row for each chat or operator, the largest first; what is beyond the first 200 is one row. */
export function entityRows(panel: Panel, cells: readonly Cell[]): EntityRows {
  const key = dimensions[entityOf(panel)!].key!
  const groups = [...Map.groupBy(cells, ({ codes }) => String(codes[key]))]
  const sized = groups.map(([id, own]) => ({ id, own, size: numberOf(panel.measures[0], own, cells) ?? 0 }))
  const isBeyond = ({ id }: { id: string }) =>
    dimensions[entityOf(panel)!].largestMax !== undefined && id === String(restCode)
  const beyond = sized.filter((one) => isBeyond(one) && one.size > 0)
  const largest = sized
    .filter((one) => one.size > 0 && !isBeyond(one))
    .toSorted((a, b) => b.size - a.size || inOrder(a.id, b.id))
  const rest = [...largest.slice(entitiesMax), ...beyond].flatMap(({ own }) => own)
  const rowOf = (name: string, own: readonly Cell[]) => [
    name,
    ...panel.measures.map((measure) => numberOf(measure, own, cells)),
  ]
  const first = largest.slice(0, entitiesMax)
  return {
    rows: [...first.map(({ id, own }) => rowOf(id, own)), ...(rest.length === 0 ? [] : [rowOf(others, rest)])],
    ids: [...first.map(({ id }) => id), ...(rest.length === 0 ? [] : [null])],
  }
}

/** The same by money: currencies cannot be compared, so each has its own largest. */
export function entityMoney(panel: Panel, cells: readonly Cell[]): EntityRows {
  const key = dimensions[entityOf(panel)!].key!
  const groups = [...Map.groupBy(cells, ({ codes }) => String(codes[key]))]
  const sums = groups.map(([id, own]) => ({ id, money: moneyOf(own) }))
  const answer: EntityRows = { rows: [], ids: [] }
  for (const currency of moneyOf(cells).keys()) {
    const largest = sums
      .flatMap(({ id, money }) => (money.has(currency) ? [{ id, sum: money.get(currency)! }] : []))
      .toSorted((a, b) => Number(b.sum - a.sum) || inOrder(a.id, b.id))
    const rest = largest.slice(entitiesMax)
    for (const { id, sum } of largest.slice(0, entitiesMax)) {
      answer.rows.push([id, currency, decimalOf(sum)])
      answer.ids.push(id)
    }
    if (rest.length === 0) continue
    answer.rows.push([others, currency, decimalOf(rest.reduce((total, { sum }) => total + sum, 0n))])
    answer.ids.push(null)
  }
  return answer
}

/** Equal ones stand in the order of their keys, so that an answer is the same each time. */
function inOrder(a: string, b: string): number {
  return a < b ? -1 : 1
}
