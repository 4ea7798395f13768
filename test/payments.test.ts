import fc from 'fast-check'
import { execFile } from 'node:child_process'
import { createHmac } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { rescueUser } from '../src/accounts/administration.ts'
import { system } from '../src/accounts/actor.ts'
import { readDecimal } from '../src/measures/decimal.ts'
import { recordOnce } from '../src/payments/record.ts'
import { invoiceNamed } from '../src/invoices/invoice.ts'
import { shareOut } from '../src/invoices/settle.ts'
import { excelRows } from '../src/providers/excel-rows.ts'
import { somewhere } from './accounts-scene.ts'
import { answered, startApiServer } from './api-server.ts'
import type { Answered, ApiServer } from './api-server.ts'
import { camtFile, camtPayment } from './bank-statements.ts'
import { insertInvoice } from './invoice-rows.ts'
import { isLong } from './long.ts'
import { openapiJudge } from './openapi-judge.ts'
import type { Description, Judge } from './openapi-judge.ts'

/** Payments that staff record, and what companies see of them. */

const now = Date.parse('2026-11-20T12:00:00Z')
const secrets = ['old', 'new'].map((word) => `whsec_${Buffer.from(word.padEnd(32, '.')).toString('base64')}`)
let server: ApiServer
let judge: Judge
let cookie: string

beforeAll(async () => {
  server = await startApiServer({ now: () => now, config: { paymentWebhookSecrets: secrets } })
  judge = openapiJudge((await server.get('/api/v1/openapi.json')).body as Description)
  const { ledger, sessions } = server.accounts
  await rescueUser(ledger, { email: 'staff@example.com', staff: true }, new Date(now))
  const staff = await ledger.asPlatform((db) =>
    db.selectFrom('users').select('id').where('email', '=', 'staff@example.com').executeTakeFirstOrThrow(),
  )
  cookie = `talkmeter_session=${(await sessions.open(staff.id, somewhere, 'test')).key}`
}, 60_000)

afterAll(() => server.close())

