import { afterAll, beforeAll, expect, test } from 'vitest'
import { commandLine } from '../accounts/actor.ts'
import { openInvoicesScene } from '../../test/invoices-scene.ts'
import type { InvoicesScene } from '../../test/invoices-scene.ts'
import { papers } from '../papers/papers.ts'
import { comparePaper } from '../papers/read-paper.ts'
import { makeMissingFiles } from './files.ts'
import { recordPayment } from './payment.ts'
import { reviseInvoice } from './revise.ts'
import { issueTopUp } from './top-up.ts'
import { verifyInvoices } from './verify.ts'
import { voidInvoice } from './void.ts'

/** A company with invoices of every kind: all that is told of them is one number, and what is made false is found. */

let scene: InvoicesScene
let company: number

const day = 86_400_000

beforeAll(async () => {
  scene = await openInvoicesScene('2026-03-05T10:00:00Z')
  const { ledger } = scene
  company = await scene.newBuyer()
  const at = () => new Date(scene.now())
  const filling = { company, amount: 50_000_000n, currency: 'EUR', key: undefined }
  const { invoice } = await issueTopUp(ledger, commandLine, filling, at())
  const paid = { company, invoice: invoice.number, amount: 30_000_000n, currency: 'EUR', receivedAt: at() } as const
  await ledger.asPlatform((db) => recordPayment(db, commandLine, { ...paid, source: 'manual', key: '1' }, at()))
  await scene.charge(company, { day: '2026-02-03', amount: '10.0049', quantity: 200 })
  await scene.invoicing.closeNow()
  await scene.charge(company, { day: '2026-02-04', amount: '-0.5', quantity: -10 })
  await scene.charge(company, { day: '2026-03-04', amount: '20.123456', quantity: 410 })
  scene.pass(30 * day)
  await scene.invoicing.closeNow()
  await scene.charge(company, { day: '2026-04-02', amount: '3.3', quantity: 66 })
  const [first, second] = await ledger.asPlatform((db) =>
    db.selectFrom('invoices').select('number').where('kind', '=', 'usage').orderBy('id').execute(),
  )
  const reviser = { actor: commandLine, name: 'Anna', email: null }
  const body = { revision: 0, comment: 'More', added: [{ name: 'Work', quantity: '1.5', unitPrice: '33.333333' }] }
  await reviseInvoice(ledger, reviser, { number: second!.number, body }, at())
  await voidInvoice(ledger, reviser, { number: first!.number, reason: 'A mistake' }, at())
  await makeMissingFiles({ ledger, papers }, { now: scene.now, isStopped: () => false })
})

afterAll(() => scene.close())

async function verified() {
  const checks = await verifyInvoices({ ledger: scene.ledger, readFile: comparePaper }, company, {
    from: 0,
    to: scene.now() + day,
  })
  return Object.fromEntries(checks.map(({ check, compared, differences }) => [check, { compared, differences }]))
}

test('invoices, their files, charges, postings and the balance are one', async () => {
  const { invoices, files, balance } = await verified()
  expect([invoices!.differences, files!.differences, balance!.differences]).toEqual([[], [], []])
  // Five documents: what fills the balance, two months, a revision, a credit note.
  expect(invoices!.compared).toBeGreaterThan(40)
  expect(files!.compared).toBeGreaterThan(60)
  expect(balance!.compared).toBe(1)
})

test('what is not so is found, with its place', async () => {
  const { ledger } = scene
  // A charge that no posting has.
  await ledger.asPlatform(async (db) => {
    await db
      .insertInto('charges')
      .values({
        company,
        seller: 0,
        used_by: company,
        day: '2026-04-01',
        service: 'sms',
        kind: 'rate',
        rate: 'sms',
        unit_price: '0.05',
        currency: 'EUR',
        events: '1',
        quantity: '1',
        amount: '0.01',
        entry: null,
        corrects: false,
        at: new Date(scene.now()),
      })
      .execute()
  })
  const { balance } = await verified()
  expect(balance!.differences).toMatchObject([{ where: 'balance with 0 in EUR' }])
  const wrong = await verifyInvoices(
    {
      ledger,
      readFile: (format, bytes, document) => comparePaper(format, bytes, { ...document, number: 'another' }),
    },
    company,
    { from: 0, to: scene.now() + day },
  )
  expect(wrong.find(({ check }) => check === 'files')!.differences.length).toBeGreaterThan(0)
})
