import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { startApiServer } from './api-server.ts'
import type { Answered, ApiServer } from './api-server.ts'
import { readRecord } from '../src/folding/read-record.ts'
import type { IntakeAnswer } from '../src/intake/intake.ts'
import { badEvents, event, ndjson } from './bad-events.ts'

const noon = Date.UTC(2026, 10, 24, 12)
let server: ApiServer
let clock = noon
let company: number
let token: string

beforeAll(async () => {
  server = await startApiServer({ now: () => clock })
})
afterAll(async () => server.close())
/** Each test has a company of its own, so it counts its own events only. */
beforeEach(async () => {
  clock = noon
  ;({ company, token } = await server.newCompany())
})

const lines = 'application/x-ndjson'
const single = 'application/cloudevents+json'
const batch = 'application/cloudevents-batch+json'

function send(
  type: string,
  body: string | Uint8Array<ArrayBuffer>,
  headers: Record<string, string> = {},
): Promise<Answered> {
  return server.send(token, type, body, headers)
}

/** The refused events of the company as the store keeps them. */
async function kept(): Promise<unknown[][]> {
  await server.path.folder.settled()
  return server.facts.query(
    `SELECT code, field, detail, source, id, raw FROM refused_events FINAL WHERE company = ${company} ORDER BY record, place`,
  )
}

/** The ids of the company's events as the log has them for whoever folds them again. */
async function readAgain(): Promise<string[]> {
  const ids: string[] = []
  for await (const record of server.path.log.read(1)) {
    const { events } = readRecord(record)
    if (record.company === company) ids.push(...events.map(({ event: { id } }) => id))
  }
  return ids
}

const accepts = (accepted: number) => ({ accepted, duplicates: 0, rejected: [] })

function problem(status: number, code: string, detail: string | RegExp) {
  return {
    type: 'about:blank',
    status,
    code,
    detail: typeof detail === 'string' ? detail : expect.stringMatching(detail),
    title: expect.any(String),
    requestId: expect.any(String),
  }
}

test('one event, a list, binary mode and lines all arrive and are counted', async () => {
  expect(await send(single, JSON.stringify(event('1')))).toMatchObject({ status: 200, body: accepts(1) })
  expect(await send(batch, JSON.stringify([event('2'), event('3')]))).toMatchObject({ status: 200, body: accepts(2) })
  expect(await send('application/json', JSON.stringify([event('4')]))).toMatchObject({ body: accepts(1) })
  expect(await send('application/json; charset=utf-8', JSON.stringify(event('5')))).toMatchObject({ body: accepts(1) })
  const binary = {
    'ce-specversion': '1.0',
    'ce-id': '6%20%C3%A9',
    'ce-source': 'gateway',
    'ce-type': 'message.status',
    'ce-subject': 'message-6',
    'ce-time': '2026-11-24T09:30:00Z',
  }
  expect(await send('application/json', '{"channel":"sms","status":"read"}', binary)).toMatchObject({
    body: accepts(1),
  })
  expect(await send(lines, ndjson([event('7'), event('8')]))).toMatchObject({ status: 200, body: accepts(2) })
  expect(await send('application/ndjson;charset="UTF-8"', `${ndjson([event('9')])}\n`)).toMatchObject({
    body: accepts(1),
  })
  expect(await send(lines, gzipSync(ndjson([event('10')])), { 'content-encoding': 'gzip' })).toMatchObject({
    body: accepts(1),
  })
  expect(await send(single, gzipSync(JSON.stringify(event('11'))), { 'content-encoding': 'x-gzip' })).toMatchObject({
    body: accepts(1),
  })
  // The binary event is known by its decoded id.
  expect(await send(single, JSON.stringify(event('6 é', { subject: 'message-6' }, { status: 'read' })))).toMatchObject({
    body: { accepted: 0, duplicates: 1 },
  })
  expect(await server.counted(token)).toBe(11)
})

test('CRLF, a byte order mark, blank lines and a missing last newline are all the same', async () => {
  const body = `\uFEFF${ndjson([event('1'), '', event('2'), '   ', '{"broken', event('3')]).replaceAll('\n', '\r\n')}`
  const { body: answer } = await send(lines, body)
  expect(answer).toMatchObject({ accepted: 3, duplicates: 0, rejected: [{ index: 2, code: 'not-json' }] })
  expect(await send(single, `\uFEFF${JSON.stringify(event('4'))}`)).toMatchObject({ body: accepts(1) })
  const clean = `\uFEFF\r\n\uFEFF${ndjson([event('5'), '', event('6')]).replaceAll('\n', '\r\n')}\r\n`
  expect(await send(lines, clean)).toMatchObject({ status: 200, body: accepts(2) })
  expect(await server.counted(token)).toBe(6)
  expect(await readAgain()).toEqual(['1', '2', '3', '4', '5', '6'])
})

