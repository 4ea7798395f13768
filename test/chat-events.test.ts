import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { commandLine } from '../src/accounts/actor.ts'
import { changeCompany } from '../src/accounts/companies.ts'
import { answered, startApiServer } from './api-server.ts'
import type { Answered, ApiServer } from './api-server.ts'

/** Events of chats at the door, and what is kept of those who wrote in them. */

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

let ids = 0

function chatEvent(type: string, subject: string, data: Record<string, unknown>, time = clock - 60_000) {
  ids++
  return {
    specversion: '1.0',
    id: `c${ids}`,
    source: '/chats',
    type,
    subject,
    time: new Date(time).toISOString(),
    data,
  }
}

const message = (dialogue: string, data: Record<string, unknown>, time?: number) =>
  chatEvent('chat.message', dialogue, { messageId: `m${ids}`, author: 'user', ...data }, time)
const step = (dialogue: string, data: Record<string, unknown>, time?: number) =>
  chatEvent('chat.dialogue', dialogue, data, time)
const presence = (operator: string, data: Record<string, unknown>) => chatEvent('operator.presence', operator, data)

async function send(...events: unknown[]): Promise<Answered> {
  const answer = await server.send(token, 'application/x-ndjson', events.map((one) => JSON.stringify(one)).join('\n'))
  await server.path.folder.settled()
  return answer
}

async function ask(path: string, body: unknown): Promise<unknown> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  const address = `${server.url}/api/v1/privacy/${path}`
  return (await answered(await fetch(address, { method: 'POST', headers, body: JSON.stringify(body) }))).body
}

async function logLines(): Promise<string> {
  const payloads: string[] = []
  for await (const record of server.path.log.read(1)) {
    if (record.company === company) payloads.push(record.payload.toString())
  }
  return payloads.join('\n')
}

async function tables(): Promise<string> {
  const kept = ['dialogues', 'chat_messages', 'chat_texts', 'dialogue_clients', 'dialogue_states', 'names', 'presence']
  const rows = await Promise.all(
    kept.map((table) => server.facts.query(`SELECT * FROM ${table} WHERE company = ${company}`)),
  )
  return JSON.stringify(rows)
}

async function counted(): Promise<unknown[][]> {
  return server.facts.query(
    `SELECT dialogue, user_messages, operator_messages, asked FROM dialogues FINAL WHERE company = ${company} ORDER BY dialogue`,
  )
}

const price = (amount: string) => ({ price: { amount, currency: 'EUR' } })

const ann = { id: '7', name: 'Ann' }

test.each([
  ['a message without its id', chatEvent('chat.message', 'd', { author: 'user' }), 'data.messageId'],
  ['a message without an author', chatEvent('chat.message', 'd', { messageId: '1' }), 'data.author'],
  ['an unknown author', message('d', { author: 'manager' }), 'data.author'],
  ['an unknown messenger', message('d', { messenger: 'icq' }), 'data.messenger'],
  ['a text that is none', message('d', { text: 7 }), 'data.text'],
  ['a phrase of 1 MB', message('d', { text: 'a'.repeat(1024 * 1024) }), ''],
  ['a phrase that is too long', message('d', { text: 'a'.repeat(40_000) }), 'data.text'],
  ['a price with a comma', message('d', { price: { amount: '0,01', currency: 'EUR' } }), 'data.price.amount'],
  ['an operator as a text', message('d', { operator: 'Ann' }), 'data.operator'],
  ['an operator without an id', message('d', { operator: { name: 'Ann' } }), 'data.operator.id'],
  ['a chat with an empty id', message('d', { chat: { id: '' } }), 'data.chat.id'],
  ['an unknown change', step('d', { change: 'reopened' }), 'data.change'],
  ['an assignment to nobody', step('d', { change: 'assigned' }), 'data.operator'],
  [
    'a latitude beyond the pole',
    step('d', { change: 'opened', coordinates: { latitude: 91, longitude: 0 } }),
    'data.coordinates.latitude',
  ],
  [
    'a longitude as a text',
    step('d', { change: 'opened', coordinates: { latitude: 9, longitude: '0' } }),
    'data.coordinates.longitude',
  ],
  ['half a place', step('d', { change: 'opened', coordinates: { latitude: 9 } }), 'data.coordinates.longitude'],
  ['an unknown state', presence('7', { state: 'asleep' }), 'data.state'],
  ['the presence of another operator', presence('7', { state: 'online', operator: { id: '8' } }), 'data.operator.id'],
])('%s is refused by its field, and what is beside it is kept', async (_, bad, field) => {
  const good = message('beside', { text: 'Hello' })
  const { status, body } = await send(bad, good)
  expect(status).toBe(200)
  expect(body).toMatchObject({ accepted: 1, duplicates: 0, rejected: [{ index: 0, field }] })
  expect(await server.facts.query(`SELECT dialogue FROM dialogues FINAL WHERE company = ${company}`)).toEqual([
    ['beside'],
  ])
})

