import fc from 'fast-check'
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { system } from '../src/accounts/actor.ts'
import { rescueUser } from '../src/accounts/administration.ts'
import { changeCompany } from '../src/accounts/companies.ts'
import { Failure } from '../src/failure.ts'
import { invoiceNamed } from '../src/invoices/invoice.ts'
import { importStatements } from '../src/payments/import-statements.ts'
import { somewhere } from './accounts-scene.ts'
import { answered, startApiServer } from './api-server.ts'
import type { Answered, ApiServer } from './api-server.ts'
import { accountOf, camtEntry, camtFile, camtPayment, inWindows1251, oneCFile } from './bank-statements.ts'
import { insertInvoice } from './invoice-rows.ts'
import { isLong } from './long.ts'
import { openapiJudge } from './openapi-judge.ts'
import type { Description, Judge } from './openapi-judge.ts'

/** Statements of banks, from the file to the balance. */

const now = Date.parse('2026-11-25T12:00:00Z')
let server: ApiServer
let judge: Judge
let cookie: string

beforeAll(async () => {
  server = await startApiServer({ now: () => now })
  judge = openapiJudge((await server.get('/api/v1/openapi.json')).body as Description)
  const { ledger, sessions } = server.accounts
  await rescueUser(ledger, { email: 'staff@example.com', staff: true }, new Date(now))
  const staff = await ledger.asPlatform((db) =>
    db.selectFrom('users').select('id').where('email', '=', 'staff@example.com').executeTakeFirstOrThrow(),
  )
  cookie = `talkmeter_session=${(await sessions.open(staff.id, somewhere, 'test')).key}`
}, 60_000)

afterAll(() => server.close())

async function ask(
  method: string,
  address: string,
  body?: string | Uint8Array<ArrayBuffer>,
  type = 'application/json',
): Promise<Answered> {
  const answer = await answered(
    await fetch(`${server.url}/api/v1/${address}`, {
      method,
      headers: { cookie, ...(body === undefined ? {} : { 'content-type': type }) },
      ...(body === undefined ? {} : { body }),
    }),
  )
  const answeredType = answer.headers.get('content-type') ?? ''
  const path = `/api/v1/${address.split('?')[0]!}`
  expect(judge.faults(method, path, answer.status, answeredType, answer.body), address).toEqual([])
  return answer
}

type Line = {
  id: string
  purpose: string
  state: string
  why: string
  invoice: string | null
  candidates: { invoice: string; by: string[] }[]
}
type ImportAnswer = { id: string; isNew: boolean; counts: Record<string, number>; lines: Line[] }

async function send(file: string | Buffer, query = ''): Promise<Answered & { body: ImportAnswer }> {
  const answer = await ask('POST', `statements${query}`, new Uint8Array(Buffer.from(file)), 'text/xml')
  return answer as Answered & { body: ImportAnswer }
}

const decide = (id: string, body: object) => ask('POST', `statement-lines/${id}/decide`, JSON.stringify(body))

async function newCompany(details: object = {}): Promise<{ company: number; token: string }> {
  const made = await server.newCompany()
  await changeCompany(server.accounts.ledger, system, made.company, { ...details }, new Date(now))
  return made
}

const newInvoice = (company: number, number: string, total: string, more: object = {}) =>
  server.accounts.ledger.asPlatform((db) => insertInvoice(db, { company, number, total, ...more }))

const statusOf = async (number: string) =>
  (await server.accounts.ledger.asPlatform((db) => invoiceNamed(db, number, undefined, now)))!.status

const balanceOf = async (token: string) =>
  ((await server.get('/api/v1/balance', token)).body as { amount: string }).amount

const shown = (lines: readonly Line[]) => lines.map(({ state, why, invoice }) => [state, why, invoice])

