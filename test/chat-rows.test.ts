import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { pageById } from '../src/panels/pages.ts'
import { rowsOf } from '../src/panels/rows-behind.ts'
import type { Panel } from '../src/panels/panel.ts'
import { startApiServer } from './api-server.ts'
import type { ApiServer } from './api-server.ts'
import { chatDays, chatNames, chatTitle, storeChatDays } from './chat-days.ts'
import { isLong } from './long.ts'
import { openapiJudge } from './openapi-judge.ts'
import type { Description, Judge } from './openapi-judge.ts'
import { joinedIn, stretchesOf } from './presence-model.ts'
import type { ModelStretch } from './presence-model.ts'
import { seededNow } from './seeded-server.ts'

/** What is behind the numbers of chats: lists of dialogues and messages, and a dialogue by itself. */

type Value = string | number | null
type Answer = {
  columns: { name: string }[]
  rows: Value[][]
  ids?: (string | null)[]
  totals: Record<string, unknown>
}
type Listed = { of: string; columns: { name: string }[]; rows: Value[][]; next: string | null; total: number }

const all = pageById.get('chats')!.panels
const panels = all.filter((panel) => ['dialogues', 'chat_messages'].includes(rowsOf(panel) ?? ''))
const timed = all.filter((panel) => rowsOf(panel) === 'replies')
const span = ['2026-10-24T20:07:11.123Z', '2026-10-25T06:22:41.007Z'] as const
const days = chatDays(
  span.map((edge) => Date.parse(edge)),
  [[Date.parse('2026-10-24T18:00Z'), Date.parse('2026-10-25T08:00Z'), 160] as const],
)
const period = { from: span[0], to: span[1], tz: 'Europe/Berlin' }
/** Few, so that many numbers take several pages. */
const limit = '23'

let server: ApiServer
let judge: Judge

beforeAll(async () => {
  server = await startApiServer({ now: () => seededNow })
  await storeChatDays(server.facts, 1, days)
  judge = openapiJudge((await server.get('/api/v1/openapi.json')).body as Description)
})

afterAll(async () => {
  await server.close()
})

async function ask<Body>(address: string, token?: string): Promise<Body> {
  const { status, headers, body } = await server.get(address, token)
  const faults = judge.faults('GET', address.split('?')[0]!, status, headers.get('content-type') ?? '', body)
  expect(faults, address).toEqual([])
  expect(status, `${address}: ${JSON.stringify(body).slice(0, 300)}`).toBe(200)
  return body as Body
}

type Filters = Readonly<Record<string, readonly string[]>>

function query(filters: Filters): URLSearchParams {
  const made = new URLSearchParams(period)
  for (const [name, values] of Object.entries(filters)) for (const value of values) made.append(name, value)
  return made
}

/** All rows behind a number, page by page. */
async function behind(
  panel: string,
  asked: URLSearchParams,
): Promise<{ rows: Record<string, Value>[]; total: number }> {
  const rows: Record<string, Value>[] = []
  asked.set('limit', limit)
  for (;;) {
    const page = await ask<Listed>(`/api/v1/panels/${panel}/events?${asked}`)
    rows.push(...page.rows.map((row) => Object.fromEntries(row.map((value, at) => [page.columns[at]!.name, value]))))
    if (page.next === null) return { rows, total: page.total }
    expect(page.rows.length).toBe(Number(limit))
    asked.set('cursor', page.next)
  }
}

/** The cells of a panel's answer that stand for one thing: what to ask for, and the number there. */
function cellsOf(panel: Panel, { columns, rows, ids }: Answer): { at: Filters; number: Value }[] {
  return rows.flatMap((row, place) => {
    if (ids?.[place] === null) return []
    // A place is two columns.
    if (panel.by.includes('cell')) {
      const [latitude, longitude, number] = row
      return [{ at: { cell: [`${latitude},${longitude}`] }, number: number! }]
    }
    const at = panel.by.map((name, index) => [
      name,
      [index === 0 && ids !== undefined ? ids[place]! : String(row[index])],
    ])
    expect(columns.length).toBe(panel.by.length + 1)
    return [{ at: Object.fromEntries(at) as Filters, number: row.at(-1)! }]
  })
}

