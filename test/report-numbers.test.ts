import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { addVersion } from '../src/billing/tariff-store.ts'
import type { ReportView } from '../src/jobs/reports/report-view.ts'
import { readDecimal } from '../src/measures/decimal.ts'
import { localDay } from '../src/measures/zone.ts'
import { edges, periods } from './asked-periods.ts'
import type { AskedPeriod } from './asked-periods.ts'
import { factOfDays, touchedDays } from '../src/reports/touched-days.ts'
import { callDays, trunkNames } from './call-days.ts'
import { chatDays, storeChatDays } from './chat-days.ts'
import { isLong } from './long.ts'
import { openapiJudge } from './openapi-judge.ts'
import type { Description } from './openapi-judge.ts'
import { reportsDoor, totalOf } from './reports-scene.ts'
import type { ReportsDoor } from './reports-scene.ts'
import { seededNow, startSeededServer } from './seeded-server.ts'
import type { SeededServer } from './seeded-server.ts'

/** Reports over a seeded year, in odd periods and zones: what they come to is what panels and the ledger say. */

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

let server: SeededServer
let door: ReportsDoor
let staff: ReportsDoor

const strangersZone = 'America/New_York'

const spans = [
  ['2026-10-03T10:00Z', '2026-10-04T20:00Z', 30],
  ['2026-10-24T00:00Z', '2026-10-26T04:00Z', 100],
  ['2026-10-29T18:00Z', '2026-11-03T08:00Z', 60],
] as const

const rates = (price: bigint) =>
  [
    { service: 'sms', keys: {}, price },
    { service: 'chat', keys: { author: 'robot' }, price: 4321n },
  ] as const

beforeAll(async () => {
  server = await startSeededServer(edges)
  const days = spans.map(([from, to, many]) => [Date.parse(from), Date.parse(to), many] as const)
  await storeChatDays(server.facts, 1, chatDays(edges, days))
  const body = [...callDays(edges), ...inAlice()].map((event) => JSON.stringify(event))
  await server.send(server.token, 'application/x-ndjson', body.join('\n'))
  await server.path.folder.settled()
  // Prices come from a tariff for some, and from events for others; they change in the middle of a day.
  const { ledger } = server.accounts
  await ledger.asPlatform(async (db) => {
    const place = { seller: 0, buyer: 1, currency: 'EUR' }
    const by = { name: 'test', at: new Date(seededNow) }
    const version = { ownPrices: 'last', note: '' } as const
    await addVersion(db, place, { ...version, validFrom: 0, rates: rates(30_001n) }, by)
    await addVersion(
      db,
      place,
      { ...version, validFrom: Date.parse('2026-10-25T00:12:00Z'), rates: rates(45_500n) },
      by,
    )
  })
  // The stranger goes by another clock.
  await ledger.asPlatform((db) =>
    db.updateTable('companies').set({ zone: strangersZone }).where('number', '!=', 1).execute(),
  )
  await server.charging.chargeNow()
  const judge = openapiJudge((await server.get('/api/v1/openapi.json')).body as Description)
  door = reportsDoor(server, judge)
  const admin = await ledger.asPlatform((db) =>
    db.selectFrom('users').select('id').where('email', '=', server.admin.email).executeTakeFirstOrThrow(),
  )
  const { key } = await server.accounts.sessions.open(admin.id, { address: '192.0.2.7', userAgent: 'test' }, 'test')
  staff = reportsDoor(server, judge, { cookie: `talkmeter_session=${key}` })
})

afterAll(() => server.close())

const inChat = (type: string, id: string, data: object) => ({
  specversion: '1.0',
  source: 'alice',
  type,
  subject: 'alice-1',
  id,
  time: '2026-10-15T10:00:00Z',
  data: { messenger: 'alice', ...data },
})

/** A dialogue in Alice: a message of the client, two of the robot, three of an operator. */
function inAlice(): object[] {
  const authors = ['user', 'robot', 'robot', 'operator', 'operator', 'operator']
  return [
    inChat('chat.dialogue', 'opened', { change: 'opened' }),
    ...authors.map((author, at) => inChat('chat.message', `m${at}`, { messageId: String(at), author })),
  ]
}

type Answer = { rows: (string | number | null)[][]; totals: Record<string, number & Record<string, string>> }

async function panel(id: string, { from, to, zone }: AskedPeriod, filters = ''): Promise<Answer> {
  const asked = new URLSearchParams({ from, to, tz: zone })
  return server.ask<Answer>(`/api/v1/panels/${id}?${asked.toString()}${filters}`)
}

