import { compile, sumsOf } from './compile.ts'
import type { Question } from './compile.ts'
import { dimensions, wordsOf } from './dimensions.ts'
import type { DimensionName } from './dimensions.ts'
import type { DistinctName, KeyName, SpreadName, SumName, TallyName } from './facts/fact.ts'
import { percentileNames } from './percentiles.ts'
import type { Counts, Percentile } from './percentiles.ts'
import type { Step } from './period.ts'

/** Runs one SELECT; a store gives it. */
export type Query = (sql: string) => Promise<unknown[][]>

/** Asks a question: `ask` itself, or what works out prices besides. */
export type Ask = (query: Query, question: Question) => Promise<Cell[]>

/** One cell of an answer: the facts of a step that share all keys of the question. */
export type Cell = {
  step: Step
  /** What is stored of the keys: numbers, or decimal texts where they are longer than a number can be. */
  codes: Readonly<Partial<Record<KeyName, number | string>>>
  sums: Readonly<Partial<Record<SumName, number>>>
  spreads: Readonly<Partial<Record<SpreadName, Readonly<Record<Percentile, number>>>>>
  /** How many are distinct; nothing where the question is not about a whole period. */
  distinct: Readonly<Partial<Record<DistinctName, number>>>
  /** How often numbers occur; nothing where the question is not about a whole period. */
  tallies: Readonly<Partial<Record<TallyName, Counts>>>
  /** Millionths of the currency's unit: exact. Nothing where the question is not parted by currency. */
  price: bigint
}

/** The one way to ask: everything that shows a number gets it from here. */
export async function ask(query: Query, question: Question): Promise<Cell[]> {
  const { fact, keys } = question
  const stepBySecond = new Map(question.steps.map((step) => [Math.floor(step.from / 1000), step]))
  if (question.isTotaled) stepBySecond.set(0, wholeStep(question.steps))
  const names = Object.keys(fact.sums) as SumName[]
  const spreadNames = Object.keys(fact.spreads ?? {}) as SpreadName[]
  const distinctNames = question.isWhole ? (Object.keys(fact.distinct ?? {}) as DistinctName[]) : []
  const tallyNames = question.isWhole ? (Object.keys(fact.tallies ?? {}) as TallyName[]) : []
  const sumsTold = sumsOf(question).length
  const isMoney = sumsTold > names.length

  function spreadsIn(row: readonly unknown[], from: number): Cell['spreads'] {
    return Object.fromEntries(
      spreadNames.map((name, at) => {
        const ranked = row[from + at] as number[]
        return [name, Object.fromEntries(percentileNames.map((rank, place) => [rank, ranked[place]!]))]
      }),
    )
  }

  function distinctIn(row: readonly unknown[], from: number): Cell['distinct'] {
    return Object.fromEntries(distinctNames.map((name, at) => [name, Number(row[from + at])]))
  }

  function talliesIn(row: readonly unknown[], from: number): Cell['tallies'] {
    return Object.fromEntries(
      tallyNames.map((name, at) => {
        const [numbers, times] = row[from + at] as [number[], (number | string)[]]
        return [name, numbers.map((number, place) => [number, Number(times[place])])]
      }),
    )
  }

  const rows = await query(compile(question))
  return rows.map((row) => {
    // There are many cells: making them goes by loops.
    const codes: Partial<Record<KeyName, number | string>> = {}
    for (let at = 0; at < keys.length; at++) codes[keys[at]!] = row[1 + at] as number | string
    const sums: Partial<Record<SumName, number>> = {}
    for (let at = 0; at < names.length; at++) sums[names[at]!] = Number(row[1 + keys.length + at])
    const afterSums = 1 + keys.length + sumsTold
    const afterSpreads = afterSums + spreadNames.length
    return {
      step: stepBySecond.get(Number(row[0]))!,
      codes,
      sums,
      spreads: spreadNames.length === 0 ? nothing : spreadsIn(row, afterSums),
      distinct: distinctNames.length === 0 ? nothing : distinctIn(row, afterSpreads),
      tallies: tallyNames.length === 0 ? nothing : talliesIn(row, afterSpreads + distinctNames.length),
      price: isMoney ? millionthsOf(String(row[afterSums - 1])) : 0n,
    }
  })
}

const nothing = {}

/** All steps as one. */
export function wholeStep(steps: readonly Step[]): Step {
  return { ...steps[0]!, to: steps.at(-1)!.to }
}

/** Reads the word of a dimension from cells, as answers show it. */
export function wordReader(name: DimensionName): (cell: Cell) => string {
  if (name === 'day' || name === 'time') return ({ step }) => step[name]
  const key = dimensions[name].key!
  const wordOf = wordsOf(name)
  return ({ codes }) => wordOf(codes[key]!)
}

/** A decimal text with at most six digits after the point, in millionths. */
function millionthsOf(decimal: string): bigint {
  // What has so few digits is exact as a number, and read ten times as fast.
  if (decimal.length <= 15) return BigInt(Math.round(Number(decimal) * 1_000_000))
  const [whole = '0', fraction = ''] = decimal.split('.')
  return BigInt(whole + fraction.padEnd(6, '0'))
}
