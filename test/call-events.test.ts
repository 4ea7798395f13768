import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { commandLine } from '../src/accounts/actor.ts'
import { changeCompany } from '../src/accounts/companies.ts'
import { answered, startApiServer } from './api-server.ts'
import type { Answered, ApiServer } from './api-server.ts'

/** Events of calls at the door, and what is kept of those who called and were called. */

const noon = Date.UTC(2026, 10, 24, 12)
const hour = 3_600_000
const day = 24 * hour
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

/** An event of a call, by default of a minute before noon. */
function call(subject: string, data: Record<string, unknown>, time = noon - 60_000, source = '/calls') {
  ids++
  const event = { specversion: '1.0', id: `c${ids}`, source, type: 'call.status', subject }
  return { ...event, time: new Date(time).toISOString(), data: { status: 'ended', ...data } }
}

/** The instant of so many seconds after eleven. */
function at(seconds: number): string {
  return new Date(noon - hour + seconds * 1000).toISOString()
}

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
  const kept = ['calls', 'call_legs', 'call_numbers', 'call_states', 'client_numbers', 'names']
  const rows = await Promise.all(
    kept.map((table) => server.facts.query(`SELECT * FROM ${table} WHERE company = ${company}`)),
  )
  return JSON.stringify(rows)
}

async function everything(): Promise<string> {
  return [await logLines(), await tables()].join('\n')
}

/** The calls, each with start and end in seconds after eleven, outcome, talk, ring and the number of legs. */
async function counted(): Promise<unknown[][]> {
  const rows = await server.facts.query(
    `SELECT call, toUnixTimestamp64Milli(started_at), toUnixTimestamp64Milli(ended_at), outcome, talk, ring, legs ` +
      `FROM calls FINAL WHERE company = ${company} AND gone = 0 ORDER BY call`,
  )
  return rows.map(([id, start, end, ...rest]) => [id, secondsOf(start), secondsOf(end), ...rest])
}

function secondsOf(told: unknown): number | null {
  return told === null ? null : (Number(told) - noon + hour) / 1000
}

async function numbers(): Promise<unknown[][]> {
  return server.facts.query(
    `SELECT side, number, person != toUUID('00000000-0000-0000-0000-000000000000') FROM call_numbers FINAL ` +
      `WHERE company = ${company} ORDER BY side, number`,
  )
}

const [wasAnswered, busy, inProgress] = [1, 3, 8]
const whole = { startedAt: at(0), answeredAt: at(10), endedAt: at(70), outcome: 'answered' }

test.each([
  ['a call that ends before it starts', { startedAt: at(10), endedAt: at(9) }, 'data.endedAt'],
  ['a call that ends before it is answered', { ...whole, endedAt: at(9) }, 'data.endedAt'],
  ['a call that is answered before it starts', { ...whole, answeredAt: at(-1) }, 'data.answeredAt'],
  ['a call that is answered without a start', { answeredAt: at(10), endedAt: at(70) }, 'data.startedAt'],
  ['a call of more than a day ahead', { startedAt: new Date(noon + 2 * day).toISOString() }, 'data.startedAt'],
  ['an end that is no time', { endedAt: 'yesterday' }, 'data.endedAt'],
  ['a call without a status', { status: undefined }, 'data.status'],
  ['an unknown status', { status: 'hold' }, 'data.status'],
  ['an unknown outcome', { outcome: 'ANSWERED' }, 'data.outcome'],
  ['an outcome that is ours to say', { outcome: 'in-progress' }, 'data.outcome'],
  ['an unknown direction', { direction: 'in' }, 'data.direction'],
  ['seconds below nothing', { billedSeconds: -1 }, 'data.billedSeconds'],
  ['more seconds than a week has', { billedSeconds: 604_801 }, 'data.billedSeconds'],
  ['a part of a second', { billedSeconds: 1.5 }, 'data.billedSeconds'],
  ['seconds as a text', { billedSeconds: '60' }, 'data.billedSeconds'],
  ['a trunk that takes no calls', { trunkLimit: 0 }, 'data.trunkLimit'],
  ['a trunk as a number', { trunk: 7 }, 'data.trunk'],
  ['a trunk with a name that is too long', { trunk: 't'.repeat(129) }, 'data.trunk'],
  ['an evaluation as long as a story', { evaluation: 'e'.repeat(65) }, 'data.evaluation'],
  ['a bot without an id', { bot: { name: 'Robot' } }, 'data.bot.id'],
  ['a price with a comma', { price: { amount: '0,01', currency: 'EUR' } }, 'data.price.amount'],
])('%s is refused by its field, and what is beside it is kept', async (_, bad, field) => {
  const { status, body } = await send(call('bad', bad), call('beside', whole))
  expect(status).toBe(200)
  expect(body).toMatchObject({ accepted: 1, duplicates: 0, rejected: [{ index: 0, field }] })
  expect(await counted()).toEqual([['beside', 0, 70, wasAnswered, 60, 10, 1]])
})