const periodOf = ({ from, to, zone }: AskedPeriod) => ({ from, to, zone })

/** Sums by currency of money that is not nothing, each as an exact decimal. */
function money(sums: Record<string, string>): Record<string, bigint> {
  const read = Object.entries(sums).map(([currency, amount]) => [currency, readDecimal(amount)!] as const)
  return Object.fromEntries(read.filter(([, amount]) => amount !== 0n))
}

/** A change of clocks at odd milliseconds, a zone that is a quarter of an hour off, less than a bucket, and a year. */
const some = (isLong ? [0, 2, 7, 9] : [0]).map((at) => periods[at]!)

describe.each(some)('$title', (period) => {
  const asked = { ...periodOf(period), service: 'notifications' }

  test('notifications: each message once, and days with what panels count', async () => {
    const detail = await door.made({ ...asked, type: 'detail' })
    const byDay = await door.made({ ...asked, type: 'by-day' })
    const [messages, sent, delivered, price, parts] = await Promise.all(
      ['by-status', 'sent', 'delivered', 'price', 'sms-parts'].map((id) => panel(`notifications.${id}`, period)),
    )
    expect(detail.file!.rows).toBe(messages!.totals['messages'])
    expect(money(totalOf(detail, 'price'))).toEqual(money(price!.totals['price']!))
    expect(money(totalOf(byDay, 'price'))).toEqual(money(price!.totals['price']!))
    for (const [column, wanted] of [
      ['messages', messages!.totals['messages']],
      ['sent', sent!.totals['sent']],
      ['delivered', delivered!.totals['delivered']],
    ] as const) {
      expect(totalOf(byDay, column), column).toEqual({ '': String(wanted) })
    }
    const rows = await door.lines(byDay)
    const place = (name: string) => rows[0]!.indexOf(name)
    const sms = rows.filter((row) => row[place('channel')] === 'SMS')
    const partsOf = new Map(parts!.rows.map(([day, many]) => [day, many]))
    for (const row of sms.filter((one) => one[place('parts')] !== '')) {
      expect(Number(row[place('parts')]), row[0]).toBe(partsOf.get(row[0]))
    }
  })

  test('calls: each call once, and days with what panels count', async () => {
    const calls = await panel('telephony.status-year', period)
    const detail = await door.made({ ...periodOf(period), service: 'calls', type: 'detail' })
    const byDay = await door.made({ ...periodOf(period), service: 'calls', type: 'by-day' })
    expect(detail.file!.rows).toBe(calls.totals['calls'])
    expect(totalOf(byDay, 'calls')).toEqual({ '': String(calls.totals['calls']) })
    expect(totalOf(byDay, 'talk_seconds')).toEqual(totalOf(detail, 'talk_seconds'))
    for (const [outcome, many] of calls.rows) {
      if (outcome === 'in-progress') continue
      const column = String(outcome).replaceAll('-', '_')
      expect(totalOf(byDay, column), column).toEqual({ '': String(many) })
    }
    const durations = ['average_call_duration', 'call_duration_median', 'call_duration_p90']
    const columns = ['trunk', ...durations]
    const byTrunk = await door.made({ ...periodOf(period), service: 'calls', type: 'by-day', columns })
    const [, ...lines] = await door.lines(byTrunk)
    expect(lines.length).toBeGreaterThan(3)
    for (const [trunk, ...told] of lines) {
      const filter = `&${new URLSearchParams({ trunk: trunkNames.find((name) => trunk!.includes(name)) ?? '' })}`
      const { totals } = await panel('telephony.acd', period, filter)
      const wanted = durations.map((name) => (totals[name] === null ? '' : Number(totals[name]).toFixed(3)))
      expect(
        told.map((text) => (text === '' ? '' : Number(text).toFixed(3))),
        filter,
      ).toEqual(wanted)
    }
  })

  test('chats: each dialogue and message once, and what operators did', async () => {
    const [all, robot, cost, operator] = await Promise.all(
      ['dialogues', 'dialogues-robot', 'cost-by-day', 'operator-messages-by-day'].map((id) =>
        panel(`chats.${id}`, period),
      ),
    )
    const dialogues = await door.made({ ...periodOf(period), service: 'chats', type: 'dialogues' })
    expect(dialogues.file!.rows).toBe(all!.totals['dialogues'])
    const handled = (await door.lines(dialogues)).filter((row) => row[5] === 'Robot')
    expect(handled.length).toBe(robot!.totals['dialogues_robot'])
    const messages = await door.made({
      ...periodOf(period),
      service: 'chats',
      type: 'messages',
      columns: ['author', 'price'],
    })
    expect(money(totalOf(messages, 'price'))).toEqual(money(cost!.totals['chat_price']!))
    const written = (await door.lines(messages)).filter(([author]) => author === 'Operator')
    expect(written.length).toBe(operator!.totals['operator_messages'])
    const [online, wrote] = await Promise.all(
      ['operator-online', 'operator-dialogues'].map((id) => panel(`chats.${id}`, period)),
    )
    for (const columns of [undefined, ['day', 'operator', 'operator_online', 'operator_dialogues']]) {
      const activity = await door.made({ ...periodOf(period), service: 'operators', type: 'activity', columns })
      const [names, ...rows] = await door.lines(activity)
      const sum = (name: string) => rows.reduce((total, row) => total + Number(row[names!.indexOf(name)]), 0)
      expect(sum('operator_online')).toBeCloseTo(sumOf(online!), 2)
      expect(sum('operator_dialogues')).toBe(sumOf(wrote!))
    }
  })
})

