import fc from 'fast-check'
import type { ModelEvent } from './model.ts'

const start = Date.UTC(2026, 9, 24, 22)
const statusWords = [
  'created',
  'created-optional',
  'delayed',
  'pending',
  'delivered',
  'undelivered',
  'error',
  'canceled',
  'omitted-optional',
  'read',
  'seen',
  'opened',
  'clicked',
]

/** A few messages and a mess of events about them: any order, repeated, creations announced late or never. */
export function histories(eventsMax = 40): fc.Arbitrary<ModelEvent[]> {
  const event = fc.record(
    {
      source: fc.constantFrom('gateway', 'bulk'),
      id: fc.integer({ min: 0, max: 60 }).map((n) => `e${n}`),
      message: fc.integer({ min: 0, max: 8 }).map((n) => `m-${n} é\t"\\`),
      time: fc.integer({ min: 0, max: 3 * 3600 * 1000 }).map((offset) => start + offset),
      createdAt: fc.integer({ min: -30 * 3600 * 1000, max: 3600 * 1000 }).map((offset) => start + offset),
      channel: fc.constantFrom('sms', 'viber', 'email', 'whatsapp', 'push'),
      status: fc.constantFrom(...statusWords),
      required: fc.boolean(),
      parts: fc.integer({ min: 0, max: 9 }),
      price: fc.record({
        amount: fc.constantFrom('0.0125', '0.05', '1', '0.000001', '12.5'),
        currency: fc.constantFrom('EUR', 'USD', 'RUB'),
      }),
    },
    { requiredKeys: ['source', 'id', 'message', 'time', 'channel', 'status'] },
  )
  return fc
    .array(event, { minLength: 1, maxLength: eventsMax })
    .map((events) => [...new Map(events.map((one) => [`${one.source} ${one.id}`, one])).values()])
}