function sumOf(prices: readonly Value[]): number {
  return prices.reduce<number>((sum, price) => sum + Math.round(Number(price) * 1_000_000), 0)
}

test.each<[string, Filters]>([
  ['without filters', {}],
  ['with filters', { operator: ['ann', 'c\\1'], asked: ['yes'], messenger: ['web', 'viber', 'unknown'] }],
  ['of a chat, a bot and a group', { chat: ['shop', ''], bot: ['faq', ''], group: ['night', 'day'] }],
])(
  'behind every number of every panel are as many rows, over all pages, as it says: %s',
  async (_title, filters) => {
    let opened = 0
    for (const panel of panels) {
      const answer = await ask<Answer>(`/api/v1/panels/${panel.id}?${query(filters)}`)
      for (const { at, number } of cellsOf(panel, answer).filter((_, index) => isLong || index % 3 === 0)) {
        const { rows, total } = await behind(panel.id, query({ ...filters, ...at }))
        const title = `${panel.id} ${JSON.stringify(at)}`
        expect(rows.length, title).toBe(total)
        expect(new Set(rows.map((row) => JSON.stringify(row))).size, title).toBe(total)
        const unit = panel.by.includes('currency')
          ? 'money'
          : typeof number === 'number' && panel.id.endsWith('share')
            ? 'share'
            : 'count'
        if (unit === 'count') expect(total, title).toBe(number)
        if (unit === 'money') expect(sumOf(rows.map(({ price }) => price!)), title).toBe(sumOf([number]))
        if (unit === 'share') {
          const whole = (await behind('chats.dialogues', query(filters))).total
          expect(whole === 0 ? null : total / whole, title).toBe(number)
        }
        opened++
      }
    }
    expect(opened).toBeGreaterThan(isLong ? 40 : 20)
  },
  120_000,
)

test.each<[string, Filters]>([
  ['without filters', {}],
  ['with filters', { operator: ['ann', 'c\\1'], messenger: ['web', 'viber', 'unknown'] }],
])(
  'the times of a day are those of the replies that are listed behind them, %s',
  async (_title, filters) => {
    let opened = 0
    for (const { id, measures } of timed) {
      const { rows, totals } = await ask<Answer>(`/api/v1/panels/${id}?${query(filters)}`)
      for (const [day, ...numbers] of rows) {
        for (const [place, measure] of measures.entries()) {
          const behindIt = await behind(id, query({ ...filters, day: [String(day)], measure: [measure] }))
          const waits = behindIt.rows.map(({ seconds }) => Number(seconds)).toSorted((a, b) => a - b)
          expect(waits.length).toBe(behindIt.total)
          const ranked = (level: number) => waits[Math.ceil(waits.length * level) - 1] ?? null
          const average = waits.length === 0 ? null : waits.reduce((sum, one) => sum + one, 0) / waits.length
          const title = `${id} ${day} ${measure}`
          expect([ranked(0.5), ranked(0.9), average][place], title).toBe(numbers[place])
          opened += waits.length
        }
      }
      for (const measure of ['first_responses', 'unanswered', 'replies'].filter((name) => name in totals)) {
        const { rows: listed, total } = await behind(id, query({ ...filters, measure: [measure] }))
        expect([listed.length, total], measure).toEqual([totals[measure], totals[measure]])
        expect(new Set(listed.map(({ seconds }) => seconds === null))).toEqual(
          new Set(total === 0 ? [] : [measure === 'unanswered']),
        )
      }
    }
    expect(opened).toBeGreaterThan(60)
  },
  120_000,
)

function inPeriod(at: number): boolean {
  return at >= Date.parse(span[0]) && at < Date.parse(span[1])
}