/** Asks as staff, and expects an answer of the described form. */
async function ask(method: string, address: string, body?: unknown, key?: string): Promise<Answered> {
  const answer = await answered(
    await fetch(`${server.url}${address}`, {
      method,
      headers: {
        cookie,
        ...(key === undefined ? {} : { 'idempotency-key': key }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }),
  )
  const type = answer.headers.get('content-type') ?? ''
  expect(judge.faults(method, address.split('?')[0]!, answer.status, type, answer.body), address).toEqual([])
  return answer
}

/** The same as the company of a token. */
async function get(address: string, token: string): Promise<Answered> {
  const answer = await server.get(address, token)
  const type = answer.headers.get('content-type') ?? ''
  expect(judge.faults('GET', address.split('?')[0]!, answer.status, type, answer.body), address).toEqual([])
  return answer
}

let keys = 0
const newKey = () => `key-${++keys}`
const pay = (body: object, key = newKey()) => ask('POST', '/api/v1/payments', body, key)
const euros = (amount: string) => ({ amount, currency: 'EUR' })
const receivedAt = '2026-11-19T10:00:00Z'

async function newInvoice(company: number, number: string, total: string, more: object = {}): Promise<string> {
  return server.accounts.ledger.asPlatform((db) => insertInvoice(db, { company, number, total, ...more }))
}

async function invoice(number: string) {
  return (await server.accounts.ledger.asPlatform((db) => invoiceNamed(db, number, undefined, now)))!
}

test('a payment is on the balance, on its invoice, and in the transactions', async () => {
  const { company, token } = await server.newCompany()
  await newInvoice(company, 'P-1', '100')
  const body = { company, invoice: 'P-1', amount: euros('40.5'), receivedAt, note: 'By hand' }
  const { status, body: made } = await pay(body, 'first')
  expect([status, made]).toMatchObject([
    201,
    {
      company,
      companyName: 'Another company',
      invoice: 'P-1',
      amount: '40.50',
      base: 'Invoice P-1, 40.50 EUR',
      note: 'By hand',
      beyondDue: '0.00',
      recordedBy: 'staff@example.com',
    },
  ])
  expect(await invoice('P-1')).toMatchObject({ status: 'partly-paid', paid: '40.50', due: '59.50' })
  expect((await get('/api/v1/balance', token)).body).toMatchObject({ amount: '40.50' })
  // More than is due: the rest stays on the balance, and the answer says so.
  expect((await pay({ company, invoice: 'P-1', amount: euros('100'), receivedAt })).body).toMatchObject({
    beyondDue: '40.50',
  })
  expect(await invoice('P-1')).toMatchObject({ status: 'paid', paid: '100.00', due: '0.00' })
  expect((await get('/api/v1/balance', token)).body).toMatchObject({ amount: '140.50' })
  // Once more, when nothing is due: allowed, too.
  expect((await pay({ company, invoice: 'P-1', amount: euros('1'), receivedAt })).body).toMatchObject({
    beyondDue: '1.00',
  })
  const { transactions, totals } = (await get('/api/v1/transactions', token)).body as {
    transactions: { refill: string; companyNumber: number }[]
    totals: unknown
  }
  expect(transactions.map(({ refill }) => refill)).toEqual(['1.00', '100.00', '40.50'])
  expect(transactions.at(-1)).toEqual({
    id: (made as { id: string }).id,
    receivedAt: '2026-11-19T10:00:00.000Z',
    base: 'Invoice P-1, 40.50 EUR',
    note: 'By hand',
    invoice: 'P-1',
    refill: '40.50',
    currency: 'EUR',
    companyNumber: company,
    source: 'manual',
    takesBack: null,
  })
  expect(totals).toEqual([{ currency: 'EUR', amount: '141.50' }])
})

test('the same key records once, however often and at once it is sent, and for nobody else', async () => {
  const { company, token } = await server.newCompany()
  const other = await server.newCompany()
  const body = { company, amount: euros('10'), receivedAt }
  const answers = await Promise.all(Array.from({ length: 8 }, () => pay(body, 'one')))
  expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 200, 200, 200, 200, 200, 200, 201])
  expect(new Set(answers.map((answer) => JSON.stringify(answer.body))).size).toBe(1)
  for (const change of [
    { amount: euros('11') },
    { receivedAt: '2026-11-19T10:00:01Z' },
    { note: 'x' },
    { company: other.company },
  ]) {
    expect((await pay({ ...body, ...change }, 'one')).status, JSON.stringify(change)).toBe(409)
  }
  const both = await Promise.all([company, other.company].map((one) => pay({ ...body, company: one }, 'two')))
  expect(both.map(({ status }) => status).toSorted()).toEqual([201, 409])
  await newInvoice(company, 'P-2', '5')
  const named = { ...body, invoice: 'P-2' }
  expect((await pay(named, 'three')).status).toBe(201)
  // What was recorded is answered, also when it could not be recorded now.
  await server.accounts.ledger.asPlatform((db) =>
    db
      .updateTable('invoices')
      .set({ voided_at: new Date(now) })
      .where('number', '=', 'P-2')
      .execute(),
  )
  expect((await pay(named, 'three')).status).toBe(200)
  const { totals } = (await get('/api/v1/transactions', token)).body as { totals: { amount: string }[] }
  expect(['20.00', '30.00']).toContain(totals[0]!.amount)
})

