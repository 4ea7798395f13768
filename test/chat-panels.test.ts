import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { pageById } from '../src/panels/pages.ts'
import { startApiServer } from './api-server.ts'
import type { ApiServer } from './api-server.ts'
import { edges, periods, somePeriods } from './asked-periods.ts'
import type { AskedPeriod } from './asked-periods.ts'
import { chatDays, storeChatDays, storeNames, storeOperatorDialogues, storeSpreadDialogues } from './chat-days.ts'
import { chatRows } from './chat-model.ts'
import type { ChatFilters, ChatQuestion, ChatRows } from './chat-model.ts'
import { openapiJudge } from './openapi-judge.ts'
import type { Description, Judge } from './openapi-judge.ts'
import { seededNow } from './seeded-server.ts'

// Each page is a dozen questions to the store, and a busy machine is slow; how fast it answers is measured elsewhere.
vi.setConfig({ testTimeout: 120_000 })

type Answer = Omit<ChatRows, 'totals'> & {
  columns: { name: string }[]
  totals: Record<string, number | null | Record<string, string>>
  completeness: { messages: number; newestEventAt: string | null }
  compare?: Omit<ChatRows, 'totals'> & { totals: Answer['totals']; period: { from: string; to: string } }
}
type PageAnswer = { panels: Record<string, Answer> }

const panels = pageById.get('chats')!.panels
const spans = [
  ['2026-10-03T10:00Z', '2026-10-04T20:00Z', 60],
  ['2026-10-24T00:00Z', '2026-10-26T04:00Z', 200],
  ['2026-10-25T00:00Z', '2026-10-25T01:30Z', 40],
  ['2026-10-29T18:00Z', '2026-11-03T08:00Z', 120],
  ['2026-01-01T00:00Z', '2026-12-31T00:00Z', 60],
] as const
const days = chatDays(
  edges,
  spans.map(([from, to, many]) => [Date.parse(from), Date.parse(to), many] as const),
)

let server: ApiServer
let judge: Judge
let stranger: { company: number; token: string }