test('an empty body is refused in words, an empty list is a list', async () => {
  for (const body of ['', '\n', ' \r\n\n']) {
    expect(await send(lines, body)).toMatchObject({
      status: 400,
      body: problem(
        400,
        'bad-request',
        'The body is empty: send one CloudEvent a line. Nothing of this request was kept.',
      ),
    })
    for (const type of [single, batch, 'application/json']) {
      expect(await send(type, body)).toMatchObject({
        status: 400,
        body: problem(400, 'bad-request', 'The body is empty: send a CloudEvent. Nothing of this request was kept.'),
      })
    }
  }
  expect(await send(lines, gzipSync(''), { 'content-encoding': 'gzip' })).toMatchObject({ status: 400 })
  expect(await send(lines, '', { 'content-encoding': 'gzip' })).toMatchObject({ status: 400 })
  expect(await send(batch, '[]')).toMatchObject({ status: 200, body: accepts(0) })
})

test('broken JSON in line 500 of 1,000 is refused alone, named by its place, and kept', async () => {
  const body = Array.from({ length: 1000 }, (_, n) => (n === 499 ? '{"id":"499",' : JSON.stringify(event(String(n)))))
  const { status, body: answer } = await send(lines, body.join('\n'))
  expect(status).toBe(200)
  const detail = expect.stringMatching(
    /^The line is not JSON: Expected double-quoted property name in JSON at position 12/,
  )
  expect(answer).toEqual({
    accepted: 999,
    duplicates: 0,
    rejected: [{ index: 499, id: null, code: 'not-json', field: '', detail }],
  })
  expect(await server.counted(token)).toBe(999)
  expect(await kept()).toEqual([['not-json', '', detail, '', '', '{"id":"499",']])
})

test('whatever is wrong with an event is named by its field, and its neighbours are counted', async () => {
  const sent = badEvents.flatMap(({ bad }, at) => [event(`good-${at}`), bad])
  const { status, body } = await send(lines, ndjson(sent))
  expect(status).toBe(200)
  const answer = body as IntakeAnswer
  expect(answer.rejected).toEqual(
    badEvents.map(({ code, field, says }, at) => ({
      index: at * 2 + 1,
      id: expect.toSatisfy((id) => id === null || typeof id === 'string'),
      code,
      field,
      detail: expect.stringMatching(says),
    })),
  )
  expect(answer.accepted).toBe(badEvents.length)
  expect(answer.accepted + answer.duplicates + answer.rejected.length).toBe(sent.length)
  expect(await server.counted(token)).toBe(badEvents.length)
  expect((await kept()).map(([code, field, detail]) => ({ code, field, detail }))).toEqual(
    answer.rejected.map(({ code, field, detail }) => ({ code, field, detail })),
  )
})

test('each of them gets the same answer alone and in a list', async () => {
  const values = badEvents.map(({ bad }) => (typeof bad === 'string' ? JSON.parse(bad) : bad))
  const { status, body } = await send(batch, JSON.stringify(values))
  expect(status).toBe(200)
  expect(body).toMatchObject({
    accepted: 0,
    duplicates: 0,
    rejected: badEvents.map(({ code, field, says }, index) => ({
      index,
      code,
      field,
      detail: expect.stringMatching(says),
    })),
  })
  for (const [at, { code, field, what }] of badEvents.entries()) {
    if (Array.isArray(values[at])) continue
    const alone = await send(single, JSON.stringify(values[at]))
    const rejected = [{ index: 0, code, field }]
    expect(alone, what).toMatchObject({ status: 200, body: { accepted: 0, duplicates: 0, rejected } })
  }
})

test('the same id with other content is a conflict, and the first one stands', async () => {
  expect(await send(single, JSON.stringify(event('1')))).toMatchObject({ body: accepts(1) })
  const other = event('1', { subject: 'another message' })
  const conflict = {
    index: 0,
    id: '1',
    code: 'conflict',
    field: 'id',
    detail: 'id: An event with this source and id was accepted before, with other content; the first one stands.',
  }
  for (let round = 0; round < 2; round++) {
    expect(await send(single, JSON.stringify(other))).toMatchObject({
      status: 200,
      body: { accepted: 0, duplicates: 0, rejected: [conflict] },
    })
    // Once from memory, once from the store.
    expect(await server.counted(token)).toBe(1)
  }
  expect(await send(single, JSON.stringify(event('1')))).toMatchObject({
    body: { accepted: 0, duplicates: 1, rejected: [] },
  })
  expect(await send(single, JSON.stringify(event('1', { source: 'other' })))).toMatchObject({ body: accepts(1) })
})