test('a payment with anything wrong is refused, and each thing is named', async () => {
  const { company } = await server.newCompany()
  const other = await server.newCompany()
  const id = await newInvoice(company, 'P-3', '100')
  await newInvoice(company, 'P-3-CN', '-100', { kind: 'credit', credits: id })
  await newInvoice(company, 'P-4', '100')
  await newInvoice(company, 'P-5', '100', { currency: 'USD' })
  await newInvoice(other.company, 'P-6', '100')
  await server.accounts.ledger.asPlatform((db) =>
    db
      .updateTable('invoices')
      .set({ voided_at: new Date(now) })
      .where('number', '=', 'P-4')
      .execute(),
  )
  const good = { company, amount: euros('10'), receivedAt }
  for (const [change, field] of [
    [{ amount: euros('0') }, 'amount.amount'],
    [{ amount: euros('-5') }, 'amount.amount'],
    [{ amount: euros('0.0123456789') }, 'amount.amount'],
    [{ amount: euros('0.001') }, 'amount.amount'],
    [{ amount: euros('1e3') }, 'amount.amount'],
    [{ amount: { amount: 5, currency: 'EUR' } }, 'amount.amount'],
    [{ amount: euros('1234567890123') }, 'amount.amount'],
    [{ amount: { amount: '0.5', currency: 'JPY' } }, 'amount.amount'],
    [{ amount: { amount: '1', currency: 'JPY' } }, 'amount.currency'],
    [{ amount: { amount: '1', currency: 'XYZ' } }, 'amount.currency'],
    [{ amount: '10' }, 'amount'],
    [{ amount: undefined }, 'amount'],
    [{ invoice: 'P-5' }, 'amount.currency'],
    [{ invoice: 'P-3-CN' }, 'invoice'],
    [{ invoice: 'P-4' }, 'invoice'],
    [{ invoice: 'P-6' }, 'invoice'],
    [{ invoice: 'none' }, 'invoice'],
    [{ invoice: 7 }, 'invoice'],
    [{ company: 999_999 }, 'company'],
    [{ company: 2 ** 31 }, 'company'],
    [{ company: String(company) }, 'company'],
    [{ receivedAt: '2026-11-20T12:06:00Z' }, 'receivedAt'],
    [{ receivedAt: '2026-11-20' }, 'receivedAt'],
    [{ receivedAt: undefined }, 'receivedAt'],
    [{ note: 'x'.repeat(301) }, 'note'],
    [{ note: 'a\u202eb' }, 'note'],
    [{ notes: 'x' }, 'notes'],
  ] as const) {
    const { status, body } = await pay({ ...good, ...change })
    const title = JSON.stringify(change)
    expect(status, title).toBe(422)
    expect(
      (body as { fields: { field: string }[] }).fields.map((one) => one.field),
      title,
    ).toEqual([field])
  }
  expect((await ask('POST', '/api/v1/payments', good)).body).toMatchObject({
    status: 400,
    fields: [{ field: 'Idempotency-Key' }],
  })
  expect((await pay(good, 'x'.repeat(201))).status).toBe(400)
  expect((await ask('GET', `/api/v1/payments?company=${company}`)).body).toEqual({
    payments: [],
    totals: [],
    next: null,
  })
  for (const address of ['source=cash', 'from=yesterday', 'cursor=7', 'company=0', 'limit=501', 'x=1']) {
    expect((await ask('GET', `/api/v1/payments?${address}`)).status, address).toBe(400)
  }
})

test('a payment that is taken back is gone from the balance and the invoice, and both are told', async () => {
  const { company, token } = await server.newCompany()
  await newInvoice(company, 'P-7', '50')
  const { id } = (await pay({ company, invoice: 'P-7', amount: euros('50'), receivedAt })).body as { id: string }
  expect(await invoice('P-7')).toMatchObject({ status: 'paid' })
  const address = `/api/v1/payments/${id}/take-back`
  expect((await ask('POST', address, {})).body).toMatchObject({ status: 422, fields: [{ field: 'note' }] })
  const taken = await ask('POST', address, { note: 'Wrong company' })
  expect([taken.status, taken.body]).toMatchObject([
    201,
    { amount: '-50.00', takesBack: id, note: 'Wrong company', base: 'Taken back: Invoice P-7, 50.00 EUR' },
  ])
  expect((await ask('POST', address, { note: 'Again' })).status).toBe(409)
  const taking = (taken.body as { id: string }).id
  for (const wrong of [taking, '0', '99999999', 'x', '1e3']) {
    expect((await ask('POST', `/api/v1/payments/${wrong}/take-back`, { note: 'x' })).status, wrong).toBe(404)
  }
  expect(await invoice('P-7')).toMatchObject({ status: 'issued', paid: '0.00' })
  expect((await get('/api/v1/balance', token)).body).toMatchObject({ amount: '0.00' })
  const { payments } = (await ask('GET', `/api/v1/payments?company=${company}`)).body as { payments: unknown[] }
  expect(payments).toMatchObject([
    { id: taking, takesBack: id },
    { id, takenBackBy: taking },
  ])
  const { transactions, totals } = (await get('/api/v1/transactions', token)).body as {
    transactions: unknown[]
    totals: unknown
  }
  expect(transactions).toMatchObject([{ refill: '-50.00', takesBack: id }, { refill: '50.00' }])
  expect(totals).toEqual([{ currency: 'EUR', amount: '0.00' }])
  const { entries } = (await server.get('/api/v1/audit?q=payment', token)).body as { entries: { action: string }[] }
  expect(entries.map(({ action }) => action)).toEqual(['payment.taken-back', 'payment.recorded'])
})

