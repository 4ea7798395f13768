import { once } from 'node:events'
import { request } from 'node:http'
import { connect } from 'node:net'
import type { Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { readRecord } from '../src/folding/read-record.ts'
import type { IntakeAnswer } from '../src/intake/intake.ts'
import { isLong } from './long.ts'
import { startApiServer } from './api-server.ts'
import type { ApiServer } from './api-server.ts'
import { event, ndjson } from './bad-events.ts'
import { anyBody } from './fuzzed-bodies.ts'

const noon = Date.UTC(2026, 10, 24, 12)
let server: ApiServer
let company: number
let token: string

beforeAll(async () => {
  server = await startApiServer({ now: () => noon })
})
afterAll(async () => server.close())
beforeEach(async () => {
  ;({ company, token } = await server.newCompany())
})

const lines = 'application/x-ndjson'
const single = 'application/cloudevents+json'
const batch = 'application/cloudevents-batch+json'

/** Begins a POST whose body is sent in pieces, with chunked transfer encoding. */
function begin(type: string, headers: Record<string, string> = {}) {
  const sending = request(`${server.url}/api/v1/events`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': type, ...headers },
  })
  const answered = once(sending, 'response').then(async ([response]: { statusCode: number }[]) => {
    let text = ''
    for await (const piece of response as unknown as AsyncIterable<Buffer>) text += String(piece)
    return { status: response!.statusCode, body: JSON.parse(text) as IntakeAnswer }
  })
  answered.catch(() => {})
  return { sending, answered }
}

test('a chunked body may be cut anywhere, also inside of a character or between CR and LF', async () => {
  const body = Buffer.from(
    ndjson([event('1', {}, { reason: 'Grüße 👋' }), event('2', { subject: '消息' }), '{', event('3')]).replaceAll(
      '\n',
      '\r\n',
    ),
  )
  const { sending, answered } = begin(lines)
  for (let at = 0; at < body.length; at += 7) {
    sending.write(body.subarray(at, at + 7))
    if (at % 70 === 0) await pause(1)
  }
  sending.end()
  expect(await answered).toMatchObject({ status: 200, body: { accepted: 3, rejected: [{ index: 2 }] } })
  const one = begin(single)
  for (const byte of Buffer.from(JSON.stringify(event('4 ü')))) one.sending.write(Buffer.from([byte]))
  one.sending.end()
  expect(await one.answered).toMatchObject({ status: 200, body: { accepted: 1 } })
  expect(await server.counted(token)).toBe(4)
})

test('what a slow client has sent is kept while it pauses, and is answered for at its end', async () => {
  const { sending, answered } = begin(lines)
  sending.write(`${ndjson([event('1'), event('2')])}\n{"specver`)
  await expect.poll(() => server.counted(token), { timeout: 5000 }).toBe(2)
  sending.write(`sion":"1.0"}\n`)
  await pause(300)
  sending.end(ndjson([event('1'), event('3')]))
  expect(await answered).toMatchObject({
    status: 200,
    body: { accepted: 3, duplicates: 1, rejected: [{ index: 2, code: 'missing' }] },
  })
  expect(await server.counted(token)).toBe(3)
})

async function leave(type: string, body: Uint8Array, headers: Record<string, string> = {}): Promise<void> {
  const { sending, answered } = begin(type, headers)
  sending.write(body)
  await pause(20)
  sending.destroy()
  await expect(answered).rejects.toThrow(/socket hang up/)
}

test('of a client that goes away half-way no half event is kept, and it may send all again', async () => {
  const whole = JSON.stringify(event('1'))
  await leave(single, Buffer.from(whole.slice(0, -1)))
  await leave(batch, Buffer.from(`[${whole}`))
  await leave(lines, Buffer.from('x'.repeat(100_000)))
  await leave(single, gzipSync(whole).subarray(0, 40), { 'content-encoding': 'gzip' })
  // The whole line before the half one may be kept, as it is after an answer that got lost.
  await leave(lines, Buffer.from(`${JSON.stringify(event('2'))}\n${whole.slice(0, -1)}`))
  await leave(lines, gzipSync(`${JSON.stringify(event('3'))}\n${whole}`).subarray(0, -9), {
    'content-encoding': 'gzip',
  })
  const { status, body } = await server.send(token, lines, ndjson([event('1'), event('2'), event('3')]))
  expect(status).toBe(200)
  const { accepted, duplicates, rejected } = body as IntakeAnswer
  expect([accepted + duplicates, rejected]).toEqual([3, []])
  expect(await server.counted(token)).toBe(3)
  expect(await server.facts.query(`SELECT id FROM refused_events WHERE company = ${company}`)).toEqual([])
})

function collectGarbage(): void {
  setFlagsFromString('--expose-gc')
  const collect: () => void = runInNewContext('gc')
  collect()
}