test('the same event again in one request is a duplicate, with other content a conflict', async () => {
  const sent = [event('1'), event('2'), event('1'), event('1', {}, { status: 'error' }), event('2')]
  const expected = { accepted: 2, duplicates: 2, rejected: [{ index: 3, id: '1', code: 'conflict' }] }
  expect(await send(lines, ndjson(sent))).toMatchObject({ status: 200, body: expected })
  expect(await server.counted(token)).toBe(2)
})

test('what an event says beyond our fields changes nothing, whatever it is called', async () => {
  const strange = `{"specversion":"1.0","id":"1","source":"gateway","type":"message.status","subject":"m","__proto__":{"id":"2","type":"x"},
    "constructor":{"prototype":{"id":"3"}},"toString":1,"data":{"__proto__":{"channel":"fax"},"channel":"sms","status":"delivered","hasOwnProperty":"\\ud800"}}`
  expect(await send(single, strange)).toMatchObject({ body: accepts(1) })
  expect(await send(lines, '{"__proto__":{"specversion":"1.0","id":"9"}}')).toMatchObject({
    body: { rejected: [{ index: 0, id: null, code: 'missing', field: 'specversion' }] },
  })
  expect(({} as { id?: string }).id).toBeUndefined()
  expect(await server.counted(token)).toBe(1)
})

test('10 MB in one field are refused, and the events beside them are kept', async () => {
  const big = event('big', {}, { reason: 'r'.repeat(10_000_000) })
  const large = { code: 'too-large', field: '', detail: 'The event is over 256 KiB.' }
  expect(await send(lines, ndjson([event('1'), big, event('2')]))).toMatchObject({
    status: 200,
    body: { accepted: 2, rejected: [{ index: 1, id: null, ...large }] },
  })
  expect(await send(batch, JSON.stringify([event('3'), big]))).toMatchObject({
    status: 200,
    body: { accepted: 1, rejected: [{ index: 1, id: 'big', ...large }] },
  })
  expect(await send(single, JSON.stringify(big))).toMatchObject({
    status: 200,
    body: { accepted: 0, rejected: [{ index: 0, id: 'big', ...large }] },
  })
  expect(await send(lines, 'x'.repeat(10_000_000))).toMatchObject({
    status: 200,
    body: { accepted: 0, rejected: [{ index: 0, id: null, ...large }] },
  })
  expect(await server.counted(token)).toBe(3)
})

test('a whole body over 16 MiB is refused before it is read to its end', async () => {
  const answer = await send(single, JSON.stringify(event('1', {}, { reason: 'r'.repeat(20_000_000) })))
  expect(answer).toMatchObject({
    status: 413,
    body: problem(
      413,
      'too-large',
      /^The body is over 16 MiB: send application\/x-ndjson, which has no such limit\. Nothing/,
    ),
  })
  expect(await send(single, JSON.stringify(event('1')))).toMatchObject({ body: accepts(1) })
})

test('nesting of any depth is refused, never a fault of the server', async () => {
  for (const depth of [17, 50, 100_000]) {
    const nested = '['.repeat(depth) + ']'.repeat(depth)
    const text = JSON.stringify(event(`deep-${depth}`)).replace('{', `{"more":${nested},`)
    for (const [type, body] of [
      [lines, text],
      [single, text],
      [batch, `[${text}]`],
    ] as const) {
      expect(await send(type, body)).toMatchObject({
        status: 200,
        body: { accepted: 0, rejected: [{ index: 0, id: `deep-${depth}`, code: 'too-deep' }] },
      })
    }
    expect(await send(batch, nested)).toMatchObject({ status: 200, body: { accepted: 0, rejected: [{ index: 0 }] } })
  }
  expect(await send(batch, '['.repeat(1_000_000) + ']'.repeat(1_000_000))).toMatchObject({ status: 200 })
})

