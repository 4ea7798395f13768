import type { EventOf } from '../events/envelope.ts'
import { maskRecipient } from '../events/mask.ts'

/**
 * What is known of one message: the join of what its events say. Each part is a maximum or a minimum, so the order
 * and the repetition of events cannot matter. Times are milliseconds since 1970; 0 stands for "not known".
 */
export type MessageState = {
  createdAt: number
  /** rank · 2^46 + milliseconds · 2^4 + code: the greater rank stands, then the later producer time, then the code. */
  status: number
  deliveredAt: number
  readAt: number
  clickedAt: number
  channel: number
  parts: number
  /** The price told last by producer time; ties go to the greater currency, then the greater amount. */
  priceAt: number
  currency: number
  priceMillionths: number
  texts: readonly string[]
  /** The pseudonym of whom it was sent to; empty when that is not known. */
  person: string
  /** What the provider said with the status that stands; see `detailOf`. */
  detail: string
  /** The records of the log that hold its events, in order. */
  records: readonly number[]
}

/** The columns that `texts` fills, in order. */
export const textColumns = [
  'recipient',
  'sender',
  'country',
  'network',
  'provider',
  'task',
  'template',
  'flow',
] as const

const statusShift = 2 ** 46
const timeShift = 2 ** 4

/**
 * What one event alone says of its message.
 * @param receivedAt stands in for a time that the producer did not tell
 * @param record the record of the log that holds the event
 */
export function stateOf(event: EventOf<'message.status'>, receivedAt: number, record: number): MessageState {
  const { data } = event
  const time = event.time === 0 ? receivedAt : event.time
  const status = data.rank * statusShift + time * timeShift + data.status
  const priced = data.currency !== 0
  return {
    createdAt: data.createdAt === 0 ? time : Math.min(data.createdAt, time),
    status,
    deliveredAt: data.rank === 4 ? time : 0,
    readAt: data.receipt !== '' && data.receipt !== 'clicked' ? time : 0,
    clickedAt: data.receipt === 'clicked' ? time : 0,
    channel: data.channel,
    parts: data.parts,
    priceAt: priced ? time : 0,
    currency: data.currency,
    priceMillionths: data.priceMillionths,
    texts: [
      data.person === '' ? maskRecipient(data.to) : data.to,
      data.from,
      data.country,
      data.network,
      data.provider,
      data.task,
      data.template,
      data.flowId,
    ],
    person: data.person,
    detail: data.providerStatus === '' && data.reason === '' ? '' : detailOf(status, data.providerStatus, data.reason),
    records: [record],
  }
}

/** Joins what two sets of events say of one message: associative, commutative, idempotent. */
export function joinStates(a: MessageState, b: MessageState): MessageState {
  const price = comparePrices(a, b) >= 0 ? a : b
  return {
    createdAt: Math.min(a.createdAt, b.createdAt),
    status: Math.max(a.status, b.status),
    deliveredAt: earliestKnown(a.deliveredAt, b.deliveredAt),
    readAt: earliestKnown(a.readAt, b.readAt),
    clickedAt: earliestKnown(a.clickedAt, b.clickedAt),
    channel: Math.max(a.channel, b.channel),
    parts: Math.max(a.parts, b.parts),
    priceAt: price.priceAt,
    currency: price.currency,
    priceMillionths: price.priceMillionths,
    texts: a.texts.map((text, at) => greaterText(text, b.texts[at]!)),
    person: greaterPerson(a.person, b.person),
    detail: greaterText(a.detail, b.detail),
    records: joinRecords(a.records, b.records),
  }
}

function joinRecords(a: readonly number[], b: readonly number[]): readonly number[] {
  if (b.every((record) => a.includes(record))) return a
  return [...new Set([...a, ...b])].toSorted((one, other) => one - other)
}

/** Packed status in 13 hexadecimal digits (so the text sorts as the status does), provider's status, U+001F, reason. */
function detailOf(status: number, providerStatus: string, reason: string): string {
  return `${status.toString(16).padStart(13, '0')}${providerStatus}\u001f${reason}`
}

function comparePrices(a: MessageState, b: MessageState): number {
  return a.priceAt - b.priceAt || a.currency - b.currency || a.priceMillionths - b.priceMillionths
}

function earliestKnown(a: number, b: number): number {
  if (a === 0 || b === 0) return a + b
  return Math.min(a, b)
}

/** The greater of two pseudonyms in the order of the engine's `max`, which looks at the second half of a UUID first. */
export function greaterPerson(a: string, b: string): string {
  if (a === b || b === '') return a
  if (a === '') return b
  const halves = [a, b].map((person) => `${person.slice(19)}${person.slice(0, 18)}`)
  return halves[0]! >= halves[1]! ? a : b
}

/** The greater of two texts by code point, which is the order of UTF-8 bytes and so that of the engine's `max`. */
function greaterText(a: string, b: string): string {
  if (a === b || b === '') return a
  if (a === '') return b
  const length = Math.min(a.length, b.length)
  for (let at = 0; at < length; at++) {
    const left = a.charCodeAt(at)
    const right = b.charCodeAt(at)
    if (left === right) continue
    const leftHigh = left >= 0xd800 && left < 0xe000
    const rightHigh = right >= 0xd800 && right < 0xe000
    // A surrogate stands for a code point above all others of one unit.
    if (leftHigh !== rightHigh) return leftHigh ? a : b
    return left > right ? a : b
  }
  return a.length > b.length ? a : b
}
