import { afterAll, beforeAll, expect, test } from 'vitest'
import { commandLine } from '../accounts/actor.ts'
import { changeCompany } from '../accounts/companies.ts'
import { balanceOf } from '../billing/balance.ts'
import { readDecimal } from '../measures/decimal.ts'
import { invoicingOf, openInvoicesScene } from '../../test/invoices-scene.ts'
import type { InvoicesScene } from '../../test/invoices-scene.ts'
import { documentOf, revisionsOf } from './documents.ts'
import { draftsOf } from './drafts.ts'
import { invoiceNamed } from './invoice.ts'
import type { Invoice } from './invoice.ts'
import { listInvoices } from './list.ts'
import { recordPayment, takePaymentBack } from './payment.ts'
import { decideRevision, reviseInvoice } from './revise.ts'
import { issueTopUp } from './top-up.ts'
import { voidInvoice } from './void.ts'

let scene: InvoicesScene

beforeAll(async () => {
  scene = await openInvoicesScene('2026-03-05T10:00:00Z')
})

afterAll(() => scene.close())

const day = 86_400_000
const at = () => new Date(scene.now())

async function invoicesOf(company: number): Promise<Invoice[]> {
  const asked = { number: undefined, from: undefined, to: undefined, kind: undefined, statuses: [], after: undefined }
  const order = { order: 'createdAt', isDescending: false } as const
  const { invoices } = await scene.ledger.asCompany(company, (db) =>
    listInvoices(db, { ...asked, ...order, company, limit: 500, now: scene.now() }),
  )
  return invoices
}

async function documentAt(invoice: Invoice, revision = invoice.revision) {
  return scene.ledger.asPlatform((db) => documentOf(db, invoice.id, revision))
}

async function balance(company: number): Promise<string> {
  return (await scene.ledger.asCompany(company, (db) => balanceOf(db, company))).amount
}

let keys = 0

function pay(company: number, amount: string, invoice?: string) {
  return scene.ledger.asPlatform((db) =>
    recordPayment(
      db,
      commandLine,
      {
        company,
        ...(invoice === undefined ? {} : { invoice }),
        amount: readDecimal(amount)!,
        currency: 'EUR',
        receivedAt: at(),
        source: 'manual',
        key: `key ${++keys}`,
      },
      at(),
    ),
  )
}

test('A month becomes an invoice with its taxes; the balance is what was paid less what invoices ask for', async () => {
  const company = await scene.newBuyer()
  await scene.charge(company, { day: '2026-02-03', amount: '10.0049', quantity: 200 })
  await scene.charge(company, { day: '2026-02-28', amount: '0.0049', quantity: 1 })
  await scene.charge(company, { day: '2026-02-28', amount: '5.333', service: 'email', rate: 'email', quantity: 3 })
  await scene.charge(company, { day: '2026-03-01', amount: '7', quantity: 140 })
  const [draft] = await draftsOf(scene.ledger, company, scene.now())
  expect(draft).toMatchObject({
    missing: { buyer: [], supplier: [] },
    document: { number: null, totals: { total: '18.41', due: '18.41' } },
  })
  await scene.invoicing.closeNow()
  const [invoice, ...others] = await invoicesOf(company)
  expect(others).toEqual([])
  expect(invoice).toMatchObject({
    kind: 'usage',
    total: '18.41',
    paid: '0.00',
    due: '18.41',
    status: 'issued',
    period: { first: '2026-02-01', last: '2026-02-28', zone: 'UTC' },
    dueOn: '2026-03-19',
  })
  const document = await documentAt(invoice!)
  expect(document.lines.map(({ service, quantity, exact, amount }) => ({ service, quantity, exact, amount }))).toEqual([
    { service: 'sms', quantity: '201', exact: '10.0098', amount: '10.01' },
    { service: 'email', quantity: '3', exact: '5.333', amount: '5.33' },
  ])
  expect(document.taxes).toEqual([{ category: 'S', rate: '20', reason: null, base: '15.34', tax: '3.07' }])
  expect(document.days.map(({ exact }) => exact)).toEqual(['10.0049', '0.0049', '5.333'])
  // March, which is not invoiced yet, is charged exactly.
  expect(await balance(company)).toBe('-25.41')
  await pay(company, '10')
  expect((await invoicesOf(company))[0]).toMatchObject({ status: 'partly-paid', paid: '10.00', due: '8.41' })
  await pay(company, '30', invoice!.number)
  expect((await invoicesOf(company))[0]).toMatchObject({ status: 'paid', paid: '18.41', due: '0.00' })
  expect(await balance(company)).toBe('14.59')
  expect(await draftsOf(scene.ledger, company, scene.now())).toEqual([])
})

