import { afterAll, beforeAll, expect, test } from 'vitest'
import { readDecimal } from '../src/measures/decimal.ts'
import { bySecond } from '../src/billing/rate.ts'
import type { Rate } from '../src/billing/rate.ts'
import { addVersion } from '../src/billing/tariff-store.ts'
import { startApiServer } from './api-server.ts'
import type { ApiServer } from './api-server.ts'
import { openapiJudge } from './openapi-judge.ts'
import type { Description, Judge } from './openapi-judge.ts'

/** Balance and charges as people see them, of a reseller and one of its companies that used some of everything. */

let now = Date.parse('2026-11-20T15:00:00Z')
const zone = 'Asia/Kathmandu'
let server: ApiServer
let judge: Judge
let reseller: { company: number; token: string }
let child: { company: number; token: string }

type Money = { currency: string; amount: string }
type Line = {
  id: string
  day: string
  seller: number
  usedBy: number
  service: string
  kind: string
  rate: string
  currency: string | null
  events: number
  quantity: number
  amount: string | null
  isCorrected: boolean
}
type Answer = { lines: Line[]; sums: Line[]; totals: Money[]; unpriced: { service: string; events: number }[] }
type Event = { at: string; id: string; subject: string; of: Record<string, string>; quantity: number; amount: string }

async function get<Body = unknown>(address: string, token: string, status = 200): Promise<Body> {
  const answer = await server.get(address, token)
  expect(answer.status, `${address} ${JSON.stringify(answer.body)}`).toBe(status)
  const type = answer.headers.get('content-type') ?? ''
  expect(judge.faults('GET', address.split('?')[0]!, answer.status, type, answer.body), address).toEqual([])
  return answer.body as Body
}

const period = 'from=2026-11-01&to=2026-12-01'

const rates = (price: string): Rate[] => [
  { service: 'sms', keys: {}, price: readDecimal(price)! },
  { service: 'sms', keys: { network: '26201' }, price: readDecimal('0.07')! },
  { service: 'viber', keys: {}, price: 10_000n, moment: 'delivered' },
  { service: 'chat', keys: { author: 'robot' }, price: 5000n },
  { service: 'chat', keys: { messenger: 'alice' }, price: 6001n },
  { service: 'dialogue', keys: {}, price: 1_000_000n },
  { service: 'call', keys: {}, price: 100_000n, talk: { ...bySecond, first: 60, next: 6, connectFee: 1n } },
  { service: 'call', keys: { prefix: '4915', trunk: 'main' }, price: 33_333n },
]

beforeAll(async () => {
  server = await startApiServer({ now: () => now })
  judge = openapiJudge((await server.get('/api/v1/openapi.json')).body as Description)
  reseller = await server.newCompany()
  child = await server.newCompany()
  const { ledger } = server.accounts
  await ledger.asPlatform(async (db) => {
    await db
      .updateTable('companies')
      .set({ zone, parent: reseller.company })
      .where('number', '=', child.company)
      .execute()
    const by = { name: 'test', at: new Date(now) }
    const sold = { seller: reseller.company, buyer: child.company, currency: 'EUR' }
    const bought = { seller: 0, buyer: reseller.company, currency: 'EUR' }
    const version = { validFrom: 0, ownPrices: 'first', note: '' } as const
    await addVersion(db, sold, { ...version, rates: rates('0.05') }, by)
    // Prices change within a local day, at an odd minute.
    const later = { ...version, validFrom: Date.parse('2026-11-10T09:37:00Z'), ownPrices: 'last' as const }
    await addVersion(db, sold, { ...later, rates: rates('0.06') }, by)
    await addVersion(db, bought, { ...version, rates: rates('0.03') }, by)
  })
  await send(used(0, 240))
  await server.charging.chargeNow()
})

afterAll(() => server.close())

