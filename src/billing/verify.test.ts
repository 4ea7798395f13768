import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { builtProgram } from '../../test/built-program.ts'
import { startApiServer } from '../../test/api-server.ts'
import type { ApiServer } from '../../test/api-server.ts'
import { commandLine } from '../accounts/actor.ts'
import { changeCompany } from '../accounts/companies.ts'
import { clone } from '../clone.ts'
import { rolledUp } from '../events/rolled-up.ts'
import { decimalOf, readDecimal } from '../measures/decimal.ts'
import type { Rate } from './rate.ts'
import { addVersion, withdrawVersion } from './tariff-store.ts'
import type { Check } from './proof.ts'
import type { Proof } from './verify.ts'

const now = Date.parse('2026-11-20T12:00:00Z')
const day = 86_400_000
let api: ApiServer

beforeAll(async () => {
  api = await startApiServer({ now: () => now })
}, 60_000)
afterAll(() => api.close())

async function sell(company: number, rates: readonly Rate[], validFrom = now - 60 * day): Promise<number> {
  const place = { seller: 0, buyer: company, currency: 'EUR' }
  const id = await api.accounts.ledger.asPlatform((db) =>
    addVersion(db, place, { validFrom, ownPrices: 'first', rates, note: '' }, { name: 'test', at: new Date(now) }),
  )
  await api.charging.chargeNow()
  return id
}

/** So many messages of a day, delivered. */
async function deliver(token: string, daysAgo: number, many: number, run = ''): Promise<void> {
  const time = new Date(now - daysAgo * day).toISOString()
  const events = Array.from({ length: many }, (_, at) => {
    const id = `${run}${daysAgo}-${at}`
    const data = { channel: 'sms', status: 'delivered', network: '26201', parts: 1 }
    return JSON.stringify({ specversion: '1.0', source: 'test', type: 'message.status', subject: id, id, time, data })
  })
  const { status } = await api.send(token, 'application/x-ndjson', `${events.join('\n')}\n`)
  expect(status).toBe(200)
  await api.path.folder.settled()
  await api.charging.chargeNow()
}

async function came(company: number, at: number): Promise<void> {
  await api.accounts.ledger.asPlatform((db) =>
    db
      .updateTable('companies')
      .set({ created_at: new Date(at) })
      .where('number', '=', company)
      .execute(),
  )
}

async function charged(company: number, kind: string): Promise<Record<string, string>> {
  const rows = await api.accounts.ledger.asCompany(company, (db) =>
    db.selectFrom('charges').select(['day', 'amount']).where('kind', '=', kind).execute(),
  )
  const sums: Record<string, bigint> = {}
  for (const row of rows) sums[row.day] = (sums[row.day] ?? 0n) + readDecimal(row.amount)!
  return Object.fromEntries(
    Object.entries(sums)
      .filter(([, sum]) => sum !== 0n)
      .map(([name, sum]) => [name, decimalOf(sum)]),
  )
}

async function proofOf(token: string): Promise<Proof> {
  const { status, body } = await api.get('/api/v1/verify', token)
  expect(status).toBe(200)
  return body as Proof
}

function wrongIn({ checks }: Proof): Record<string, Check['differences']> {
  return Object.fromEntries(
    checks.filter((one) => one.differences.length > 0).map((one) => [one.check, one.differences]),
  )
}

const sms = { service: 'sms', keys: {} } as const

test('a package is paid for once a month, and steps make what is beyond them cheaper, wherever the days fall', async () => {
  const { company, token } = await api.newCompany()
  // It came in the month: what it pays a month is due from then on, whenever prices began.
  await came(company, now - 15 * day)
  const steps = [
    { above: 10, price: 30_000n },
    { above: 12, price: 10_000n },
  ]
  await deliver(token, 3, 5)
  await sell(company, [{ ...sms, price: 50_000n, package: { units: 4, fee: 1_000_000n }, steps }], now - 60 * day)
  await deliver(token, 2, 8)
  // 5 and 8 messages at 0.05; 4 are in the package, 2 cost 0.03 and 1 costs 0.01.
  expect(await charged(company, 'rate')).toEqual({ '2026-11-17': '0.25', '2026-11-18': '0.40' })
  expect(await charged(company, 'package')).toEqual({ '2026-11-01': '1.00' })
  expect(await charged(company, 'volume')).toEqual({ '2026-11-17': '-0.20', '2026-11-18': '-0.08' })
  // Three late ones of the day before: what comes after them is beyond the steps now.
  await deliver(token, 3, 3, 'late')
  expect(await charged(company, 'rate')).toEqual({ '2026-11-17': '0.40', '2026-11-18': '0.40' })
  expect(await charged(company, 'volume')).toEqual({ '2026-11-17': '-0.20', '2026-11-18': '-0.20' })
  // Before it came it had no package, and what it used costs what it costs.
  await deliver(token, 25, 2)
  expect((await charged(company, 'rate'))['2026-10-26']).toBe('0.10')
  expect(Object.keys({ ...(await charged(company, 'package')), ...(await charged(company, 'volume')) })).not.toContain(
    '2026-10-26',
  )
  const proof = await proofOf(token)
  expect(wrongIn(proof)).toEqual({})
  expect(proof.pending).toEqual([])
  // There are no invoices yet.
  const idle = proof.checks.filter(({ compared }) => compared === 0).map(({ check }) => check)
  expect(idle).toEqual(['invoices', 'files'])
})

