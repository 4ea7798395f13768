import { afterAll, beforeAll, expect, test } from 'vitest'
import { startApiServer } from './api-server.ts'
import type { ApiServer } from './api-server.ts'

/** One message by its id: how it stands, and the events that say so. */

let server: ApiServer

beforeAll(async () => {
  server = await startApiServer()
})
afterAll(() => server.close())

type Sent = { id: string; source?: string; time?: string; data: Record<string, unknown> }
type Told = {
  message: Record<string, unknown>
  events: { receivedAt: string; event: Sent & { subject: string } }[]
  more: boolean
}

async function send(token: string, subject: string, events: readonly Sent[]): Promise<void> {
  const lines = events.map((event) =>
    JSON.stringify({ specversion: '1.0', type: 'message.status', source: 'gateway', subject, ...event }),
  )
  const { body } = await server.send(token, 'application/x-ndjson', lines.join('\n'))
  expect(body).toMatchObject({ accepted: events.length, rejected: [] })
}

async function told(token: string, message: string, query = ''): Promise<Told> {
  await server.path.folder.settled()
  const { status, body } = await server.get(`/api/v1/messages/${encodeURIComponent(message)}${query}`, token)
  expect(status).toBe(200)
  return body as Told
}

const created = {
  id: '1',
  time: '2026-11-20T10:00:00.000Z',
  data: { channel: 'sms', status: 'created', to: '+491701234567', task: 'Autumn' },
}
const pending = { id: '2', time: '2026-11-20T10:00:02.000Z', data: { channel: 'sms', status: 'pending', parts: 2 } }
const delivered = {
  id: '1',
  source: 'carrier',
  time: '2026-11-20T10:00:09.500Z',
  data: { channel: 'sms', status: 'delivered', providerStatus: 'DELIVRD', price: { amount: '0.09', currency: 'EUR' } },
}

test('a message tells how it stands and the events that say so, in the order of their receipt', async () => {
  const { token } = await server.newCompany()
  await send(token, 'm-1', [created, pending])
  await server.path.folder.settled()
  await send(token, 'm-2', [{ ...created, id: 'other' }])
  await send(token, 'm-1', [delivered])
  const { message, events, more } = await told(token, 'm-1', '?tz=Europe/Berlin')
  expect(message).toMatchObject({
    message: 'm-1',
    created_at: '2026-11-20T11:00:00+01:00',
    status: 'delivered',
    status_at: '2026-11-20T11:00:09.500+01:00',
    parts: 2,
    price: '0.09',
    currency: 'EUR',
    task: 'Autumn',
  })
  expect(events.map(({ event }) => event)).toMatchObject(
    [created, pending, delivered].map(({ id, time }) => ({ id, time })),
  )
  expect(events[2]!.event).toEqual({
    specversion: '1.0',
    type: 'message.status',
    subject: 'm-1',
    ...delivered,
  })
  // The address was hidden at the door; the log's own notes are not shown.
  expect(events[0]!.event.data).toEqual({ ...created.data, to: message['to'] })
  expect(message['to']).not.toBe(created.data.to)
  expect(more).toBe(false)
})

test('an event that was sent twice, or refused, is not told', async () => {
  const { token } = await server.newCompany()
  await send(token, 'm-1', [created])
  const again = { specversion: '1.0', type: 'message.status', source: 'gateway', subject: 'm-1' }
  const lines = [created, { ...pending, data: { ...pending.data, channel: 'pigeon' } }]
  await server.send(
    token,
    'application/x-ndjson',
    lines.map((line) => JSON.stringify({ ...again, ...line })).join('\n'),
  )
  expect((await told(token, 'm-1')).events.map(({ event }) => event.id)).toEqual(['1'])
})

test('a message whose creation turns out earlier keeps its events', async () => {
  const { token } = await server.newCompany()
  await send(token, 'm-1', [pending])
  await server.path.folder.settled()
  await send(token, 'm-1', [{ ...created, time: '2026-11-18T23:59:00.000Z' }])
  await server.path.folder.settled()
  await send(token, 'm-1', [delivered])
  const { message, events } = await told(token, 'm-1', '?tz=UTC')
  expect(message['created_at']).toBe('2026-11-18T23:59:00+00:00')
  expect(events.map(({ event }) => event.data['status'])).toEqual(['pending', 'created', 'delivered'])
})

test.each([
  ['signs of an address', 'a/b?c#d %41'],
  ['quotation marks', 'quote " and \\ backslash'],
  ['many alphabets', 'Ключ é 日本 😀'],
  ['white space', 'tab\tand\nline'],
  ['256 characters', 'x'.repeat(256)],
  ['256 characters of three bytes each', '日'.repeat(256)],
])('a message whose id has %s is found, however it was written', async (_, subject) => {
  const { token } = await server.newCompany()
  const event = { specversion: '1.0', type: 'message.status', source: 'gateway', subject, ...created }
  // With every character escaped that may be.
  const escaped = JSON.stringify(event).replaceAll(
    /[^\x20-\x7e]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
  await server.send(token, 'application/x-ndjson', escaped)
  await send(token, subject, [delivered])
  const { events } = await told(token, subject)
  expect(events.map(({ event: { id, source } }) => `${source} ${id}`)).toEqual(['gateway 1', 'carrier 1'])
})

test('a message that is in the list already can be opened at once', async () => {
  const { token } = await server.newCompany()
  for (let round = 0; round < 20; round++) {
    await send(token, `m-${round}`, [{ ...created, id: `first-${round}` }])
    const { status } = await server.get(`/api/v1/messages/m-${round}`, token)
    expect(status).toBe(200)
  }
})

test('of very many events the first 200 are told', async () => {
  const { token } = await server.newCompany()
  const many = Array.from({ length: 201 }, (_, at) => ({ ...pending, id: `e${at}` }))
  await send(token, 'm-1', many.slice(0, 200))
  expect(await told(token, 'm-1')).toMatchObject({ more: false })
  await send(token, 'm-1', many.slice(200))
  const { events, more } = await told(token, 'm-1')
  expect(events.map(({ event }) => event.id)).toEqual(many.slice(0, 200).map(({ id }) => id))
  expect(more).toBe(true)
})

test('another company, a message that nobody sent and a wrong zone are told so', async () => {
  const [{ token }, other] = [await server.newCompany(), await server.newCompany()]
  await send(token, 'm-1', [created])
  await server.path.folder.settled()
  for (const [as, address] of [
    [other.token, 'm-1'],
    [token, 'm-2'],
  ] as const) {
    const { status, body } = await server.get(`/api/v1/messages/${address}`, as)
    expect(status).toBe(404)
    expect(body).toMatchObject({ code: 'not-found', detail: `There is no message "${address}".` })
  }
  const { status, body } = await server.get('/api/v1/messages/m-1?tz=Mars', token)
  expect(status).toBe(400)
  expect(body).toMatchObject({ fields: [{ field: 'tz' }] })
})
