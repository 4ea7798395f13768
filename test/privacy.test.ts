import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { commandLine } from '../src/accounts/actor.ts'
import { changeCompany } from '../src/accounts/companies.ts'
import { readRecord } from '../src/folding/read-record.ts'
import { pages } from '../src/panels/pages.ts'
import { answered, startApiServer } from './api-server.ts'
import type { Answered, ApiServer } from './api-server.ts'

const noon = Date.UTC(2026, 10, 24, 12)
const day = 86_400_000
let clock = noon
let server: ApiServer
let company: number
let token: string

beforeAll(async () => {
  server = await startApiServer({ now: () => clock })
})
afterAll(() => server.close())
beforeEach(async () => {
  clock = noon
  ;({ company, token } = await server.newCompany())
})

type Said = { message?: string; time?: number; data?: Record<string, unknown> } & Record<string, unknown>
let ids = 0
const iso = (time: number) => new Date(time).toISOString()

function event(to: string | undefined, { message, time = clock - 60_000, data = {}, ...rest }: Said = {}) {
  ids++
  return {
    specversion: '1.0',
    id: `e${ids}`,
    source: '/gateway/1',
    type: 'message.status',
    subject: message ?? `m${ids}`,
    time: new Date(time).toISOString(),
    data: { channel: 'sms', status: 'delivered', ...(to === undefined ? {} : { to }), ...data },
    ...rest,
  }
}

async function send(...events: unknown[]): Promise<Answered> {
  const body = events.map((one) => (typeof one === 'string' ? one : JSON.stringify(one))).join('\n')
  const answer = await server.send(token, 'application/x-ndjson', body)
  await server.path.folder.settled()
  return answer
}

async function ask(path: string, body: unknown, as = token): Promise<Answered> {
  const headers = { authorization: `Bearer ${as}`, 'content-type': 'application/json' }
  const address = `${server.url}/api/v1/privacy/${path}`
  return answered(await fetch(address, { method: 'POST', headers, body: JSON.stringify(body) }))
}

const find = async (address: string, as = token) => (await ask('find', { address }, as)).body
const erase = (address: string) => ask('erasures', { address, reason: 'Asked for by letter' })

/** The content of all files; what the engines clear away in the meantime is not there any more. */
function filesIn(folder: string): Buffer[] {
  const entries = ifThere(() => readdirSync(folder, { withFileTypes: true })) ?? []
  return entries.flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return filesIn(path)
    return entry.isFile() ? [ifThere(() => readFileSync(path)) ?? Buffer.alloc(0)] : []
  })
}

function ifThere<Result>(read: () => Result): Result | undefined {
  try {
    return read()
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}

/** Everything on the disk as it can be read, and the log as its reader gives it. */
async function everythingKept(): Promise<Buffer> {
  const pieces = filesIn(server.folder)
  for await (const { payload } of server.path.log.read(1)) pieces.push(payload)
  const tables = await server.facts.query(`SELECT name FROM system.tables WHERE database = currentDatabase()`)
  for (const [name] of tables) {
    pieces.push(Buffer.from(JSON.stringify(await server.facts.query(`SELECT * FROM ${String(name)}`))))
  }
  return Buffer.concat(pieces)
}

/** The company's part of the log, line by line. */
async function logLines(kind: 'events' | 'refused'): Promise<Record<string, unknown>[]> {
  const lines: Record<string, unknown>[] = []
  for await (const record of server.path.log.read(1)) {
    if (record.company !== company || record.kind !== kind) continue
    lines.push(
      ...record.payload
        .toString()
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as Record<string, unknown>),
    )
  }
  return lines
}

