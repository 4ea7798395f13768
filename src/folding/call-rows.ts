import type { CallFacts, LegFacts } from './call-facts.ts'
import { listOf } from './fact-rows.ts'
import type { FactRow } from './fact-rows.ts'
import { bucketOf, secondsOf, secondsOrNull } from './instants.ts'
import { escapeText } from './message-rows.ts'

/** The columns of `calls` that a row fills, in order. */
export const callColumns = [
  'company',
  'bucket',
  'call_key',
  'generation',
  'gone',
  'call',
  'started_at',
  'answered_at',
  'ended_at',
  'direction',
  'trunk',
  'prefix',
  'bot',
  'operator',
  'handler',
  'outcome',
  'evaluation',
  'duration_class',
  'talk',
  'ring',
  'client',
  'goal',
  'currencies',
  'prices',
  'legs',
  'records',
] as const

/** What a call says in `calls`. */
export function callRow(key: string, call: string, facts: CallFacts): FactRow {
  const { startedAt, answeredAt, endedAt, prices, legs, records } = facts
  const values = [
    escapeText(call),
    secondsOf(startedAt),
    secondsOrNull(answeredAt),
    secondsOrNull(endedAt),
    facts.direction,
    facts.trunk,
    facts.prefix,
    facts.bot,
    facts.operator,
    facts.handler,
    facts.outcome,
    facts.evaluation,
    facts.durationClass,
    facts.talkSeconds,
    facts.ringSeconds,
    facts.client,
    Number(facts.isGoal),
    listOf(prices.map(({ currency }) => currency)),
    listOf(prices.map(({ millionths }) => millionths)),
    legs.length,
    listOf(records),
  ]
  return { key, bucket: bucketOf(startedAt), values: values.join('\t') }
}

/** The columns of `call_legs` that a row fills, in order. */
export const legColumns = [
  'company',
  'bucket',
  'leg_key',
  'generation',
  'gone',
  'call_key',
  'started_at',
  'direction',
  'trunk',
  'leg_limit',
] as const

/**
 * What a leg of a call says in `call_legs`.
 * @param key of the leg in the whole installation
 */
export function legRow(call: FactRow, key: string, { startedAt, direction, trunk, trunkLimit }: LegFacts): FactRow {
  const values = [call.key, secondsOf(startedAt), direction, trunk, trunkLimit]
  return { key, bucket: bucketOf(startedAt), values: values.join('\t') }
}
