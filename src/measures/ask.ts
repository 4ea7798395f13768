import { compile, sumsOf } from './compile.ts'
import type { Question } from './compile.ts'
import { dimensions, wordOf } from './dimensions.ts'
import type { DimensionName } from './dimensions.ts'
import type { KeyName, SumName } from './facts/fact.ts'
import type { Step } from './period.ts'

/** Runs one SELECT; a store gives it. */
export type Query = (sql: string) => Promise<unknown[][]>

/** One cell of an answer: the facts of a step that share all keys of the question. */
export type Cell = {
  step: Step
  /** What is stored of the keys: numbers, or decimal texts where they are longer than a number can be. */
  codes: Readonly<Partial<Record<KeyName, number | string>>>
  sums: Readonly<Partial<Record<SumName, number>>>
  /** Millionths of the currency's unit: exact. Nothing where the question is not parted by currency. */
  price: bigint
}

/** The one way to ask: everything that shows a number gets it from here. */
export async function ask(query: Query, question: Question): Promise<Cell[]> {
  const { fact, keys } = question
  const stepBySecond = new Map(question.steps.map((step) => [Math.floor(step.from / 1000), step]))
  const names = Object.keys(fact.sums) as SumName[]
  const isMoney = sumsOf(question).length > names.length
  const rows = await query(compile(question))
  return rows.map(([second, ...rest]) => ({
    step: stepBySecond.get(Number(second))!,
    codes: Object.fromEntries(keys.map((key, at) => [key, rest[at] as number | string])),
    sums: Object.fromEntries(names.map((name, at) => [name, Number(rest[keys.length + at])])),
    price: isMoney ? millionthsOf(String(rest.at(-1))) : 0n,
  }))
}

/** The word of a dimension for a cell, as answers show it. */
export function wordIn(name: DimensionName, { step, codes }: Cell): string {
  return name === 'day' || name === 'time' ? step[name] : wordOf(name, codes[dimensions[name].key!]!)
}

/** A decimal text with at most six digits after the point, in millionths. */
function millionthsOf(decimal: string): bigint {
  const [whole = '0', fraction = ''] = decimal.split('.')
  return BigInt(whole + fraction.padEnd(6, '0'))
}

/** Millionths as a decimal text: at least two digits after the point, as many as it takes to be exact. */
export function decimalOf(millionths: bigint): string {
  const digits = String(millionths).padStart(7, '0')
  const fraction = digits.slice(-6).replace(/0{1,4}$/, '')
  return `${digits.slice(0, -6)}.${fraction}`
}
