import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createInFlight } from '../src/intake/in-flight.ts'
import type { IntakeAnswer } from '../src/intake/intake.ts'
import { startApiServer } from './api-server.ts'
import type { Answered, ApiServer } from './api-server.ts'
import { event, ndjson } from './bad-events.ts'

/** Little room, and a store that is slow: every client is faster than the folding. */
const waitingMax = { events: 2000, bytes: 1_000_000 }
const blockEvents = 200
let server: ApiServer
/** How the store of facts does at the moment. */
let store: 'fine' | 'slow' | 'full' = 'fine'

beforeAll(async () => {
  server = await startApiServer({
    waitingMax,
    roomMilliseconds: 100,
    inFlight: createInFlight({
      requestsMax: 12,
      workBytesMax: 2_000_000,
      heldBytesMax: 4_000_000,
      turnMilliseconds: 200,
    }),
    reach: (facts) => ({
      ...facts,
      async insert(table, columns, rows) {
        if (store === 'full') throw new Error('Cannot write: No space left on device')
        if (store === 'slow') await pause(10)
        return facts.insert(table, columns, rows)
      },
    }),
  })
})
afterAll(async () => server.close())
beforeEach(async () => {
  store = 'fine'
  await server.path.folder.settled()
})

const lines = 'application/x-ndjson'

function block(name: string, from: number): string {
  return ndjson(Array.from({ length: blockEvents }, (_, n) => event(`${name}-${from + n}`)))
}

const clients = 14
const blocksEach = 3

test('ten times the load is refused with 503 and Retry-After, memory stays bounded, and nothing is lost', async () => {
  store = 'slow'
  const { token } = await server.newCompany()
  let refused = 0
  let mostEvents = 0
  let mostBytes = 0
  const watch = setInterval(() => {
    const { events, bytes } = server.path.folder.waiting()
    mostEvents = Math.max(mostEvents, events)
    mostBytes = Math.max(mostBytes, bytes)
  }, 1)
  let accepted = 0
  async function client(name: string): Promise<void> {
    for (let at = 0; at < blocksEach * blockEvents;) {
      const answer = await server.send(token, lines, block(name, at))
      if (answer.status === 200) {
        accepted += (answer.body as IntakeAnswer).accepted
        at += blockEvents
        continue
      }
      expectBusy(answer)
      refused++
      await pause(50)
    }
  }
  await Promise.all(Array.from({ length: clients }, (_, n) => client(`client-${n}`)))
  clearInterval(watch)
  expect(refused).toBeGreaterThan(10)
  expect(mostEvents).toBeGreaterThan(waitingMax.events / 2)
  // What had been let in may come on top of the limit.
  expect(mostEvents).toBeLessThan(waitingMax.events + 12 * blockEvents)
  expect(mostBytes).toBeLessThan(waitingMax.bytes + 2_000_000)
  store = 'fine'
  expect(accepted).toBe(clients * blocksEach * blockEvents)
  expect(await server.counted(token)).toBe(clients * blocksEach * blockEvents)
})

function expectBusy({ status, headers, body }: Answered): void {
  expect(status).toBe(503)
  expect(Number(headers.get('retry-after'))).toBeGreaterThan(0)
  expect(body).toMatchObject({
    code: 'overloaded',
    detail: expect.stringMatching(/send these (events )?again in a few seconds\. Nothing of this request was kept\.$/),
  })
}

test('rubbish has the same limits as events', async () => {
  store = 'full'
  const { token } = await server.newCompany()
  let sent = 0
  let answer: Answered
  do {
    answer = await server.send(token, lines, 'x\n'.repeat(400))
    if (answer.status === 200) sent += 400
  } while (answer.status === 200 && sent < 20_000)
  expectBusy(answer)
  expect(sent).toBeLessThan(waitingMax.events + 800)
  store = 'fine'
  await server.path.folder.settled()
  const { body } = await server.get('/api/v1/refused-events?limit=1', token)
  expect(body).toMatchObject({ counts: [{ code: 'not-json', count: sent }] })
})

test('while the facts cannot be written events are kept as long as there is room, and the refusal says why', async () => {
  store = 'full'
  const { token } = await server.newCompany()
  let kept = 0
  let answer: Answered
  do {
    answer = await server.send(token, lines, block('full', kept))
    if (answer.status === 200) kept += blockEvents
  } while (answer.status === 200 && kept < 20_000)
  expectBusy(answer)
  expect((answer.body as { detail: string }).detail).toContain(
    'because the store of facts cannot be written at the moment',
  )
  expect(kept).toBeGreaterThan(1000)
  store = 'fine'
  expect(await server.counted(token)).toBe(kept)
  expect(await server.send(token, lines, block('full', kept))).toMatchObject({ status: 200 })
})

test('a body that all requests together cannot hold is refused, not queued in memory', async () => {
  const { token } = await server.newCompany()
  const big = JSON.stringify(Array.from({ length: 100 }, (_, n) => event(`big-${n}`, { more: 'm'.repeat(30_000) })))
  const answers = await Promise.all(
    Array.from({ length: 6 }, () => server.send(token, 'application/cloudevents-batch+json', big)),
  )
  for (const answer of answers) if (answer.status !== 200) expectBusy(answer)
  expect(answers.some(({ status }) => status === 503)).toBe(true)
  expect(answers.some(({ status }) => status === 200)).toBe(true)
  expect(await server.counted(token)).toBe(100)
})
