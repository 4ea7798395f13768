import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { startApiServer } from './api-server.ts'
import type { ApiServer } from './api-server.ts'
import { chance } from './chance.ts'
import { joinedIn, stretchesOf } from './presence-model.ts'
import { openapiJudge } from './openapi-judge.ts'
import type { Description, Judge } from './openapi-judge.ts'

/** How long operators were online and paused, from events at the door to panels and lanes. */

type Panel = { rows: [string, number][]; ids: (string | null)[]; totals: Record<string, number> }
type Lane = {
  id: string
  name: string
  online: number
  paused: number
  stretches: { from: string; to: string; state: string }[]
  dialogues: { dialogue: string; from: string; to: string; isOpen: boolean }[]
  sums: { day: string; online: number; paused: number }[]
  more: boolean
}
type Lanes = { drawnBy: string; total: number; lanes: Lane[] }

const hour = 3_600_000
const noon = Date.UTC(2026, 10, 24, 12)
let clock = noon
let server: ApiServer
let judge: Judge
let token: string
let company: number
let ids = 0

beforeAll(async () => {
  server = await startApiServer({ now: () => clock })
  judge = openapiJudge((await server.get('/api/v1/openapi.json')).body as Description)
})
afterAll(() => server.close())
beforeEach(async () => {
  clock = noon
  ;({ company, token } = await server.newCompany())
})

function event(type: string, subject: string, time: string, data: object) {
  ids++
  return { specversion: '1.0', id: `p${ids}`, source: '/presence', type, subject, time, data }
}

function state(operator: string, time: string | number, word: string, data: object = {}) {
  return event('operator.presence', operator, new Date(time).toISOString(), { state: word, ...data })
}

async function send(...events: object[]): Promise<void> {
  const { body } = await server.send(token, 'application/x-ndjson', events.map((one) => JSON.stringify(one)).join('\n'))
  expect(body).toMatchObject({ accepted: events.length, rejected: [] })
  await server.path.folder.settled()
}

async function ask<Body>(address: string, as = token): Promise<Body> {
  const { status, headers, body } = await server.get(address, as)
  const faults = judge.faults('GET', address.split('?')[0]!, status, headers.get('content-type') ?? '', body)
  expect(faults, address).toEqual([])
  expect(status, `${address}: ${JSON.stringify(body).slice(0, 300)}`).toBe(200)
  return body as Body
}

function asked(from: string, to: string, tz = 'Europe/Berlin', more = ''): string {
  return `${new URLSearchParams({ from, to, tz }).toString()}${more}`
}

/** Seconds by the name of an operator. */
async function held(kind: 'online' | 'paused', query: string): Promise<Record<string, number>> {
  const { rows } = await ask<Panel>(`/api/v1/panels/chats.operator-${kind}?${query}`)
  return Object.fromEntries(rows)
}

const lanesOf = (query: string, as?: string) => ask<Lanes>(`/api/v1/presence?${query}`, as)

test('presence that never ends grows until now, and ends a day after it was told', async () => {
  await send(state('ann', '2026-11-24T09:00:00Z', 'online', { operator: { id: 'ann', name: 'Ann' } }))
  const days = asked('2026-11-24T00:00:00Z', '2026-12-24T00:00:00Z', 'UTC')
  expect(await held('online', days)).toEqual({ Ann: 3 * 3600 })
  clock = Date.parse('2026-11-24T09:00:01.250Z')
  expect(await held('online', days)).toEqual({ Ann: 1.25 })
  clock = noon + 30 * 24 * hour
  expect(await held('online', days)).toEqual({ Ann: 24 * 3600 })
  const { lanes } = await lanesOf(asked('2026-11-24T00:00:00Z', '2026-11-27T00:00:00Z', 'UTC'))
  expect(lanes[0]!.stretches).toEqual([
    { from: '2026-11-24T09:00:00+00:00', to: '2026-11-25T09:00:00+00:00', state: 'online' },
  ])
  clock = Date.parse('2026-11-24T08:00:00Z')
  expect(await held('online', days)).toEqual({})
  expect(await lanesOf(days)).toMatchObject({ total: 0, lanes: [] })
})