async function send(events: readonly object[]): Promise<void> {
  const body = events.map((event) => JSON.stringify(event)).join('\n')
  const answer = await server.send(child.token, 'application/x-ndjson', body)
  expect(answer.body).toMatchObject({ accepted: events.length, rejected: [] })
  await server.path.folder.settled()
}

const pick = <Value>(values: readonly Value[], n: number): Value => values[n % values.length]!

/** Some of everything over three local days, in an order that looks like none. */
function used(first: number, last: number): object[] {
  return Array.from({ length: last - first }, (_, at) => at + first).flatMap((n) => {
    const time = new Date(
      Date.parse('2026-11-09T18:15:00Z') + ((Math.imul(n + 1, 2_654_435_761) >>> 0) % 259_200_000),
    ).toISOString()
    const event = (type: string, subject: string, data: object, id = `e${n}`) => ({
      specversion: '1.0',
      source: 'test',
      type,
      subject,
      id,
      time,
      data,
    })
    const told = pick([{}, {}, { price: { amount: '0.0731', currency: 'EUR' } }], n)
    switch (n % 5) {
      case 0:
      case 1: {
        const status = pick(['created', 'pending', 'delivered', 'undelivered'], Math.floor(n / 4))
        const data = { channel: pick(['sms', 'sms', 'viber', 'push'], n), status, parts: 1 + (n % 3), ...told }
        return [
          event('message.status', `m'${n}`, { ...data, network: pick(["2'6\\", '26201', '26202'], n), to: '+491' }),
        ]
      }
      case 2: {
        const messenger = pick(['alice', 'telegram'], n)
        return [
          event('chat.dialogue', `d${n}`, { change: 'opened', messenger }, `o${n}`),
          event('chat.message', `d${n}`, {
            messageId: String(n),
            author: pick(['user', 'robot', 'operator'], n),
            messenger,
            ...told,
          }),
        ]
      }
      default: {
        const ended = { status: 'ended', direction: 'outbound', startedAt: time, trunk: pick(['main', 'second'], n) }
        const outcome = pick(['answered', 'answered', 'busy'], n)
        const to = pick(['+4915112345678', '+491701234567', '+12025550123'], n * 2)
        const talked = outcome === 'answered' ? { answeredAt: time, billedSeconds: (n * 37) % 200 } : {}
        const endedAt = new Date(Date.parse(time) + 200_000).toISOString()
        const calls = [event('call.status', `c${n}`, { ...ended, outcome, to, ...talked, endedAt, ...told })]
        if (n % 15 !== 3) return calls
        // Its legs have prices in two currencies.
        const legs = ['EUR', 'USD'].map((currency) => {
          const leg = { ...ended, outcome, to, ...talked, endedAt, leg: currency, price: { amount: '1.5', currency } }
          return event('call.status', `c${n}`, leg, `l${n} ${currency}`)
        })
        return [...calls, ...legs]
      }
    }
  })
}

type Found = { events: number; quantity: number; amount: string | null } | null

async function allEvents(id: string, limit: number, token: string) {
  const events: Event[] = []
  let found: Found = null as Found
  for (let cursor = ''; ;) {
    const address = `/api/v1/charges/${id}/events?limit=${limit}${cursor}`
    const page: { events: Event[]; found: Found; next: string | null } = await get(address, token)
    events.push(...page.events)
    found = page.found
    if (page.next === null) return { events, found }
    cursor = `&cursor=${page.next}`
  }
}