test('invalid UTF-8 in one line is refused there, the other lines are read', async () => {
  const bytes = Buffer.from(ndjson([event('1'), event('2', { subject: 'caf\u00e9' }), event('3')]))
  const broken = Buffer.from(bytes)
  broken[bytes.indexOf('é') + 1] = 0x28
  const expected = { index: 1, id: '2', code: 'invalid-text', field: '', detail: 'The line is not valid UTF-8.' }
  expect(await send(lines, broken)).toMatchObject({ status: 200, body: { accepted: 2, rejected: [expected] } })
  expect(await server.counted(token)).toBe(2)
  expect(await send(batch, Buffer.from([0x5b, 0xc3, 0x28, 0x5d]))).toMatchObject({
    status: 400,
    body: problem(400, 'bad-request', 'The body is not valid UTF-8. Nothing of this request was kept.'),
  })
})

test('a gzip bomb is refused, and a small body follows it at once', async () => {
  const bomb = gzipSync(Buffer.alloc(100_000_000, 0x20))
  expect(bomb.length).toBeLessThan(200_000)
  for (const type of [lines, single]) {
    expect(await send(type, bomb, { 'content-encoding': 'gzip' })).toMatchObject({
      status: 413,
      body: problem(413, 'too-large', /^The body (is over|grows too much)/),
    })
  }
  expect(await send(single, JSON.stringify(event('1')))).toMatchObject({ body: accepts(1) })
})

test('a cut gzip and garbage after one are refused; what was whole before is kept, and the answer says so', async () => {
  const events = Array.from({ length: 8000 }, (_, n) => event(String(n), { subject: `message-${n}-${Math.sin(n)}` }))
  const packed = gzipSync(ndjson(events), { level: 1 })
  const encoding = { 'content-encoding': 'gzip' }
  const cut = await send(lines, packed.subarray(0, packed.length - 40), encoding)
  expect(cut).toMatchObject({
    status: 400,
    body: problem(
      400,
      'bad-request',
      /^The body is not whole gzip\. \d+ events before it are kept, 0 were refused\. Sending all again is safe/,
    ),
  })
  const told = Number(/(\d+) events before/.exec((cut.body as { detail: string }).detail)?.[1])
  expect(told).toBeGreaterThan(1000)
  expect(await server.counted(token)).toBe(told)
  expect(await send(lines, packed, encoding)).toMatchObject({
    status: 200,
    body: { accepted: 8000 - told, duplicates: told },
  })
  expect(await server.counted(token)).toBe(8000)

  const garbage = Buffer.concat([gzipSync(ndjson([event('a')])), Buffer.from(ndjson([event('b')]))])
  expect(await send(lines, garbage, encoding)).toMatchObject({
    status: 400,
    body: problem(400, 'bad-request', /^The body is not whole gzip\./),
  })
  expect(await send(lines, 'no gzip at all', encoding)).toMatchObject({ status: 400 })
  const twoMembers = Buffer.concat([gzipSync(`${ndjson([event('c')])}\n`), gzipSync(ndjson([event('d')]))])
  expect(await send(lines, twoMembers, encoding)).toMatchObject({ body: accepts(2) })
})

test('what is no event at all is refused as a whole, in words', async () => {
  expect(await send(single, '{')).toMatchObject({
    status: 400,
    body: problem(400, 'bad-request', /^The body is not JSON: .* Nothing of this request was kept\.$/),
  })
  expect(await send(single, JSON.stringify([event('1')]))).toMatchObject({
    status: 400,
    body: problem(400, 'bad-request', /^The body is a list: send it as application\/cloudevents-batch\+json\./),
  })
  expect(await send(batch, JSON.stringify(event('1')))).toMatchObject({
    status: 400,
    body: problem(400, 'bad-request', /^The body must be a list of events/),
  })
  for (const type of ['text/plain', 'application/xml', 'constructor', 'a/__proto__', 'application/json/x', ';']) {
    expect(await send(type, JSON.stringify(event('1')))).toMatchObject({
      status: 415,
      body: { code: 'unsupported-media-type' },
    })
  }
  for (const type of ['application/json; charset=utf-16', 'application/x-ndjson; charset=iso-8859-1']) {
    expect(await send(type, JSON.stringify(event('1')))).toMatchObject({
      status: 415,
      body: { detail: expect.stringMatching(/charset "(utf-16|iso-8859-1)" is not known here: send UTF-8/) },
    })
  }
  expect(await send(lines, ndjson([event('1')]), { 'content-encoding': 'br' })).toMatchObject({
    status: 415,
    body: { detail: expect.stringContaining('The content encoding "br" is not known here: send gzip, or none.') },
  })
  expect(await server.counted(token)).toBe(0)
})

