import type { Cell } from './ask.ts'
import { callMeasures } from './call-measures.ts'
import { chatMeasures } from './chat-measures.ts'
import { decodeCurrency } from '../events/currency.ts'
import type { KeyName, SumName } from './facts/fact.ts'
import { facts } from './facts/facts.ts'
import type { Filters } from './filters.ts'
import { keeps, sumOver } from './measure.ts'
import type { Counted, Declared, Tallied } from './measure.ts'
import { messageMeasures } from './message-measures.ts'
import { countedTogether, rankedOf } from './percentiles.ts'
import type { Counts } from './percentiles.ts'

const table = { ...messageMeasures, ...chatMeasures, ...callMeasures } as const satisfies Readonly<
  Record<string, Declared>
>

export type MeasureName = keyof typeof table
export type Measure = Declared & { name: MeasureName }

export const measures: readonly Measure[] = (Object.keys(table) as MeasureName[]).map((name) => ({
  name,
  ...table[name],
}))

const measureByName = new Map(measures.map((measure) => [measure.name, measure]))

export function measureOf(name: MeasureName): Measure {
  return measureByName.get(name)!
}

/** Which rows a measure speaks of; drill-down shows exactly these. Money speaks of those with a price besides. */
export function behindOf({ number }: Measure): Filters {
  return number === 'money' ? new Map() : countedBehind(number).where
}

/** The sum that counts the rows behind a measure. */
export function rowsCountedBy({ fact, number }: Measure): SumName {
  const { sums } = facts[fact]
  const [all] = Object.keys(sums) as [SumName]
  if (number === 'money') return all
  const { sum } = countedBehind(number)
  return sums[sum]?.of === undefined ? all : sum
}

function countedBehind(number: Exclude<Declared['number'], 'money'>): Counted {
  if ('of' in number) return number.of
  if ('perSecond' in number) return number.perSecond
  return 'behind' in number ? number.behind : number
}

/** The keys that a measure looks at. */
export function keysOf(name: MeasureName): KeyName[] {
  const { number } = measureOf(name)
  if (number === 'money') return ['currency']
  if ('spread' in number || 'distinct' in number) return []
  if ('perSecond' in number) return [...number.perSecond.where.keys()]
  if ('tally' in number) return [...number.of.where.keys()]
  const sums = 'part' in number ? [number.part, number.whole] : [number]
  return sums.flatMap(({ where }) => [...where.keys()])
}

/** Whether a measure has no total: it is a part of the rows beside it. */
export function isAmongRows({ number }: Measure): boolean {
  return typeof number === 'object' && 'amongRows' in number
}

/** Whether numbers of a measure cannot be made of those of smaller parts: each must be asked by itself. */
export function isIndivisible(measure: Measure): boolean {
  return isDistinct(measure) || (typeof measure.number === 'object' && 'spread' in measure.number)
}

/** Whether a measure can be told of a whole period only: how many are distinct, or a percentile of small numbers. */
export function isOfWhole(measure: Measure): boolean {
  return isDistinct(measure) || (typeof measure.number === 'object' && 'tally' in measure.number)
}

function isDistinct({ number }: Measure): boolean {
  return typeof number === 'object' && 'distinct' in number
}

/**
 * The number of a measure over some cells. Quotients and percentiles of nothing are null.
 * @param base the cells of the rows beside it, too (for parts among rows only)
 * @param seconds how long the time is that the cells are about (for rates only)
 */
export function numberOf(name: MeasureName, cells: readonly Cell[], base: readonly Cell[], seconds = 0): number | null {
  const { number } = measureOf(name)
  if (number === 'money') throw new Error(`The measure ${name} is not one number: it has currencies.`)
  if ('spread' in number) {
    if (cells.length > 1) throw new Error(`The measure ${name} cannot be told of several cells together.`)
    return sumOver(number.of, cells) === 0 ? null : cells[0]!.spreads[number.spread]![number.rank]
  }
  if ('tally' in number) return rankedIn(number, cells)
  if ('distinct' in number) {
    if (cells.length === 0) return 0
    const told = cells[0]!.distinct[number.distinct]
    if (cells.length > 1 || told === undefined) throw new Error(`The measure ${name} can be told of a period only.`)
    return told
  }
  if ('perSecond' in number) return seconds > 0 ? sumOver(number.perSecond, cells) / seconds : null
  if (!('part' in number)) {
    const sum = sumOver(number, cells)
    return number.isKnownAbove0 && sum === 0 ? null : sum
  }
  const part = sumOver(number.part, cells)
  const whole = sumOver(number.whole, number.amongRows ? base : cells)
  if (whole > 0) return part / whole
  return number.amongRows ? 0 : null
}

function rankedIn({ tally, rank, of }: Tallied, cells: readonly Cell[]): number | null {
  const kept = cells.filter(keeps(of.where)).map(({ tallies }) => tallies[tally])
  if (kept.includes(undefined)) throw new Error(`How often ${tally} occur can be told of a period only.`)
  const counts = countedTogether(kept as Counts[])
  return counts.length === 0 ? null : rankedOf(counts, rank)
}

/** The money of some cells by currency, in millionths. */
export function moneyOf(cells: readonly Cell[]): Map<string, bigint> {
  const sums = new Map<number, bigint>()
  for (const { codes, price } of cells) {
    const currency = Number(codes.currency)
    if (currency !== 0) sums.set(currency, (sums.get(currency) ?? 0n) + price)
  }
  return new Map(
    [...sums]
      .map(([code, sum]) => [decodeCurrency(code), sum] as const)
      .toSorted(([a], [b]) => a.localeCompare(b, 'en')),
  )
}
