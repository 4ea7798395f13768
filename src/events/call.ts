import { callStatuses, directions, toldOutcomes } from './call-vocabulary.ts'
import type { CallOutcome, CallStatusWord, Direction } from './call-vocabulary.ts'
import type { Checks } from './checks.ts'
import { nobodyNamed, optionalNamed, optionalPrice, optionalText, requiredWord, unknownWord } from './fields.ts'
import type { Data, Named } from './fields.ts'
import { Refused } from './refusal.ts'

/** What one `call.status` event says of its call, or of a leg of it, checked. Times are milliseconds since 1970, 0 when not told. */
export type CallStatus = {
  status: CallStatusWord
  /** A code; 0 when not told. */
  outcome: number
  /** The leg that it is about; empty where it speaks of the call as a whole. */
  leg: string
  /** A code; 0 when not told. */
  direction: number
  trunk: Named
  /** Calls a second that the trunk allows; 0 when not told. */
  trunkLimit: number
  /** The number of who calls and of who is called; who the client is of them is masked when `person` is known. */
  from: string
  to: string
  /** The company's pseudonym of the client, a UUID; empty at the door, and where the client is not known. */
  person: string
  startedAt: number
  answeredAt: number
  endedAt: number
  /** -1 when not told. */
  billedSeconds: number
  bot: Named
  /** Who spoke with the client for the company. */
  operator: Named
  /** What came of the bot's work: one of `knownEvaluations`, or a word of the company's own. */
  evaluation: Named
  /** In millionths of the currency's unit; only meaningful with a currency. */
  priceMillionths: number
  currency: number
}

/** The most characters of the texts of calls. */
export const callTextLengths = { leg: 256, trunk: 128, from: 320, to: 320, evaluation: 64 } as const

/** A week: longer than any call that is one. */
export const billedSecondsMax = 604_800
export const trunkLimitMax = 1_000_000

const statusWords = callStatuses.join(', ')
const outcomeByWord = new Map<string, number>(toldOutcomes.map(({ word, code }) => [word satisfies CallOutcome, code]))
const directionByWord = new Map<string, number>(directions.map(({ word, code }) => [word satisfies Direction, code]))

/**
 * Checks the `data` of a `call.status` event: its fields, and that its own times can be true together. Events that contradict
 * each other are joined, not refused.
 * @throws Refused naming the first field at fault
 */
export function checkCallStatus(data: Data, checks: Checks): CallStatus {
  const word = requiredWord(data, 'status')
  const status = callStatuses.find((one) => one === word)
  if (status === undefined) throw unknownWord('data.status', word, statusWords)
  const price = optionalPrice(data, checks)
  const text = (name: keyof typeof callTextLengths) => optionalText(data, name, callTextLengths[name], checks)
  const named = (name: 'trunk' | 'evaluation') => namedByItself(text(name))
  return {
    status,
    outcome: optionalWord(data, 'outcome', outcomeByWord),
    leg: text('leg'),
    direction: optionalWord(data, 'direction', directionByWord),
    trunk: named('trunk'),
    trunkLimit: wholeNumber(data, 'trunkLimit', { min: 1, max: trunkLimitMax, otherwise: 0 }),
    from: text('from'),
    to: text('to'),
    person: '',
    ...times(data, status, checks),
    billedSeconds: wholeNumber(data, 'billedSeconds', { min: 0, max: billedSecondsMax, otherwise: -1 }),
    bot: optionalNamed(data, 'bot', checks),
    operator: optionalNamed(data, 'operator', checks),
    evaluation: named('evaluation'),
    priceMillionths: price.millionths,
    currency: price.currency,
  }
}

/** What an event says of its numbers: the first is the client's, as far as that can be told. */
export type NumberField = 'from' | 'to'

const [inbound, outbound] = ['inbound', 'outbound'].map((word) => directionByWord.get(word)!) as [number, number]

/**
 * The fields whose numbers are hidden, the client's first. Who calls the company is its client, and who is called by it; where
 * that cannot be told, both may be people, and the one who is called stands first.
 */
export function hiddenNumbers({ direction, to }: Pick<CallStatus, 'direction' | 'to'>): readonly NumberField[] {
  if (direction === inbound) return ['from']
  if (direction === outbound) return ['to']
  return to === '' ? ['from'] : ['to', 'from']
}

/** Whether an event says for certain which of its numbers is the client's. */
export function isOfClient({ direction }: Pick<CallStatus, 'direction'>): boolean {
  return direction === inbound || direction === outbound
}

type Times = Pick<CallStatus, 'startedAt' | 'answeredAt' | 'endedAt'>

function times(data: Data, status: CallStatusWord, checks: Checks): Times {
  const time = (name: keyof Times) =>
    data[name] === undefined || data[name] === null ? 0 : checks.time(data[name], `data.${name}`)
  const told = { startedAt: time('startedAt'), answeredAt: time('answeredAt'), endedAt: time('endedAt') }
  const { startedAt, answeredAt, endedAt } = told
  // Of a call that is followed as it goes, the start was told before; a record of all of it has a start of its own.
  if (status === 'ended' && answeredAt > 0 && startedAt === 0) {
    throw new Refused('missing', 'data.startedAt', 'is missing: a call that was answered has a start.')
  }
  if (answeredAt > 0 && answeredAt < startedAt) {
    throw new Refused('out-of-range', 'data.answeredAt', 'is before the call starts.')
  }
  if (endedAt > 0 && endedAt < startedAt) {
    throw new Refused('out-of-range', 'data.endedAt', 'is before the call starts.')
  }
  if (endedAt > 0 && endedAt < answeredAt) {
    throw new Refused('out-of-range', 'data.endedAt', 'is before the call is answered.')
  }
  return told
}

function optionalWord(data: Data, name: string, codes: ReadonlyMap<string, number>): number {
  if (data[name] === undefined || data[name] === null) return 0
  const word = requiredWord(data, name)
  const code = codes.get(word)
  if (code === undefined) throw unknownWord(`data.${name}`, word, [...codes.keys()].join(', '))
  return code
}

type Limits = { min: number; max: number; otherwise: number }

function wholeNumber(data: Data, name: string, { min, max, otherwise }: Limits): number {
  const value = data[name]
  if (value === undefined || value === null) return otherwise
  if (typeof value !== 'number') throw new Refused('wrong-type', `data.${name}`, 'must be a whole number.')
  if (Number.isInteger(value) && value >= min && value <= max) return value
  throw new Refused('out-of-range', `data.${name}`, `must be a whole number from ${min} to ${max}.`)
}

function namedByItself(word: string): Named {
  return word === '' ? nobodyNamed : { id: word, name: '' }
}