test('each charge opens to its events: as many as it says, and they come to what it comes to', async () => {
  for (const { token } of [child, reseller]) {
    const { lines } = await get<Answer>(`/api/v1/charges?${period}&limit=1000`, token)
    const kinds = new Set(lines.map(({ service, kind }) => `${service} ${kind}`))
    for (const one of ['sms rate', 'sms told', 'push unpriced', 'viber rate', 'chat rate', 'chat told', 'call rate']) {
      expect([...kinds], one).toContain(one)
    }
    expect(lines.filter(({ kind }) => kind === 'told').map(({ currency }) => currency)).toContain('USD')
    for (const line of lines) {
      const { events, found } = await allEvents(line.id, 9, token)
      const sum = {
        events: new Set(events.map(({ id, at }) => `${id} ${at}`)).size,
        quantity: events.reduce((all, { quantity }) => all + quantity, 0),
        amount: events.reduce((all, { amount }) => all + readDecimal(amount ?? '0')!, 0n),
      }
      const title = JSON.stringify(line)
      expect(found, title).toEqual({ events: line.events, quantity: line.quantity, amount: line.amount })
      expect(sum.amount, title).toBe(readDecimal(line.amount ?? '0'))
      expect(sum.quantity, title).toBe(line.quantity)
      // A call with a second price is there once more, and counted once.
      if (line.currency !== 'USD') expect(sum.events, title).toBe(line.events)
      expect(
        events.every(({ at }) => at.startsWith(line.day)),
        title,
      ).toBe(true)
      const times = events.map(({ at }) => Date.parse(at))
      expect(times, title).toEqual(times.toSorted((a, b) => b - a))
    }
    const { postings } = await get<{ postings: unknown[] }>(`/api/v1/charges/${lines[0]!.id}`, token)
    expect(postings).toHaveLength(1)
  }
  // The dialogues behind messages of chats are named as the company names them.
  const { lines } = await get<Answer>(`/api/v1/charges?${period}&service=chat`, child.token)
  expect((await allEvents(lines[0]!.id, 100, child.token)).events[0]!.id).toMatch(/^d\d+$/)
}, 90_000)

test('pages, sums by day and service, totals and the balance agree; what has no price is counted, and no money', async () => {
  const whole = await get<Answer>(`/api/v1/charges?${period}&limit=1000`, child.token)
  const paged: Line[] = []
  for (let cursor = ''; ;) {
    const address = `/api/v1/charges?${period}&limit=3${cursor}`
    const page: Answer & { next: string | null } = await get(address, child.token)
    paged.push(...page.lines)
    if (page.next === null) break
    cursor = `&cursor=${page.next}`
  }
  expect(paged).toEqual(whole.lines)
  const sums = await get<Answer>(`/api/v1/charges?${period}&by=day,service`, child.token)
  const byKey = new Map<string, bigint>()
  for (const { day, service, currency, amount } of whole.lines) {
    if (amount === null) continue
    const key = `${day} ${service} ${currency}`
    byKey.set(key, (byKey.get(key) ?? 0n) + readDecimal(amount)!)
  }
  expect(
    Object.fromEntries(sums.sums.map((one) => [`${one.day} ${one.service} ${one.currency}`, readDecimal(one.amount!)])),
  ).toEqual(Object.fromEntries(byKey))
  expect(sums.totals).toEqual(whole.totals)
  const unpriced = whole.lines.filter(({ kind }) => kind === 'unpriced')
  expect(unpriced.every(({ amount, currency }) => amount === null && currency === null)).toBe(true)
  expect(whole.unpriced.map(({ service }) => service)).toEqual(
    ['push', 'chat'].filter((one) => unpriced.some(({ service }) => service === one)),
  )
  expect(whole.unpriced.reduce((all, { events }) => all + events, 0)).toBe(
    unpriced.reduce((all, { events }) => all + events, 0),
  )
  const balance = await get<Money & { others: Money[]; chargedUntil: string }>('/api/v1/balance', child.token)
  const total = (currency: string) => whole.totals.find((one) => one.currency === currency)!.amount
  expect(balance).toEqual({
    amount: `-${total('EUR')}`,
    currency: 'EUR',
    others: [{ currency: 'USD', amount: `-${total('USD')}` }],
    chargedUntil: new Date(now).toISOString(),
  })
  const file = await get<string>(`/api/v1/charges?${period}&format=csv`, child.token)
  expect(file.trim().split('\r\n')).toHaveLength(whole.lines.length + 1)
})