test('payments of a statement are matched by number, by payer and amount, or wait, and each is there once', async () => {
  const known = await newCompany({ taxId: 'DE 123 456 789', bankAccount: 'DE75 5121 0800 1245 1261 99' })
  const other = await newCompany({ taxId: 'DE999999999' })
  await newInvoice(known.company, '2026-00001', '119')
  await newInvoice(known.company, '2026-00002', '50')
  await newInvoice(known.company, '2026-00003', '70')
  await newInvoice(other.company, '2026-00004', '30')
  await newInvoice(other.company, '2026-00005', '10', { currency: 'USD' })
  await newInvoice(other.company, '17', '99')
  const file = camtFile('02', [
    camtPayment({ amount: '119.00', purpose: 'Rechnung 2026-00001' }),
    camtPayment({ amount: '50.00', purpose: 'thanks', taxId: 'DE123456789' }),
    camtPayment({ amount: '80.00', purpose: '2026-00003 and more', account: 'DE75512108001245126199' }),
    camtPayment({ amount: '31.00', purpose: 'No. 2026-00004' }),
    camtPayment({ amount: '30.00', purpose: '12026-000042' }),
    camtPayment({ amount: '30.00', purpose: '2026-00004', taxId: 'DE123456789' }),
    camtPayment({ amount: '10.00', purpose: '2026-00005' }),
    camtPayment({ amount: '5.00', purpose: 'house 17' }),
    camtPayment({ amount: '119.00', purpose: 'Rechnung 2026-00001 once more' }),
    camtPayment({ amount: '1.00', purpose: 'nothing', taxId: 'DE999999999' }),
    camtEntry('02', { amount: '3.00', day: '2026-11-21', direction: 'DBIT', note: 'Fees' }),
    camtEntry('02', { amount: '119.00', day: '2026-11-22', direction: 'DBIT', isReversal: true, note: 'Back' }),
  ])
  const states = [
    ['matched', 'number', '2026-00001'],
    ['matched', 'payer-and-amount', '2026-00002'],
    ['matched', 'number', '2026-00003'],
    ['waiting', 'amount-larger', null],
    ['waiting', 'unknown', null],
    ['waiting', 'other-payer', null],
    ['waiting', 'other-currency', null],
    ['waiting', 'short-number', null],
    ['waiting', 'paid-already', null],
    ['waiting', 'amount-differs', null],
    ['ignored', 'not-a-payment', null],
    ['waiting', 'returned', null],
  ]
  const tried = await send(file, '?dryRun=true')
  expect([tried.status, tried.body]).toMatchObject([200, { id: null, isNew: true }])
  expect(shown(tried.body.lines)).toEqual(states)
  expect(await balanceOf(known.token)).toBe('0.00')
  expect((await ask('GET', 'statements')).body).toEqual({ statements: [], next: null })

  const made = await send(file, '?fileName=November.xml')
  expect(made.status).toBe(201)
  expect(shown(made.body.lines)).toEqual(states)
  expect(made.body.counts).toEqual({ lines: 12, known: 0, matched: 3, waiting: 8, ignored: 1 })
  expect(await balanceOf(known.token)).toBe('249.00')
  for (const number of ['2026-00001', '2026-00002', '2026-00003']) expect(await statusOf(number)).toBe('paid')
  expect((await server.get('/api/v1/transactions', known.token)).body).toMatchObject({
    transactions: [
      { base: 'Invoice 2026-00003, 80.00 EUR', source: 'statement', receivedAt: '2026-11-20T12:00:00.000Z' },
      { base: 'Invoice 2026-00002, 50.00 EUR', note: 'Payer: thanks' },
      { base: 'Invoice 2026-00001, 119.00 EUR' },
    ],
  })
  // The same file changes nothing, and says so; nor does one that overlaps, but for what is new in it.
  const again = await send(file)
  expect([again.status, again.body]).toMatchObject([200, { id: made.body.id, isNew: false, counts: { known: 12 } }])
  const longer = file.replace('</Stmt>', `${camtPayment({ amount: '2.00', purpose: 'new' })}</Stmt>`)
  expect((await send(longer)).body).toMatchObject({ isNew: true, counts: { known: 12, matched: 0, waiting: 1 } })
  expect(await balanceOf(known.token)).toBe('249.00')
  // The same money in another format is not taken twice.
  await newInvoice(known.company, '2026-00006', '50')
  const mt940 = `:20:A\n:25:${accountOf.camt}\n:60F:C261120EUR0,00\n:61:261120C50,00NTRFNONREF\n:86:2026-00006\n:62F:C261120EUR50,00\n-\n`
  expect((await send(mt940)).body.lines).toMatchObject([{ state: 'waiting', why: 'maybe-twice' }])
  const { statements } = (await ask('GET', 'statements?limit=2')).body as { statements: unknown[] }
  expect(statements).toMatchObject([{ format: 'mt940' }, { counts: { lines: 13, known: 12, waiting: 1 } }])
  expect((await ask('GET', `statements/${made.body.id}?state=ignored`)).body).toMatchObject({
    fileName: 'November.xml',
    importedBy: 'staff@example.com',
    lines: [{ purpose: 'Fees' }],
    next: null,
  })
})