test('a call of 30 hours, and one whose end is told a day early, count as they are told', async () => {
  const early = new Date(noon + 23 * hour).toISOString()
  const { body } = await send(
    call('long', { startedAt: at(-30 * 3600), answeredAt: at(-30 * 3600), endedAt: at(0) }),
    call('tomorrow', { startedAt: early, endedAt: early, outcome: 'busy' }),
  )
  expect(body).toMatchObject({ accepted: 2, rejected: [] })
  expect(await counted()).toEqual([
    ['long', -30 * 3600, 0, wasAnswered, 30 * 3600, 0, 1],
    ['tomorrow', 24 * 3600, 24 * 3600, busy, 0, 0, 1],
  ])
})

test('events that contradict each other are joined, and no time runs backwards', async () => {
  await send(
    call('c', { status: 'answered' }, noon - hour),
    call('c', { status: 'started' }, noon - hour + 5000),
    call('c', { outcome: 'busy', endedAt: at(-5) }, noon - hour + 9000),
  )
  expect(await counted()).toEqual([['c', 5, 5, wasAnswered, 0, 0, 1]])
})

const leg = (name: string, more: object) => ({ leg: name, trunk: 'north', ...more })

test('a leg that comes a week late is a leg of the same call, and changes nothing but what it tells', async () => {
  await send(
    call('c', leg('client', { ...whole, direction: 'inbound', price: { amount: '0.10', currency: 'EUR' } })),
    call('other', whole),
  )
  expect(await counted()).toEqual([
    ['c', 0, 70, wasAnswered, 60, 10, 1],
    ['other', 0, 70, wasAnswered, 60, 10, 1],
  ])
  clock += 7 * day
  await send(call('c', leg('agent', { startedAt: at(30), answeredAt: at(40), endedAt: at(90), operator: { id: '7' } })))
  expect(await counted()).toEqual([
    ['c', 0, 90, wasAnswered, 80, 10, 2],
    ['other', 0, 70, wasAnswered, 60, 10, 1],
  ])
  const attempts = await server.facts.query(
    `SELECT sum(attempts) FROM call_attempts_rolled_up FINAL WHERE bucket_seconds = 86400 AND company = ${company}`,
  )
  expect(Number(attempts[0]![0])).toBe(3)
})

test('the same record from a file and from a callback is one call, and sent again it is a duplicate', async () => {
  const record = { ...whole, billedSeconds: 60, price: { amount: '0.10', currency: 'EUR' } }
  const fromFile = call('c', record, noon, 'cdr-file')
  await send(fromFile, call('c', record, noon, 'callback'))
  expect((await send(fromFile)).body).toMatchObject({ accepted: 0, duplicates: 1 })
  expect(await counted()).toEqual([['c', 0, 70, wasAnswered, 60, 10, 1]])
  const cells = await server.facts.query(
    `SELECT calls, talk_seconds, toString(price) FROM calls_rolled_up FINAL WHERE bucket_seconds = 3600 AND company = ${company} AND calls > 0`,
  )
  expect(cells.map(([calls, talk, price]) => [Number(calls), Number(talk), Number(price)])).toEqual([[1, 60, 0.1]])
  const other = { ...fromFile, data: { ...fromFile.data, billedSeconds: 61 } }
  expect((await send(other)).body).toMatchObject({ accepted: 0, rejected: [{ code: 'conflict', field: 'id' }] })
})

