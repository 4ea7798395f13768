import { chance } from './chance.ts'
import type { ModelEvent } from './model.ts'

/**
 * Some days of a company, the same each time: all channels, statuses, currencies, at odd milliseconds, dense where
 * clocks change (Lord Howe on 3 October 2026, Berlin on the 25th, Cairo on the 29th, New York on 1 November).
 */
const dense: readonly [from: string, to: string, messages: number][] = [
  ['2026-10-03T10:00Z', '2026-10-04T20:00Z', 130],
  ['2026-10-24T20:00Z', '2026-10-26T04:00Z', 180],
  ['2026-10-25T00:00Z', '2026-10-25T01:30Z', 80],
  ['2026-10-29T18:00Z', '2026-10-30T23:00Z', 130],
  ['2026-10-31T22:00Z', '2026-11-03T08:00Z', 130],
  ['2026-10-01T00:00Z', '2026-11-06T00:00Z', 120],
  ['2026-01-01T00:00Z', '2026-12-31T00:00Z', 40],
  ['2024-02-27T00:00Z', '2024-03-02T00:00Z', 40],
  ['2023-02-26T00:00Z', '2023-03-02T00:00Z', 40],
]

const minute = 60_000

type Said = Omit<ModelEvent, 'source' | 'id' | 'message' | 'channel' | 'time'> & { after: number }

/** The lives that messages have; `after` is in milliseconds from their creation. */
const lives: readonly (readonly Said[])[] = [
  [
    { after: 0, status: 'created', parts: 1 },
    { after: 1200, status: 'pending' },
    { after: 9001, status: 'delivered', price: { amount: '0.0125', currency: 'EUR' } },
  ],
  [{ after: 0, status: 'created' }],
  [{ after: 0, status: 'created', required: false }],
  [
    { after: 0, status: 'created' },
    { after: 5 * minute, status: 'delayed', texts: { reason: 'quiet hours' } },
  ],
  [{ after: 0, status: 'pending', parts: 3, price: { amount: '7', currency: 'JPY' } }],
  [
    { after: 0, status: 'created', parts: 2 },
    { after: 700, status: 'pending', price: { amount: '0.05', currency: 'USD' } },
    {
      after: 80 * minute,
      status: 'undelivered',
      texts: { reason: '=HYPERLINK("http://x";"y")', providerStatus: '-7' },
    },
  ],
  [
    { after: 0, status: 'created' },
    { after: 300, status: 'error', texts: { reason: '@SUM(A1:A9)' } },
  ],
  [{ after: 0, status: 'canceled', texts: { task: '+autumn' } }],
  [{ after: 0, status: 'omitted-optional' }],
  // A callback that comes late takes no delivery back, and a receipt is one.
  [
    { after: 4000, status: 'delivered', parts: 9, price: { amount: '0.000001', currency: 'EUR' } },
    { after: 90 * minute, status: 'pending' },
    { after: 200 * minute, status: 'read' },
  ],
  // Known by its status first; its creation, told later, was earlier.
  [
    { after: 3 * 60 * minute, status: 'undelivered', parts: 1 },
    { after: 3 * 60 * minute + 1, status: 'created', parts: 2 },
  ],
  // The price that was told last stands, whatever its currency.
  [
    { after: 0, status: 'created', price: { amount: '123456789.123456', currency: 'USD' } },
    { after: 50_000, status: 'seen', price: { amount: '0.3', currency: 'EUR' }, parts: 1 },
  ],
]

const channels = ['sms', 'viber', 'email', 'whatsapp', 'push']
const sources = ['gateway', 'bulk/"2"', 'robot\\é']

/** @param edges instants at which, and around which, there are to be messages: first and last of a period */
export function seededDays(edges: readonly number[], nameOf = (message: number) => `m-${message}`): ModelEvent[] {
  const next = chance(7)
  const creations = dense.flatMap(([from, to, messages]) =>
    Array.from({ length: messages }, () => Math.floor(Date.parse(from) + next() * (Date.parse(to) - Date.parse(from)))),
  )
  creations.push(...edges.flatMap((edge) => [edge - 1, edge, edge + 1]))
  const events = creations.flatMap((createdAt, message) => {
    const life = lives[Math.floor(next() * lives.length)]!
    const channel = channels[Math.floor(next() * channels.length)]!
    const source = sources[message % sources.length]!
    return life.map(({ after, ...said }, at) => ({
      source,
      id: `${nameOf(message)}/${at}`,
      message: nameOf(message),
      time: createdAt + after,
      ...(at > 0 || said.status === 'created' ? { createdAt } : {}),
      channel,
      ...said,
    }))
  })
  // As providers do: some events come twice, and none where it belongs.
  const repeated = [...events, ...events.filter((_, at) => at % 9 === 0)]
  return repeated
    .map((event) => ({ event, place: next() }))
    .toSorted((a, b) => a.place - b.place)
    .map(({ event }) => event)
}