test('transactions have a period with a time of day, pages, and files', async () => {
  const { company, token } = await server.newCompany()
  for (const [time, note] of [
    ['2026-10-31T23:59:59.999Z', ''],
    ['2026-11-01T00:00:00Z', '=1+1'],
    ['2026-11-01T00:00:00Z', 'Второй'],
    ['2026-11-15T12:30:00Z', ''],
  ] as const) {
    await pay({ company, amount: euros('10.10'), receivedAt: time, ...(note === '' ? {} : { note }) })
  }
  type Page = { transactions: { id: string; receivedAt: string }[]; totals: unknown; next: string | null }
  const page = async (asked: string) => (await get(`/api/v1/transactions?${asked}`, token)).body as Page
  const period = 'from=2026-11-01T00:00:00Z&to=2026-11-15T12:30:00Z'
  const found = await page(period)
  expect(found.transactions).toHaveLength(2)
  expect(found.totals).toEqual([{ currency: 'EUR', amount: '20.20' }])
  const seen: string[] = []
  for (let next: string | null = ''; next !== null;) {
    const part: Page = await page(`limit=1${next === '' ? '' : `&cursor=${next}`}`)
    seen.push(...part.transactions.map(({ id }) => id))
    next = part.next
  }
  expect(seen).toEqual((await page('')).transactions.map(({ id }) => id))
  expect(seen).toHaveLength(4)
  const files = `/api/v1/transactions?${period}&tz=Europe/Moscow`
  expect((await get(`${files}&format=csv`, token)).body).toBe(
    [
      'date,base,refill,currency,companyNumber,note',
      `2026-11-01T03:00:00+03:00,"To the balance, 10.10 EUR",10.10,EUR,${company},Второй`,
      `2026-11-01T03:00:00+03:00,"To the balance, 10.10 EUR",10.10,EUR,${company},'=1+1`,
      '',
    ].join('\r\n'),
  )
  const sheet = await fetch(`${server.url}${files}&format=xlsx`, { headers: { authorization: `Bearer ${token}` } })
  const rows: unknown[] = []
  for await (const { cells } of excelRows(Buffer.from(await sheet.arrayBuffer()))) rows.push(cells)
  expect(rows).toEqual([
    ['date', 'base', 'refill', 'currency', 'companyNumber', 'note'],
    [
      '2026-11-01T03:00:00+03:00',
      'To the balance, 10.10 EUR',
      { number: '10.10' },
      'EUR',
      { number: String(company) },
      'Второй',
    ],
    [
      '2026-11-01T03:00:00+03:00',
      'To the balance, 10.10 EUR',
      { number: '10.10' },
      'EUR',
      { number: String(company) },
      '=1+1',
    ],
  ])
  for (const wrong of ['from=x', 'from=2026-11-02T00:00:00Z&to=2026-11-01T00:00:00Z', 'tz=Mars', 'format=pdf']) {
    expect((await get(`/api/v1/transactions?${wrong}`, token)).status, wrong).toBe(400)
  }
})

