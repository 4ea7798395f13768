import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startApiServer } from '../../test/api-server.ts'
import type { ApiServer } from '../../test/api-server.ts'
import { dayIn, modelPrice } from '../../test/charge-model.ts'
import type { ModelCharge, ModelRate, ModelUse, ModelVersion } from '../../test/charge-model.ts'
import { startCharging } from './charging.ts'
import { readDecimal } from '../measures/decimal.ts'
import { balancesOf } from './postings.ts'
import { bySecond } from './rate.ts'
import type { Rate } from './rate.ts'
import { addVersion, withdrawVersion } from './tariff-store.ts'
import type { TariffVersion } from './tariff.ts'

const now = Date.parse('2026-11-20T12:00:00Z')
const start = Date.parse('2026-10-23T00:00:00Z')
const minute = 60_000
let api: ApiServer

beforeAll(async () => {
  api = await startApiServer({ now: () => now })
}, 60_000)
afterAll(() => api.close())

const countries = ['DE', 'GB', '']
const networks = ['26201', '26202', '']
const tolds = [undefined, { amount: '0.0731', currency: 'EUR' }, { amount: '1.5', currency: 'USD' }] as const

/** Uses of all services, over some weeks with a clock change, and what was sent of them. */
const uses = fc.array(
  fc.record({
    service: fc.constantFrom('sms', 'viber', 'email', 'chat', 'dialogue', 'call'),
    at: fc.integer({ min: start / 1000, max: now / 1000 - 1 }).map((second) => second * 1000),
    country: fc.constantFrom(...countries),
    network: fc.constantFrom(...networks),
    status: fc.constantFrom('created', 'pending', 'delivered', 'undelivered', 'error'),
    parts: fc.integer({ min: 0, max: 4 }),
    author: fc.constantFrom('user', 'robot', 'operator'),
    messenger: fc.constantFrom('alice', 'telegram'),
    trunk: fc.constantFrom('main', 'second', ''),
    to: fc.constantFrom('+4915112345678', '+491701234567', '+12025550123'),
    direction: fc.constantFrom('inbound', 'outbound'),
    seconds: fc.integer({ min: 0, max: 200 }),
    isAnswered: fc.boolean(),
    told: fc.constantFrom(...tolds),
  }),
  { minLength: 60, maxLength: 120 },
)
type Sent = typeof uses extends fc.Arbitrary<readonly (infer One)[]> ? One : never

const price = fc.constantFrom('0', '0.01', '0.123456', '7', '0.000001')
const rates = fc
  .uniqueArray(
    fc.oneof(
      fc.record({
        service: fc.constantFrom('sms', 'viber', 'email'),
        keys: fc.constantFrom<Record<string, string>>({}, { country: 'DE' }, { country: 'GB' }, { network: '26201' }),
        price,
        moment: fc.constantFrom(undefined, 'submitted' as const, 'delivered' as const),
      }),
      fc.record({
        service: fc.constantFrom('chat'),
        keys: fc.constantFrom<Record<string, string>>(
          {},
          { author: 'robot' },
          { messenger: 'alice' },
          { messenger: 'alice', author: 'operator' },
        ),
        price,
      }),
      fc.record({
        service: fc.constantFrom('dialogue'),
        keys: fc.constantFrom<Record<string, string>>({}, { messenger: 'alice' }),
        price,
      }),
      fc.record({
        service: fc.constantFrom('call'),
        keys: fc.constantFrom<Record<string, string>>(
          {},
          { prefix: '49' },
          { prefix: '4915' },
          { trunk: 'main' },
          { trunk: 'main', prefix: '49' },
          { direction: 'inbound' },
        ),
        price,
        first: fc.constantFrom(1, 6, 60),
        next: fc.constantFrom(1, 6, 60),
        minimum: fc.constantFrom(0, 10),
        connectFee: fc.constantFrom('0', '0.05'),
      }),
    ),
    { maxLength: 9, selector: ({ service, keys }) => `${service} ${JSON.stringify(keys)}` },
  )
  .map((list): ModelRate[] => list.map(({ ...one }) => JSON.parse(JSON.stringify(one)) as ModelRate))