test('ten thousand trunks have their names, and a call goes on until its end is told', async () => {
  const named = Array.from({ length: 10_000 }, (_, n) => call(`c${n}`, { status: 'started', trunk: `trunk <${n}>` }))
  expect((await send(...named)).body).toMatchObject({ accepted: 10_000 })
  const [trunks] = await server.facts.query(
    `SELECT uniqExact(id), uniqExact(key) FROM names FINAL WHERE company = ${company} AND kind = 5`,
  )
  expect(trunks!.map(Number)).toEqual([10_000, 10_000])
  const [cells] = await server.facts.query(
    `SELECT sum(calls), uniqExact(trunk), groupUniqArray(outcome) FROM calls_rolled_up FINAL WHERE bucket_seconds = 86400 AND company = ${company} AND calls > 0`,
  )
  expect([Number(cells![0]), Number(cells![1]), cells![2]]).toEqual([10_000, 10_000, [inProgress]])
})

const [client, ours] = ['+491765557001', '+493012345678']

test.each([
  [
    'inbound',
    { from: client, to: ours, direction: 'inbound' },
    [
      [1, '+4917••••••01', 1],
      [2, ours, 0],
    ],
  ],
  [
    'outbound',
    { from: ours, to: client, direction: 'outbound' },
    [
      [1, ours, 0],
      [2, '+4917••••••01', 1],
    ],
  ],
  [
    'internal',
    { from: ours, to: client, direction: 'internal' },
    [
      [1, '•••', 0],
      [2, '+4917••••••01', 1],
    ],
  ],
  [
    'of no direction',
    { from: ours, to: client },
    [
      [1, '•••', 0],
      [2, '+4917••••••01', 1],
    ],
  ],
  ['of one number', { from: client }, [[1, '+4917••••••01', 1]]],
])('of a call that is %s, the client is hidden and found by the number', async (_, data, kept) => {
  await send(call('c', { ...whole, ...data, note: `Ring ${client} back` }))
  expect(await numbers()).toEqual(kept)
  expect(await everything()).not.toMatch(/5557001/)
  expect(await ask('find', { address: '0049 176 5557001' })).toMatchObject({ calls: 1, messages: 0, dialogues: 0 })
  expect(await ask('find', { address: ours })).toMatchObject({ calls: 0 })
})

test('a field that stands twice in a line hides nothing behind it', async () => {
  const shown = JSON.stringify(call('c', { ...whole, direction: 'inbound', from: 'x' }))
  const line = shown.replace(
    '"from":"x"',
    `"from":"${client}","direction":"outbound","direction":"inbound","from":"${ours}"`,
  )
  const answer = await server.send(token, 'application/x-ndjson', line)
  expect(answer.body).toMatchObject({ accepted: 1 })
  await server.path.folder.settled()
  expect(await everything()).not.toMatch(/5557001|12345678/)
})

test('a person is told what is known of their calls, and forgotten from all of them with proof; no number changes', async () => {
  await send(
    call('theirs', {
      ...whole,
      direction: 'inbound',
      from: client,
      to: ours,
      bot: { id: 'b', name: `Bot of ${client}` },
    }),
    // The same call as another system tells it: neither the direction nor, spelled otherwise, the number.
    call('theirs', { ...whole, from: '0049 (176) 5557001', to: ours }, noon, 'callback'),
    call('of another', { ...whole, direction: 'outbound', from: ours, to: '+491765557002' }),
    call('to us from them', { ...whole, direction: 'outbound', from: client, to: '+491765557002' }),
  )
  expect(await everything()).not.toMatch(/5557002/)
  expect(await ask('export', { address: client })).toMatchObject({
    calls: [
      {
        call: 'theirs',
        direction: 'inbound',
        outcome: 'answered',
        talk_seconds: 60,
        answered_at: at(10).replace('.000Z', '+00:00'),
      },
    ],
    callsMore: 0,
  })
  const before = await counted()
  expect(await ask('erasures', { address: client, reason: 'By letter' })).toMatchObject({
    proof: { calls: 1, remaining: 0 },
  })
  expect(await everything()).not.toMatch(/5557001|••01/)
  expect(await everything()).toContain('••02')
  expect(await counted()).toEqual(before)
  expect(await ask('find', { address: client })).toMatchObject({ calls: 0 })
  // The company's own number is nobody's secret.
  expect(await numbers()).toEqual(expect.arrayContaining([[2, ours, 0]]))

  // What still comes about the old call comes without them; a new one is theirs again.
  clock += day
  await send(call('theirs', { ...whole, direction: 'inbound', from: client }, noon - 1000))
  expect(await everything()).not.toMatch(/••01/)
  await send(call('a new one', { status: 'started', direction: 'inbound', from: client }, clock))
  expect(await ask('find', { address: client })).toMatchObject({ calls: 1 })
})