const money = fc.bigInt({ min: 0n, max: 1000n })
const invoices = fc
  .array(fc.record({ total: money, part: fc.bigInt({ min: 0n, max: 100n }), isVoid: fc.boolean() }), { maxLength: 8 })
  .map((all) =>
    all.map(({ total, part, isVoid }, place) => ({ id: String(place), total, settled: (total * part) / 100n, isVoid })),
  )

test('what lies on invoices is never more than they ask for, nor than was paid, and nothing lies idle beside a debt', () => {
  fc.assert(
    fc.property(invoices, money, fc.nat(8), (owed, paid, first) => {
      const put = shareOut(paid, owed, String(first))
      const sum = put.reduce((all, amount) => all + amount, 0n)
      const open = owed.filter(({ isVoid }) => !isVoid).reduce((all, { total }) => all + total, 0n)
      expect(sum).toBe(paid < open ? paid : open)
      for (const [place, { total, isVoid }] of owed.entries()) {
        expect(put[place]! >= 0n && put[place]! <= (isVoid ? 0n : total)).toBe(true)
      }
      // Shared out again, it stays where it lies.
      const again = owed.map((one, place) => ({ ...one, settled: put[place]! }))
      expect(shareOut(paid, again)).toEqual(put)
    }),
    { numRuns: isLong ? 10_000 : 200 },
  )
})

test('64 payers at once: each payment counts once, the ledger balances, and the order does not matter to the sum', async () => {
  const { ledger } = server.accounts
  const { company, token } = await server.newCompany()
  const totals = ['70', '20', '110', '0.30', '500']
  for (const [place, total] of totals.entries()) await newInvoice(company, `S-${place}`, total)
  const payments = Array.from({ length: 64 }, (_, place) => ({
    company,
    amount: BigInt(((place * 37) % 900) + 1) * 10_000n,
    currency: 'EUR',
    receivedAt: new Date(now),
    source: 'manual' as const,
    // Some are sent twice.
    key: `s-${place - (place % 8 === 7 ? 1 : 0)}`,
    ...(place % 3 === 0 ? { invoice: `S-${place % 5}` } : {}),
  }))
  const once = new Map(payments.map((payment) => [payment.key, payment]))
  const sent = payments.map((payment) => once.get(payment.key)!)
  const made = await Promise.all(
    sent.map((payment) => ledger.asPlatform((db) => recordOnce(db, system, payment, new Date(now)))),
  )
  expect(made.filter(({ isNew }) => isNew)).toHaveLength(once.size)
  const paid = [...once.values()].reduce((sum, { amount }) => sum + amount, 0n)
  const { amount } = (await get('/api/v1/balance', token)).body as { amount: string }
  expect(readDecimal(amount)).toBe(paid)
  const states = await Promise.all(totals.map((_, place) => invoice(`S-${place}`)))
  const settled = states.reduce((sum, one) => sum + readDecimal(one.paid)!, 0n)
  const owed = states.reduce((sum, one) => sum + readDecimal(one.total)!, 0n)
  expect(settled).toBe(paid < owed ? paid : owed)
  for (const one of states) expect(readDecimal(one.paid)! <= readDecimal(one.total)!).toBe(true)
  const postings = await ledger.asPlatform((db) =>
    db
      .selectFrom('postings')
      .select('currency')
      .select((select) => select.fn.sum<string>('amount').as('amount'))
      .groupBy('currency')
      .execute(),
  )
  expect(postings.every((sum) => readDecimal(sum.amount) === 0n)).toBe(true)
  const happened = await ledger.asPlatform((db) =>
    db
      .selectFrom('happenings')
      .select('subject')
      .where('company', '=', company)
      .where('kind', '=', 'invoice.paid')
      .execute(),
  )
  const nowPaid = states.filter(({ isPaid }) => isPaid).map(({ number }) => number)
  expect(happened.map(({ subject }) => subject).toSorted()).toEqual(nowPaid.toSorted())
})

