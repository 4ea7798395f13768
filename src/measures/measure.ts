import type { Unit } from '../units.ts'
import type { Cell } from './ask.ts'
import { dimensions } from './dimensions.ts'
import type { Words } from './dimensions.ts'
import type { DistinctName, FactName, SpreadName, SumName, TallyName } from './facts/fact.ts'
import type { Filters } from './filters.ts'
import type { Percentile } from './percentiles.ts'
import type { Text } from './text.ts'

/** What can be asked of facts: what it means, and how it comes from cells. */
export type Declared = {
  fact: FactName
  title: Text
  definition: Text
  unit: Unit
  number: Counted | Quotient | Ranked | Tallied | Distinct | Rate | 'money'
}

/**
 * A sum over the cells that are kept; `per` of what is summed make one of the unit. Of what does not add up the greatest of the cells
 * is taken; there zero is nothing known, where that is said.
 */
export type Counted = { sum: SumName; where: Filters; per?: number; isGreatest?: true; isKnownAbove0?: true }

/** One sum of another. */
export type Quotient = {
  part: Counted
  whole: Counted
  /** The rows that are behind it. */
  behind: Counted
  /** The whole is taken over the rows beside it, too. */
  amongRows?: true
}

/** A percentile of a spread; `of` counts what it is taken over. */
export type Ranked = { spread: SpreadName; rank: Percentile; of: Counted }

/** A percentile of small whole numbers, of a whole period; `of` counts what it is taken over. */
export type Tallied = { tally: TallyName; rank: Percentile; of: Counted }

/** How many are distinct, of a whole period; `of` counts the rows that they are of. */
export type Distinct = { distinct: DistinctName; of: Counted }

/** A sum by the seconds in which it came together. */
export type Rate = { perSecond: Counted }

/** Words of some dimensions that are to be kept. */
export type Kept = { readonly [Name in keyof Words]?: readonly Words[Name][] }

/** The filters that keep some words. */
export function filtersOf(kept: Kept): Filters {
  return new Map(
    Object.entries(kept).map(([name, words]) => {
      const { key, values } = dimensions[name as keyof Words]
      return [key!, values!.filter(({ value }) => words.includes(value as never)).flatMap(({ codes }) => codes)]
    }),
  )
}

/** Declares what a sum counts. */
export function counted(sum: SumName, where: Kept = {}): Counted {
  return { sum, where: filtersOf(where) }
}

/** Whether filters by words keep a cell. */
export function keeps(filters: Filters): (cell: Cell) => boolean {
  const conditions = [...filters]
  const [first] = conditions
  if (first === undefined) return () => true
  if (conditions.length > 1) {
    const all = conditions.map((one) => keeps(new Map([one])))
    return (cell) => all.every((isKept) => isKept(cell))
  }
  const [key, kept] = first
  return ({ codes }) => kept.includes(codes[key] as number)
}

/** The sum over some cells, or the greatest of them. */
export function sumOver({ sum, where, per = 1, isGreatest }: Counted, cells: readonly Cell[]): number {
  const isKept = keeps(where)
  let total = 0
  if (isGreatest) {
    for (const cell of cells) if (isKept(cell)) total = Math.max(total, cell.sums[sum]!)
    return total / per
  }
  for (const cell of cells) if (isKept(cell)) total += cell.sums[sum]!
  return total / per
}