test('a company that was never charged has nothing, and says that nothing is counted yet', async () => {
  const { token } = await server.newCompany()
  expect(await get('/api/v1/balance', token)).toEqual({
    amount: '0.00',
    currency: 'EUR',
    others: [],
    chargedUntil: null,
  })
  expect(await get('/api/v1/charges', token)).toMatchObject({ lines: [], totals: [], unpriced: [], next: null })
})

const amountIn = (list: Money[], currency: string) =>
  readDecimal(list.find((one) => one.currency === currency)?.amount ?? '0')!

test('staff see what each company pays and what is left between the tiers; a reseller its own, and nobody else’s', async () => {
  type Row = { company: number; paid: Money[]; resellerPays: Money[] | null; margin: Money[] | null; services: Line[] }
  type Companies = { companies: Row[]; totals: { margin: Money[] }; next: number | null }
  const staff = await server.accounts.ledger.asPlatform((db) =>
    db.updateTable('tokens').set({ staff: true }).where('company', '=', 1).returning('id').execute(),
  )
  expect(staff.length).toBeGreaterThan(0)
  const all = await get<Companies>(`/api/v1/staff/charges?${period}&expenses=true`, server.token)
  expect(all.companies.map(({ company }) => company)).toEqual([child.company])
  const own = all.companies[0]!
  const paid = (await get<Answer>(`/api/v1/charges?${period}`, child.token)).totals
  const bought = (await get<Answer>(`/api/v1/charges?${period}&usedBy=${child.company}`, reseller.token)).totals
  expect([own.paid, own.resellerPays]).toEqual([paid, bought])
  for (const currency of ['EUR', 'USD']) {
    expect(amountIn(own.margin!, currency)).toBe(amountIn(paid, currency) - amountIn(bought, currency))
  }
  expect(own.margin).not.toEqual([])
  expect(await get(`/api/v1/charges/companies?${period}`, reseller.token)).toMatchObject({
    companies: [own],
    next: null,
  })
  expect(await get(`/api/v1/charges/companies?${period}`, child.token)).toMatchObject({ companies: [], next: null })
  // Whoever sells sees the rows of charges, and nothing else of them.
  const seen = await server.accounts.ledger.asCompany(reseller.company, (db) =>
    db.selectFrom('charges').select(['company', 'seller']).distinct().orderBy('company').execute(),
  )
  expect(seen).toEqual([
    { company: reseller.company, seller: 0 },
    { company: child.company, seller: reseller.company },
  ])
  const pages = await get<Companies>(`/api/v1/staff/charges?${period}&limit=1`, server.token)
  expect([pages.companies.length, pages.next]).toEqual([1, pages.companies[0]!.company])
  const file = await get<string>(`/api/v1/staff/charges?${period}&format=csv`, server.token)
  expect(file).toContain(`${child.company},Another company,${reseller.company},margin,,,,EUR,`)
})

test('a report of charges tells whole days by the clock of whoever used something, also to who resells', async () => {
  // Of this evening in UTC, Kathmandu has the day after.
  const asked = { service: 'finance', type: 'charges', format: 'csv', zone: 'UTC' }
  const body = JSON.stringify({ ...asked, from: '2026-11-10T20:00:00Z', to: '2026-11-10T22:00:00Z' })
  const headers = { authorization: `Bearer ${reseller.token}`, 'content-type': 'application/json' }
  const response = await fetch(`${server.url}/api/v1/reports`, { method: 'POST', headers, body })
  const { id } = (await response.json()) as { id: string }
  await server.reports.settled()
  type Totals = { column: string; currency: string; amount: string }[]
  const { file } = await get<{ file: { totals: Totals } }>(`/api/v1/reports/${id}`, reseller.token)
  const day = 'from=2026-11-11&to=2026-11-12'
  const wanted = (await get<Answer>(`/api/v1/charges?${day}`, reseller.token)).totals
  expect(wanted.length).toBeGreaterThan(0)
  const told = file.totals.filter(({ column }) => column === 'amount')
  for (const currency of ['EUR', 'USD']) expect(amountIn(told, currency)).toBe(amountIn(wanted, currency))
})