test('of two states at one instant the later of online, paused, offline stands, whichever came first', async () => {
  const at = '2026-11-24T10:00:00Z'
  await send(state('ann', at, 'paused'), state('bob', at, 'online'))
  await send(state('ann', at, 'online'), state('bob', at, 'paused'))
  await send(state('carl', at, 'offline'), state('carl', at, 'online'))
  const today = asked('2026-11-24T00:00:00Z', '2026-11-25T00:00:00Z', 'UTC')
  expect(await held('paused', today)).toEqual({ ann: 7200, bob: 7200 })
  expect(await held('online', today)).toEqual({})
})

describe.each([
  ['forward', '2026-03-28T22:00:00+01:00', '2026-03-29T06:00:00+02:00', 7, ['2026-03-28', '2026-03-29', '2026-03-30']],
  ['back', '2026-10-24T22:00:00+02:00', '2026-10-25T06:00:00+01:00', 9, ['2026-10-24', '2026-10-25', '2026-10-26']],
])('a shift over a night in which clocks go %s', (_title, from, to, hours, [before, night, after]) => {
  test('lasts the hours that passed, two of them on the first day', async () => {
    await send(state('ann', from, 'online'), state('ann', to, 'offline'))
    const offset = { [before!]: from.slice(-6), [night!]: from.slice(-6), [after!]: to.slice(-6) }
    const midnight = (day: string) => `${day}T00:00:00${offset[day]}`
    expect(await held('online', asked(midnight(before!), midnight(night!)))).toEqual({ ann: 2 * 3600 })
    expect(await held('online', asked(midnight(night!), midnight(after!)))).toEqual({ ann: (hours - 2) * 3600 })
    const long = await lanesOf(asked(`${before!.slice(0, 7)}-01T00:00:00Z`, midnight(after!)))
    expect(long).toMatchObject({ drawnBy: 'day', total: 1 })
    expect(long.lanes[0]).toMatchObject({
      online: hours * 3600,
      stretches: [],
      sums: [
        { day: before, online: 7200, paused: 0 },
        { day: night, online: (hours - 2) * 3600, paused: 0 },
      ],
    })
  })
})

test('a shift over the end of a month and a year is cut where the period is, to the millisecond', async () => {
  clock = Date.parse('2027-01-05T00:00:00Z')
  await send(
    state('ann', '2026-12-31T20:00:00.500Z', 'online'),
    state('ann', '2027-01-01T01:00:00Z', 'paused'),
    state('ann', '2027-01-01T02:00:00.001Z', 'offline'),
  )
  expect(await held('online', asked('2026-12-01T00:00:00Z', '2027-01-01T00:00:00Z', 'UTC'))).toEqual({ ann: 14_399.5 })
  expect(await held('online', asked('2027-01-01T00:00:00Z', '2027-02-01T00:00:00Z', 'UTC'))).toEqual({ ann: 3600 })
  expect(await held('paused', asked('2027-01-01T01:59:00Z', '2027-01-01T03:00:00Z', 'UTC'))).toEqual({ ann: 60.001 })
  expect(await held('paused', asked('2027-01-01T02:00:00.001Z', '2027-01-01T03:00:00Z', 'UTC'))).toEqual({})
  const years = await lanesOf(asked('2024-01-01T00:00:00Z', '2027-01-01T01:30:00Z', 'UTC'))
  expect(years.drawnBy).toBe('month')
  expect(years.lanes[0]!.sums).toEqual([
    { day: '2026-12-01', online: 14_399.5, paused: 0 },
    { day: '2027-01-01', online: 3600, paused: 1800 },
  ])
})