/** Versions that begin at odd minutes. */
const versions = fc.uniqueArray(
  fc.record({
    from: fc.integer({ min: start / minute - 5000, max: now / minute }).map((one) => one * minute),
    ownPrices: fc.constantFrom('first' as const, 'last' as const),
    rates,
  }),
  { maxLength: 3, selector: ({ from }) => from },
)

function useOf({ service, at, country, network, status, parts, told, ...one }: Sent): ModelUse {
  const own = told === undefined ? {} : { told }
  switch (service) {
    case 'chat':
      return {
        service,
        at,
        of: { author: one.author, messenger: one.messenger },
        reached: 'delivered',
        units: 1,
        ...own,
      }
    case 'dialogue':
      return { service, at, of: { messenger: one.messenger }, reached: 'delivered', units: 1 }
    case 'call':
      return {
        service,
        at,
        of: { trunk: one.trunk, direction: one.direction, prefix: one.to.slice(1, 5) },
        reached: one.isAnswered ? 'delivered' : 'nothing',
        units: one.isAnswered ? one.seconds : 0,
        ...own,
      }
    default:
      return {
        service,
        at,
        of: { country, network },
        reached:
          status === 'delivered'
            ? 'delivered'
            : status === 'pending' || status === 'undelivered'
              ? 'submitted'
              : 'nothing',
        units: service === 'sms' ? Math.max(1, parts) : 1,
        ...own,
      }
  }
}

function eventsOf(one: Sent, number: number) {
  const time = new Date(one.at).toISOString()
  const event = (type: string, subject: string, data: object, id = String(number), at = time) => ({
    specversion: '1.0',
    source: 'test',
    type,
    subject,
    id,
    time: at,
    data,
  })
  const priced = one.told === undefined ? {} : { price: one.told }
  switch (one.service) {
    case 'chat':
      // Its dialogue was opened before all that is charged.
      return [
        event('chat.dialogue', `d${number}`, { change: 'opened', messenger: one.messenger }, `o${number}`, before),
        event('chat.message', `d${number}`, {
          messageId: String(number),
          author: one.author,
          messenger: one.messenger,
          ...priced,
        }),
      ]
    case 'dialogue':
      return [event('chat.dialogue', `d${number}`, { change: 'opened', messenger: one.messenger })]
    case 'call':
      return [
        event('call.status', `c${number}`, {
          status: 'ended',
          outcome: one.isAnswered ? 'answered' : 'busy',
          direction: one.direction,
          to: one.to,
          ...(one.trunk === '' ? {} : { trunk: one.trunk }),
          startedAt: time,
          ...(one.isAnswered ? { answeredAt: time, billedSeconds: one.seconds } : {}),
          endedAt: new Date(one.at + one.seconds * 1000).toISOString(),
          ...priced,
        }),
      ]
    default:
      return [
        event('message.status', `m${number}`, {
          channel: one.service,
          status: one.status,
          ...(one.country === '' ? {} : { country: one.country }),
          ...(one.network === '' ? {} : { network: one.network }),
          ...(one.parts === 0 ? {} : { parts: one.parts }),
          ...priced,
        }),
      ]
  }
}
/** A message of a chat has a dialogue, which has its day. */
function dialoguesOf(sent: readonly Sent[]): ModelUse[] {
  return sent
    .filter(({ service }) => service === 'chat')
    .map(({ messenger }) => {
      const at = Date.parse(before)
      return { service: 'dialogue', at, of: { messenger }, reached: 'delivered', units: 1 }
    })
}

const before = new Date(start - 40 * 86_400_000).toISOString()

