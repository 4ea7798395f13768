import type { Unit } from '../units.ts'
import type { Cell } from './ask.ts'
import { codesOf } from './dimensions.ts'
import type { Words } from './dimensions.ts'
import type { FactName, KeyName, SumName } from './facts/fact.ts'
import type { Filters } from './filters.ts'
import type { Text } from './text.ts'

/** What can be asked of facts: what it means, and how it comes from cells. */
export type Declared = {
  fact: FactName
  title: Text
  definition: Text
  unit: Unit
  number: Counted | Quotient | 'money'
}

/** A sum over the cells that are kept. */
export type Counted = { sum: SumName; where: Filters }

/** One sum of another. */
export type Quotient = {
  part: Counted
  whole: Counted
  /** The rows that are behind it. */
  behind: Counted
  /** The whole is taken over the rows beside it, too. */
  amongRows?: true
}

/** Words of some dimensions that are to be kept. */
export type Kept = { readonly [Name in keyof Words]?: readonly Words[Name][] }

/** The filters that keep some words. */
export function filtersOf(kept: Kept): Filters {
  return new Map(
    Object.entries(kept).map(([name, words]) => [
      name as KeyName,
      words.flatMap((word) => codesOf(name as keyof Words, word)),
    ]),
  )
}

/** Declares what a sum counts. */
export function counted(sum: SumName, where: Kept = {}): Counted {
  return { sum, where: filtersOf(where) }
}

/** Whether filters by words keep a cell. */
export function keeps(filters: Filters): (cell: Cell) => boolean {
  const conditions = [...filters]
  return ({ codes }) => conditions.every(([key, kept]) => kept.includes(codes[key] as number))
}

/** The sum over some cells. */
export function sumOver({ sum, where }: Counted, cells: readonly Cell[]): number {
  const isKept = keeps(where)
  return cells.reduce((total, cell) => (isKept(cell) ? total + cell.sums[sum]! : total), 0)
}