test('the lists hold what was stored, newest first, with names in the place of keys', async () => {
  const { rows } = await behind('chats.dialogues', query({}))
  const stored = days.dialogues.filter(({ openedAt }) => inPeriod(openedAt))
  expect(rows.map(({ dialogue }) => dialogue).toSorted()).toEqual(stored.map(({ key }) => key).toSorted())
  const times = rows.map(({ opened_at }) => Date.parse(String(opened_at)))
  expect(times).toEqual(times.toSorted((a, b) => b - a))
  for (const row of rows) {
    const one = stored.find(({ key }) => key === row['dialogue'])!
    expect(row).toMatchObject({
      messenger: one.messenger,
      chat: chatTitle(one.chat),
      group: chatNames.group[one.group] ?? '',
      bot: chatNames.bot[one.bot] ?? '',
      handler: one.wrote.length > 0 ? 'operator' : 'robot',
    })
    expect(String(row['operators']).split(', ').filter(Boolean).toSorted()).toEqual(
      one.participants.map((id) => chatNames.operator[id]).toSorted(),
    )
  }
  const messages = await behind('chats.user-messages-by-day', query({}))
  const written = days.messages.filter(({ author, writtenAt }) => author === 'user' && inPeriod(writtenAt))
  expect(messages.rows.map(({ dialogue }) => dialogue).toSorted()).toEqual(
    written.map(({ dialogue }) => dialogue).toSorted(),
  )
  expect(new Set(messages.rows.map(({ author }) => author))).toEqual(new Set(['user']))
})

test('behind a panel by operator is a row for each dialogue and operator, also of those beyond the largest', async () => {
  const panel = 'chats.operator-dialogues'
  for (const filters of [{}, { operator: ['ann', 'bob', 'c\\1'], messenger: ['web', 'viber', 'unknown'] }]) {
    const { rows: told, ids } = await ask<Answer>(`/api/v1/panels/${panel}?${query(filters)}`)
    const counted = told.map(([, number]) => Number(number))
    for (const [asked, numbers, names] of [
      [{}, counted, told.map(([name]) => name)],
      [{ without: [JSON.stringify(ids!.slice(0, 1))] }, counted.slice(1), told.slice(1).map(([name]) => name)],
    ] as const) {
      const { rows, total } = await behind(panel, query({ ...filters, ...asked }))
      expect([total, rows.length]).toEqual([numbers.reduce((sum, one) => sum + one, 0), total])
      expect(new Set(rows.map(({ dialogue, operator }) => `${dialogue} ${operator}`)).size).toBe(total)
      expect(new Set(rows.map(({ operator }) => operator))).toEqual(new Set(names))
    }
    expect(counted.length).toBeGreaterThan(2)
  }
})

