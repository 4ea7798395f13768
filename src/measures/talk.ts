import { callOutcomes, directions, durationClasses } from '../events/call-vocabulary.ts'
import { decodeCurrency } from '../events/currency.ts'
import { namedKinds } from '../events/chat-vocabulary.ts'
import type { Query } from './ask.ts'
import { isWithin, rowsIn } from './compile.ts'
import { calls } from './facts/calls.ts'
import type { Step } from './period.ts'

/** Calls of a step that are alike in everything that a price can depend on. */
export type Talk = {
  company: number
  step: Step
  direction: string
  /** The names of trunks; empty for none. */
  trunk: string
  /** The first digits of the number that was called, as far as they are known. */
  prefix: string
  /** Whether somebody or something answered, and how many seconds each of the calls lasted. */
  isAnswered: boolean
  seconds: number
  calls: number
  /** What they told to cost, in millionths; in no currency where they told nothing. */
  currency: string
  told: bigint
}

const unspoken = durationClasses
  .filter(({ word }) => word === 'in-progress' || word === 'not-answered')
  .map(({ code }) => code)
const goesOn = callOutcomes.find(({ word }) => word === 'in-progress')!.code

/** SQL of which calls are talk that may be paid for: those that ended, and were answered or told a price. */
export const isTalk = {
  answered: `duration_class NOT IN (${unspoken.join(',')})`,
  counted: `outcome != ${goesOn} AND (answered OR currency > 0)`,
  /** The names of trunks, to be joined as `any_name`. */
  trunkNames: (companies: readonly number[]) =>
    `LEFT JOIN (SELECT company, key, id FROM names FINAL WHERE company IN (${companies.join(',')}) AND kind = ${namedKinds.trunk}) AS any_name
  ON any_name.company = calls.company AND any_name.key = trunk`,
}

const wordByDirection = new Map(directions.map(({ word, code }) => [code as number, word as string]))

/** What is told of alike calls, or of one: the columns of `talkColumns`, then how many they are and what they told to cost. */
export type Told = Omit<Talk, 'company' | 'step'>

/** SQL of what calls have in common that a price can depend on. */
export const talkColumns = `direction, any_name.id AS trunk_name, prefix, ${isTalk.answered} AS answered, if(answered, talk, 0) AS seconds, currency`

export function readTalk([
  direction,
  trunk,
  prefix,
  answered,
  seconds,
  currency,
  count,
  told,
]: readonly unknown[]): Told {
  return {
    direction: wordByDirection.get(Number(direction)) ?? '',
    trunk: String(trunk),
    prefix: String(prefix),
    isAnswered: Number(answered) === 1,
    seconds: Number(seconds),
    calls: Number(count),
    currency: decodeCurrency(Number(currency)),
    told: BigInt(String(told)),
  }
}

/**
 * Reads the calls that ended and were answered or told a price, by how long they lasted: from the single rows, since hardly two calls are
 * alike. A call with prices in several currencies is there with each, and counts in the first.
 * @param steps in order and without gaps
 */
export async function talkOf(query: Query, companies: readonly number[], steps: readonly Step[]): Promise<Talk[]> {
  const [from, to] = [steps[0]!.from, steps.at(-1)!.to]
  const starts = steps.map((step) => step.from)
  const rows = await query(
    `SELECT calls.company, roundDown(toUnixTimestamp64Milli(started_at), [${starts.join(',')}]) AS step, ${talkColumns},
  countIf(place < 2), toString(sum(toUInt128(amount)))
FROM ${rowsIn(calls, undefined)}
${isTalk.trunkNames(companies)}
WHERE calls.company IN (${companies.join(',')}) AND ${isWithin('started_at', { from, to })}
  AND ${calls.rows.standing} AND ${isTalk.counted}
GROUP BY calls.company, step, direction, trunk_name, prefix, answered, seconds, currency
ORDER BY ALL`,
  )
  const stepByStart = new Map(steps.map((step) => [step.from, step]))
  return rows.map(([company, start, ...talk]) => ({
    company: Number(company),
    step: stepByStart.get(Number(start))!,
    ...readTalk(talk),
  }))
}