/** What the rows of a panel by operators come to, without those of nobody. */
function sumOf({ rows }: Answer): number {
  return rows.reduce((sum, [name, many]) => (name === '' ? sum : sum + Number(many)), 0)
}

test('filters of a report count what the same filters of a panel do', async () => {
  const period = periods[5]!
  const filters = { channel: ['viber', 'sms'], status: ['delivered', 'pending'] }
  const detail = await door.made({ ...periodOf(period), service: 'notifications', type: 'detail', filters })
  const asked = '&channel=viber,sms&status=delivered,pending'
  expect(detail.file!.rows).toBe((await panel('notifications.by-status', period, asked)).totals['messages'])
  const price = (await panel('notifications.price', period, asked)).totals['price']!
  expect(money(totalOf(detail, 'price'))).toEqual(money(price))
})

test('charges are those of the ledger, finer or not, and so are all companies', async () => {
  const period = { from: '2026-01-01T00:00:00Z', to: '2027-01-01T00:00:00Z', zone: 'UTC' }
  const charges = (await server.get('/api/v1/charges?from=2026-01-01&to=2027-01-01')).body as {
    totals: { currency: string; amount: string }[]
  }
  const wanted = money(Object.fromEntries(charges.totals.map(({ currency, amount }) => [currency, amount])))
  expect(Object.keys(wanted).length).toBeGreaterThan(1)
  const asked = { ...period, service: 'finance', type: 'charges' }
  for (const columns of [undefined, ['day', 'service', 'kind', 'rate', 'amount'], ['amount']]) {
    expect(money(totalOf(await door.made({ ...asked, columns }), 'amount'))).toEqual(wanted)
  }
  const posted = await server.accounts.ledger.asCompany(1, (db) =>
    db
      .selectFrom('charges')
      .select((select) => ['currency', select.fn.sum<string>('amount').as('amount')])
      .where('currency', '!=', '')
      .where('day', '>=', '2026-01-01')
      .where('day', '<', '2027-01-01')
      .groupBy('currency')
      .execute(),
  )
  expect(money(Object.fromEntries(posted.map(({ currency, amount }) => [currency, amount])))).toEqual(wanted)

  const companies = await staff.made({ ...period, service: 'companies', type: 'companies' })
  const [names, ...rows] = await staff.lines(companies)
  const own = rows.filter(([company]) => company === '1')
  const paid = own.map((row) => [row[names!.indexOf('currency')]!, row[names!.indexOf('paid')]!])
  expect(money(Object.fromEntries(paid))).toEqual(wanted)
  const sent = await panel('analytics.sent-by-channel', { title: '', ...period })
  for (const [channel, many] of sent.rows) {
    expect(own[0]![names!.indexOf(`sent_${String(channel)}`)], String(channel)).toBe(String(many))
  }
  const written = { user: 'user-messages', robot: 'robot-messages', operator: 'operator-messages' }
  for (const [author, id] of Object.entries(written)) {
    const { totals } = await panel(`chats.${id}-by-day`, { title: '', ...period }, '&messenger=alice')
    const many = totals[`${author}_messages`]!
    expect(many, author).toBe({ user: 1, robot: 2, operator: 3 }[author])
    expect(own[0]![names!.indexOf(`${author}_messages_alice`)], author).toBe(String(many))
  }
  // The stranger has its own row.
  expect(new Set(rows.map(([company]) => company)).size).toBe(2)
  expect(companies satisfies ReportView).toMatchObject({ status: 'generated' })
})