test('what a sender says twice is a duplicate, and the same id with other words is refused', async () => {
  const said = message('d', { text: 'Hello', client: '+491761110001' })
  await send(said)
  expect((await send(said)).body).toMatchObject({ accepted: 0, duplicates: 1, rejected: [] })
  const other = { ...said, data: { ...said.data, text: 'Goodbye' } }
  expect((await send(other)).body).toMatchObject({ accepted: 0, rejected: [{ code: 'conflict', field: 'id' }] })
})

test('names and phrases with markup, formulas and marks of direction are kept as they are', async () => {
  const texts = [
    '<img src=x onerror=alert(1)>',
    '=HYPERLINK("http://x")',
    'a\u202Eb',
    "'; DROP TABLE dialogues; --",
    'tab\tnew\nline',
  ]
  await send(
    ...texts.map((text, at) => message('d', { messageId: `${at}`, text, operator: { id: `${at}`, name: text } })),
  )
  const kept = await server.facts.query(`SELECT text FROM chat_texts FINAL WHERE company = ${company}`)
  expect(kept.flat().toSorted()).toEqual(texts.toSorted())
  const names = await server.facts.query(`SELECT name FROM names FINAL WHERE company = ${company} AND kind = 3`)
  expect(names.flat().toSorted()).toEqual(texts.toSorted())
})

test('who the client is stands nowhere, also where a text repeats it; a person is found, told and forgotten with proof', async () => {
  const phone = '+491765557001'
  const dialogue = 'their dialogue'
  await send(
    step(dialogue, { change: 'opened', messenger: 'whatsapp', client: phone, chat: { id: 'shop', name: 'Shop' } }),
    message(dialogue, { client: phone, text: `Call me: 0176 555 7001, or ${phone}` }),
    // The answer does not say who the client is.
    message(dialogue, { author: 'operator', operator: ann, text: 'Dear Mrs Miller, I will' }),
    message('of another', { author: 'operator', operator: ann, text: `Ask ${phone}`, client: '+491765557002' }),
    message('of another', { text: 'My own words', client: '+491765557002' }),
  )
  const before = [await logLines(), await tables()].join('\n')
  expect(before).not.toMatch(/5557002/)
  expect(before).toContain('+4917••••••01')
  expect(before).toContain('Dear Mrs Miller')

  expect(await ask('find', { address: phone })).toMatchObject({ messages: 0, dialogues: 1 })
  expect(await ask('export', { address: phone })).toMatchObject({
    dialogues: [
      {
        dialogue,
        messenger: 'whatsapp',
        messages: [
          { author: 'user', text: 'Call me: 0•••, or •••' },
          { author: 'operator', text: 'Dear Mrs Miller, I will' },
        ],
      },
    ],
    dialoguesMore: 0,
  })

  const numbers = await counted()
  expect(await ask('erasures', { address: phone, reason: 'By letter' })).toMatchObject({
    proof: { dialogues: 1, remaining: 0 },
  })
  const after = [await logLines(), await tables()].join('\n')
  expect(after).not.toMatch(/••01|5557001|Call me|Dear Mrs Miller|Ask /)
  expect(after).toContain('My own words')
  expect(await counted()).toEqual(numbers)
  expect(await ask('find', { address: phone })).toMatchObject({ messages: 0, dialogues: 0 })

  // What still comes about the old dialogue comes without them; a new one is theirs again.
  clock += day
  await send(message(dialogue, { client: phone, text: 'Are you there?' }, noon - 1000))
  expect(await logLines()).not.toMatch(/Are you there|••01/)
  await send(message('a new one', { client: phone, text: 'It is me again' }))
  expect(await ask('find', { address: phone })).toMatchObject({ dialogues: 1 })
})

