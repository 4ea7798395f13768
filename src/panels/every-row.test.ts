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
/** While it is there, a step has written its rows, but not that it did. */
let held: { reached: () => void; released: Promise<void> } | undefined
beforeAll(async () => {
  server = await startApiServer({
    reach: (store) => ({
      ...store,
      async insert(table, columns, rows) {
        if (held !== undefined && table === 'fold_position' && rows.toString().startsWith('log')) {
          held.reached()
          await held.released
        }
        await store.insert(table, columns, rows)
      },
    }),
  })
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
  await sendOnly(events)
  await server.path.folder.settled()
}

async function sendOnly(events: readonly object[]): Promise<void> {
  const body = events.map((event) => JSON.stringify(event)).join('\n')
  const answer = await server.send(server.token, 'application/x-ndjson', body)
  expect(answer.body).toMatchObject({ accepted: events.length, rejected: [] })
}

/** Sends what a step then has in its rows, while its position still is that of before, until it is released. */
async function hold(events: readonly object[]): Promise<() => Promise<void>> {
  const [reached, released] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  held = { reached: reached.resolve, released: released.promise }
  await sendOnly(events)
  await reached.promise
  return async () => {
    held = undefined
    released.resolve()
    await server.path.folder.settled()
  }
}

const query = (sql: string) => server.facts.query(sql)

type Moving = { name: 'messages' | 'dialogues'; listing: Listing; seed: number }

/** @param isTorn whether rows move between the questions of a reading, too, as they do where it does not wait for a long step */
async function readWhileMoving({ name, listing, seed }: Moving, isTorn = false): Promise<void> {
  const next = chance(seed)
  const fact = facts[name]
  // Dense enough that some quarters of an hour take several questions, and some have nothing.
  const made = Array.from({ length: isTorn ? 100 : 150 }, (_, at): Made => ({
    subject: `${name}-${seed}-${at}`,
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
  const moves = () => {
    round++
    const some = made.filter(() => next() < 0.06)
    // By minutes within a bucket, by hours into one that had nothing; and some are told again without a move.
    for (const one of some) one.at -= Math.floor(next() * next() * 90 * minute)
    const came = known[name](`new-${seed}-${round}`, start + Math.floor(next() * 600 * minute), `new-${seed}-${round}`)
    return [...some.map(({ subject, at }) => known[name](subject, at, `${subject}/${round}`)), came]
  }
  let release: (() => Promise<void>) | undefined
  async function tearing(sql: string) {
    const isRows = !sql.includes('fold_position')
    const luck = next()
    if (isRows && release === undefined && luck < 0.1) release = await hold(moves())
    const rows = await query(sql)
    if (!isRows && release !== undefined) {
      await release()
      release = undefined
    } else if (release === undefined && luck > 0.94) await send(moves())
    return rows
  }
  const asked = isTorn
    ? { ask: tearing, reading: <Result>(work: () => Promise<Result>) => work() }
    : { ask: query, reading: server.path.folder.reading }
  for await (const rows of everyRow(asked.ask, { listing, question, rowsAtOnce, reading: asked.reading })) {
    const shown = await listing.show(query, 1, rows, (instant) => instant)
    for (const [, subject] of shown) read.set(String(subject), (read.get(String(subject)) ?? 0) + 1)
    if (release === undefined) await send(moves())
  }
  await release?.()
  expect(round).toBeGreaterThan(7)
  const wrong = made.filter(({ subject }) => read.get(subject) !== 1)
  expect(wrong.map(({ subject }) => `${subject}: ${read.get(subject) ?? 0}`)).toEqual([])
}

test('messages', { timeout: 60_000 }, () => readWhileMoving({ name: 'messages', listing: messageListing, seed: 11 }))

test('messages, in steps that a reading does not wait for', { timeout: 60_000 }, () =>
  readWhileMoving({ name: 'messages', listing: messageListing, seed: 21 }, true),
)

test('dialogues', { timeout: 60_000 }, () => readWhileMoving({ name: 'dialogues', listing: dialogueListing, seed: 12 }))