const overDays: readonly AskedPeriod[] = [
  {
    title: 'over the end of summer time, by a clock behind that of the company',
    from: '2026-10-31T12:30:00-04:00',
    to: '2026-11-02T00:00:00-05:00',
    zone: 'America/New_York',
  },
  ...some.slice(0, 3),
]

const iso = (instant: number) => new Date(instant).toISOString()

/** The whole days of a zone that a period touches, worked out by the clock alone. */
function wholeDays({ from, to }: AskedPeriod, zone: string) {
  const dayOf = (instant: number) => new Date(instant).toLocaleDateString('sv-SE', { timeZone: zone })
  const [first, last] = [dayOf(Date.parse(from)), dayOf(Date.parse(to) - 1)]
  const after = new Date(Date.parse(last) + 86_400_000).toISOString().slice(0, 10)
  const edgesOf = { from: iso(localDay(first, zone)!.from), to: iso(localDay(last, zone)!.to), zone }
  return { first, last, query: `from=${first}&to=${after}`, period: { title: '', ...edgesOf } }
}

type Priced = { currency: string; amount: string }[]
const sumsOf = (list: Priced) => money(Object.fromEntries(list.map(({ currency, amount }) => [currency, amount])))

test.each(overDays)('money and counts are of the same whole days of each company: $title', async (period) => {
  const companies = await staff.made({ ...periodOf(period), service: 'companies', type: 'companies' })
  const [names, ...rows] = await staff.lines(companies)
  const finance = await door.made({ ...periodOf(period), service: 'finance', type: 'charges' })
  const clocks = [
    [server.token, 'UTC'],
    [server.stranger.token, strangersZone],
  ] as const
  for (const [at, [token, zone]] of clocks.entries()) {
    const days = wholeDays(period, zone)
    const charges = (await server.get(`/api/v1/charges?${days.query}`, token)).body as { totals: Priced }
    const wanted = sumsOf(charges.totals)
    const numbers = [...new Set(rows.map(([company]) => company!))]
    const own = rows.filter(([company]) => company === numbers[at])
    const cell = (row: string[], name: string) => row[names!.indexOf(name)]!
    const paid = own.map((row) => ({ currency: cell(row, 'currency'), amount: cell(row, 'paid') }))
    expect(sumsOf(paid.filter(({ amount }) => amount !== '')), zone).toEqual(wanted)
    if (at === 0) expect(money(totalOf(finance, 'amount'))).toEqual(wanted)
    const all = (await staff.send('GET', `staff/charges?${days.query}`)).body as {
      companies: { company: number; paid: Priced }[]
    }
    expect(sumsOf(all.companies.find(({ company }) => String(company) === numbers[at])!.paid)).toEqual(wanted)
    const asked = new URLSearchParams({ from: days.period.from, to: days.period.to, tz: zone })
    const sent = await server.ask<Answer>(`/api/v1/panels/analytics.sent-by-channel?${asked.toString()}`, token)
    expect(sent.rows.length).toBeGreaterThan(0)
    for (const [channel, many] of sent.rows) {
      expect(cell(own[0]!, `sent_${String(channel)}`), `${zone} ${String(channel)}`).toBe(String(many))
    }
  }
})

test('the first sheet of both says the days with the zone of each company, and the rule', async () => {
  const [period] = overDays as [AskedPeriod]
  const own = { first: '2026-10-31', last: '2026-11-02' }
  expect(wholeDays(period, 'UTC')).toMatchObject(own)
  expect(wholeDays(period, strangersZone)).toMatchObject({ first: '2026-10-31', last: '2026-11-01' })
  const days = [touchedDays(span(period), strangersZone), touchedDays(span(period), 'UTC')]
  expect(factOfDays(days, 'en').value).toBe(
    'The whole days that the period touches, by the clock of each company: 2026-10-31 – 2026-11-01 (America/New_York); 2026-10-31 – 2026-11-02 (UTC)',
  )
  expect(factOfDays(days, 'ru').value).toMatch(/^Целые дни, которые затрагивает период, по часам каждой компании: /)
})

const span = ({ from, to, zone }: AskedPeriod) => ({ from: Date.parse(from), to: Date.parse(to), zone })