const phone = (at: number) => `+4917655560${at}0`

test('a phrase of several clients is shown without what tells of a person, and goes when too few are left to say it', async () => {
  await send(
    ...[1, 2, 3].map((at) =>
      message(`talk ${at}`, {
        messageId: '1',
        client: phone(at),
        text: `=cmd|calc! my number is 12345${at}`,
        messenger: 'web',
      }),
    ),
    message('talk 1', { messageId: '2', client: phone(1), text: 'I alone say this' }),
    message('talk 1', { messageId: '3', client: phone(1), text: 'I alone say this' }),
    message('old', { messageId: '1', client: phone(4), text: 'Long ago' }, noon - 40 * day),
    message('old 2', { messageId: '1', client: phone(5), text: 'long ago!' }, noon - 40 * day),
    message('old 3', { messageId: '1', client: phone(6), text: 'long  ago' }, noon - 40 * day),
  )
  const period = `from=${new Date(noon - 50 * day).toISOString()}&to=${new Date(noon + day).toISOString()}&tz=UTC`
  const phrases = async (format = 'json') => {
    const address = `/api/v1/panels/chats.popular-user-phrases?${period}&format=${format}`
    return (await server.get(address, token)).body as { rows: unknown[][]; totals: object } & string
  }
  const first = await phrases()
  expect([first.rows.toSorted(), first.totals]).toEqual([
    [
      ['=cmd|calc! my number is ‹number›', 3],
      ['Long ago', 3],
    ],
    { phrase_messages: 6 },
  ])
  expect(await phrases('csv')).toContain("\r\n'=cmd|calc! my number is ‹number›,3\r\n")

  expect(await ask('erasures', { address: phone(2), reason: 'By letter' })).toMatchObject({ proof: { remaining: 0 } })
  expect(await phrases()).toMatchObject({ rows: [['Long ago', 3]], totals: { phrase_messages: 3 } })

  await changeCompany(server.accounts.ledger, commandLine, company, { retentionDays: 30 }, new Date(noon))
  await server.privacy.daily(noon)
  expect(await phrases()).toMatchObject({ rows: [], totals: { phrase_messages: 0 } })
  const [kept] = await server.facts.query(`SELECT count() FROM phrase_messages WHERE company = ${company}`)
  expect(Number(kept![0])).toBe(4)
  // A third client says it again.
  await send(message('talk 4', { messageId: '1', client: phone(7), text: '=CMD calc: my number is 999999' }))
  expect((await phrases()).rows).toMatchObject([[expect.stringMatching(/^=cmd/i), 3]])
})

test('of refused events only those about the person are erased, and finding counts the same', async () => {
  const [theirs, others] = ['+491761110001', '+491761110002']
  await send(message('theirs', { client: theirs, text: 'Hello' }), message('others', { client: others, text: 'Hello' }))
  const bad = [
    message('theirs', { author: 'manager', text: 'Mine' }),
    message('others', { author: 'manager' }),
    message('nobodys', { author: 'manager' }),
    step('else', { change: 'opened', messenger: 'icq', client: '+491761110008' }),
    step('elsewhere', { change: 'opened', messenger: 'icq', client: theirs }),
  ]
  expect((await send(...bad)).body).toMatchObject({ accepted: 0 })
  await server.path.folder.settled()
  const asked = { address: theirs, reason: 'Asked for it' }
  expect(await server.privacy.find(company, commandLine, asked.address)).toMatchObject({ refusedEvents: 2 })
  const { done } = await server.privacy.erase(company, commandLine, asked)
  expect((await done).proof).toMatchObject({ refusedEvents: 2, remaining: 0 })
  const left = await server.facts.query(
    `SELECT raw FROM refused_events FINAL WHERE company = ${company} ORDER BY place`,
  )
  expect(left.map(([raw]) => (JSON.parse(String(raw)) as { subject: string }).subject)).toEqual([
    'others',
    'nobodys',
    'else',
  ])
})