test('of very many refused events the first thousand are listed, all are counted and kept', async () => {
  const { body } = await send(lines, `${'x\n'.repeat(1500)}${ndjson([event('1')])}`)
  const { accepted, duplicates, rejected, rejectedMore } = body as IntakeAnswer
  expect([accepted, duplicates, rejected.length, rejectedMore]).toEqual([1, 0, 1000, 500])
  expect(await kept()).toHaveLength(1500)
})

test('a list is kept whole or not at all, so it has an end', async () => {
  const tooMany = `[${'1,'.repeat(100_000)}1]`
  expect(await send(batch, tooMany)).toMatchObject({
    status: 413,
    body: problem(413, 'too-large', /^The list has 100001 events, at most 100000 are taken at once/),
  })
  expect(await kept()).toEqual([])
  const many = Array.from({ length: 12_000 }, (_, n) => event(String(n)))
  expect(await send(batch, JSON.stringify(many))).toMatchObject({ status: 200, body: accepts(12_000) })
  expect(await server.counted(token)).toBe(12_000)
})

test('without a good token nothing is taken', async () => {
  const body = JSON.stringify(event('1'))
  expect(await send(single, body, { authorization: '' })).toMatchObject({
    status: 401,
    body: problem(401, 'unauthenticated', /^Send a token/),
  })
  expect(await send(single, body, { authorization: 'Bearer wrong' })).toMatchObject({
    status: 401,
    body: problem(401, 'unauthenticated', 'This token is not known, was revoked, or is over.'),
  })
  expect(await send(single, body, { authorization: `Basic ${token}` })).toMatchObject({ status: 401 })
  const readOnly = await server.tokenWith(['read'])
  expect(await send(single, body, { authorization: `Bearer ${readOnly}` })).toMatchObject({
    status: 403,
    body: problem(403, 'forbidden', 'This needs the scope "ingest"; the token has: read.'),
  })
  expect(await server.counted(token)).toBe(0)
})

test('other methods are told to POST', async () => {
  for (const method of ['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE']) {
    const response = await fetch(`${server.url}/api/v1/events`, {
      method,
      headers: { authorization: `Bearer ${token}` },
    })
    expect([method, response.status, response.headers.get('allow')]).toEqual([method, 405, 'POST'])
    const text = await response.text()
    expect(method === 'HEAD' ? text : JSON.parse(text)).toEqual(
      method === 'HEAD' ? '' : problem(405, 'method-not-allowed', 'Send events with POST.'),
    )
  }
})

test('refused events can be looked through, counted by code, and sent once more when the reason is gone', async () => {
  const late = event('late', { time: '2026-11-26T09:30:00Z' })
  await send(lines, ndjson([event('1', {}, { channel: 'fax' }), event('2'), '{', late]))
  await send(single, JSON.stringify(event('3', { source: 'other' }, { parts: -1 })))
  await server.path.folder.settled()
  const all = (await server.get('/api/v1/refused-events', token)).body as RefusedAnswer
  expect(all.refused.map(({ code, field, source, id }) => [code, field, source, id])).toEqual([
    ['out-of-range', 'data.parts', 'other', '3'],
    ['out-of-range', 'time', 'gateway', 'late'],
    ['not-json', '', '', ''],
    ['unknown-value', 'data.channel', 'gateway', '1'],
  ])
  expect(all.refused[1]).toMatchObject({ receivedAt: new Date(noon).toISOString(), raw: JSON.stringify(late) })
  expect(all.next).toBeNull()
  expect(all.counts).toEqual([
    { code: 'out-of-range', count: 2 },
    { code: 'not-json', count: 1 },
    { code: 'unknown-value', count: 1 },
  ])

  // Page by page gives the same rows.
  const paged: unknown[] = []
  for (let cursor: string | null = ''; cursor !== null;) {
    const address = `/api/v1/refused-events?limit=1${cursor === '' ? '' : `&cursor=${cursor}`}`
    const { refused, next } = (await server.get(address, token)).body as RefusedAnswer
    paged.push(...refused)
    cursor = next
  }
  expect(paged).toEqual(all.refused)

  async function found(query: string): Promise<string[]> {
    const { refused } = (await server.get(`/api/v1/refused-events?${query}`, token)).body as RefusedAnswer
    return refused.map(({ id }) => id)
  }
  expect(await found('code=out-of-range&source=gateway')).toEqual(['late'])
  expect(await found(`source=${encodeURIComponent("' OR 1=1 --")}`)).toEqual([])
  expect(await found('from=2026-11-24T12:00:00Z&to=2026-11-24T12:00:01%2B00:00')).toHaveLength(4)
  expect(await found('to=2026-11-24T12:00:00Z')).toEqual([])
  for (const query of [
    'code=wrong',
    'limit=0',
    'limit=501',
    'cursor=x',
    'from=yesterday',
    'colour=red',
    'source=a&source=b',
  ]) {
    const field = query.split('=')[0]
    expect(await server.get(`/api/v1/refused-events?${query}`, token), query).toMatchObject({
      status: 400,
      body: { fields: [{ field }] },
    })
  }
  const { token: stranger } = await server.newCompany()
  expect((await server.get('/api/v1/refused-events', stranger)).body).toEqual({ refused: [], next: null, counts: [] })
  expect(await server.get('/api/v1/refused-events', await server.tokenWith(['ingest']))).toMatchObject({ status: 403 })

  // Three days later the clock of that gateway is no longer ahead.
  const { place } = all.refused[1]!
  expect(await server.post(`/api/v1/refused-events/${place}/replay`, token)).toMatchObject({
    status: 200,
    body: { accepted: 0, rejected: [{ id: 'late' }] },
  })
  clock = noon + 3 * 86_400_000
  expect(await server.post(`/api/v1/refused-events/${place}/replay`, token)).toMatchObject({
    status: 200,
    body: accepts(1),
  })
  expect(await server.post(`/api/v1/refused-events/${place}/replay`, token)).toMatchObject({ body: { duplicates: 1 } })
  expect(await server.counted(token)).toBe(2)
  expect(await server.post(`/api/v1/refused-events/${place}/replay`, stranger)).toMatchObject({ status: 404 })
  expect(await server.post('/api/v1/refused-events/1-x/replay', token)).toMatchObject({ status: 400 })
})