/** What all pages show of the company. */
async function numbers(): Promise<unknown> {
  const period = 'from=2026-01-01T00:00:00Z&to=2027-01-01T00:00:00Z&tz=UTC'
  const answers = await Promise.all(pages.map(({ id }) => server.get(`/api/v1/pages/${id}?${period}`, token)))
  return JSON.parse(JSON.stringify(answers.map(({ body }) => body)).replaceAll(/"asOf":"[^"]*"/g, '"asOf":""'))
}

test('no byte of an address is kept of what is accepted, repeated or in conflict', async () => {
  const digits = '17698765432'
  const phone = `+49${digits}`
  const mail = 'Jane.Roe-7421@Example.org'
  const first = event(phone, { message: 'a' })
  const odd = [
    event(phone, { message: 'b', data: { reason: `${phone} is not reachable`, flowId: 'ü' } }),
    event(mail, { message: 'c', data: { channel: 'email' } }),
    event(phone, { message: 'd', data: { msisdn: Number(`49${digits}`), [phone]: [{ deep: `x${phone}y` }] } }),
    event(phone, { message: 'e', extra: { who: phone } }),
    event('tok"en\\🎈17698765432x', { message: 'f', data: { channel: 'push' } }),
    `{"to":"${phone}",${JSON.stringify(event(phone)).slice(1)}`,
    JSON.stringify(event(phone)).replace('"to":', `"to":"${phone}1","to":`),
    JSON.stringify(event(undefined)).replace('"data":{', `"data":{"to":"${phone}"},"data":{`),
    JSON.stringify(event(phone)).replace(`"${phone}"`, `"\\u002b49${digits}"`),
    event('0049 176 98765432', { message: 'h', data: { template: 'call +49 (176) 9876-5432 please' } }),
    event(phone, { message: 'i', data: { reason: 'number 0176 987 654 32 said', template: '+49 (0)176 / 98765-432' } }),
    event(phone, { message: 'j', data: { notes: ['(176) 98 76 54 32', '‐176‐98765432'] } }),
    event('jane.roe-7421@example.org', {
      message: 'k',
      data: { channel: 'email', template: 'to JANE.ROE-7421@EXAMPLE.ORG' },
    }),
    event(phone, { message: 'g', data: { person: phone, fingerprint: phone }, fingerprint: phone }),
  ]
  expect((await send(first, ...odd)).body).toMatchObject({ accepted: odd.length + 1, rejected: [] })
  const repeated = await send(first, ...odd, { ...first, data: { ...first.data, to: `${phone}9` } })
  expect(repeated.body).toMatchObject({ accepted: 0, duplicates: odd.length + 1, rejected: [{ code: 'conflict' }] })
  await server.send(token, 'application/cloudevents+json', JSON.stringify(event(phone)))
  await server.path.folder.settled()

  const kept = await everythingKept()
  expect(kept.includes('+4917•••')).toBe(true)
  expect(kept.includes('/gateway/1')).toBe(true)
  for (const told of [
    digits,
    mail,
    mail.toLowerCase(),
    'jane.roe',
    'JANE.ROE',
    '9876-5432',
    '98 76 54 32',
    '98765-432',
    '987 654 32',
  ])
    expect(kept.includes(told), told).toBe(false)
  const persons = (await logLines('events')).map(({ data }) => (data as { person?: string }).person)
  expect(persons.filter((person) => person === undefined)).toHaveLength(1)
  expect(new Set(persons).size).toBe(4)
})

test('one number in many spellings is one person, an address in any case, too', async () => {
  const spellings = ['+491761234567', '00491761234567', '491761234567', '+49 (176) 123-45.67', ' +49/176 1234567 ']
  await send(
    ...spellings.map((to) => event(to)),
    event('Ann@Example.com'),
    event(' ann@example.COM '),
    event('+491761234568'),
  )
  for (const to of spellings) expect(await find(to), to).toMatchObject({ messages: 5, channels: ['sms'] })
  expect(await find('ANN@example.com')).toMatchObject({ messages: 2, recipient: expect.stringMatching(/•••@example/i) })
  expect(await find('+49 176 1234569')).toEqual({
    messages: 0,
    dialogues: 0,
    calls: 0,
    firstAt: null,
    lastAt: null,
    channels: [],
    recipient: '',
    refusedEvents: 0,
  })
})

test('two companies have different pseudonyms of one person, and neither finds the other’s', async () => {
  const other = await server.newCompany()
  await send(event('+491761112233'))
  await server.send(other.token, 'application/cloudevents+json', JSON.stringify(event('+491761112233')))
  await server.path.folder.settled()
  const rows = await server.facts.query(
    `SELECT DISTINCT toString(person) FROM messages WHERE company IN (${company}, ${other.company})`,
  )
  expect(rows).toHaveLength(2)
  expect(rows.flat()).not.toContain('00000000-0000-0000-0000-000000000000')
  const third = await server.newCompany()
  expect(await find('+491761112233', third.token)).toMatchObject({ messages: 0, refusedEvents: 0 })
  expect(await find('+491761112233', other.token)).toMatchObject({ messages: 1 })
})

/** Two people, several messages in every state, a message that moved, refused events of several kinds. */
async function someTraffic(): Promise<void> {
  const price = { amount: '0.0450', currency: 'EUR' }
  const statuses = ['created', 'pending', 'delivered', 'undelivered', 'read']
  const events = Array.from({ length: 40 }, (_, n) =>
    event(n % 2 === 0 ? '+491765550001' : '+491765550002', {
      message: `t${Math.floor(n / 4)}-${n % 2}`,
      time: noon - 3 * day + n * 3_600_000,
      data: { status: statuses[n % 5]!, parts: 1 + (n % 3), price, reason: `reason ${n}`, extra: n },
    }),
  )
  await send(...events.slice(0, 20))
  await send(...events.slice(20))
  // It turns out to be older, and moves to another bucket.
  await send(event('+491765550001', { message: 't3-0', time: noon - 5 * day, data: { status: 'created' } }))
  await send(
    event('+491765550001', { data: { channel: 'fax' } }),
    event('+491765550002', { data: { channel: 'fax' } }),
    `{"broken": "0049 176 555-0001"`,
    event('+49 176 5550001x', { data: { status: '+491765550001' } }),
  )
}

test('what is known of a person is told, exported, and erased with proof; no number changes', async () => {
  await someTraffic()
  await send(event('+491765550002', { message: 'mention', data: { reason: 'moved to 0049 176 555 0001', note: 1 } }))
  await send(event('+491765550002', { message: 'mention 2', data: { template: 'Hallo 0176 555 00 01' } }))
  const before = await numbers()
  const others = await find('+491765550002')
  expect(await find('+491765550001')).toMatchObject({
    messages: 10,
    firstAt: new Date(noon - 5 * day).toISOString(),
    channels: ['sms'],
    recipient: '+4917••••••01',
    refusedEvents: 3,
  })
  const file = await ask('export', { address: '+49 176 5550001' })
  expect(file.headers.get('content-disposition')).toBe('attachment; filename="person.json"')
  const { messages, refusedEvents } = file.body as { messages: Record<string, unknown>[]; refusedEvents: unknown[] }
  expect(messages).toHaveLength(10)
  expect(messages.find(({ message }) => message === 't3-0')).toMatchObject({
    created_at: '2026-11-19T12:00:00+00:00',
    to: '+4917••••••01',
    price: '0.045',
    currency: 'EUR',
  })
  expect(JSON.stringify(messages)).toContain('reason 2')
  expect(messages.some((one) => one['read_at'] !== null && one['delivered_at'] !== null)).toBe(true)
  expect(refusedEvents).toHaveLength(3)

  const { status, body } = await erase('+49 176 5550001')
  expect(status).toBe(201)
  expect(body).toMatchObject({
    by: expect.stringContaining('Token'),
    reason: 'Asked for by letter',
    proof: { messages: 10, refusedEvents: 3, remaining: 0 },
  })
  expect((body as { proof: { logRecords: number } }).proof.logRecords).toBeGreaterThanOrEqual(5)
  expect(await numbers()).toEqual(before)
  expect(await find('+491765550001')).toMatchObject({ messages: 0, refusedEvents: 0 })
  expect(await find('+491765550002')).toEqual({ ...(others as object), recipient: '+4917••••••02' })

  const log = JSON.stringify([await logLines('events'), await logLines('refused')])
  expect(log).not.toMatch(/5550001|555-0001|555 0001|••••01/)
  expect(log.match(/••••02/g)).toHaveLength(22)
  const tables = JSON.stringify(await server.facts.query(`SELECT * FROM messages WHERE company = ${company}`)).concat(
    JSON.stringify(await server.facts.query(`SELECT * FROM refused_events WHERE company = ${company}`)),
  )
  expect(tables).not.toMatch(/5550001|555-0001|555 0001|••••01/)
  expect(tables).toContain('••••02')

  const list = (await server.get('/api/v1/privacy/erasures', token)).body
  expect(list).toEqual({ erasures: [body], next: null })
  const audit = (await server.get('/api/v1/audit', token)).body as { entries: { action: string }[] }
  expect(audit.entries.map(({ action }) => action)).toEqual(
    expect.arrayContaining(['person.searched', 'person.exported', 'erasure.begun', 'erasure.finished']),
  )
  expect(JSON.stringify([list, audit])).not.toMatch(/5550001|••••/)
})

test('who was erased does not come back by what arrives late; by what is new they do', async () => {
  const phone = '+491765551111'
  await send(event(phone, { message: 'old', time: noon - day, data: { status: 'pending' } }))
  const early = event(phone, { message: 'early', time: noon - day, data: { flowId: phone, mine: phone } })
  clock = noon + 1000
  expect((await erase(phone)).body).toMatchObject({ proof: { messages: 1, remaining: 0 } })
  clock = noon + 3_600_000
  const callback = event(phone, { message: 'old', time: clock, data: { reason: `sent to ${phone}` } })
  const again = { ...callback, data: { ...callback.data, status: 'undelivered' } }
  expect((await send(callback, early)).body).toMatchObject({ accepted: 2 })
  expect((await send(callback, again)).body).toMatchObject({ duplicates: 1, rejected: [{ code: 'conflict' }] })
  expect(await find(phone)).toMatchObject({ messages: 0, refusedEvents: 0 })
  const kept = JSON.stringify([await logLines('events'), await logLines('refused')])
  expect(kept).not.toMatch(/••|5551111/)
  expect(await server.counted(token)).toBe(2)
  const rows = () =>
    server.facts.query(
      `SELECT message, bitAnd(status, 15), recipient FROM messages FINAL WHERE company = ${company} ORDER BY message`,
    )
  expect(await rows()).toEqual([
    ['early', '9', ''],
    ['old', '9', ''],
  ])

  // What the log says when it is folded again is what was decided at intake: a repeated delivery is known.
  const contents = await server.facts.query(
    `SELECT toString(event), content FROM event_ids FINAL WHERE company = ${company} ORDER BY event`,
  )
  const again2: unknown[][] = []
  for await (const record of server.path.log.read(1)) {
    if (record.company !== company) continue
    for (const { key, content } of readRecord(record).events) again2.push([key, content])
  }
  expect(again2.map(([key, content]) => `${key} ${content}`).toSorted()).toEqual(
    contents.map(([key, content]) => `${String(key).replaceAll('-', '')} ${content}`).toSorted(),
  )

  expect((await send(event(phone, { message: 'new', time: clock, data: { status: 'pending' } }))).body).toMatchObject({
    accepted: 1,
  })
  await send(event(phone, { message: 'new', time: clock + 1 }))
  expect(await find(phone)).toMatchObject({ messages: 1, recipient: '+4917••••••11' })
})

test('a message that is taken for a new one, and turns out to be older than the erasure, is forgotten within a day', async () => {
  const phone = '+491765552222'
  clock = noon + 1000
  await erase(phone)
  clock = noon + 60_000
  await send(event(phone, { message: 'late', time: clock }), event(phone, { message: 'new', time: clock }))
  await send(event(phone, { message: 'late', time: noon - 1000, data: { status: 'created' } }))
  expect(await find(phone)).toMatchObject({ messages: 2 })
  await server.privacy.daily(clock)
  expect(await find(phone)).toMatchObject({ messages: 1, firstAt: new Date(clock).toISOString() })
  expect(JSON.stringify(await logLines('events')).match(/•+/g)).toHaveLength(1)
})

test('after 30 days nobody remembers who was erased', async () => {
  const phone = '+491765553333'
  await send(event(phone, { message: 'old' }))
  await erase(phone)
  const remembered = () =>
    server.accounts.ledger.asPlatform((db) =>
      db.selectFrom('erased_recipients').select('person').where('company', '=', company).execute(),
    )
  await server.privacy.daily(noon + 30 * day - 1)
  expect(await remembered()).toHaveLength(1)
  await server.privacy.daily(noon + 30 * day)
  expect(await remembered()).toEqual([])
  const erasures = await server.accounts.ledger.asCompany(company, (db) =>
    db.selectFrom('erasures').selectAll().execute(),
  )
  expect(JSON.stringify(erasures)).not.toMatch(/[\da-f]{8}-|5553333/)
})

test('details older than the company wants are forgotten to the quarter of an hour; numbers and younger details stay', async () => {
  const { ledger } = server.accounts
  await changeCompany(ledger, commandLine, company, { retentionDays: 30 }, new Date(clock))
  const limit = noon - 30 * day
  const bad = { channel: 'fax' }
  clock = limit - 1
  await send(event('+491765554441', { data: bad }))
  clock = limit
  await send(event('+491765554442', { data: bad }))
  clock = noon
  await send(
    event('+491765554441', { message: 'before', time: limit - 1, data: { extra: 'unknown' } }),
    event('+491765554442', { message: 'at', time: limit, data: { extra: 'kept' } }),
    event('+491765554443', { message: 'created-before', time: limit + day, data: { createdAt: iso(limit - 1) } }),
    event(undefined, { message: 'nobody', time: limit - 1, data: { extra: 'unknown' } }),
  )
  // A message that leaves its bucket for one before the limit.
  await send(event('+491765554444', { message: 'moved', time: limit + day, data: { status: 'pending' } }))
  await send(event('+491765554444', { message: 'moved', time: limit - day, data: { status: 'created' } }))
  const before = await numbers()
  const done = await server.privacy.daily(noon)
  expect(done).toEqual([
    { company, messages: 3, chatTexts: 0, calls: 0, refusedEvents: 1, logRecords: expect.any(Number) },
  ])
  expect(await numbers()).toEqual(before)
  const rows = await server.facts.query(
    `SELECT message, recipient, person = toUUID('00000000-0000-0000-0000-000000000000') FROM messages FINAL WHERE company = ${company} ORDER BY message, bucket`,
  )
  expect(rows).toEqual([
    ['at', '+4917••••••42', 0],
    ['before', '', 1],
    ['created-before', '', 1],
    ['moved', '', 1],
    ['moved', '', 1],
    ['nobody', '', 1],
  ])
  const refused = await server.facts.query(`SELECT raw FROM refused_events FINAL WHERE company = ${company}`)
  expect(refused.flat().join('')).toMatch(/4442/)
  expect(refused.flat().join('')).not.toMatch(/4441/)
  const lines = await logLines('events')
  expect(JSON.stringify(lines)).not.toMatch(/••41|••43|unknown/)
  expect(JSON.stringify(lines)).toMatch(/••42.*kept/)
  expect((await logLines('refused')).map((line) => line?.['id'] ?? null)).toEqual([null, expect.any(String)])

  // There is nothing more to do, until a day has passed.
  expect(await server.privacy.daily(noon + 14 * 60_000)).toEqual([])
  expect(await server.privacy.daily(noon + 15 * 60_000)).toMatchObject([{ messages: 1, refusedEvents: 1 }])
  expect(await server.privacy.daily(noon + 2 * day)).toMatchObject([{ messages: 0, logRecords: 1 }])
  expect(JSON.stringify(await logLines('events'))).not.toContain('••')
  const audit = (await server.get('/api/v1/audit', token)).body as { entries: { action: string; actor: string }[] }
  expect(audit.entries[0]).toMatchObject({ action: 'retention.applied', actor: 'system' })
})

test('only an admin may ask, the address must be one, and the reason must not say whom', async () => {
  const reader = await server.tokenWith(['read', 'ingest', 'billing'])
  for (const path of ['find', 'export', 'erasures']) {
    expect((await ask(path, { address: '+491765555551', reason: 'x' }, reader)).status, path).toBe(403)
    for (const address of [undefined, null, 7, '', '  ', 'x'.repeat(321)]) {
      const { status, body } = await ask(path, { address, reason: 'x' })
      expect([status, (body as { fields: unknown[] }).fields], `${path} ${address}`).toEqual([
        422,
        [{ field: 'address', detail: expect.any(String) }],
      ])
    }
  }
  expect((await server.get('/api/v1/privacy/erasures', reader)).status).toBe(403)
  for (const reason of [undefined, '', 'x'.repeat(301), 'letter of 0049 176 555-5551']) {
    const { status, body } = await ask('erasures', { address: '+491765555551', reason })
    expect([status, body], reason).toEqual([422, expect.objectContaining({ fields: [expect.anything()] })])
    expect(JSON.stringify(body)).not.toContain('5551')
  }
  expect((await server.get('/api/v1/privacy/erasures', token)).body).toEqual({ erasures: [], next: null })
})

test('an id that holds the address cannot be taken away, and the proof says so', async () => {
  await send(event('+491765556661', { message: 'to +491765556661' }))
  expect((await erase('+491765556661')).body).toMatchObject({ proof: { messages: 1, remaining: 1 } })
})
