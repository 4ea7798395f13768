import { callOutcomes, directions, durationClasses, goalReached, handlers } from '../events/call-vocabulary.ts'
import type { CallOutcome, DurationClass, Handler } from '../events/call-vocabulary.ts'
import { nameKey } from '../events/name-key.ts'
import { clientIn, ofWhole } from './call-state.ts'
import type { CallState, PartOfCall } from './call-state.ts'
import { joinAttributes, numberOf, textOf } from './told.ts'
import type { Attributes } from './told.ts'

/** What of a call is counted and listed. Times are milliseconds since 1970. Keys are unsigned 64-bit numbers as decimal texts, `0` for none. */
export type CallFacts = {
  startedAt: number
  /** 0 while it was not answered, and where nobody said when it was. */
  answeredAt: number
  /** 0 while it goes on. */
  endedAt: number
  /** The codes of words. */
  direction: number
  handler: number
  outcome: number
  durationClass: number
  trunk: string
  /** The first digits of the number that was called; empty where they are not known. */
  prefix: string
  bot: string
  operator: string
  evaluation: string
  talkSeconds: number
  ringSeconds: number
  /** The number of the client; 0 where nobody is known. */
  client: number
  /** Whether the evaluation that stands is that the goal was reached. */
  isGoal: boolean
  /** In the order of currencies; each once. */
  prices: readonly { currency: number; millionths: number }[]
  records: readonly number[]
  legs: readonly LegFacts[]
}

/** An attempt to reach somebody, as a part of a call. */
export type LegFacts = { key: string; startedAt: number; direction: number; trunk: string; trunkLimit: number }

type Part = PartOfCall & { key: string }

const internal = directions.find(({ word }) => word === 'internal')!.code

/** Reads out of a call's state what is counted: depends on the state only. */
export function factsOfCall(company: number, { parts, records }: CallState): CallFacts {
  const { whole, legs } = split(parts)
  const all = whole === undefined || legs.includes(whole) ? legs : [whole, ...legs]
  const startedAt = Math.min(...all.map(startOf))
  // A call has ended when that was said of it, or of each of its legs.
  const isEnded = (whole !== undefined && endOf(whole) > 0) || legs.every((leg) => endOf(leg) > 0)
  const endedAt = isEnded ? Math.max(startedAt, ...all.map(endOf)) : 0
  const spoken = all.filter(isAnswered)
  const answers = spoken.map(answerOf).filter((at) => at > 0)
  const answeredAt = answers.length === 0 ? 0 : Math.min(...answers)
  const last = all.map(({ attributes }) => attributes).reduce(joinAttributes)
  const outcome = outcomeOf(last, { isEnded: endedAt > 0, isAnswered: spoken.length > 0 })
  const talkSeconds = endedAt === 0 ? 0 : talkOf(spoken, whole, endedAt)
  const evaluation = textOf(last, 'evaluation', '0')
  const direction = Number(first(all, 'direction'))
  const rangUntil = spoken.length > 0 ? answeredAt : endedAt
  return {
    startedAt,
    answeredAt,
    endedAt,
    direction,
    handler: codeOf(handlers, handlerOf(spoken, whole, first(all, 'bot') !== '0', outcome)),
    outcome: codeOf(callOutcomes, outcome),
    durationClass: codeOf(
      durationClasses,
      durationClassOf(endedAt === 0 ? undefined : { talkSeconds, isAnswered: spoken.length > 0 }),
    ),
    trunk: first(all, 'trunk'),
    prefix: first(all, 'prefix', ''),
    bot: first(all, 'bot'),
    operator: first(all, 'operator'),
    evaluation,
    talkSeconds,
    ringSeconds: Math.max(0, Math.floor((rangUntil - startedAt) / 1000)),
    // Within the company nobody is a client.
    client: direction === internal ? 0 : clientIn(first(all, 'client', first(all, 'supposed', ''))),
    isGoal: evaluation === nameKey(company, 'evaluation', goalReached),
    prices: pricesOf(whole === undefined || textOf(whole.attributes, 'price') === '' ? legs : [whole]),
    records,
    legs: legs.map((leg, at) => legOf(leg, at === 0 ? whole : undefined, first(all, 'direction'))),
  }
}

/**
 * What speaks of the call as a whole, and its legs, the first that began first. Without a leg that has a name, the whole is the
 * only leg.
 */
function split(parts: CallState['parts']): { whole: Part | undefined; legs: readonly Part[] } {
  const all = Object.entries(parts).map(([key, part]) => ({ ...part, key }))
  const whole = all.find(({ key }) => key === ofWhole)
  const legs = all
    .filter(({ key }) => key !== ofWhole)
    .toSorted((a, b) => startOf(a) - startOf(b) || (a.key < b.key ? -1 : 1))
  return { whole, legs: legs.length === 0 && whole !== undefined ? [whole] : legs }
}

function startOf({ startedAt, knownAt }: Part): number {
  return startedAt === 0 ? knownAt : startedAt
}