beforeAll(async () => {
  server = await startApiServer({ now: () => seededNow })
  stranger = await server.newCompany()
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

function queryOf({ from, to, zone }: AskedPeriod, filters: ChatFilters = {}): string {
  const query = new URLSearchParams({ from, to, tz: zone })
  for (const [name, values] of Object.entries(filters)) for (const value of values) query.append(name, value)
  return query.toString()
}

function modelOf(panel: string, { from, to, zone }: AskedPeriod, filters: ChatFilters = {}): ChatRows {
  return chatRows(panel, days, { from: Date.parse(from), to: Date.parse(to), zone, filters, now: seededNow })
}

/** Chats and operators come largest first; of equal ones the order is not told, so each is compared as a set. */
function expectRows(
  { rows, ids, totals }: Pick<Answer, 'rows' | 'ids' | 'totals'>,
  model: ChatRows,
  title: string,
): void {
  if (model.totals !== undefined) expect(totals, title).toEqual(model.totals)
  if (model.ids === undefined) {
    expect({ rows, ids }, title).toEqual({ rows: model.rows, ids: undefined })
    return
  }
  expect(paired({ rows, ids }), title).toEqual(paired(model))
  const sizes = Map.groupBy(rows, (row) => (row.length === 3 ? row[1] : null))
  for (const own of sizes.values()) {
    const sorted = own.map((row) => Number(row.at(-1)))
    expect(sorted, title).toEqual(sorted.toSorted((a, b) => b - a))
  }
}

function paired({ rows, ids }: Pick<ChatRows, 'rows' | 'ids'>): string[] {
  return rows.map((row, at) => JSON.stringify([ids![at], ...row])).toSorted()
}

const filtered: readonly ChatFilters[] = [
  {},
  { messenger: ['telegram', 'unknown'] },
  { operator: ['ann'] },
  { operator: ['bob', 'c\\1', 'nobody'], asked: ['yes'] },
  { chat: ['shop,old', "'); DROP TABLE names; --"], group: ['night', ''] },
  { bot: [''], asked: ['no'] },
  { bot: ['greeter'], messenger: ['web', 'viber', 'line'], operator: ['dora', 'ann'] },
  { chat: ['there is no such chat'] },
]

describe.each(somePeriods)('$title ($zone)', (period) => {
  test.each(filtered)(
    'every panel of chats has the rows of an independent count, filtered by %j',
    async (filters) => {
      const { panels: answers } = await ask<PageAnswer>(`/api/v1/pages/chats?${queryOf(period, filters)}`)
      for (const { id } of panels) expectRows(answers[id]!, modelOf(id, period, filters), id)
    },
    120_000,
  )
})

test('the days hold enough of everything for these counts to mean something', () => {
  for (const { id } of panels) {
    for (const filters of filtered.slice(0, 5)) {
      const { rows } = modelOf(id, periods[0]!, filters)
      expect(
        rows.some((row) => Number(row.at(-1)) > 0),
        `${id} ${JSON.stringify(filters)}`,
      ).toBe(id !== 'chats.web-dialogues-map' || (filters['messenger']?.includes('web') ?? true))
    }
  }
})

test('a panel asked by itself answers what it answers on its page, and its CSV has the names', async () => {
  for (const filters of [{}, filtered[6]!]) {
    const { panels: onPage } = await ask<PageAnswer>(`/api/v1/pages/chats?${queryOf(periods[0]!, filters)}`)
    for (const { id, filters: taken } of panels) {
      const { rows, totals, ids } = onPage[id]!
      const own = Object.fromEntries(Object.entries(filters).filter(([name]) => taken.includes(name as 'chat')))
      const alone = await ask<Answer>(`/api/v1/panels/${id}?${queryOf(periods[0]!, own)}`)
      expect({ rows: alone.rows, totals: alone.totals, ids: alone.ids }, id).toEqual({ rows, totals, ids })
    }
  }
  const csv = await ask<string>(`/api/v1/panels/chats.cost-by-chat?${queryOf(periods[0]!)}&format=csv`)
  expect(csv).toMatch(/^chat,currency,chat_price\r\n/)
  expect(csv).toContain("'=1+1,EUR,")
})

test('the shares of robot and operators are the whole, and totals are the sums of the rows', async () => {
  for (const filters of filtered) {
    const { panels: answers } = await ask<PageAnswer>(`/api/v1/pages/chats?${queryOf(periods[0]!, filters)}`)
    const numberOf = (id: string) => answers[`chats.${id}`]!.rows[0]![0] as number
    expect(numberOf('dialogues-robot') + numberOf('dialogues-operator')).toBe(numberOf('dialogues'))
    if (numberOf('dialogues') > 0) {
      expect(numberOf('dialogues-robot-share') + numberOf('dialogues-operator-share')).toBeCloseTo(1, 12)
    }
    const { rows: places, totals: ofWeb } = answers['chats.web-dialogues-map']!
    expect(ofWeb['located_dialogues']).toBe(places.reduce((sum, row) => sum + Number(row.at(-1)), 0))
    const { from, to } = periods[0]!
    const onlyWeb = { from: Date.parse(from), to: Date.parse(to), zone: 'UTC', filters, now: seededNow }
    expect(ofWeb['unlocated_dialogues']).toBe(withoutPlace(onlyWeb))
    for (const { id, measures } of panels.filter(
      ({ by, chart }) => by.length > 0 && !by.includes('currency') && chart !== 'lines',
    )) {
      const { rows, totals } = answers[id]!
      const sum = rows.reduce((all, row) => all + thousandths(row.at(-1)), 0)
      expect(thousandths(totals[measures[0]]), id).toBe(sum)
    }
  }
})

/** Of seconds thousandths are told: as whole numbers they add up exactly. */
function thousandths(value: unknown): number {
  return Math.round(Number(value) * 1000)
}

/** Web dialogues whose coordinates nobody told. */
function withoutPlace(question: ChatQuestion): number {
  const dialogues = days.dialogues.filter(
    ({ messenger, coordinates }) => messenger === 'web' && coordinates === undefined,
  )
  return Number(chatRows('chats.dialogues', { dialogues, messages: [], presence: [] }, question).rows[0]![0])
}

test('what is compared with is what that period answers by itself, with its own chats and operators', async () => {
  const [period, before] = [
    asked('2026-10-26T00:00:00+01:00', '2026-10-28T00:00:00+01:00'),
    asked('2026-10-24T00:00:00+02:00', '2026-10-26T00:00:00+01:00'),
  ]
  const { panels: answers } = await ask<PageAnswer>(`/api/v1/pages/chats?${queryOf(period)}&compare=previous`)
  for (const { id } of panels) expectRows(answers[id]!.compare!, modelOf(id, before), id)
})

function asked(from: string, to: string): AskedPeriod {
  return { title: '', zone: 'Europe/Berlin', from, to }
}

test('an answer says when the newest dialogue was opened, and another company sees none of it', async () => {
  const own = await ask<PageAnswer & Answer>(`/api/v1/pages/chats?${queryOf(periods[0]!)}`)
  const newest = Math.max(...days.dialogues.map(({ openedAt }) => openedAt))
  expect(own.completeness).toMatchObject({
    messages: own.panels['chats.dialogues']!.rows[0]![0],
    newestEventAt: new Date(newest).toISOString(),
  })
  const other = await ask<PageAnswer & Answer>(`/api/v1/pages/chats?${queryOf(periods[0]!)}`, stranger.token)
  expect(other.completeness).toMatchObject({ messages: 0, newestEventAt: null })
  expect(JSON.stringify(other)).not.toMatch(/Shop|Ann/)
})

test('of very many operators the largest have rows, the others are one, and the sum stays right', async () => {
  const { company, token } = await server.newCompany()
  // The first has one dialogue, the next two, and so on.
  const operators = 230
  const openedAt = Date.parse('2026-11-10T10:00:00Z')
  await storeOperatorDialogues(server.facts, company, operators, openedAt)
  await storeNames(server.facts, company, [{ kind: 'operator', id: 'op-230', name: 'others' }])
  const query = 'from=2026-11-10T00:00:00Z&to=2026-11-11T00:00:00Z&tz=UTC'
  const { rows, ids, totals } = await ask<Answer>(`/api/v1/panels/chats.operator-dialogues?${query}`, token)
  expect(rows.length).toBe(201)
  expect([rows[0], ids![0]]).toEqual([['others', 230], 'op-230'])
  expect(rows.slice(0, 200).map(([, many]) => many)).toEqual(Array.from({ length: 200 }, (_, at) => 230 - at))
  expect([rows[200], ids![200]]).toEqual([['others', (30 * 31) / 2], null])
  expect(totals).toEqual({ operator_dialogues: (operators * (operators + 1)) / 2 })
})

test('of very many places the largest have rows, the others are one without a place, and the sum stays right', async () => {
  const { company, token } = await server.newCompany()
  const places = 2100
  await storeSpreadDialogues(server.facts, company, places, Date.parse('2026-11-10T10:00:00Z'))
  const query = 'from=2026-11-10T00:00:00Z&to=2026-11-11T00:00:00Z&tz=UTC'
  const address = `/api/v1/panels/chats.web-dialogues-map?${query}`
  const { columns, rows, totals } = await ask<Answer>(address, token)
  expect(columns.map(({ name }) => name)).toEqual(['latitude', 'longitude', 'located_dialogues'])
  // Two dialogues at each of the first hundred places, one at each of the others.
  expect(rows.length).toBe(2001)
  expect(rows.slice(0, 100).map((row) => row[2])).toEqual(Array.from({ length: 100 }, () => 2))
  expect(rows[0]).toEqual([-89.95, 0.05, 2])
  expect(rows[2000]).toEqual([null, null, 100])
  expect(totals).toEqual({ located_dialogues: 2200, unlocated_dialogues: 0 })
  const csv = await ask<string>(`${address}&format=csv`, token)
  expect(csv.split('\r\n').slice(-2)).toEqual([',,100', ''])
})

test.each([
  ['a messenger that does not exist', 'messenger=icq', 'messenger'],
  ['a word for yes', 'asked=1', 'asked'],
  ['an id that is too long', `chat=${'x'.repeat(257)}`, 'chat'],
  ['more operators than can be chosen', Array.from({ length: 201 }, (_, at) => `operator=${at}`).join('&'), 'operator'],
  ['a filter of another page', 'channel=sms', 'channel'],
])('%s is refused by name', async (_title, query, field) => {
  const { status, body } = await server.get(`/api/v1/pages/chats?${query}`)
  expect([status, body]).toMatchObject([400, { fields: [{ field }] }])
})

test('a hostile id is looked for as it is, and finds nothing', async () => {
  for (const id of ["' OR 1=1 --", '1) OR (1=1', '\\', '18446744073709551615', '💥'.repeat(40)]) {
    for (const name of ['chat', 'operator', 'bot', 'group']) {
      const query = queryOf(periods[0]!, { [name]: [id] })
      const { rows } = await ask<Answer>(`/api/v1/panels/chats.dialogues?${query}`)
      expect(rows, `${name} ${id}`).toEqual([[0]])
    }
  }
})