test('a package of some months is paid for once in each, and taken back with the version that sold it', async () => {
  const { company, token } = await api.newCompany()
  await came(company, now - 90 * day)
  const place = { seller: 0, buyer: company, currency: 'EUR' }
  const bought = { ...sms, price: 0n, package: { units: 10, fee: 7_000_000n } }
  const version = await sell(company, [bought], Date.parse('2026-09-01T00:00:00Z'))
  const fees = { '2026-09-01': '7.00', '2026-10-01': '7.00', '2026-11-01': '7.00' }
  expect(await charged(company, 'package')).toEqual(fees)
  await deliver(token, 30, 1)
  expect(await charged(company, 'package')).toEqual(fees)
  expect(wrongIn(await proofOf(token))).toEqual({})
  await api.accounts.ledger.asPlatform((db) => withdrawVersion(db, place, version, { name: 'test', at: new Date(now) }))
  await api.charging.chargeNow()
  expect(await charged(company, 'package')).toEqual({})
  expect(wrongIn(await proofOf(token))).toEqual({})
  const { body } = await api.get('/api/v1/balance', token)
  expect(body).toMatchObject({ amount: '0.00' })
})

test('prices that change while a company is charged by those before are not forgotten', async () => {
  const { company } = await api.newCompany()
  const { ledger } = api.accounts
  const place = { seller: 0, buyer: company, currency: 'EUR' }
  const version = { validFrom: now - 20 * day, ownPrices: 'first', rates: [{ ...sms, price: 1n }], note: '' } as const
  const add = () => ledger.asPlatform((db) => addVersion(db, place, version, { name: 'test', at: new Date(now) }))
  const marked = async () =>
    (
      await ledger.asPlatform((db) =>
        db.selectFrom('charging').select('anew_from').where('company', '=', company).executeTakeFirst(),
      )
    )?.anew_from?.getTime()
  // Of a company that was never charged, too.
  await add()
  expect(await marked()).toBe(version.validFrom)
  let later: Promise<number> | undefined
  await ledger.asPlatform(async (db) => {
    await db.selectFrom('charging').selectAll().where('company', '=', company).forUpdate().execute()
    later = add()
    await new Promise((resolve) => {
      setTimeout(resolve, 300)
    })
    await db.updateTable('charging').set({ anew_from: null }).where('company', '=', company).execute()
  })
  await later
  expect(await marked()).toBe(version.validFrom)
})

test('the currency of a company can be changed until something was charged by a tariff in it', async () => {
  const { company, token } = await api.newCompany()
  const { ledger } = api.accounts
  const change = (currency: string) => changeCompany(ledger, commandLine, company, { currency }, new Date(now))
  expect(await change('JPY')).toMatchObject({ currency: 'JPY' })
  await change('EUR')
  await deliver(token, 1, 3)
  await sell(company, [{ ...sms, price: 50_000n }])
  await expect(change('JPY')).rejects.toMatchObject({ code: 'unprocessable', fields: [{ field: 'currency' }] })
})

