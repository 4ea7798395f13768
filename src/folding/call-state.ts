import { isOfClient } from '../events/call.ts'
import { callOutcomes } from '../events/call-vocabulary.ts'
import type { EventOf } from '../events/envelope.ts'
import { nameKey } from '../events/name-key.ts'
import { joinAttributes, told, union } from './told.ts'
import type { Attributes } from './told.ts'

/**
 * What is known of one call: the join of what its events say, whatever their order and repetition. It has everything that is
 * counted, and no telephone number of anybody: those can be forgotten. Its client is a number of `client_numbers`.
 */
export type CallState = {
  call: string
  /** The earliest time known of it. */
  knownAt: number
  /** By the key of the leg; what speaks of the call as a whole is under the empty key. */
  parts: Readonly<Record<string, PartOfCall>>
  /** The records of the log that hold its events. */
  records: readonly number[]
}

/**
 * What is known of one leg, or of the whole. Times are milliseconds since 1970, 0 for not known. What an event tells to have been
 * when is told; that it said so itself when it came is seen, and counts only where nothing was told.
 */
export type PartOfCall = {
  /** The earliest time known of it. */
  knownAt: number
  startedAt: number
  answeredAt: number
  answerSeenAt: number
  endedAt: number
  endSeenAt: number
  /**
   * What was told last: `direction`, `trunk`, `prefix`, `trunkLimit`, `bot`, `operator`, `outcome`, `evaluation`, `price`, and `billed`, which
   * is one more than the seconds. `answered` and `machine` are 1 once that was told. `client` is who the client is, and `supposed`
   * who that may be where the direction was not told with it; see `saidClient`.
   */
  attributes: Attributes
}

/** The key of what speaks of a call as a whole. */
export const ofWhole = ''

const [answered, machine] = ['answered', 'machine'].map((word) => callOutcomes.find((one) => one.word === word)!.code)

/** What is known of an event besides what it says. */
export type CallContext = {
  /** Stands in for a time that the producer did not tell. */
  receivedAt: number
  /** The record of the log that holds the event. */
  record: number
  /** The key of the event. */
  key: string
  /** The key of the leg, or `ofWhole`. */
  leg: string
  /** The number of the client; 0 where nobody is known. */
  client: number
}

/** What one event alone says of its call. */
export function stateOfCall(
  company: number,
  { subject, time, data }: EventOf<'call.status'>,
  { receivedAt, record, key, leg, client }: CallContext,
): CallState {
  const at = time === 0 ? receivedAt : time
  const { status, startedAt, answeredAt, endedAt, billedSeconds, currency, priceMillionths } = data
  const knownAt = Math.min(...[at, startedAt, answeredAt, endedAt].filter((one) => one > 0))
  // A machine has answered, too.
  const isAnswered = status === 'answered' || answeredAt > 0 || data.outcome === answered || data.outcome === machine
  const part: PartOfCall = {
    knownAt,
    startedAt: startedAt === 0 && status === 'started' ? at : startedAt,
    answeredAt,
    answerSeenAt: status === 'answered' ? at : 0,
    endedAt,
    endSeenAt: status === 'ended' ? at : 0,
    attributes: told(at, {
      direction: data.direction,
      trunk: nameKey(company, 'trunk', data.trunk.id),
      prefix: prefixOf(data.to),
      trunkLimit: data.trunkLimit,
      bot: nameKey(company, 'bot', data.bot.id),
      operator: nameKey(company, 'operator', data.operator.id),
      outcome: data.outcome,
      evaluation: nameKey(company, 'evaluation', data.evaluation.id),
      price: currency === 0 ? '' : `${currency} ${priceMillionths}`,
      billed: billedSeconds + 1,
      answered: Number(isAnswered),
      machine: Number(data.outcome === machine),
      [isOfClient(data) ? 'client' : 'supposed']: saidClient(client, key),
    }),
  }
  return { call: subject, knownAt, parts: { [leg]: part }, records: [record] }
}

/** The first digits of the number that was called, as many as are never hidden; empty where that is no number. */
function prefixOf(to: string): string {
  return /^\+?(\d{4})/.exec(to)?.[1] ?? ''
}

/**
 * Numbers of clients are given in the order of arrival, so they may not decide which of two that were told at one instant stands:
 * the keys of the events do.
 */
function saidClient(client: number, key: string): string {
  return client === 0 ? '' : `${key.slice(0, 8)} ${client}`
}

/** The number in what `saidClient` gives; 0 in nothing. */
export function clientIn(said: string): number {
  return said === '' ? 0 : Number(said.split(' ')[1])
}

/** Joins what two sets of events say of one call: associative, commutative, idempotent. */
export function joinCalls(a: CallState, b: CallState): CallState {
  const parts = { ...a.parts }
  for (const [key, one] of Object.entries(b.parts)) {
    const other = parts[key]
    parts[key] = other === undefined ? one : joinParts(one, other)
  }
  return { call: a.call, knownAt: Math.min(a.knownAt, b.knownAt), parts, records: union(a.records, b.records) }
}

function joinParts(a: PartOfCall, b: PartOfCall): PartOfCall {
  return {
    knownAt: Math.min(a.knownAt, b.knownAt),
    startedAt: earliest(a.startedAt, b.startedAt),
    answeredAt: earliest(a.answeredAt, b.answeredAt),
    answerSeenAt: earliest(a.answerSeenAt, b.answerSeenAt),
    endedAt: Math.max(a.endedAt, b.endedAt),
    endSeenAt: earliest(a.endSeenAt, b.endSeenAt),
    attributes: joinAttributes(a.attributes, b.attributes),
  }
}

function earliest(a: number, b: number): number {
  return a === 0 || b === 0 ? a + b : Math.min(a, b)
}
