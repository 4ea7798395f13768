import { chance } from './chance.ts'
import type { SentCallEvent } from './call-model.ts'

/** Where calls are dense: around the edges of periods that are asked about, and shortly before the clock of the server. */
const spans: readonly [from: string, to: string, calls: number][] = [
  ['2026-10-03T10:00Z', '2026-10-04T20:00Z', 50],
  ['2026-10-24T20:00Z', '2026-10-26T04:00Z', 120],
  ['2026-10-25T00:00Z', '2026-10-25T01:30Z', 90],
  ['2026-10-29T18:00Z', '2026-11-03T08:00Z', 80],
  ['2026-01-01T00:00Z', '2026-12-31T00:00Z', 60],
  ['2026-12-31T22:00Z', '2027-01-01T11:00Z', 60],
  ['2027-01-01T10:50Z', '2027-01-01T11:59:59Z', 160],
]

const directions = ['outbound', 'outbound', 'inbound', 'internal', undefined]
const outcomes = [
  'answered',
  'answered',
  'answered',
  'machine',
  'busy',
  'no-answer',
  'congestion',
  'canceled',
  'failed',
]
const evaluations = ['goal-reached', 'refused', 'transferred', 'hung-up', '=own("word")', undefined]
export const trunkNames = ['north', 'south', 'trunk, with a comma', "'); DROP TABLE calls; --"]

/** The events of some days of calls, the same each time; each of the edges has calls right at it and a millisecond beside. */
export function callDays(edges: readonly number[]): SentCallEvent[] {
  const next = chance(20261129)
  const one = <Value>(list: readonly Value[]): Value => list[Math.floor(next() * list.length)]!
  const starts = [
    ...edges.flatMap((edge) => [edge - 1, edge, edge, edge + 700]),
    ...spans.flatMap(([from, to, many]) => {
      const [first, last] = [Date.parse(from), Date.parse(to)]
      return Array.from({ length: many }, () => Math.floor(first + next() * (last - first)))
    }),
  ].filter((start) => start < Date.parse('2027-01-01T12:00Z'))
  return starts.flatMap((start, at) => callEvents(`call-${at}`, start, one, next))
}

const ours = '+493012345678'

/** Most calls have numbers; some clients have one call, and some many. */
function numbered(at: number, direction: string | undefined) {
  if (at % 9 === 0) return { direction }
  const client = `+49170123${String((at * at) % (at % 2 === 0 ? 40 : 4000)).padStart(4, '0')}`
  return direction === 'inbound' ? { direction, from: client, to: ours } : { direction, from: ours, to: client }
}

type One = <Value>(list: readonly Value[]) => Value

function callEvents(call: string, start: number, one: One, next: () => number): SentCallEvent[] {
  const events: SentCallEvent[] = []
  const tell = (after: number, data: Partial<SentCallEvent['data']> & { status: string }) => {
    const time = new Date(start + after).toISOString()
    const id = `${call}-${events.length}`
    events.push({ specversion: '1.0', id, source: 'days', type: 'call.status', subject: call, time, data })
  }
  const trunk = one([...trunkNames, undefined])
  const line = known({
    trunk,
    trunkLimit: trunk === undefined ? undefined : one([5, 10, undefined]),
    ...numbered(Number(call.split('-')[1]), one(directions)),
    bot: one([{ id: 'debts' }, { id: 'survey' }, undefined]),
  })
  tell(0, { status: 'started', ...line })
  if (next() < 0.06) return events
  const outcome = one(outcomes)
  const isAnswered = outcome === 'answered' || outcome === 'machine'
  const rang = Math.floor(next() * 30_000)
  if (isAnswered) tell(rang, { status: 'answered' })
  if (isAnswered && next() < 0.05) return events
  const spoke = isAnswered ? Math.floor(one([3000, 9999, 10_000, 29_000, 45_500, 130_000, 500_000, 900_000])) : 0
  // The other leg of a call that was handed over.
  if (isAnswered && next() < 0.2) {
    tell(rang + 500, { status: 'started', leg: 'queue', ...line })
    tell(rang + 900, { status: 'ended', leg: 'queue' })
    tell(rang + 1000, { status: 'started', leg: 'people', ...known({ trunk: one(trunkNames) }), direction: 'internal' })
    tell(rang + 1500, { status: 'answered', leg: 'people', operator: { id: one(['7', '8']) } })
    tell(rang + spoke, { status: 'ended', leg: 'people' })
  }
  const end = rang + spoke
  tell(end, {
    status: 'ended',
    ...known({
      outcome,
      evaluation: isAnswered ? one(evaluations) : undefined,
      billedSeconds: isAnswered ? one([undefined, Math.ceil(spoke / 1000), 60]) : undefined,
      price: isAnswered
        ? one([
            { amount: '0.0125', currency: 'EUR' },
            { amount: '1', currency: 'USD' },
          ])
        : undefined,
    }),
  })
  return events
}

/** Without the fields that nothing is told of. */
function known<Fields extends object>(fields: Fields): { [Name in keyof Fields]?: Exclude<Fields[Name], undefined> } {
  return JSON.parse(JSON.stringify(fields)) as { [Name in keyof Fields]?: Exclude<Fields[Name], undefined> }
}
