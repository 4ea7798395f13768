import type { Checks } from './checks.ts'
import { optionalPrice, optionalText, requiredWord, unknownWord } from './fields.ts'
import type { Data } from './fields.ts'
import { Refused } from './refusal.ts'
import { channelByWord, receipts, statusByWord } from './vocabulary.ts'
import type { Receipt } from './vocabulary.ts'

/** What one `message.status` event says of its message, checked. */
export type MessageStatus = {
  channel: number
  /** The status code; a receipt (read, seen, …) is the status `delivered` with `receipt` set. */
  status: number
  rank: number
  receipt: Receipt | ''
  /** Milliseconds since 1970 of the announced creation; 0 when not told. */
  createdAt: number
  parts: number
  /** The price in millionths of the currency's unit; only meaningful with a currency. */
  priceMillionths: number
  /** See `currency.ts`; 0 when no price is told. */
  currency: number
  /** To whom it went; masked when `person` is known. */
  to: string
  /** The company's pseudonym of the recipient, a UUID; empty at the door, and where the recipient is not known. */
  person: string
  from: string
  country: string
  network: string
  provider: string
  providerStatus: string
  reason: string
  task: string
  template: string
  flowId: string
}

/** The text fields of `message.status`, with the most characters each may have. */
export const textFields = {
  to: 320,
  from: 320,
  country: 64,
  network: 128,
  provider: 128,
  providerStatus: 256,
  reason: 1024,
  task: 256,
  template: 256,
  flowId: 256,
} as const
export type TextField = keyof typeof textFields

export const partsMax = 255

const channelWords = [...channelByWord.keys()].join(', ')
const statusWords = [...statusByWord.keys(), ...receipts].join(', ')
const delivered = statusByWord.get('delivered')!
const createdOptional = statusByWord.get('created-optional')!

/**
 * Checks the `data` of a `message.status` event. Unknown fields are ignored (they stay in the log).
 * @throws Refused naming the first field at fault
 */
export function checkMessageStatus(data: Data, checks: Checks): MessageStatus {
  const channelWord = requiredWord(data, 'channel')
  const channel = channelByWord.get(channelWord)
  if (channel === undefined) throw unknownWord('data.channel', channelWord, channelWords)
  const statusWord = requiredWord(data, 'status')
  const isReceipt = (receipts as readonly string[]).includes(statusWord)
  let status = isReceipt ? delivered : statusByWord.get(statusWord)
  if (status === undefined) throw unknownWord('data.status', statusWord, statusWords)
  const required = data['required']
  if (required !== undefined && required !== null && typeof required !== 'boolean') {
    throw new Refused('wrong-type', 'data.required', 'must be true or false.')
  }
  if (required === false && status.word === 'created') status = createdOptional
  const createdAt = data['createdAt']
  const money = optionalPrice(data, checks)
  const text = (name: TextField) => optionalText(data, name, textFields[name], checks)
  return {
    channel: channel.code,
    status: status.code,
    rank: status.rank,
    receipt: isReceipt ? (statusWord as Receipt) : '',
    createdAt: createdAt === undefined || createdAt === null ? 0 : checks.time(createdAt, 'data.createdAt'),
    parts: checkParts(data['parts']),
    priceMillionths: money.millionths,
    currency: money.currency,
    to: text('to'),
    person: '',
    from: text('from'),
    country: text('country'),
    network: text('network'),
    provider: text('provider'),
    providerStatus: text('providerStatus'),
    reason: text('reason'),
    task: text('task'),
    template: text('template'),
    flowId: text('flowId'),
  }
}

function checkParts(parts: unknown): number {
  if (parts === undefined || parts === null) return 0
  if (typeof parts !== 'number') throw new Refused('wrong-type', 'data.parts', 'must be a whole number.')
  if (!Number.isInteger(parts) || parts < 0 || parts > partsMax) {
    throw new Refused('out-of-range', 'data.parts', `must be a whole number from 0 to ${partsMax}.`)
  }
  return parts
}