describe.each(['online', 'paused'] as const)('behind the hours %s of operators', (state) => {
  const panel = `chats.operator-${state}`
  const piece = { from: Date.parse(span[0]), to: Date.parse(span[1]) }
  type Stretches = Listed & { totals: { held_seconds: number } }

  test.each<[string, Filters]>([
    ['', {}],
    [' with filters', { operator: ['ann', 'bob', 'c\\1'], group: ['night', ''] }],
  ])('are the stretches that come to them, page by page%s', async (_title, filters) => {
    const { rows: hours, ids, totals } = await ask<Answer>(`/api/v1/panels/${panel}?${query(filters)}`)
    expect(hours.length).toBeGreaterThan(1)
    const idOf = new Map(Object.entries(chatNames.operator).map(([id, name]) => [name, id]))
    const model = (mine: (one: ModelStretch) => boolean) =>
      joinedIn(
        stretchesOf(days.presence).filter((one) => mine(one) && (filters['group']?.includes(one.group) ?? true)),
        state,
        piece,
      ).filter(({ operator }) => filters['operator']?.includes(operator) ?? true)
    const cells: [Filters, number, (one: ModelStretch) => boolean][] = [
      ...hours.map(([, number], at): (typeof cells)[number] => [
        { operator: [ids![at]!] },
        Number(number),
        ({ operator }) => operator === ids![at],
      ]),
      [{}, Number(totals[`operator_${state}`]), () => true],
      [
        { without: [JSON.stringify(ids!.slice(0, 1))] },
        hours.slice(1).reduce((sum, [, number]) => sum + Number(number), 0),
        ({ operator }) => operator !== ids![0],
      ],
    ]
    for (const [at, number, mine] of cells) {
      const asked = query({ ...filters, ...at })
      const { rows, total } = await behind(panel, asked)
      const title = JSON.stringify(at)
      const held = rows.reduce((sum, { held_seconds }) => sum + Math.round(Number(held_seconds) * 1000), 0)
      expect(held, title).toBe(Math.round(number * 1000))
      expect([total, total > 0], title).toEqual([rows.length, true])
      const told = rows.map(({ since, until, operator }) => [
        Date.parse(String(since)),
        Date.parse(String(until)),
        idOf.get(String(operator)),
      ])
      const expected = model(mine).map(({ from, to, operator }) => [from, to, operator])
      expect(told.toSorted(), title).toEqual(expected.toSorted())
      expect(
        told.map(([since]) => since),
        title,
      ).toEqual(expected.map(([since]) => since))
      expect(new Set(rows.map((row) => row['state']))).toEqual(new Set([state]))
      asked.set('limit', '1')
      asked.delete('cursor')
      const { totals: sums, of } = await ask<Stretches>(`/api/v1/panels/${panel}/events?${asked}`)
      expect([of, Math.round(sums.held_seconds * 1000)], title).toEqual(['stretches', held])
    }
  })

  test('a stretch, and a part of it, opens by its ends; a file has all of them', async () => {
    const { rows } = await behind(panel, query({}))
    for (const row of rows.filter((_, at) => at % 11 === 0)) {
      const operator = Object.entries(chatNames.operator).find(([, name]) => name === row['operator'])![0]
      const one = query({ operator: [operator] })
      one.set('from', String(row['since']))
      one.set('to', String(row['until']))
      const opened = await behind(panel, one)
      expect(opened.rows).toEqual([row])
      const middle = (Date.parse(String(row['since'])) + Date.parse(String(row['until']))) / 2
      one.set('to', new Date(Math.ceil(middle)).toISOString())
      one.delete('cursor')
      expect(await behind(panel, one)).toMatchObject({ total: 1, rows: [{ since: row['since'] }] })
    }
    const csv = await ask<string>(`/api/v1/panels/${panel}/events?${query({})}&format=csv`)
    expect(csv.split('\r\n').length - 2).toBe(rows.length)
    expect(csv.split('\r\n')[0]).toBe('since,until,held_seconds,operator,state,group')
  })
})

test('what operators will be is no stretch yet, and of others of another company there are none', async () => {
  const { token } = await server.newCompany()
  const future = new URLSearchParams({ from: '2030-01-01T00:00:00Z', to: '2030-01-02T00:00:00Z', tz: 'UTC' })
  for (const asked of [future, query({}), query({ operator: ['ann'] })]) {
    const { total, rows, next } = await ask<Listed>(`/api/v1/panels/chats.operator-online/events?${asked}`, token)
    expect([total, rows, next]).toEqual([0, [], null])
  }
})

test.each(['1,2', '52.5,13.4', 'x', '', '52.55', '90.05,0.05', "52.55,13.45' OR 1"])(
  '%j is no place of the map',
  async (cell) => {
    const address = `/api/v1/panels/chats.web-dialogues-map/events?${query({ cell: [cell] })}`
    const { status, body } = await server.get(address)
    expect([status, body]).toMatchObject([400, { fields: [{ field: 'cell' }] }])
  },
)

const minuteAt = (minute: number) => `2026-11-20T10:${String(minute).padStart(2, '0')}:00.000Z`
const shop = { id: 'shop', name: 'Shop' }
const ann = { id: 'ann', name: 'Ann <b>' }
const told = [
  {
    id: '1',
    type: 'chat.dialogue',
    time: minuteAt(0),
    data: { change: 'opened', messenger: 'web', chat: shop, client: '+491701234567' },
  },
  {
    id: '2',
    type: 'chat.message',
    time: minuteAt(1),
    data: { messageId: 'a', author: 'user', text: 'Where is my parcel?' },
  },
  { id: '3', type: 'chat.dialogue', time: minuteAt(2), data: { change: 'assigned', operator: ann } },
  {
    id: '4',
    type: 'chat.message',
    time: minuteAt(4),
    data: {
      messageId: 'b',
      author: 'operator',
      operator: ann,
      text: '=1+1 \u202eDear client',
      price: { amount: '0.0125', currency: 'EUR' },
    },
  },
  { id: '5', type: 'chat.dialogue', time: minuteAt(9), data: { change: 'closed' } },
]