/** Sends a body as another system does, signed over its bytes. */
async function tell(
  body: string,
  {
    id = newKey(),
    secret = secrets[0]!,
    at = now,
    signed = body,
    more = '',
  }: { id?: string; secret?: string; at?: number; signed?: string; more?: string } = {},
): Promise<Answered> {
  const seconds = String(Math.floor(at / 1000))
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64')
  const signature = createHmac('sha256', key).update(`${id}.${seconds}.${signed}`).digest('base64')
  const headers = { 'webhook-id': id, 'webhook-timestamp': seconds, 'webhook-signature': `${more}v1,${signature}` }
  const address = '/api/v1/webhooks/payments'
  const answer = await answered(await fetch(`${server.url}${address}`, { method: 'POST', headers, body }))
  const type = answer.headers.get('content-type') ?? ''
  expect(judge.faults('POST', address, answer.status, type, answer.body)).toEqual([])
  return answer
}

test('a signed webhook records a payment once; what is not signed, old or changed on its way is refused', async () => {
  const { company, token } = await server.newCompany()
  await newInvoice(company, 'W-1', '10')
  const body = JSON.stringify({ company, invoice: 'W-1', amount: euros('12.50'), receivedAt, reference: 'card 4711' })
  expect((await tell(body, { id: 'msg_1' })).body).toMatchObject({ invoice: 'W-1', amount: '12.50', beyondDue: '2.50' })
  expect((await tell(body, { id: 'msg_1', secret: secrets[1]!, more: 'v1a,x v1,AAAA ' })).status).toBe(200)
  expect((await tell(body.replace('12.50', '13.50'), { id: 'msg_1' })).status).toBe(409)
  const other = `whsec_${Buffer.alloc(32).toString('base64')}`
  for (const wrong of [
    { secret: other },
    { signed: `${body} ` },
    { at: now - 301_000 },
    { at: now + 301_000 },
    { id: 'a b' },
    { id: 'x'.repeat(201) },
  ]) {
    expect((await tell(body, wrong)).status, JSON.stringify(wrong)).toBe(401)
  }
  const unsigned = await fetch(`${server.url}/api/v1/webhooks/payments`, { method: 'POST', body })
  expect(unsigned.status).toBe(401)
  expect((await tell('{')).status).toBe(400)
  expect((await tell('[]')).status).toBe(400)
  expect((await tell(JSON.stringify({ company }))).body).toMatchObject({
    status: 422,
    fields: [{ field: 'amount' }, { field: 'receivedAt' }, { field: 'reference' }],
  })
  expect((await tell(' '.repeat(70_000))).status).toBe(413)
  const { transactions } = (await get('/api/v1/transactions', token)).body as { transactions: unknown[] }
  expect(transactions).toMatchObject([{ refill: '12.50', source: 'webhook', base: 'Invoice W-1, 12.50 EUR' }])
})

test('the commands of the documentation about payments run as they stand there', async () => {
  const text = readFileSync(join(import.meta.dirname, '../docs/billing.md'), 'utf8')
  const section = text.slice(text.indexOf('## Payments'), text.indexOf('### Being told of invoices'))
  const commands = [...section.matchAll(/```sh\n([\s\S]*?)```/g)].flatMap(([, block]) => block!.split(/^(?=curl )/m))
  expect(commands).toHaveLength(6)
  await newInvoice(1, '2026-00001', '150')
  const folder = join(server.folder, 'documented')
  mkdirSync(folder)
  writeFileSync(
    join(folder, 'statement.xml'),
    camtFile('02', [camtPayment({ amount: '31.00', purpose: '2026-00001' })]),
  )
  const env = { PATH: process.env['PATH'], URL: server.url, TOKEN: server.token }
  for (const command of commands) {
    const written = command
      .replace('curl ', 'curl -sSf ')
      .replace('-H "Authorization: Bearer $STAFF_TOKEN"', `-H "cookie: ${cookie}"`)
    await promisify(execFile)('/bin/sh', ['-c', written], { cwd: folder, env })
  }
  expect(await invoice('2026-00001')).toMatchObject({ status: 'paid' })
})