test('an operator who was never named is called by the id, and what comes years late counts where it belongs', async () => {
  await send(state('op-7', '2026-11-24T08:00:00Z', 'online'), state('op-7', '2026-11-24T11:00:00Z', 'offline'))
  await send(
    state('op-7', '2026-11-24T09:00:00Z', 'paused'),
    state('op-7', '2021-03-28T00:30:00Z', 'online'),
    state('op-7', '2021-03-28T01:30:00Z', 'offline'),
  )
  const today = asked('2026-11-24T00:00:00Z', '2026-11-25T00:00:00Z', 'UTC')
  expect(await held('online', today)).toEqual({ 'op-7': 3600 })
  expect(await held('paused', today)).toEqual({ 'op-7': 7200 })
  expect(await held('online', asked('2021-01-01T00:00:00Z', '2022-01-01T00:00:00Z', 'UTC'))).toEqual({ 'op-7': 3600 })
})

test('groups and operators filter, and the other filters of the page leave hours as they are', async () => {
  const [night, day] = [{ group: { id: 'n', name: 'Night' } }, { group: { id: 'd' } }]
  await send(
    state('ann', '2026-11-24T08:00:00Z', 'online', night),
    state('ann', '2026-11-24T10:00:00Z', 'online', day),
    state('bob', '2026-11-24T11:00:00Z', 'online'),
  )
  const today = asked('2026-11-24T00:00:00Z', '2026-11-25T00:00:00Z', 'UTC')
  expect(await held('online', today)).toEqual({ ann: 14_400, bob: 3600 })
  expect(await held('online', `${today}&group=n`)).toEqual({ ann: 7200 })
  expect(await held('online', `${today}&group=n&group=`)).toEqual({ ann: 7200, bob: 3600 })
  expect(await held('online', `${today}&operator=bob&group=n`)).toEqual({})
  const page = await ask<{ panels: Record<string, Panel> }>(
    `/api/v1/pages/chats?${today}&messenger=web&chat=x&bot=y&asked=yes&operator=ann&compare=previous`,
  )
  expect(page.panels['chats.operator-online']).toMatchObject({ rows: [['ann', 14_400]], compare: { rows: [] } })
  const { body } = await server.get(`/api/v1/panels/chats.operator-online?${today}&messenger=web`, token)
  expect(body).toMatchObject({ status: 400, fields: [{ field: 'messenger' }] })
  const { lanes } = await lanesOf(`${today}&group=n`)
  expect(lanes).toMatchObject([{ id: 'ann', online: 7200, stretches: [{ to: '2026-11-24T10:00:00+00:00' }] }])
})