async function tell(token: string, subject: string, events: readonly object[]): Promise<void> {
  const lines = events.map((event) => JSON.stringify({ specversion: '1.0', source: 'desk', subject, ...event }))
  const { body } = await server.send(token, 'application/x-ndjson', lines.join('\n'))
  expect(body).toMatchObject({ accepted: events.length, rejected: [] })
  await server.path.folder.settled()
}

test('a dialogue tells how it stands, what was written, and the events that say so', async () => {
  const { token } = await server.newCompany()
  await tell(token, 'talk/1', told)
  type Told = {
    dialogue: Record<string, Value>
    messages: Record<string, Value>[]
    moreMessages: boolean
    events: { event: { id: string; data: object } }[]
  }
  const { dialogue, messages, moreMessages, events } = await ask<Told>(
    `/api/v1/dialogues/talk%2F1?tz=Europe/Berlin`,
    token,
  )
  expect(dialogue).toMatchObject({
    dialogue: 'talk/1',
    opened_at: '2026-11-20T11:00:00+01:00',
    closed_at: '2026-11-20T11:09:00+01:00',
    messenger: 'web',
    chat: 'Shop',
    operators: 'Ann <b>',
    handler: 'operator',
    user_messages: 1,
    robot_messages: 0,
    operator_messages: 1,
  })
  expect(dialogue['client']).toMatch(/^\+4917•+67$/)
  expect(messages).toMatchObject([
    { written_at: '2026-11-20T11:01:00+01:00', author: 'user', text: 'Where is my parcel?', chat: 'Shop', price: null },
    { author: 'operator', operator: 'Ann <b>', text: '=1+1 \u202eDear client', price: '0.0125', currency: 'EUR' },
  ])
  expect(moreMessages).toBe(false)
  expect(events.map(({ event }) => event.id)).toEqual(told.map(({ id }) => id))
  expect(JSON.stringify(events)).not.toContain('+491701234567')
  const asked = new URLSearchParams({ from: minuteAt(0), to: minuteAt(59), tz: 'UTC' })
  const listed = await ask<Listed>(`/api/v1/panels/chats.operator-messages-by-day/events?${asked}`, token)
  expect([listed.of, listed.total]).toEqual(['chat_messages', 1])
  expect(listed.rows[0]).toContain('=1+1 \u202eDear client')
  const csv = await ask<string>(`/api/v1/panels/chats.operator-messages-by-day/events?${asked}&format=csv`, token)
  expect(csv).toContain("'=1+1")
})

test('a dialogue of a thousand messages tells the last 500 and says that there are more', async () => {
  const { token } = await server.newCompany()
  const events = Array.from({ length: 600 }, (_, place) => ({
    id: String(place),
    type: 'chat.message',
    time: new Date(Date.parse(minuteAt(0)) + place * 10_000).toISOString(),
    data: { messageId: String(place), author: 'user', text: `word ${place}` },
  }))
  await tell(token, 'long', events)
  type Told = { messages: { text: string }[]; moreMessages: boolean; events: unknown[]; more: boolean }
  const { messages, ...rest } = await ask<Told>('/api/v1/dialogues/long', token)
  expect([messages.length, messages[0]!.text, messages.at(-1)!.text]).toEqual([500, 'word 100', 'word 599'])
  expect([rest.moreMessages, rest.more, rest.events.length]).toEqual([true, true, 200])
})

test('a dialogue of another company is not there', async () => {
  const [owner, stranger] = [await server.newCompany(), await server.newCompany()]
  await tell(owner.token, 'secret-talk', told)
  expect((await server.get('/api/v1/dialogues/secret-talk', owner.token)).status).toBe(200)
  const { status, body } = await server.get('/api/v1/dialogues/secret-talk', stranger.token)
  expect([status, body]).toMatchObject([404, { detail: 'There is no dialogue "secret-talk".' }])
  const asked = new URLSearchParams({ from: minuteAt(0), to: minuteAt(59), tz: 'UTC' })
  const listed = await ask<Listed>(`/api/v1/panels/chats.dialogues/events?${asked}`, stranger.token)
  expect([listed.total, listed.rows]).toEqual([0, []])
})