function stored({ from, ownPrices, rates: list }: ModelVersion): TariffVersion & { note: string } {
  return {
    validFrom: from,
    ownPrices,
    note: '',
    rates: list.map(({ service, keys = {}, price: each, moment, first, next, minimum, connectFee }): Rate => ({
      service: service as Rate['service'],
      keys,
      price: readDecimal(each)!,
      ...(moment === undefined ? {} : { moment }),
      ...(first === undefined
        ? {}
        : { talk: { ...bySecond, first, next: next!, minimum: minimum!, connectFee: readDecimal(connectFee!)! } }),
    })),
  }
}

const zones = ['Europe/Berlin', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'America/New_York']

function charging() {
  return startCharging({
    ledger: api.accounts.ledger,
    query: (sql) => api.facts.query(sql),
    reading: api.path.folder.reading,
    countedUntil: () => now,
    now: () => now,
    everySeconds: 86_400,
    onTrouble: (_, error) => {
      throw error
    },
  })
}

type Sum = { day: string; service: string; rate: string; currency: string; amount: bigint; events: number }

async function chargedOf(company: number): Promise<Sum[]> {
  const rows = await api.accounts.ledger.asCompany(company, (db) =>
    db.selectFrom('charges').selectAll().where('company', '=', company).execute(),
  )
  return summed(
    rows.map(({ day, service, kind, rate, currency, amount, events }) => ({
      day,
      service,
      rate: kind === 'told' ? 'told' : kind === 'unpriced' ? '?' : rate.split(' ').slice(1).toSorted().join(' '),
      currency,
      amount: readDecimal(amount)!,
      events: Number(events),
    })),
  )
}

function summed(charges: readonly ModelCharge[]): Sum[] {
  const sums = new Map<string, Sum>()
  for (const one of charges) {
    const key = [one.day, one.service, one.rate, one.currency].join('\t')
    const sum = sums.get(key) ?? { ...one, amount: 0n, events: 0 }
    sums.set(key, { ...sum, amount: sum.amount + one.amount, events: sum.events + one.events })
  }
  return [...sums.entries()]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([, sum]) => sum)
    .filter(({ amount, events }) => amount !== 0n || events !== 0)
}

function paidOf(charges: readonly Sum[]): Record<string, bigint> {
  const sums: Record<string, bigint> = {}
  for (const { currency, amount } of charges) {
    if (amount !== 0n) sums[currency] = (sums[currency] ?? 0n) - amount
  }
  return sums
}

/** What the charts of prices say of odd minutes of a zone is what is reckoned, and so are the rows behind them. */
async function chartsEqual(
  token: string,
  { zone, currency: own }: { zone: string; currency: string },
  all: readonly ModelUse[],
  lists: readonly (readonly ModelVersion[])[],
): Promise<void> {
  const [from, to] = [start + 7 * 86_400_000 + 13 * minute, now - 86_400_000 - 17 * minute]
  const period = `from=${new Date(from).toISOString()}&to=${new Date(to).toISOString()}&tz=${zone}`
  const reckoned = (services: readonly string[]) => {
    const sums: Record<string, bigint> = {}
    for (const use of all) {
      if (!services.includes(use.service) || use.at < from || use.at >= to) continue
      const charge = modelPrice(use, lists, own)
      if (charge === undefined || charge.amount === 0n) continue
      sums[charge.currency] = (sums[charge.currency] ?? 0n) + charge.amount
    }
    return sums
  }
  for (const [panel, measure, services] of [
    ['analytics.price', 'price', ['sms', 'viber', 'email']],
    ['chats.cost-by-day', 'chat_price', ['chat']],
  ] as const) {
    const { body } = await api.get(`/api/v1/panels/${panel}?${period}`, token)
    const { totals } = body as { totals: Record<string, Record<string, string>> }
    const told = Object.entries(totals[measure]!).map(([currency, amount]) => [currency, readDecimal(amount)!] as const)
    expect(Object.fromEntries(told.filter(([, amount]) => amount !== 0n)), panel).toEqual(reckoned(services))
    const behind = await api.get(`/api/v1/panels/${panel}/events?${period}&limit=500`, token)
    const { columns, rows } = behind.body as { columns: { name: string }[]; rows: (string | null)[][] }
    const [priceAt, currencyAt] = ['price', 'currency'].map((name) => columns.findIndex((one) => one.name === name))
    const sums: Record<string, bigint> = {}
    for (const row of rows) {
      const amount = row[priceAt!] === null ? 0n : readDecimal(row[priceAt!]!)!
      if (amount !== 0n) sums[row[currencyAt!]!] = (sums[row[currencyAt!]!] ?? 0n) + amount
    }
    expect(sums).toEqual(reckoned(services))
  }
}

