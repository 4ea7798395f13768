import { codeOfLetters, encodeCurrency } from './currency.ts'
import { Refused } from './refusal.ts'
import { checkKeptText, clip } from './text.ts'
import type { TextCheck } from './text.ts'
import { parseInstant } from './time.ts'
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
/** Up to 999,999,999.999999: far above any real price of one message, and exact in millionths. */
const amountForm = /^\d{1,9}(?:\.\d{1,6})?$/

/**
 * Checks the `data` of a `message.status` event. Unknown fields are ignored (they stay in the log).
 * @throws Refused naming the first field at fault
 */
export function checkMessageStatus(data: Record<string, unknown>, checks: Checks): MessageStatus {
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
  const price = data['price']
  const money = price === undefined || price === null ? noPrice : checkPrice(price, checks)
  return {
    channel: channel.code,
    status: status.code,
    rank: status.rank,
    receipt: isReceipt ? (statusWord as Receipt) : '',
    createdAt: createdAt === undefined || createdAt === null ? 0 : checks.time(createdAt, 'data.createdAt'),
    parts: checkParts(data['parts']),
    priceMillionths: money.millionths,
    currency: money.currency,
    to: text(data, 'to', checks),
    person: '',
    from: text(data, 'from', checks),
    country: text(data, 'country', checks),
    network: text(data, 'network', checks),
    provider: text(data, 'provider', checks),
    providerStatus: text(data, 'providerStatus', checks),
    reason: text(data, 'reason', checks),
    task: text(data, 'task', checks),
    template: text(data, 'template', checks),
    flowId: text(data, 'flowId', checks),
  }
}

/** How the parts of an event are checked that depend on where it comes from, and when. */
export type Checks = {
  text: TextCheck
  /** Reads a time of the event; throws Refused naming the field. */
  time: (value: unknown, field: string) => number
  /** The code of a currency, or `undefined` when there is no such currency. */
  currency: (letters: string) => number | undefined
}

/** The checks at the door: no time before 2000 or more than a day ahead of `now`, and the currencies of today. */
export function checksAt(now: number, checkText: TextCheck): Checks {
  const latest = Math.min(now + aheadMax, latestInstant)
  return {
    text: checkText,
    time(value, field) {
      const instant = instantOf(value, field)
      if (instant >= earliestInstant && instant <= latest) return instant
      const sentence = `${clip(String(value))} is before the year 2000 or more than a day ahead of now.`
      throw new Refused('out-of-range', field, sentence)
    },
    currency: encodeCurrency,
  }
}

/** For what passed the checks at the door before: it must be readable for ever, whatever the clock or the list says now. */
export const checksOfKept: Checks = { text: checkKeptText, time: instantOf, currency: codeOfLetters }

function instantOf(value: unknown, field: string): number {
  if (typeof value !== 'string') throw new Refused('wrong-type', field, 'must be a text with a date and time.')
  const instant = parseInstant(value)
  if (instant !== undefined) return instant
  throw new Refused('bad-format', field, `"${clip(value)}" is not an RFC 3339 time such as "2026-11-24T09:30:00Z".`)
}

export const earliestInstant = Date.UTC(2000, 0, 1)
const latestInstant = Date.UTC(2100, 0, 1)
const aheadMax = 24 * 3_600_000

/** Whether a clock may be right that says this. */
export function isPossibleNow(now: number): boolean {
  return now >= earliestInstant && now < latestInstant
}

const noPrice = { millionths: 0, currency: 0 }

function checkPrice(price: unknown, checks: Checks): { millionths: number; currency: number } {
  if (typeof price !== 'object' || price === null || Array.isArray(price)) {
    throw new Refused('wrong-type', 'data.price', 'must be an object such as {"amount":"0.0125","currency":"EUR"}.')
  }
  const { amount, currency } = price as { amount?: unknown; currency?: unknown }
  if (amount === undefined) throw new Refused('missing', 'data.price.amount', 'is missing.')
  if (typeof amount !== 'string') {
    throw new Refused('wrong-type', 'data.price.amount', 'must be a decimal in a text, such as "0.0125".')
  }
  if (!amountForm.test(amount)) {
    throw new Refused(
      'bad-format',
      'data.price.amount',
      `"${clip(amount)}" is not a decimal with a point, at most 9 digits before it and 6 after, such as "0.0125".`,
    )
  }
  if (currency === undefined) throw new Refused('missing', 'data.price.currency', 'is missing.')
  if (typeof currency !== 'string')
    throw new Refused('wrong-type', 'data.price.currency', 'must be a text such as "EUR".')
  const code = checks.currency(currency)
  if (code === undefined) {
    throw new Refused('unknown-value', 'data.price.currency', `"${clip(currency)}" is not an ISO 4217 currency code.`)
  }
  const point = amount.indexOf('.')
  const whole = point < 0 ? amount : amount.slice(0, point)
  const fraction = point < 0 ? '' : amount.slice(point + 1)
  // Digits only, so this is exact: at most 15 of them.
  return { millionths: Number(whole + fraction.padEnd(6, '0')), currency: code }
}

function checkParts(parts: unknown): number {
  if (parts === undefined || parts === null) return 0
  if (typeof parts !== 'number') throw new Refused('wrong-type', 'data.parts', 'must be a whole number.')
  if (!Number.isInteger(parts) || parts < 0 || parts > partsMax) {
    throw new Refused('out-of-range', 'data.parts', `must be a whole number from 0 to ${partsMax}.`)
  }
  return parts
}

function requiredWord(data: Record<string, unknown>, name: string): string {
  const value = data[name]
  if (value === undefined || value === null) throw new Refused('missing', `data.${name}`, 'is missing.')
  if (typeof value !== 'string') throw new Refused('wrong-type', `data.${name}`, 'must be a text.')
  return value
}

function text(data: Record<string, unknown>, name: TextField, checks: Checks): string {
  const value = data[name]
  if (value === undefined || value === null) return ''
  return checks.text(value, `data.${name}`, textFields[name])
}

function unknownWord(field: string, word: string, allowed: string): Refused {
  return new Refused('unknown-value', field, `"${clip(word)}" is not one of ${allowed}.`)
}