test('staff decide about a line that waits, once', async () => {
  const { company, token } = await newCompany({ taxId: 'DE555555555' })
  await newInvoice(company, '2026-00021', '100')
  await newInvoice(company, '2026-00022', '40')
  const { body } = await send(
    camtFile(
      '02',
      [
        camtPayment({ amount: '140.00', purpose: '2026-00021 and 2026-00022' }),
        camtPayment({ amount: '7.00', purpose: 'deposit', taxId: 'DE555555555' }),
        camtPayment({ amount: '8.00', purpose: 'gift' }),
        camtEntry('02', { amount: '9.00', day: '2026-11-22', direction: 'DBIT', isReversal: true }),
      ],
      'DE00111122223333444455',
    ),
  )
  expect(body.counts).toMatchObject({ matched: 0, waiting: 4 })
  type Page = { lines: Line[]; next: string | null }
  const { lines, next } = (await ask('GET', 'statement-lines?state=waiting&limit=4')).body as Page
  expect(next).toBe(lines[3]!.id)
  const [returned, gift, deposit, several] = lines
  expect(several).toMatchObject({
    why: 'several-numbers',
    candidates: [{ invoice: '2026-00021', by: ['number'] }, { invoice: '2026-00022' }],
  })
  expect(deposit!.candidates.map((one) => [one.invoice, one.by])).toEqual([
    ['2026-00021', ['payer']],
    ['2026-00022', ['payer']],
  ])
  for (const [wrong, field] of [
    [{}, 'invoice'],
    [{ invoice: 'none' }, 'invoice'],
    [{ invoice: '2026-00021', ignore: true, note: 'x' }, 'invoice'],
    [{ ignore: true }, 'note'],
    [{ ignore: 'yes' }, 'ignore'],
    [{ company: 999_999 }, 'company'],
    [{ company: '1' }, 'company'],
    [{ invoices: [] }, 'invoices'],
  ] as const) {
    expect((await decide(several!.id, wrong)).body, JSON.stringify(wrong)).toMatchObject({
      status: 422,
      fields: [{ field }],
    })
  }
  expect((await decide(returned!.id, { invoice: '2026-00021' })).status).toBe(422)
  expect((await decide(several!.id, { invoice: '2026-00021', note: 'Both' })).body).toMatchObject({
    state: 'matched',
    why: 'decided',
    company,
    invoice: '2026-00021',
    decidedBy: 'staff@example.com',
    note: 'Both',
    candidates: [],
  })
  // What the first did not lack went to the second.
  expect([await statusOf('2026-00021'), await statusOf('2026-00022')]).toEqual(['paid', 'paid'])
  const both = await Promise.all([decide(deposit!.id, { company }), decide(deposit!.id, { company })])
  expect(both.map(({ status }) => status).toSorted()).toEqual([200, 409])
  expect(await balanceOf(token)).toBe('147.00')
  expect((await decide(gift!.id, { ignore: true, note: 'Not ours' })).body).toMatchObject({ state: 'ignored' })
  expect((await decide(returned!.id, { ignore: true, note: 'Taken back' })).body).toMatchObject({ state: 'ignored' })
  expect((await decide(gift!.id, { company })).status).toBe(409)
  for (const id of ['0', '999999999', 'x']) expect((await decide(id, { company })).status).toBe(404)
  const audit = (await ask('GET', 'audit?of=platform&q=statement')).body as { entries: { action: string }[] }
  expect(audit.entries.slice(0, 5).map(({ action }) => action)).toEqual([
    ...Array.from({ length: 4 }, () => 'statement.line-decided'),
    'statement.imported',
  ])
})