test('whatever was used is charged to the unit as it is reckoned event by event, also after late events and other prices', async () => {
  await fc.assert(
    fc.asyncProperty(
      uses,
      uses,
      versions,
      versions,
      fc.constantFrom(...zones),
      fc.constantFrom('EUR', 'JPY', 'KWD'),
      async (first, late, own, usual, zone, currency) => {
        const { company, token } = await api.newCompany()
        const { ledger } = api.accounts
        await ledger.asPlatform((db) =>
          db.updateTable('companies').set({ zone, currency, parent: 1 }).where('number', '=', company).execute(),
        )
        const by = { name: 'test', at: new Date(now) }
        const owned = { seller: 1, buyer: company, currency }
        const add = (place: typeof owned, version: ModelVersion) =>
          ledger.asPlatform((db) => addVersion(db, place, stored(version), by))
        const made: number[] = []
        // Those for everybody stay for the next turn: each has a seller of its own in effect, as they are withdrawn at the end.
        const [atOnce, later] = [own.slice(0, 1), own.slice(1)]
        for (const version of usual) made.push(await add({ ...owned, buyer: 0 }, version))
        for (const version of atOnce) await add(owned, version)
        const run = charging()
        const dayOf = dayIn(zone)
        const expected = (sent: readonly Sent[], lists: readonly (readonly ModelVersion[])[]) =>
          summed(
            [...sent.map(useOf), ...dialoguesOf(sent)].flatMap((each) => {
              const charge = modelPrice(each, lists, currency)
              return charge === undefined ? [] : [{ day: dayOf(each.at), ...charge }]
            }),
          )
        async function send(sent: readonly Sent[], offset: number) {
          const lines = sent.flatMap((one, at) => eventsOf(one, offset + at)).map((one) => JSON.stringify(one))
          const { status, body } = await api.send(token, 'application/x-ndjson', `${lines.join('\n')}\n`)
          expect([status, body]).toEqual([200, { accepted: lines.length, duplicates: 0, rejected: [] }])
          await api.path.folder.settled()
          await run.chargeNow()
        }
        await send(first, 0)
        expect(await chargedOf(company)).toEqual(expected(first, [atOnce, usual]))
        await send(late, 1000)
        expect(await chargedOf(company)).toEqual(expected([...first, ...late], [atOnce, usual]))
        for (const version of later) await add(owned, version)
        await run.chargeNow()
        const all = await chargedOf(company)
        expect(all).toEqual(expected([...first, ...late], [own, usual]))
        const sold = [...dialoguesOf([...first, ...late]), ...[...first, ...late].map(useOf)]
        await chartsEqual(token, { zone, currency }, sold, [own, usual])
        const balances = await ledger.asCompany(company, (db) => balancesOf(db, company, 1))
        expect(Object.fromEntries([...balances].filter(([, amount]) => amount !== 0n))).toEqual(
          Object.fromEntries(Object.entries(paidOf(all)).filter(([, amount]) => amount !== 0n)),
        )
        for (const id of made) {
          await ledger.asPlatform((db) => withdrawVersion(db, { ...owned, buyer: 0 }, id, by))
        }
        await run.stop()
      },
    ),
    { numRuns: 3 },
  )
}, 120_000)