test('lanes join what was told again, have the dialogues of their operators, and stand by the longest', async () => {
  const operator = { id: 'ann', name: 'Ann' }
  await send(
    ...[8, 9, 10].map((at) => state('ann', Date.UTC(2026, 10, 24, at), 'online', { operator })),
    state('ann', '2026-11-24T11:00:00Z', 'paused'),
    state('bob', '2026-11-24T07:00:00Z', 'online'),
    state('carl', '2026-11-24T07:00:00Z', 'offline'),
    event('chat.dialogue', 'before', '2026-11-23T08:00:00Z', { change: 'assigned', operator }),
    event('chat.dialogue', 'before', '2026-11-24T08:30:00Z', { change: 'closed' }),
    event('chat.dialogue', 'over', '2026-11-23T08:00:00Z', { change: 'assigned', operator }),
    event('chat.dialogue', 'over', '2026-11-23T09:00:00Z', { change: 'closed' }),
    event('chat.dialogue', 'open', '2026-11-24T10:00:00Z', { change: 'assigned', operator }),
    event('chat.message', 'open', '2026-11-24T10:20:00Z', { messageId: '1', author: 'user' }),
    event('chat.message', 'open', '2026-11-24T10:40:00Z', { messageId: '2', author: 'user' }),
    event('chat.dialogue', 'silent', '2026-11-23T10:00:00Z', { change: 'assigned', operator }),
    event('chat.message', 'silent', '2026-11-23T10:20:00Z', { messageId: '1', author: 'user' }),
  )
  const today = asked('2026-11-24T00:00:00Z', '2026-11-25T00:00:00Z', 'UTC')
  const { drawnBy, total, lanes } = await lanesOf(today)
  expect([drawnBy, total]).toEqual(['stretch', 3])
  expect(lanes.map(({ name, online, paused }) => [name, online, paused])).toEqual([
    ['bob', 18_000, 0],
    ['Ann', 10_800, 3600],
    ['carl', 0, 0],
  ])
  expect(lanes[1]).toMatchObject({
    stretches: [
      { from: '2026-11-24T08:00:00+00:00', to: '2026-11-24T11:00:00+00:00', state: 'online' },
      { from: '2026-11-24T11:00:00+00:00', to: '2026-11-24T12:00:00+00:00', state: 'paused' },
    ],
    dialogues: [
      { dialogue: 'open', from: '2026-11-24T10:00:00+00:00', to: '2026-11-24T10:40:00+00:00', isOpen: true },
      { dialogue: 'before', from: '2026-11-23T08:00:00+00:00', to: '2026-11-24T08:30:00+00:00', isOpen: false },
    ],
    more: false,
  })
  const paused = await lanesOf(`${today}&order=paused&limit=1`)
  expect([paused.total, paused.lanes.map(({ name }) => name)]).toEqual([3, ['Ann']])
  const second = await lanesOf(`${today}&order=paused&limit=1&offset=1`)
  expect(second.lanes.map(({ name }) => name)).toEqual(['bob'])
  // Nobody else sees them.
  const stranger = await server.newCompany()
  const foreign = await lanesOf(`${today}&operator=ann&operator=bob`, stranger.token)
  expect(foreign).toMatchObject({ total: 0, lanes: [] })
})

test('the stretches behind the hours of months are told page by page, whatever was told again and whatever lapsed', async () => {
  const next = chance(7)
  const told = ['ann', 'bob', 'carl'].flatMap((operator) => {
    // Some three hours apart, some a day and a half; the last of them lasts until now.
    let at = noon - 100 * 24 * hour
    return Array.from({ length: 120 }, () => {
      at += Math.floor((next() < 0.6 ? 3 : 36) * (0.5 + next()) * hour)
      const word = (['online', 'online', 'paused', 'offline'] as const)[Math.floor(next() * 4)]!
      return { operator, at, state: word, group: next() < 0.2 ? 'night' : '' }
    }).filter((one) => one.at < noon)
  })
  await send(
    ...told.map(({ operator, at, state: word, group }) =>
      state(operator, at, word, group === '' ? {} : { group: { id: group } }),
    ),
  )
  const query = asked(new Date(noon - 90 * 24 * hour - 1234).toISOString(), '2026-12-24T00:00:00Z')
  const piece = { from: noon - 90 * 24 * hour - 1234, to: noon }
  for (const word of ['online', 'paused'] as const) {
    const { totals } = await ask<Panel>(`/api/v1/panels/chats.operator-${word}?${query}`)
    const rows: [string, string, number, string][] = []
    type Page = { rows: typeof rows; next: string | null; total: number; totals: { held_seconds: number } }
    for (let cursor = ''; ;) {
      const page: Page = await ask(`/api/v1/panels/chats.operator-${word}/events?${query}&limit=19${cursor}`)
      rows.push(...page.rows)
      expect(page.totals.held_seconds).toBe(totals[`operator_${word}`])
      if (page.next === null) break
      cursor = `&cursor=${page.next}`
    }
    const expected = joinedIn(stretchesOf(told), word, piece)
    expect(rows.map(([since, until, , operator]) => [Date.parse(since), Date.parse(until), operator])).toEqual(
      expected.map(({ from, to, operator }) => [from, to, operator]),
    )
    expect(rows.length).toBeGreaterThan(60)
    const lasted = rows.reduce((sum, [, , seconds]) => sum + Math.round(seconds * 1000), 0)
    expect(lasted).toBe(Math.round(totals[`operator_${word}`]! * 1000))
  }
})

