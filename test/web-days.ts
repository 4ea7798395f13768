import type { ModelEvent } from './model.ts'

const hour = 3_600_000
const day = 24 * hour

/** How many of a hundred messages go by each channel, with its price and, for SMS, more parts than one. */
const channels = [
  { channel: 'sms', share: 46, price: { amount: '0.0450', currency: 'EUR' }, parts: [1, 1, 2, 3] },
  { channel: 'viber', share: 27, price: { amount: '0.0210', currency: 'EUR' }, parts: [undefined] },
  { channel: 'email', share: 14, price: { amount: '0.0012', currency: 'USD' }, parts: [undefined] },
  { channel: 'whatsapp', share: 9, price: { amount: '0.0625', currency: 'EUR' }, parts: [undefined] },
  { channel: 'push', share: 4, price: undefined, parts: [undefined] },
] as const

/** Each with its share of a hundred; what comes after `created`. */
const endings = [
  { statuses: ['pending', 'delivered'], share: 84 },
  { statuses: ['pending', 'undelivered'], share: 6 },
  { statuses: ['error'], share: 3 },
  { statuses: ['pending'], share: 3 },
  { statuses: ['canceled'], share: 1 },
  { statuses: ['delayed'], share: 1 },
  { statuses: [], share: 2 },
] as const

/**
 * So many messages of a company that writes to its clients by day, less at weekends, in the 61 days up to `now`: every
 * channel and status, two currencies, and statuses that were told twice. The newest is half an hour old.
 */
export function webDays(now: number, messages: number): ModelEvent[] {
  const random = randomFrom(7)
  const events: ModelEvent[] = []
  const tell = (event: Omit<ModelEvent, 'source' | 'id'>) =>
    events.push({ source: '/feeds/alpha', id: `event-${events.length}`, ...event })
  for (let number = 1; number <= messages; number++) {
    const message = `message-${number}`
    const createdAt = number === 1 ? now - hour / 2 : momentBefore(now, random)
    const { channel, price, parts } = pick(channels, random())
    const isRequired = channel !== 'viber' || random() < 0.6
    const details = {
      channel,
      required: isRequired,
      ...(price === undefined ? {} : { price }),
      ...(parts[0] === undefined ? {} : { parts: parts[Math.floor(random() * parts.length)]! }),
    }
    tell({ message, time: createdAt, status: 'created', ...details })
    const statuses: readonly string[] =
      !isRequired && random() < 0.3 ? ['omitted-optional'] : pick(endings, random()).statuses
    let time = createdAt
    for (const status of statuses) {
      time = Math.min(now - 1000, time + 1000 + Math.floor(random() * 90_000))
      tell({ message, time, status, ...details })
      if (random() < 0.05) tell({ message, time, status, ...details })
    }
  }
  return events
}

/** A moment of the last 61 days, more likely by day and on a working day. */
function momentBefore(now: number, random: () => number): number {
  for (;;) {
    const moment = Math.floor(now - hour - random() * 61 * day)
    const date = new Date(moment)
    const isWeekend = [0, 6].includes(date.getUTCDay())
    const weight = (isWeekend ? 0.35 : 1) * (0.06 + Math.max(0, Math.sin(((date.getUTCHours() - 5) / 15) * Math.PI)))
    if (random() < weight) return moment
  }
}

function pick<Choice extends { share: number }>(choices: readonly Choice[], point: number): Choice {
  let left = point * 100
  return choices.find(({ share }) => (left -= share) < 0) ?? choices[0]!
}

/** The same numbers from 0 to 1 every time. */
function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}