test('300 clients that vanish in the middle leave nothing behind in memory', async () => {
  collectGarbage()
  const before = process.memoryUsage()
  for (let round = 0; round < 10; round++) {
    const sockets = await Promise.all(
      Array.from({ length: 30 }, async () => {
        const socket = connect(server.port, '127.0.0.1')
        await once(socket, 'connect')
        socket.on('error', () => {})
        socket.write(headOf({ 'content-type': round % 2 === 0 ? lines : single, 'content-length': '10000000' }))
        socket.write('x'.repeat(400_000))
        return socket
      }),
    )
    await pause(50)
    for (const socket of sockets) socket.resetAndDestroy()
  }
  const left = () => {
    collectGarbage()
    return process.memoryUsage().arrayBuffers - before.arrayBuffers
  }
  // The last of them are still on their way out; 120 MB were sent.
  await expect.poll(left, { timeout: 5000 }).toBeLessThan(20_000_000)
  expect(await server.send(token, single, JSON.stringify(event('1')))).toMatchObject({ body: { accepted: 1 } })
})

function headOf(headers: Record<string, string>): string {
  const all = { host: 'localhost', authorization: `Bearer ${token}`, ...headers }
  return `POST /api/v1/events HTTP/1.1\r\n${Object.entries(all)
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('')}\r\n`
}

async function exchange(text: string): Promise<string> {
  const socket: Socket = connect(server.port, '127.0.0.1')
  socket.on('error', () => {})
  let answer = ''
  socket.on('data', (bytes) => (answer += String(bytes)))
  socket.write(text)
  await new Promise((resolve) => socket.on('close', resolve))
  return answer
}

test('broken HTTP ends its connection, and the server goes on', async () => {
  const chunked = headOf({ 'content-type': lines, 'transfer-encoding': 'chunked' })
  const broken = [
    'nonsense\r\n\r\n',
    'POST /api/v1/events HTTP/1.1\r\nhost: a\r\ncontent-length: -5\r\n\r\n',
    `${chunked}zz\r\nabc\r\n`,
    headOf({ 'content-length': '5', 'transfer-encoding': 'chunked' }),
    headOf({ cookie: 'c'.repeat(100_000) }),
  ]
  for (const text of broken) {
    const answer = await exchange(text)
    expect(answer, text).toMatch(/^(?:HTTP\/1\.1 4\d\d |$)/)
  }
  expect(await server.send(token, single, JSON.stringify(event('1')))).toMatchObject({ body: { accepted: 1 } })
})

const bodies = isLong ? 20_000 : 2000
const atOnce = 10

test(
  `${bodies} generated bodies: each is answered, none by a fault of the server, and every event is accounted for`,
  { timeout: isLong ? 600_000 : 90_000 },
  async () => {
    const totals = { accepted: 0, refused: 0, answers: new Map<number, number>() }
    await fc.assert(
      fc.asyncProperty(fc.array(anyBody, { minLength: atOnce, maxLength: atOnce }), async (all) => {
        await Promise.all(
          all.map(async ({ type, body, headers, received, good }) => {
            const { status, body: answer } = await server.send(token, type, body, headers)
            totals.answers.set(status, (totals.answers.get(status) ?? 0) + 1)
            if (status !== 200) {
              expect([400, 413, 415]).toContain(status)
              const { detail, code } = answer as { detail: string; code: string }
              expect(code).toBeTypeOf('string')
              const [, kept = '0', refused = '0'] =
                /(\d+) events before it are kept, (\d+) were refused/.exec(detail) ?? []
              totals.accepted += Number(kept)
              totals.refused += Number(refused)
              return
            }
            const { accepted, duplicates, rejected } = answer as IntakeAnswer
            totals.accepted += accepted
            totals.refused += rejected.length
            if (received !== undefined) expect(accepted + duplicates + rejected.length).toBe(received)
            const refusedIndexes = rejected.map(({ index }) => index)
            expect(good.filter((index) => refusedIndexes.includes(index))).toEqual([])
            expect(refusedIndexes).toEqual(refusedIndexes.toSorted((a, b) => a - b))
          }),
        )
      }),
      { numRuns: bodies / atOnce, endOnFailure: true },
    )
    await server.path.folder.settled()
    const kept = await server.facts.query(`SELECT count() FROM event_ids FINAL WHERE company = ${company}`)
    const refused = await server.facts.query(`SELECT count() FROM refused_events FINAL WHERE company = ${company}`)
    expect([Number(kept[0]![0]), Number(refused[0]![0])]).toEqual([totals.accepted, totals.refused])
    // The log has the same, and can be read again.
    const logged = { events: 0, refused: 0 }
    for await (const record of server.path.log.read(1)) {
      if (record.company !== company) continue
      const { events, refused: others } = readRecord(record)
      logged.events += events.length
      logged.refused += others.length
    }
    expect(logged).toEqual({ events: totals.accepted, refused: totals.refused })
    // The generators reach what they are for.
    expect(totals.accepted).toBeGreaterThan(bodies / 4)
    expect(totals.refused).toBeGreaterThan(bodies)
    expect([...totals.answers.keys()].toSorted()).toEqual([200, 400, 415])
  },
)
