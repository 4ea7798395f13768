import { pages, panels } from '../src/panels/pages.ts'
import type { Page } from '../src/panels/pages.ts'
import { factOf } from '../src/panels/panel.ts'
import type { Panel } from '../src/panels/panel.ts'
import { millionths } from './model.ts'
import type { ModelMessage } from './model.ts'
import { aheadAt, clockAt, dateAt, dayStartAt } from './wall-clock.ts'

/**
 * An independent model of what a panel answers: it looks at each message by itself, with the rules of docs/metrics.md
 * and a clock on the wall. What is asked comes from the declaration of the panel, how it is counted does not.
 */
export type ModelQuestion = {
  from: number
  to: number
  zone: string
  channels?: readonly string[]
  statuses?: readonly string[]
}

export type Declared = {
  measures: readonly string[]
  by: readonly string[]
  only?: { channel?: readonly string[] }
  totals?: readonly string[]
}

export type ModelValue = string | number | null
export type ModelAnswer = { rows: ModelValue[][]; totals: Record<string, ModelValue | Record<string, string>> }

/** The panels and pages that this model knows how to count: those of messages. */
export const messagePanels: readonly Panel[] = panels.filter((panel) => factOf(panel).name === 'messages')
export const messagePages: readonly Page[] = pages.filter((page) =>
  page.panels.every((panel) => messagePanels.includes(panel)),
)

/** Every company of the tests counts money in this. */
const ownCurrency = 'EUR'

const hour = 3_600_000
const day = 24 * hour

const channelsOnScreen = ['sms', 'viber', 'email', 'whatsapp', 'push']
const statusesOnScreen: Readonly<Record<string, { short: string; sent: boolean; final: boolean }>> = {
  created: { short: 'waiting', sent: false, final: false },
  'created-optional': { short: 'waiting', sent: false, final: false },
  delayed: { short: 'waiting', sent: false, final: false },
  pending: { short: 'waiting', sent: true, final: false },
  delivered: { short: 'delivered', sent: true, final: true },
  undelivered: { short: 'not-delivered', sent: true, final: true },
  error: { short: 'not-delivered', sent: false, final: true },
  canceled: { short: 'not-sent', sent: false, final: true },
  'omitted-optional': { short: 'not-sent', sent: false, final: true },
}

/** The rows and totals of a panel over these messages. */
export function modelPanel(panel: Declared, messages: readonly ModelMessage[], question: ModelQuestion): ModelAnswer {
  const asked = messagesAsked(panel, messages, question)
  const totals: ModelAnswer['totals'] = {}
  for (const measure of [...panel.measures, ...(panel.totals ?? [])]) {
    if (measure === 'share') continue
    totals[measure] = measure === 'price' ? pricesOf(asked) : numberOf(measure, asked, asked)
  }
  return { rows: rowsOf(panel, asked, question), totals }
}

/** The messages that a question is about. */
export function messagesAsked(
  { only }: Pick<Declared, 'only'>,
  messages: readonly ModelMessage[],
  { from, to, channels, statuses }: ModelQuestion,
): ModelMessage[] {
  return messages.filter(
    (message) =>
      message.createdAt >= from &&
      message.createdAt < to &&
      (only?.channel?.includes(message.channel) ?? true) &&
      (channels?.includes(message.channel) ?? true) &&
      (statuses?.includes(message.status) ?? true),
  )
}

/** Those of these messages that a measure speaks of. */
export function messagesBehind(measure: string, messages: readonly ModelMessage[]): ModelMessage[] {
  return messages.filter((message) => {
    const { sent, final, short } = statusesOnScreen[message.status]!
    switch (measure) {
      case 'sent':
      case 'parts':
      case 'parts_per_message':
      case 'parts_per_message_median':
      case 'parts_per_message_p90':
        return sent
      case 'delivered':
        return message.status === 'delivered'
      case 'delivered_share':
        return message.status === 'delivered' || short === 'not-delivered'
      case 'open_share':
        return !final
      case 'price':
        return message.price !== undefined
      default:
        return true
    }
  })
}

/** Whether a message lies in the row that has this value of a dimension. */
export function isAt(dimension: string, value: ModelValue, message: ModelMessage, question: ModelQuestion): boolean {
  switch (dimension) {
    case 'day':
    case 'time': {
      const span = spansOf(dimension, question).get(String(value))
      return span !== undefined && message.createdAt >= span.from && message.createdAt < span.to
    }
    case 'channel':
      return message.channel === value
    case 'status':
      return message.status === value
    case 'short_status':
      return statusesOnScreen[message.status]!.short === value
    default:
      return message.price?.currency === value
  }
}

function rowsOf(panel: Declared, asked: readonly ModelMessage[], question: ModelQuestion): ModelValue[][] {
  const others = panel.by.filter((dimension) => dimension !== 'currency')
  const groups = others.reduce<
    { values: ModelValue[]; messages: readonly ModelMessage[]; whole: readonly ModelMessage[] }[]
  >(
    (before, dimension, at) =>
      before.flatMap(({ values, messages }) =>
        listed(dimension, at, asked, question).map((value) => ({
          values: [...values, value],
          messages: messages.filter((message) => isAt(dimension, value, message, question)),
          whole: messages,
        })),
      ),
    [{ values: [], messages: asked, whole: asked }],
  )
  if (others.length === panel.by.length) {
    return groups.map(({ values, messages, whole }) => [
      ...values,
      ...panel.measures.map((measure) => numberOf(measure, messages, whole)),
    ])
  }
  const currencies = Object.keys(pricesOf(asked))
  return groups.flatMap(({ values, messages }) =>
    currencies.map((currency) => [...values, currency, pricesOf(messages)[currency] ?? '0.00']),
  )
}