test('What becomes known late is in the next invoice, named as such, and changes none that was issued', async () => {
  const company = await scene.newBuyer()
  await scene.charge(company, { day: '2026-02-03', amount: '10', quantity: 200 })
  await scene.invoicing.closeNow()
  const [first] = await invoicesOf(company)
  const before = await documentAt(first!)
  await scene.charge(company, { day: '2026-02-04', amount: '1', quantity: 20 })
  await scene.charge(company, { day: '2026-03-04', amount: '2', quantity: 40 })
  await scene.invoicing.closeNow()
  expect(await invoicesOf(company)).toHaveLength(1)
  scene.pass(30 * day)
  await scene.charge(company, { day: '2026-03-05', amount: '4', quantity: 80 })
  await scene.invoicing.closeNow()
  const [again, second] = await invoicesOf(company)
  expect(await documentAt(again!)).toEqual(before)
  const { lines } = await documentAt(second!)
  expect(lines.map(({ quantity, amount, adjusts }) => ({ quantity, amount, adjusts }))).toEqual([
    { quantity: '120', amount: '6.00', adjusts: null },
    { quantity: '20', amount: '1.00', adjusts: { first: '2026-02-04', last: '2026-02-04' } },
  ])
  expect(again).toMatchObject({ status: 'overdue' })
})

test('What is on the balance pays the invoice when it is made', async () => {
  const company = await scene.newBuyer()
  await pay(company, '50')
  await scene.charge(company, { day: '2026-03-04', amount: '25', quantity: 500 })
  await scene.invoicing.closeNow()
  const [invoice] = await invoicesOf(company)
  expect(invoice).toMatchObject({ status: 'paid', total: '30.00', paid: '30.00' })
  expect((await documentAt(invoice!)).totals).toMatchObject({ paid: '30.00', due: '0.00' })
  expect(invoice!.dueOn).toBeNull()
  expect(await balance(company)).toBe('20.00')
})

test('A company without its details waits with a draft that names them, and is invoiced when they are there', async () => {
  const company = await scene.newBuyer({ postalCode: null })
  await scene.charge(company, { day: '2026-03-04', amount: '25', quantity: 500 })
  expect((await scene.invoicing.closeNow()).waiting).toContain(company)
  expect(await invoicesOf(company)).toEqual([])
  expect((await draftsOf(scene.ledger, company, scene.now()))[0]!.missing.buyer).toEqual(['postalCode'])
  await expect(
    issueTopUp(scene.ledger, commandLine, { company, amount: 1_000_000n, currency: 'EUR', key: undefined }, at()),
  ).rejects.toMatchObject({ fields: [{ field: 'postalCode' }] })
  await changeCompany(scene.ledger, commandLine, company, { postalCode: '1' }, at())
  await scene.invoicing.closeNow()
  expect(await invoicesOf(company)).toHaveLength(1)
})

test('An invoice that fills the balance is paid by what names it, and asks for what was asked for, to the cent', async () => {
  const company = await scene.newBuyer()
  const ask = (amount: string, key?: string) =>
    issueTopUp(scene.ledger, commandLine, { company, amount: readDecimal(amount)!, currency: 'EUR', key }, at())
  const { invoice } = await ask('0.04', 'once')
  expect(invoice).toMatchObject({ kind: 'topup', total: '0.04', status: 'issued' })
  const { totals } = await documentAt(invoice)
  expect(totals).toEqual({ net: '0.03', tax: '0.01', total: '0.04', rounding: '0.00', paid: '0.00', due: '0.04' })
  expect((await ask('0.04', 'once')).isNew).toBe(false)
  await expect(ask('0.05', 'once')).rejects.toMatchObject({ code: 'conflict' })
  const odd = (await ask('0.03')).invoice
  expect((await documentAt(odd)).totals).toMatchObject({ net: '0.03', tax: '0.01', rounding: '-0.01', due: '0.03' })
  expect(await balance(company)).toBe('0.00')
  await pay(company, '0.04', invoice.number)
  expect(await balance(company)).toBe('0.04')
  expect(await invoicesOf(company)).toMatchObject([{ status: 'paid' }, { status: 'issued' }])
  await expect(pay(company, '1', 'nothing')).rejects.toMatchObject({ fields: [{ field: 'invoice' }] })
  for (const wrong of ['0', '-1', '1.001']) {
    await expect(ask(wrong)).rejects.toMatchObject({ fields: [{ field: 'amount.amount' }] })
  }
})