/** Calls and clients by the panel: called, reached, in conversation, with the goal. */
async function contacts(): Promise<unknown> {
  const asked = new URLSearchParams({ from: at(-30 * 86_400), to: new Date(clock + day).toISOString(), tz: 'UTC' })
  const { body } = await server.get(`/api/v1/panels/telephony.contact-volume?${asked}`, token)
  return Object.values((body as { totals: Record<string, number> }).totals)
}

async function numberOf(subject: string): Promise<number> {
  const [row] = await server.facts.query(
    `SELECT client FROM calls FINAL WHERE company = ${company} AND call = '${subject}' AND gone = 0`,
  )
  return Number(row![0])
}

test('who is forgotten goes on to count, as nobody; a later call of theirs counts as nobody else', async () => {
  const told = { ...whole, direction: 'inbound', to: ours }
  const goal = { ...told, evaluation: 'goal-reached' }
  await send(
    call('other', { ...told, from: '+491765557002' }),
    // The last to be given a number: it must not be given again.
    call('theirs', { ...goal, from: client }),
    call('theirs again', { ...told, outcome: 'busy', answeredAt: undefined, from: '0049 176 5557001' }),
  )
  const before = await contacts()
  expect(before).toEqual([3, 2, 2, 1, 2, 2, 2, 1])
  expect(await ask('erasures', { address: client, reason: 'By letter' })).toMatchObject({ proof: { remaining: 0 } })
  expect(await contacts()).toEqual(before)
  const [row] = await server.facts.query(`SELECT count() FROM client_numbers FINAL WHERE company = ${company}`)
  expect(Number(row![0])).toBe(2)

  clock += day
  // What still comes about an old call says nothing of them, and takes nothing away.
  await send(call('theirs', { ...goal, from: client }, noon - 1000))
  expect(await contacts()).toEqual(before)
  await send(
    call('new', { ...told, startedAt: undefined, answeredAt: undefined, endedAt: undefined, from: client }, clock),
    call('stranger', { ...told, from: '+491765557003' }),
  )
  expect(await contacts()).toEqual([5, 4, 3, 1, 4, 4, 3, 1])
  const numbered = await Promise.all(['other', 'theirs', 'theirs again', 'new', 'stranger'].map(numberOf))
  expect(numbered[1]).toBe(numbered[2])
  expect(new Set(numbered).size).toBe(4)
  expect(numbered).not.toContain(0)
})

test('numbers of calls are forgotten when they are older than the company wants, and once is enough', async () => {
  const old = noon - 40 * day
  const told = { startedAt: new Date(old).toISOString() }
  await send(
    call('old in', { ...told, direction: 'inbound', from: '+491765558001', to: ours }, old),
    call('old', { ...told, from: '+491765558001', to: ours }, old),
    // Told just now, of long ago.
    call('old out', { ...told, direction: 'outbound', from: ours, to: '+491765558001' }),
    call('new', { ...whole, direction: 'inbound', from: '+491765558002', to: ours }),
  )
  await changeCompany(server.accounts.ledger, commandLine, company, { retentionDays: 30 }, new Date(noon))
  expect(await server.privacy.daily(noon)).toMatchObject([{ company, calls: 3 }])
  const after = await everything()
  expect(after).not.toMatch(/••01/)
  expect(after).toContain('••02')
  expect(await server.privacy.daily(noon)).toEqual([])
  expect(await counted()).toHaveLength(4)
  // Nobody can say any more who called so long ago; those of whom newer calls know keep what they are counted by.
  const [row] = await server.facts.query(
    `SELECT count(), max(number) FROM client_numbers FINAL WHERE company = ${company}`,
  )
  expect(row!.map(Number)).toEqual([2, 3])
  expect(await numberOf('old')).not.toBe(0)
})

test('words of the company’s own are kept as they are, whatever they look like', async () => {
  const words = ['<img src=x onerror=alert(1)>', '=HYPERLINK("http://x")', "'; DROP TABLE calls; --", 'a\tb\nc', 'цель']
  await send(...words.map((evaluation, n) => call(`c${n}`, { ...whole, evaluation, leg: evaluation })))
  const kept = await server.facts.query(`SELECT id FROM names FINAL WHERE company = ${company} AND kind = 6`)
  expect(kept.flat().toSorted()).toEqual(words.toSorted())
  expect(await counted()).toHaveLength(words.length)
})