function endOf({ endedAt, endSeenAt }: Part): number {
  return endedAt === 0 ? endSeenAt : endedAt
}

function isAnswered({ attributes }: Part): boolean {
  return numberOf(attributes, 'answered') === 1
}

/** Seconds that were told to be billed; undefined where they were not. */
function billedOf({ attributes }: Part): number | undefined {
  const billed = numberOf(attributes, 'billed')
  return billed === 0 ? undefined : billed - 1
}

/** When somebody answered, as far as it can be known. */
function answerOf(part: Part): number {
  const { answeredAt, answerSeenAt } = part
  if (answeredAt + answerSeenAt > 0) return answeredAt === 0 ? answerSeenAt : answeredAt
  const [billed, end] = [billedOf(part), endOf(part)]
  return billed === undefined || end === 0 ? 0 : Math.max(startOf(part), end - billed * 1000)
}

/**
 * For how many seconds the client was connected with somebody: what is billed of the call, else the time in which any of its legs
 * was answered and had not ended. A leg of which nobody said when it was answered was connected from its start.
 */
function talkOf(spoken: readonly Part[], whole: Part | undefined, endOfAll: number): number {
  const billed = whole !== undefined && isAnswered(whole) ? billedOf(whole) : undefined
  if (billed !== undefined) return billed
  // Where legs tell who spoke, what is said of the whole adds no time.
  const ofLegs = spoken.filter((part) => part !== whole)
  const stretches = (ofLegs.length > 0 ? ofLegs : spoken)
    .map((part) => {
      const from = answerOf(part) === 0 ? startOf(part) : answerOf(part)
      const seconds = billedOf(part)
      const until = endOf(part) === 0 ? endOfAll : endOf(part)
      return { from, to: seconds === undefined ? until : from + seconds * 1000 }
    })
    .toSorted((a, b) => a.from - b.from)
  let [talked, covered] = [0, 0]
  for (const { from, to } of stretches) {
    talked += Math.max(0, to - Math.max(from, covered))
    covered = Math.max(covered, to)
  }
  return Math.floor(talked / 1000)
}

/** Somebody's voice mail or machine answers as people do: who knows it, says so. Why a call failed is the word told last. */
function outcomeOf(last: Attributes, is: { isEnded: boolean; isAnswered: boolean }): CallOutcome {
  if (!is.isEnded) return 'in-progress'
  if (numberOf(last, 'machine') === 1) return 'machine'
  if (is.isAnswered) return 'answered'
  return callOutcomes.find(({ code }) => code === numberOf(last, 'outcome'))?.word ?? 'no-answer'
}

/** In a call that is answered, whoever is no bot is people; a machine alone is nobody. */
function handlerOf(spoken: readonly Part[], whole: Part | undefined, hasBot: boolean, outcome: CallOutcome): Handler {
  if (spoken.length === 0) return 'nobody'
  const isOfPeople = (part: Part) => textOf(part.attributes, 'operator') !== ''
  if (spoken.some(isOfPeople) || (whole !== undefined && isOfPeople(whole))) return 'people'
  if (hasBot) return 'bot'
  return outcome === 'machine' ? 'nobody' : 'people'
}

/** The class of a call that has ended; without one it goes on. */
function durationClassOf(ended: { talkSeconds: number; isAnswered: boolean } | undefined): DurationClass {
  if (ended === undefined) return 'in-progress'
  if (!ended.isAnswered) return 'not-answered'
  return durationClasses.findLast(({ from }) => ended.talkSeconds >= from)!.word
}

/** What the whole says, else the first leg that says something. */
function first(all: readonly Part[], name: string, otherwise = '0'): string {
  return all.map(({ attributes }) => textOf(attributes, name)).find((word) => word !== '') ?? otherwise
}

/** What is told of the whole goes for its first leg, the direction for all. */
function legOf(leg: Part, whole: Part | undefined, direction: string): LegFacts {
  const own = (name: string) => textOf(leg.attributes, name, textOf(whole?.attributes ?? {}, name, '0'))
  return {
    key: leg.key,
    startedAt: startOf(leg),
    direction: Number(textOf(leg.attributes, 'direction', direction)),
    trunk: own('trunk'),
    trunkLimit: Number(own('trunkLimit')),
  }
}

function pricesOf(parts: readonly Part[]): CallFacts['prices'] {
  const sums = new Map<number, number>()
  for (const { attributes } of parts) {
    const [currency, millionths] = textOf(attributes, 'price').split(' ').map(Number)
    if (millionths !== undefined) sums.set(currency!, (sums.get(currency!) ?? 0) + millionths)
  }
  return Array.from(sums, ([currency, millionths]) => ({ currency, millionths })).toSorted(
    (a, b) => a.currency - b.currency,
  )
}

function codeOf<Word extends string>(words: readonly { word: Word; code: number }[], word: Word): number {
  return words.find((one) => one.word === word)!.code
}
