import { afterAll, beforeAll, expect, test } from 'vitest'
import { startApiServer } from '../../test/api-server.ts'
import type { ApiServer } from '../../test/api-server.ts'
import { dayIn, modelPrice } from '../../test/charge-model.ts'
import type { ModelRate, ModelVersion } from '../../test/charge-model.ts'
import { encodeCurrency } from '../events/currency.ts'
import { channelByCode, statusByCode, statusByWord } from '../events/vocabulary.ts'
import { messageRollUps, replaceRollUp } from '../folding/roll-ups.ts'
import { readDecimal } from '../measures/decimal.ts'
import type { Rate } from './rate.ts'
import { addVersion } from './tariff-store.ts'

const now = Date.parse('2026-10-26T12:00:00Z')
/** The day of the clock change, and one before it. */
const from = Date.parse('2026-10-23T22:00:00Z')
const seconds = 49 * 3600
const messages = 1_000_000
let api: ApiServer

beforeAll(async () => {
  api = await startApiServer({ now: () => now })
}, 60_000)
afterAll(() => api.close())

const first: ModelRate[] = [
  { service: 'sms', price: '0.071234' },
  { service: 'sms', keys: { network: '26203' }, price: '0.05' },
  { service: 'viber', price: '0.03', moment: 'submitted' },
  { service: 'email', price: '0.000001' },
]
const second: ModelRate[] = [
  { service: 'sms', price: '0.08', moment: 'delivered' },
  { service: 'viber', keys: { network: '26201' }, price: '0.017' },
  { service: 'email', price: '0.0011' },
]

function stored(list: readonly ModelRate[]): Rate[] {
  return list.map(({ service, keys = {}, price, moment }) => ({
    service: service as Rate['service'],
    keys,
    price: readDecimal(price)!,
    ...(moment === undefined ? {} : { moment }),
  }))
}

test('a million messages are charged to the millionth as they are reckoned one by one', async () => {
  const { company } = await api.newCompany()
  const { ledger } = api.accounts
  const zone = 'Europe/Berlin'
  const versions: ModelVersion[] = [
    { from: from - 1000, ownPrices: 'last', rates: first },
    // At an odd minute within the hour that comes twice.
    { from: Date.parse('2026-10-25T00:37:00Z'), ownPrices: 'first', rates: second },
  ]
  await ledger.asPlatform(async (db) => {
    await db.updateTable('companies').set({ zone }).where('number', '=', company).execute()
    for (const { from: begins, ownPrices, rates } of versions) {
      const validFrom = Math.floor(begins / 60_000) * 60_000
      const version = { validFrom, ownPrices, rates: stored(rates), note: '' }
      await addVersion(db, { seller: 0, buyer: company, currency: 'EUR' }, version, { name: 'test', at: new Date(now) })
    }
  })
  const at = `(${from} + cityHash64(number, 1) % ${seconds * 1000})`
  const told = `if(cityHash64(number, 6) % 4 = 0, bitShiftLeft(toUInt128(1), 80) + bitShiftLeft(toUInt128(${encodeCurrency('EUR')!}), 64) + cityHash64(number, 7) % 90000, toUInt128(0))`
  await api.facts
    .command(`INSERT INTO messages (company, bucket, message, created_at, status, channel, parts, price, network, moved)
    SELECT ${company}, toDateTime(intDiv(${at}, 900000) * 900, 'UTC'), concat('m', toString(number)), fromUnixTimestamp64Milli(toInt64(${at}), 'UTC'),
      toUInt64(1 + cityHash64(number, 2) % 9), toUInt8(1 + cityHash64(number, 3) % 5), toUInt16(cityHash64(number, 4) % 4), ${told},
      concat('2620', toString(cityHash64(number, 5) % 5)), 0
    FROM numbers(${messages})`)
  const rows = await api.facts.query(
    `SELECT toUnixTimestamp64Milli(created_at), channel, toUInt8(bitAnd(status, 15)), parts, toUInt16(bitShiftRight(price, 64)), toUInt64(price), network, toUInt32(bucket)
      FROM messages FINAL WHERE company = ${company}`,
  )
  const touched = new Set(rows.map((row) => Number(row[7])))
  for (const rollUp of messageRollUps) await replaceRollUp(api.facts, rollUp, { company, touched, generation: 1 })
  await api.charging.chargeNow()

  const dayOf = dayIn(zone)
  const wanted = new Map<string, bigint>()
  for (const [time, channel, status, parts, currency, price, network] of rows) {
    const service = channelByCode.get(Number(channel))!
    const word = statusByCode.get(Number(status))!
    const amount = String(price).padStart(7, '0')
    const charge = modelPrice(
      {
        service,
        at: Number(time),
        of: { network: String(network) },
        reached: word === 'delivered' ? 'delivered' : statusByWord.get(word)!.sent ? 'submitted' : 'nothing',
        units: service === 'sms' ? Math.max(1, Number(parts)) : 1,
        ...(Number(currency) === 0
          ? {}
          : { told: { amount: `${amount.slice(0, -6)}.${amount.slice(-6)}`, currency: 'EUR' } }),
      },
      [versions],
      'EUR',
    )
    if (charge === undefined || charge.rate === '?') continue
    const key = `${dayOf(Number(time))} ${service} ${charge.rate}`
    wanted.set(key, (wanted.get(key) ?? 0n) + charge.amount)
  }
  const charges = await ledger.asCompany(company, (db) =>
    db.selectFrom('charges').selectAll().where('kind', '!=', 'unpriced').execute(),
  )
  const found = new Map<string, bigint>()
  for (const { day, service, kind, rate, amount } of charges) {
    const key = `${day} ${service} ${kind === 'told' ? 'told' : rate.split(' ').slice(1).join(' ')}`
    found.set(key, (found.get(key) ?? 0n) + readDecimal(amount)!)
  }
  expect(rows.length).toBe(messages)
  expect(found.size).toBeGreaterThan(10)
  expect([...found].toSorted()).toEqual([...wanted].toSorted())
}, 120_000)