test('what comes late corrects the line, and its history says so', async () => {
  now += 3 * 86_400_000
  await server.charging.chargeNow()
  const before = await get<Answer>(`/api/v1/charges?${period}&service=sms&limit=1000`, child.token)
  await send(used(400, 460))
  // A line that stands does not follow until the next run; what it opens to says how it stands now.
  const priced = before.lines.filter(({ kind }) => kind === 'rate')
  const ahead = await Promise.all(
    priced.map(async (line) => ({ line, ...(await allEvents(line.id, 1000, child.token)) })),
  )
  expect(ahead.some(({ line, found }) => found!.events > line.events)).toBe(true)
  await server.charging.chargeNow()
  const after = await get<Answer>(`/api/v1/charges?${period}&service=sms&limit=1000`, child.token)
  const corrected = after.lines.find(({ id, isCorrected }) => isCorrected && before.lines.some((one) => one.id === id))!
  const { line, postings } = await get<{ line: Line; postings: { amount: string; corrects: boolean; at: string }[] }>(
    `/api/v1/charges/${corrected.id}`,
    child.token,
  )
  expect(line).toEqual(corrected)
  expect(postings.map(({ corrects }) => corrects)).toEqual([false, true])
  expect(postings[1]!.at).toBe(new Date(now).toISOString())
  expect(readDecimal(postings[0]!.amount)! + readDecimal(postings[1]!.amount)!).toBe(readDecimal(line.amount!))
})

test.each([
  ['charges?from=2026-13-01', 'from'],
  ['charges?from=2026-11-02&to=2026-11-02', 'to'],
  ['charges?to=yesterday', 'to'],
  ['charges?from=1990-01-01&to=2026-01-01', 'from'],
  ['charges?service=fax', 'service'],
  ['charges?by=hour', 'by'],
  ['charges?usedBy=-1', 'usedBy'],
  ['charges?limit=1001', 'limit'],
  ['charges?cursor=2026-99-99-1', 'cursor'],
  ['charges?cursor=x', 'cursor'],
  ['charges?zero=perhaps', 'zero'],
  ['charges?tz=UTC', 'tz'],
  ['charges?from=2026-11-01&from=2026-11-02', 'from'],
  ['balance?at=now', 'at'],
  ['charges/companies?after=0', 'after'],
])('%s is refused, naming %s', async (address, field) => {
  expect(await get(`/api/v1/${address}`, child.token, 400)).toMatchObject({ fields: [{ field }] })
})

test('what is no charge of the company is not found, and no cursor of an earlier page is refused', async () => {
  const { lines } = await get<Answer>(`/api/v1/charges?${period}&usedBy=${child.company}`, reseller.token)
  for (const id of ['0', 'x', "1'", '9'.repeat(30), lines[0]!.id]) {
    for (const rest of ['', '/events']) await get(`/api/v1/charges/${encodeURIComponent(id)}${rest}`, child.token, 404)
  }
  await get(`/api/v1/charges/${lines[0]!.id}/events?cursor=1-x`, reseller.token, 400)
})

const days = async (query: string) => (await get<{ days: object }>(`/api/v1/charges?${query}`, child.token)).days

test('days are touched by instants, and whole by dates', async () => {
  expect(await days('from=2026-11-09T18:14:59Z&to=2026-11-09T18:15:00Z')).toMatchObject({
    first: '2026-11-09',
    last: '2026-11-09',
  })
  expect(await days('from=2026-11-09T18:15:00Z&to=2026-11-09T18:15:01Z')).toMatchObject({
    first: '2026-11-10',
    last: '2026-11-10',
  })
  expect(await days('from=2026-11-01&to=2026-12-01')).toEqual({ first: '2026-11-01', last: '2026-11-30', zone })
})