test('a Russian statement is matched by number and ИНН', async () => {
  const { company, token } = await newCompany({
    taxId: '1112223330',
    currency: 'RUB',
    language: 'ru',
    zone: 'Europe/Moscow',
  })
  await newInvoice(company, '2026-00031', '10000.50', { currency: 'RUB' })
  const file = inWindows1251(oneCFile('Windows').replace('2026-00001', '2026-00031'))
  expect((await send(file)).body).toMatchObject({ counts: { lines: 2, matched: 1, ignored: 1 } })
  expect((await server.get('/api/v1/transactions', token)).body).toMatchObject({
    transactions: [{ base: 'Счёт 2026-00031, 10000.50 RUB', receivedAt: '2026-03-05T09:00:00.000Z' }],
  })
})

test('what cannot be read changes nothing, and what is too large is refused in words', async () => {
  const before = (await ask('GET', 'statements')).body
  const file = camtFile('02', [camtPayment({ amount: '1.00', purpose: 'x' })])
  for (const [wrong, status] of [
    [file.slice(0, -30), 422],
    ['', 422],
    [readFileSync(import.meta.filename), 422],
    [Buffer.alloc(51 * 1024 * 1024, ' '), 413],
  ] as const) {
    const answer = await send(wrong)
    expect([answer.status, answer.body]).toMatchObject([status, { detail: expect.stringMatching(/statement/) }])
  }
  for (const wrong of ['?dryRun=maybe', '?x=1', `?fileName=${'x'.repeat(201)}`]) {
    expect((await send(file, wrong)).status, wrong).toBe(400)
  }
  for (const wrong of ['statements?cursor=x', 'statement-lines?state=lost', 'statement-lines?limit=0']) {
    expect((await ask('GET', wrong)).status, wrong).toBe(400)
  }
  for (const id of ['x', '999999']) expect((await ask('GET', `statements/${id}`)).status).toBe(404)
  expect((await ask('GET', 'statements')).body).toEqual(before)
})

test('statements that overlap, in any order and however often, bring each payment once', async () => {
  const { ledger } = server.accounts
  const company = (await newCompany()).company
  await newInvoice(company, '2026-00041', '1000000')
  let run = 0
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ day: fc.nat(3), cents: fc.integer({ min: 1, max: 3 }) }), { minLength: 1, maxLength: 8 }),
      fc.array(fc.tuple(fc.nat(3), fc.nat(3)), { minLength: 1, maxLength: 4 }),
      async (payments, periods) => {
        run++
        const account = `DE${String(run).padStart(20, '0')}`
        const file = ([from, to]: readonly [number, number]) =>
          Buffer.from(
            camtFile(
              '02',
              payments
                .filter(({ day }) => day >= Math.min(from, to) && day <= Math.max(from, to))
                .map(({ day, cents }) =>
                  camtPayment({
                    amount: `0.0${cents}`,
                    day: `2026-11-2${day}`,
                    purpose: '2026-00041',
                    reference: 'same',
                  }),
                ),
              account,
            ),
          )
        const paid = async () =>
          BigInt(
            (
              await ledger.asPlatform((db) =>
                db
                  .selectFrom('statement_lines')
                  .select((select) => select.fn.countAll<string>().as('count'))
                  .where('account', '=', account)
                  .where('payment', 'is not', null)
                  .executeTakeFirstOrThrow(),
              )
            ).count,
          )
        for (const period of [...periods, ...periods]) {
          const asked = { file: file(period), fileName: '', isDry: false }
          await importStatements(ledger, system, asked, new Date(now)).catch((error: unknown) => {
            if (!(error instanceof Failure)) throw error
          })
        }
        const isIn = (day: number) => periods.some(([a, b]) => day >= Math.min(a, b) && day <= Math.max(a, b))
        expect(await paid()).toBe(BigInt(payments.filter(({ day }) => isIn(day)).length))
      },
    ),
    { numRuns: isLong ? 200 : 5 },
  )
})