test('what was written in chats is forgotten when it is older than the company wants', async () => {
  await send(
    message('old', { text: 'Long ago', client: '+491765558001' }, noon - 40 * day),
    message('new', { text: 'Just now', client: '+491765558002' }),
  )
  await changeCompany(server.accounts.ledger, commandLine, company, { retentionDays: 30 }, new Date(noon))
  expect(await server.privacy.daily(noon)).toMatchObject([{ company, chatTexts: 1 }])
  const after = [await logLines(), await tables()].join('\n')
  expect(after).not.toMatch(/Long ago|••01/)
  expect(after).toContain('Just now')
  expect(await server.privacy.daily(noon)).toEqual([])
  const [all] = await server.facts.query(`SELECT count() FROM chat_messages FINAL WHERE company = ${company}`)
  expect(Number(all![0])).toBe(2)
})

test('what came as events is what the panels of chats show, and a filter keeps its part of it', async () => {
  const shop = { id: 'shop', name: 'Shop' }
  const bank = { id: 'bank', name: 'Bank' }
  await send(
    step('a', { change: 'opened', messenger: 'web', chat: shop }, noon - 3_600_000),
    message('a', { messageId: '1', text: 'Hi' }, noon - 3_500_000),
    message('a', { messageId: '2', author: 'robot', text: 'Hello', ...price('0.01') }, noon - 3_400_000),
    step('b', { change: 'opened', messenger: 'telegram', chat: bank }, noon - 3_000_000),
    message('b', { messageId: '1', text: 'Help' }, noon - 2_900_000),
    step('b', { change: 'assigned', operator: ann }, noon - 2_800_000),
    message('b', { messageId: '2', author: 'operator', operator: ann, ...price('0.25') }, noon - 2_700_000),
    // Told once more, with its price corrected.
    message('b', { messageId: '2', author: 'operator', operator: ann, ...price('0.20') }, noon - 2_600_000),
    step('c', { change: 'opened', messenger: 'web', chat: shop }, noon - 2_000_000),
    step('c', { change: 'skipped', operator: { id: '8', name: 'Борис' } }, noon - 1_000_000),
  )
  const period = 'from=2026-11-24T00:00:00Z&to=2026-11-25T00:00:00Z&tz=UTC'
  const rowsOf = async (panel: string, filter = '') => {
    const { status, body } = await server.get(`/api/v1/panels/chats.${panel}?${period}${filter}`, token)
    expect(status).toBe(200)
    return (body as { rows: unknown[][] }).rows
  }
  expect(await rowsOf('dialogues')).toEqual([[3]])
  expect(await rowsOf('dialogues-robot')).toEqual([[2]])
  expect(await rowsOf('dialogues-operator-share')).toEqual([[1 / 3]])
  expect(await rowsOf('cost-by-chat')).toEqual([
    ['Bank', 'EUR', '0.20'],
    ['Shop', 'EUR', '0.01'],
  ])
  expect(await rowsOf('operator-dialogues')).toEqual([['Ann', 1]])
  expect(await rowsOf('operator-active-dialogues')).toEqual([['Ann', 1]])
  expect(await rowsOf('operator-skipped-dialogues')).toEqual([['Борис', 1]])
  expect(await rowsOf('dialogues', '&chat=shop')).toEqual([[2]])
  expect(await rowsOf('dialogues', '&operator=7')).toEqual([[1]])
  expect(await rowsOf('dialogues', '&asked=yes&messenger=web')).toEqual([[1]])
  expect(await rowsOf('user-messages-by-day', '&operator=7')).toEqual([['2026-11-24', 1]])
})