test('An invoice of a month is voided by a credit note; what was paid of it pays others', async () => {
  const company = await scene.newBuyer()
  await scene.charge(company, { day: '2026-03-04', amount: '10', quantity: 1 })
  await scene.invoicing.closeNow()
  const [invoice] = await invoicesOf(company)
  await pay(company, '12', invoice!.number)
  const anna = { actor: { ...commandLine, id: 'user:1', name: 'anna@x' }, name: 'Anna', email: 'anna@x' }
  const voided = await voidInvoice(scene.ledger, anna, { number: invoice!.number, reason: 'A mistake' }, at())
  const creditNote = voided.state === 'applied' ? voided.creditNote : null
  expect(creditNote).toMatchObject({ kind: 'credit', total: '12.00' })
  expect(await documentAt(creditNote!)).toMatchObject({ credits: { number: invoice!.number }, comment: 'A mistake' })
  expect(await balance(company)).toBe('12.00')
  await expect(pay(company, '1', invoice!.number)).rejects.toMatchObject({ fields: [{ field: 'invoice' }] })
  await scene.charge(company, { day: '2026-04-01', amount: '5', quantity: 1 })
  scene.pass(30 * day)
  await scene.invoicing.closeNow()
  expect((await invoicesOf(company)).at(-1)).toMatchObject({ total: '6.00', status: 'paid' })
  await expect(
    voidInvoice(scene.ledger, anna, { number: invoice!.number, reason: 'again' }, at()),
  ).rejects.toMatchObject({ code: 'conflict' })
})

test('Staff revise an invoice: earlier documents stay, the ledger follows, and a large change needs a second person', async () => {
  const company = await scene.newBuyer()
  await scene.charge(company, { day: '2026-04-04', amount: '100', quantity: 2000 })
  await scene.invoicing.closeNow()
  const [invoice] = await invoicesOf(company)
  const { number } = invoice!
  const anna = { actor: { ...commandLine, id: 'user:1', name: 'anna@x' }, name: 'Anna', email: 'anna@x' }
  const boris = { actor: { ...commandLine, id: 'user:2', name: 'boris@x' }, name: 'Boris', email: 'boris@x' }
  const original = await documentAt(invoice!, 0)
  const [line] = original.lines
  const body = { revision: 0, comment: 'Discount', amount: '30.00', lines: [{ key: line!.key, amount: '90' }] }
  expect(await reviseInvoice(scene.ledger, anna, { number, body }, at())).toEqual({ state: 'applied', revision: 1 })
  await expect(reviseInvoice(scene.ledger, boris, { number, body }, at())).rejects.toMatchObject({ code: 'conflict' })
  const revised = await documentAt(invoice!, 1)
  expect(revised.totals).toMatchObject({ net: '90.00', tax: '18.00', total: '108.00', paid: '30.00', due: '78.00' })
  expect(await documentAt(invoice!, 0)).toEqual(original)
  expect(await balance(company)).toBe('-78.00')
  expect(await scene.ledger.asPlatform((db) => revisionsOf(db, invoice!.id))).toMatchObject([
    { revision: 1, amount: '30.00', byWhom: 'Anna', email: 'anna@x', comment: 'Discount' },
    { revision: 0, amount: null },
  ])
  const large = { revision: 1, comment: 'A project', added: [{ name: 'Set-up', quantity: '2', unitPrice: '1000.005' }] }
  const waiting = await reviseInvoice(scene.ledger, anna, { number, body: large }, at())
  expect(waiting).toMatchObject({ state: 'waiting' })
  const { proposal } = waiting as { proposal: string }
  const decide = (who: typeof anna) =>
    decideRevision(scene.ledger, who, { proposal, isApproved: true, note: null }, at())
  await expect(decide(anna)).rejects.toMatchObject({ code: 'forbidden' })
  expect(await decide(boris)).toEqual({ number, revision: 2 })
  expect((await documentAt(invoice!, 2)).totals).toMatchObject({ net: '2090.01', total: '2508.01', due: '2478.01' })
  expect(await balance(company)).toBe('-2478.01')
  // Small steps add up until a second person looks.
  const less = (revision: number, amount: string) =>
    reviseInvoice(
      scene.ledger,
      anna,
      { number, body: { revision, comment: 'Less', lines: [{ key: line!.key, amount }] } },
      at(),
    )
  await expect(less(2, '-3000')).rejects.toMatchObject({ fields: [{ field: 'lines' }] })
  expect(await less(2, '-500')).toMatchObject({ state: 'applied' })
  expect(await less(3, '-1000')).toMatchObject({ state: 'waiting' })
  const [other] = await scene.ledger.asPlatform((db) =>
    db.selectFrom('invoice_proposals').select('id').where('state', '=', 'waiting').execute(),
  )
  await decideRevision(scene.ledger, boris, { proposal: other!.id, isApproved: false, note: 'No' }, at())
  expect(await less(3, '90')).toMatchObject({ state: 'applied', revision: 4 })
  // To void so much needs a second person, too.
  const toVoid = await voidInvoice(scene.ledger, anna, { number, reason: 'All wrong' }, at())
  expect(toVoid.state).toBe('waiting')
  await expect(less(4, '89')).rejects.toMatchObject({ code: 'conflict' })
  const { proposal: ofVoid } = toVoid as { proposal: string }
  const decided = { proposal: ofVoid, isApproved: false, note: 'No' }
  await expect(decideRevision(scene.ledger, anna, decided, at())).rejects.toMatchObject({ code: 'forbidden' })
  await decideRevision(scene.ledger, boris, decided, at())
  const wrong = { revision: 4, comment: '', amount: '1.005', lines: [{ key: 'x', amount: 'y' }] }
  await expect(reviseInvoice(scene.ledger, anna, { number, body: wrong }, at())).rejects.toMatchObject({
    fields: [{ field: 'comment' }, { field: 'amount' }, { field: 'lines[0].key' }, { field: 'lines[0].amount' }],
  })
  const again = (await voidInvoice(scene.ledger, anna, { number, reason: 'All wrong' }, at())) as { proposal: string }
  await decideRevision(scene.ledger, boris, { proposal: again.proposal, isApproved: true, note: null }, at())
  expect(await invoicesOf(company)).toMatchObject([{ status: 'void' }, { kind: 'credit', total: '2508.01' }])
})