type RefusedAnswer = {
  refused: { place: string; code: string; field: string; source: string; id: string; raw: string }[]
  next: string | null
  counts: { code: string; count: number }[]
}

test('a clock that jumps neither loses nor invents anything, and what was accepted can be read for ever', async () => {
  const hour = 3_600_000
  const jumps = [0, hour, -hour, 5 * 365 * 24 * hour, -5 * 365 * 24 * hour, hour, 0, -hour, 60_000]
  let accepted = 0
  for (const [round, jump] of jumps.entries()) {
    clock = noon + jump
    const at = (offset: number) => new Date(clock + offset).toISOString()
    const sent = [
      event(`${round} now`, { time: at(0) }),
      event(`${round} skewed`, { time: at(23 * hour) }),
      event(`${round} untold`, { time: undefined }),
      event(`${round} old`, { time: '2000-01-01T00:00:00Z' }),
      event(`${round} ahead`, { time: at(25 * hour) }),
      event(`${round} too old`, { time: '1999-12-31T23:59:59Z' }),
      event(`${round} created ahead`, { time: at(0) }, { createdAt: at(25 * hour) }),
    ]
    const { body } = await send(lines, ndjson(sent))
    expect(body).toMatchObject({
      accepted: 4,
      duplicates: 0,
      rejected: [
        { index: 4, code: 'out-of-range', field: 'time' },
        { index: 5, code: 'out-of-range', field: 'time' },
        { index: 6, code: 'out-of-range', field: 'data.createdAt' },
      ],
    })
    accepted += 4
    expect(await send(single, JSON.stringify(event(`${round} untold`, { time: undefined })))).toMatchObject({
      body: { duplicates: 1 },
    })
  }
  await server.path.folder.settled()
  const rows = await server.facts.query(`SELECT count() FROM messages FINAL WHERE company = ${company} AND moved = 0`)
  expect(Number(rows[0]![0])).toBe(accepted)
  expect(await readAgain()).toHaveLength(accepted)
})

test('a server whose own clock is impossible takes nothing, and says so', async () => {
  for (const wrong of [0, Date.UTC(1999, 11, 31), Date.UTC(2106, 0, 1)]) {
    clock = wrong
    expect(await send(single, JSON.stringify(event('1', { time: undefined })))).toMatchObject({
      status: 500,
      body: problem(500, 'misconfigured', /^The clock of this server says \w{3}, \d+ \w{3} \d{4} /),
    })
  }
  clock = noon
  expect(await send(single, JSON.stringify(event('1', { time: undefined })))).toMatchObject({ body: accepts(1) })
})
