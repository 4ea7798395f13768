/**
 * An independent model of what a set of events amounts to: plain, slow, written from the rules and not from the code.
 * Tests compare the house with it.
 */
export type ModelEvent = {
  source: string
  id: string
  message: string
  /** Milliseconds since 1970. */
  time: number
  createdAt?: number
  channel: string
  status: string
  required?: boolean
  parts?: number
  price?: { amount: string; currency: string }
  /** Words that stand in lists only; no number comes from them. */
  texts?: Readonly<Record<string, string>>
}

export type ModelMessage = {
  message: string
  createdAt: number
  channel: string
  status: string
  parts: number
  price: { amount: string; currency: string } | undefined
}

const rankOf: Readonly<Record<string, number>> = {
  created: 0,
  'created-optional': 0,
  delayed: 1,
  pending: 2,
  undelivered: 3,
  error: 3,
  canceled: 3,
  'omitted-optional': 3,
  delivered: 4,
}
const tieOrder = [
  'created',
  'created-optional',
  'delayed',
  'pending',
  'undelivered',
  'error',
  'canceled',
  'omitted-optional',
  'delivered',
]
const channelOrder = ['sms', 'viber', 'email', 'whatsapp', 'push']

/** The messages of these events; of two events with one source and id the first in the list counts. */
export function modelMessages(events: readonly ModelEvent[]): ModelMessage[] {
  const unique = new Map<string, ModelEvent>()
  for (const event of events) {
    const identity = JSON.stringify([event.source, event.id])
    if (!unique.has(identity)) unique.set(identity, event)
  }
  const byMessage = Map.groupBy(unique.values(), (event) => event.message)
  return [...byMessage].map(([message, all]) => ({
    message,
    createdAt: Math.min(...all.flatMap((event) => [event.time, event.createdAt ?? event.time])),
    channel: all
      .map((event) => event.channel)
      .toSorted((a, b) => channelOrder.indexOf(a) - channelOrder.indexOf(b))
      .at(-1)!,
    status: standing(all),
    parts: Math.max(0, ...all.map((event) => event.parts ?? 0)),
    price: latestPrice(all),
  }))
}

function statusOf(event: ModelEvent): string {
  if (['read', 'seen', 'opened', 'clicked'].includes(event.status)) return 'delivered'
  return event.status === 'created' && event.required === false ? 'created-optional' : event.status
}

function standing(events: readonly ModelEvent[]): string {
  const ordered = events
    .map((event) => ({ status: statusOf(event), time: event.time }))
    .toSorted(
      (a, b) =>
        rankOf[a.status]! - rankOf[b.status]! ||
        a.time - b.time ||
        tieOrder.indexOf(a.status) - tieOrder.indexOf(b.status),
    )
  return ordered.at(-1)!.status
}

function latestPrice(events: readonly ModelEvent[]): { amount: string; currency: string } | undefined {
  const priced = events
    .filter((event) => event.price !== undefined)
    .toSorted(
      (a, b) =>
        a.time - b.time ||
        a.price!.currency.localeCompare(b.price!.currency, 'en') ||
        Number(a.price!.amount) - Number(b.price!.amount),
    )
  return priced.at(-1)?.price
}

/** Counts, parts and price (in millionths) of messages, in cells named `bucket channel status currency`. */
export function modelCells(messages: readonly ModelMessage[], bucketSeconds: number): Map<string, string> {
  const cells = new Map<string, { messages: number; parts: number[]; price: bigint }>()
  for (const { createdAt, channel, status, parts, price } of messages) {
    const bucket = Math.floor(createdAt / 1000 / bucketSeconds) * bucketSeconds
    const name = `${bucket} ${channel} ${status} ${price?.currency ?? ''}`
    const cell = cells.get(name) ?? { messages: 0, parts: [], price: 0n }
    cells.set(name, cell)
    cell.messages++
    cell.parts.push(parts)
    cell.price += price === undefined ? 0n : millionths(price.amount)
  }
  return new Map(
    [...cells].map(([name, { messages: count, parts, price }]) => {
      const sum = parts.reduce((total, one) => total + one, 0)
      const numbers = [...Map.groupBy(parts, (one) => one)].toSorted(([one], [other]) => one - other)
      return [name, `${count} ${sum} ${price} ${numbers.map(([one, own]) => `${one}:${own.length}`).join(',')}`]
    }),
  )
}

/** A decimal text in millionths. */
export function millionths(amount: string): bigint {
  const [whole, fraction = ''] = amount.split('.')
  return BigInt(whole + fraction.padEnd(6, '0'))
}

/** The CloudEvent that says this. */
export function cloudEvent(event: ModelEvent): Record<string, unknown> {
  return {
    specversion: '1.0',
    id: event.id,
    source: event.source,
    type: 'message.status',
    subject: event.message,
    time: new Date(event.time).toISOString(),
    data: {
      channel: event.channel,
      status: event.status,
      ...(event.required === undefined ? {} : { required: event.required }),
      ...(event.parts === undefined ? {} : { parts: event.parts }),
      ...(event.price === undefined ? {} : { price: event.price }),
      ...(event.createdAt === undefined ? {} : { createdAt: new Date(event.createdAt).toISOString() }),
      ...event.texts,
    },
  }
}