test('A payment that is taken back leaves the invoice open again', async () => {
  const company = await scene.newBuyer()
  await scene.charge(company, { day: '2026-04-04', amount: '10', quantity: 1 })
  await scene.invoicing.closeNow()
  const [invoice] = await invoicesOf(company)
  const { payment } = await pay(company, '12', invoice!.number)
  const back = () =>
    scene.ledger.asPlatform((db) => takePaymentBack(db, commandLine, { id: payment.id, note: 'Returned' }, at()))
  expect(await back()).toMatchObject({ amount: '-12.00', takesBack: payment.id })
  await expect(back()).rejects.toMatchObject({ code: 'conflict' })
  expect((await invoicesOf(company))[0]).toMatchObject({ paid: '0.00', due: '12.00' })
  expect(await balance(company)).toBe('-12.00')
})

test('Numbers have no gap, whoever issues at once, and each month is closed once', async () => {
  const buyers = await Promise.all(Array.from({ length: 12 }, () => scene.newBuyer()))
  for (const company of buyers) await scene.charge(company, { day: '2026-04-05', amount: '1', quantity: 20 })
  const runs = [scene.invoicing, invoicingOf(scene.ledger, scene.now), invoicingOf(scene.ledger, scene.now)]
  const topUps = buyers.map((company) =>
    issueTopUp(scene.ledger, commandLine, { company, amount: 1_000_000n, currency: 'EUR', key: undefined }, at()),
  )
  await Promise.all([...runs.map((run) => run.closeNow()), ...topUps])
  await Promise.all(runs.slice(1).map((run) => run.stop()))
  for (const company of buyers) expect(await invoicesOf(company)).toHaveLength(2)
  const rows = await scene.ledger.asPlatform((db) =>
    db.selectFrom('invoices').select(['place', 'number']).orderBy('place').execute(),
  )
  expect(rows.map(({ place }) => place)).toEqual(rows.map((_, index) => index + 1))
  expect(new Set(rows.map(({ number }) => number)).size).toBe(rows.length)
  expect(rows[0]!.number).toBe('2026-00001')
  const number = rows[5]!.number
  expect((await scene.ledger.asPlatform((db) => invoiceNamed(db, number)))!.number).toBe(number)
})
