import { afterAll, beforeAll, expect, test } from 'vitest'
import { startApiServer } from '../../test/api-server.ts'
import type { ApiServer } from '../../test/api-server.ts'
import { chance } from '../../test/chance.ts'
import type { Question } from '../measures/compile.ts'
import { facts } from '../measures/facts/facts.ts'
import { stepsOf } from '../measures/period.ts'
import { dialogueListing } from './dialogue-list.ts'
import { everyRow } from './every-row.ts'
import type { Listing } from './listing.ts'
import { messageListing } from './message-list.ts'

/** Rows are read while events come that move them to earlier times: each is read once all the same. */

let server: ApiServer
beforeAll(async () => {
  server = await startApiServer()
})
afterAll(() => server.close())

const start = Date.parse('2026-11-10T00:00:00Z')
const minute = 60_000
const rowsAtOnce = 20

type Made = { subject: string; at: number }
/** An event by which a subject is first, or earlier, known. */
type Known = (subject: string, at: number, id: string) => object

const known: Readonly<Record<'messages' | 'dialogues', Known>> = {
  messages: (subject, at, id) => ({
    ...envelope('message.status', subject, at, id),
    data: { channel: 'sms', status: 'pending', createdAt: new Date(at).toISOString() },
  }),
  dialogues: (subject, at, id) => ({
    ...envelope('chat.dialogue', subject, at, id),
    data: { change: 'opened', messenger: 'web' },
  }),
}

function envelope(type: string, subject: string, at: number, id: string) {
  return { specversion: '1.0', source: 'test', type, subject, id, time: new Date(at).toISOString() }
}

async function send(events: readonly object[]): Promise<void> {
  const body = events.map((event) => JSON.stringify(event)).join('\n')
  const answer = await server.send(server.token, 'application/x-ndjson', body)
  expect(answer.body).toMatchObject({ accepted: events.length, rejected: [] })
  await server.path.folder.settled()
}

const query = (sql: string) => server.facts.query(sql)

async function readWhileMoving(name: 'messages' | 'dialogues', listing: Listing, seed: number): Promise<void> {
  const next = chance(seed)
  const fact = facts[name]
  // Dense enough that some quarters of an hour take several questions, and some have nothing.
  const made = Array.from({ length: 150 }, (_, at): Made => ({
    subject: `${name}-${at}`,
    at: start + Math.floor(at < 70 ? next() * 14 * minute : next() * 600 * minute),
  }))
  await send(made.map(({ subject, at }) => known[name](subject, at, `${subject}/0`)))
  // Some moved before the beginning: what they left behind is not taken for what they leave now.
  const early = made.filter((_, at) => at % 7 === 0)
  await send(early.map((one) => known[name](one.subject, (one.at -= 40 * minute), `${one.subject}/1`)))
  const period = { from: start - 3000 * minute, to: start + 700 * minute, zone: 'UTC' }
  const question: Question = { fact, company: 1, steps: stepsOf(period, 'whole'), keys: [], filters: new Map() }
  const read = new Map<string, number>()
  let round = 2
  for await (const rows of everyRow(query, { listing, question, rowsAtOnce, reading: server.path.folder.reading })) {
    const shown = await listing.show(query, 1, rows, (instant) => instant)
    for (const [, subject] of shown) read.set(String(subject), (read.get(String(subject)) ?? 0) + 1)
    round++
    const some = made.filter(() => next() < 0.06)
    // By minutes within a bucket, by hours into one that had nothing; and some are told again without a move.
    for (const one of some) one.at -= Math.floor(next() * next() * 90 * minute)
    if (some.length > 0) await send(some.map(({ subject, at }) => known[name](subject, at, `${subject}/${round}`)))
    await send([
      known[name](`new-${seed}-${round}`, start + Math.floor(next() * 600 * minute), `new-${name}-${seed}-${round}`),
    ])
  }
  expect(round).toBeGreaterThan(7)
  const wrong = made.filter(({ subject }) => read.get(subject) !== 1)
  expect(wrong.map(({ subject }) => `${subject}: ${read.get(subject) ?? 0}`)).toEqual([])
}

test('messages', { timeout: 60_000 }, () => readWhileMoving('messages', messageListing, 11))

test('dialogues', { timeout: 60_000 }, () => readWhileMoving('dialogues', dialogueListing, 12))