/** The values that rows are shown for. Of a second dimension those are left out that have no message in the period. */
function listed(dimension: string, at: number, asked: readonly ModelMessage[], question: ModelQuestion): string[] {
  const all = valuesOf(dimension, question)
  if (at === 0) return all
  const present = all.filter((value) => asked.some((message) => isAt(dimension, value, message, question)))
  return present.length === 0 ? all : present
}

function valuesOf(dimension: string, question: ModelQuestion): string[] {
  const { channels, statuses } = question
  switch (dimension) {
    case 'day':
    case 'time':
      return [...spansOf(dimension, question).keys()]
    case 'channel':
      return channelsOnScreen.filter((channel) => channels?.includes(channel) ?? true)
    case 'status':
      return Object.keys(statusesOnScreen).filter((status) => statuses?.includes(status) ?? true)
    default:
      return [...new Set(Object.values(statusesOnScreen).map(({ short }) => short))]
  }
}

function numberOf(measure: string, messages: readonly ModelMessage[], whole: readonly ModelMessage[]): number | null {
  const count = (name: string) => messagesBehind(name, messages).length
  const parts = messagesBehind('parts', messages).reduce((sum, message) => sum + message.parts, 0)
  switch (measure) {
    case 'delivered_share':
      return quotient(count('delivered'), count('delivered_share'))
    case 'open_share':
      return quotient(count('open_share'), messages.length)
    case 'share':
      return quotient(messages.length, whole.length) ?? 0
    case 'parts':
      return parts
    case 'parts_per_message':
      return quotient(parts, count('sent'))
    case 'parts_per_message_median':
    case 'parts_per_message_p90': {
      const each = messagesBehind('sent', messages)
        .map((message) => message.parts)
        .toSorted((a, b) => a - b)
      return each[Math.ceil(each.length * (measure.endsWith('p90') ? 0.9 : 0.5)) - 1] ?? null
    }
    default:
      return count(measure)
  }
}

function quotient(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole
}

/** Sums by currency, in the order of its letters; where no price is known, nothing in the company's own. */
export function pricesOf(messages: readonly ModelMessage[]): Record<string, string> {
  const sums = new Map<string, bigint>()
  for (const { price } of messages) {
    if (price !== undefined) sums.set(price.currency, (sums.get(price.currency) ?? 0n) + millionths(price.amount))
  }
  if (sums.size === 0) sums.set(ownCurrency, 0n)
  return Object.fromEntries(
    [...sums].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([name, sum]) => [name, decimal(sum)]),
  )
}

function decimal(sum: bigint): string {
  const fraction = String(sum % 1_000_000n).padStart(6, '0')
  return `${sum / 1_000_000n}.${fraction.slice(0, 2)}${fraction.slice(2).replace(/0+$/, '')}`
}

type Span = { from: number; to: number }
const spans = new WeakMap<ModelQuestion, Map<string, Map<string, Span>>>()

/** From when to when each day or point of time of a period is; looked up on the clock once for each question. */
function spansOf(dimension: 'day' | 'time', question: ModelQuestion): Map<string, Span> {
  const known = spans.get(question) ?? new Map<string, Map<string, Span>>()
  spans.set(question, known)
  const own = known.get(dimension)
  if (own !== undefined) return own
  const { to, zone } = question
  const starts = dimension === 'day' ? dayStarts(question) : pointsOf(question)
  const made = new Map(
    starts.map((from, at) => [
      dimension === 'day' ? dateAt(from, zone) : rfc3339(from, zone),
      { from, to: starts[at + 1] ?? to },
    ]),
  )
  known.set(dimension, made)
  return made
}

/** The first instants of the days that a period touches; of the first day what the period has of it. */
function dayStarts({ from, to, zone }: ModelQuestion): number[] {
  const starts: number[] = []
  // The longest day has 26 hours and the shortest 22, so this is always the next one.
  for (let at = dayStartAt(from, zone); at < to; at = dayStartAt(at + 27 * hour, zone)) starts.push(Math.max(at, from))
  return starts
}

/** Where the points of a time series start: each 15 minutes of up to two days, each hour of up to 31, else each day. */
function pointsOf(question: ModelQuestion): number[] {
  const { from, to, zone } = question
  const length = to - from <= 2 * day + hour ? hour / 4 : to - from <= 31 * day + hour ? hour : Infinity
  return dayStarts(question).flatMap((start, at, all) => {
    const first = at === 0 ? dayStartAt(start, zone) : start
    const end = all[at + 1] ?? to
    const points = [start]
    for (let point = first + length; point < end; point += length) if (point > start) points.push(point)
    return points
  })
}

/** As RFC 3339 writes it, with the offset of the clock at that time. */
function rfc3339(instant: number, zone: string): string {
  const milliseconds = instant % 1000 === 0 ? '' : `.${String(instant % 1000).padStart(3, '0')}`
  const ahead = aheadAt(instant, zone) / 60_000
  const offset = `${ahead < 0 ? '-' : '+'}${two(Math.abs(ahead) / 60)}:${two(Math.abs(ahead) % 60)}`
  return `${clockAt(instant, zone).replace(' ', 'T')}${milliseconds}${offset}`
}

function two(value: number): string {
  return String(Math.floor(value)).padStart(2, '0')
}