test('a lane with more stretches than are told says so', async () => {
  const flips = Array.from({ length: 430 }, (_, at) =>
    state('ann', Date.UTC(2026, 10, 24, 1) + at * 60_000, at % 2 === 0 ? 'online' : 'paused'),
  )
  await send(...flips)
  const { lanes } = await lanesOf(asked('2026-11-24T00:00:00Z', '2026-11-25T00:00:00Z', 'UTC'))
  expect([lanes[0]!.stretches.length, lanes[0]!.more]).toEqual([400, true])
})

test('of 100,000 operators the page, the hours and the lanes are told', { timeout: 120_000 }, async () => {
  const many = 100_000
  const at = Date.UTC(2026, 10, 23, 8)
  // Operator n is online for n / 100 seconds.
  const key = 'number + 1'
  for (const table of ['presence', 'presence_by_time']) {
    await server.facts.command(
      `INSERT INTO ${table} (company, operator, at, state, operator_group, generation) ` +
        `SELECT ${company}, ${key}, fromUnixTimestamp64Milli(toInt64(${at} + told * (number + 1) * 10), 'UTC'), if(told = 0, 1, 3), 0, 1 ` +
        `FROM numbers(${many}) ARRAY JOIN [0, 1] AS told`,
    )
  }
  await server.facts.command(
    `INSERT INTO presence_rolled_up (company, bucket_seconds, bucket, operator, operator_group, generation, online, paused, offline) ` +
      `SELECT ${company}, 86400, toDateTime(${Date.UTC(2026, 10, 23) / 1000}, 'UTC'), ${key}, 0, 1, (number + 1) * 10, 0, 3600000 FROM numbers(${many})`,
  )
  const sum = (many * (many + 1)) / 200
  const whole = asked('2026-11-23T00:00:00Z', '2026-11-24T00:00:00Z', 'UTC')
  const cut = asked('2026-11-23T07:59:00Z', '2026-11-23T12:00:00Z', 'UTC')
  for (const query of [whole, cut]) {
    const { rows, ids: keys, totals } = await ask<Panel>(`/api/v1/panels/chats.operator-online?${query}`)
    expect(rows.length).toBe(201)
    expect([rows[0]![1], rows[1]![1]]).toEqual([1000, 999.99])
    expect([rows[200]![0], keys[200]]).toEqual(['others', null])
    expect(totals['operator_online']).toBeCloseTo(sum, 2)
    const lanes = await lanesOf(`${query}&limit=100&offset=50`)
    expect([lanes.total, lanes.lanes.length, lanes.lanes[0]!.online]).toEqual([many, 100, 999.5])
  }
  const page = await ask<{ panels: Record<string, Panel> }>(`/api/v1/pages/chats?${whole}`)
  expect(page.panels['chats.operator-online']!.rows.length).toBe(201)
})

test.each([
  ['order', 'order=offline'],
  ['limit', 'limit=0'],
  ['limit', 'limit=101'],
  ['offset', 'offset=-1'],
  ['operator', `operator=${'x'.repeat(257)}`],
  ['messenger', 'messenger=web'],
  ['from', 'from=yesterday'],
  ['operator', 'operator=%00'],
])('a wrong %s is refused by name (%s)', async (field, query) => {
  const { status, body } = await server.get(`/api/v1/presence?${query}`, token)
  expect([status, body]).toMatchObject([400, { fields: [{ field }] }])
})

test('a hostile id is looked for as it is, and finds nothing', async () => {
  await send(state('ann', '2026-11-24T08:00:00Z', 'online'))
  for (const id of ["' OR 1=1 --", '1) OR (1=1', '\\', '18446744073709551615']) {
    for (const name of ['operator', 'group']) {
      expect(await lanesOf(`tz=UTC&${name}=${encodeURIComponent(id)}`), id).toMatchObject({ total: 0 })
    }
  }
})