test('what a month costs by another version is told beside what it costs, and only of tariffs that are paid by', async () => {
  const { company, token } = await api.newCompany()
  const other = await api.newCompany()
  await deliver(token, 3, 5)
  await sell(company, [{ ...sms, price: 50_000n }])
  const later = await sell(company, [{ ...sms, price: 40_000n }], now + 30 * day)
  const theirs = await sell(other.company, [{ ...sms, price: 1n }])
  const asked = await api.get(`/api/v1/charges/what-if?version=${later}`, token)
  expect(asked.body).toEqual({
    version: later,
    from: '2026-10-20',
    to: '2026-11-20',
    services: [
      {
        service: 'sms',
        currency: 'EUR',
        present: '0.25',
        other: '0.20',
        difference: '-0.05',
        unpricedPresent: 0,
        unpricedOther: 0,
      },
    ],
  })
  expect((await api.get(`/api/v1/charges/what-if?version=${theirs}`, token)).status).toBe(404)
  // Of a reseller: what its companies pay to it.
  await api.accounts.ledger.asPlatform((db) =>
    db.updateTable('companies').set({ parent: other.company }).where('number', '=', company).execute(),
  )
  const place = { seller: other.company, buyer: 0, currency: 'EUR' }
  const sold = await api.accounts.ledger.asPlatform((db) =>
    addVersion(
      db,
      place,
      { validFrom: 0, ownPrices: 'first', rates: [{ ...sms, price: 90_000n }], note: '' },
      { name: 'test', at: new Date(now) },
    ),
  )
  const { body } = await api.get(`/api/v1/charges/what-if?version=${sold}`, other.token)
  expect(body).toMatchObject({ services: [{ service: 'sms', present: '0.45', other: '0.45' }] })
  for (const [field, query] of [
    ['version', 'version=x'],
    ['from', `version=${later}&from=2025-01-01T00:00:00Z`],
    ['company', `version=${later}&company=1`],
  ]) {
    const refused = await api.get(`/api/v1/charges/what-if?${query!}`, token)
    expect([refused.status, (refused.body as { fields: { field: string }[] }).fields[0]!.field]).toEqual([400, field])
  }
})

test('whatever is not one number is found, with its place', async () => {
  const { company, token } = await api.newCompany()
  await deliver(token, 3, 5)
  await deliver(token, 2, 2)
  await sell(company, [{ ...sms, price: 50_000n }])
  expect(wrongIn(await proofOf(token))).toEqual({})
  const { ledger } = api.accounts
  // A charge that nobody used anything for, and that took nothing from the balance.
  const { entry } = await ledger.asPlatform((db) =>
    db
      .selectFrom('charges')
      .select('entry')
      .where('company', '=', company)
      .where('amount', '>', '0')
      .executeTakeFirstOrThrow(),
  )
  const row = { company, seller: 0, used_by: company, day: '2026-11-18', service: 'sms', kind: 'rate', rate: 'sms' }
  await ledger.asPlatform((db) =>
    db
      .insertInto('charges')
      .values({
        ...row,
        unit_price: '0.05',
        currency: 'EUR',
        events: '1',
        quantity: '1',
        amount: '0.05',
        entry,
        corrects: true,
        at: new Date(now),
      })
      .execute(),
  )
  const wrong = wrongIn(await proofOf(token))
  expect(Object.keys(wrong)).toEqual(['charges', 'postings', 'charts', 'balance'])
  expect(wrong['charges']).toEqual([
    {
      where: `${company} to 0: 2026-11-18 sms at 0.05 EUR`,
      wanted: '2 events, 2 units, 0.10',
      found: '3 events, 3 units, 0.15',
    },
  ])
  expect(wrong['charts']).toEqual([{ where: 'messages 2026-11-18 EUR', wanted: '0.15', found: '0.10' }])
  // A cell of a roll-up that no message stands behind.
  await api.facts.command(
    `INSERT INTO ${rolledUp('messages')} (company, bucket_seconds, bucket, channel, status, currency, messages, parts, price, generation)
      VALUES (${company}, 86400, toDateTime(${Date.parse('2026-11-16T00:00:00Z') / 1000}, 'UTC'), 2, 9, 0, 7, 7, 0, 1)`,
  )
  expect(wrongIn(await proofOf(token))['rows']).toEqual([
    { where: 'messages 2026-11-16 channel=2 status=9 currency=0', wanted: 'nothing', found: '7 7 0.00' },
  ])
  const shell = promisify(execFile)
  const command = [builtProgram(), 'verify', '--company', String(company), '--url', api.url, '--token', token]
  const failed = await shell(process.execPath, [...command, '--to', new Date(now).toISOString()], { cwd: clone }).catch(
    (error: { code: number; stdout: string }) => error,
  )
  expect(failed).toMatchObject({ code: 1 })
  expect(failed.stdout).toContain('charges: ')
  expect(failed.stdout).toMatch(/\d+ numbers were compared: \d+ of them differ/)
  const { token: clean } = await api.newCompany()
  const right = [...command.slice(0, 2), ...command.slice(4, -1), clean, '--to', new Date(now).toISOString()]
  expect((await shell(process.execPath, right, { cwd: clone })).stdout).toMatch(/they are one/)
})
