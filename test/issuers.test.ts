import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { commandLine } from '../src/accounts/actor.ts'
import { changeCompany, createCompany } from '../src/accounts/companies.ts'
import { changePlatform } from '../src/accounts/platform.ts'
import { postCharges } from '../src/billing/charges.ts'
import { openLedger } from '../src/stores/ledger/open.ts'
import type { Ledger } from '../src/stores/ledger/open.ts'
import { chance } from './chance.ts'
import { buyer, invoicingOf, supplier } from './invoices-scene.ts'
import { installedPostgres, startPostgres } from './postgres-server.ts'

/** Many issue at once from several processes that are killed: no account number is missing, and no month is closed twice. */

const now = Date.parse('2026-11-10T12:00:00Z')
const at = new Date(now)
const kills = Number(process.env['TALKMETER_TEST_KILLS'] ?? 2)
const issuersInEach = 16
const months = ['2026-08', '2026-09', '2026-10']

let server: Awaited<ReturnType<typeof startPostgres>>
let ledger: Ledger
const companies: number[] = []

beforeAll(async () => {
  server = await startPostgres(installedPostgres!)
  ledger = await openLedger({ place: { url: server.url } })
  await changePlatform(ledger, commandLine, supplier, at)
  for (let count = 0; count < 60; count++) {
    const asked = { name: `Buyer ${count}`, zone: 'Europe/Berlin', language: 'en', currency: 'EUR' }
    const company = await ledger.asPlatform((db) => createCompany(db, commandLine, asked, at))
    await changeCompany(ledger, commandLine, company, buyer, at)
    companies.push(company)
  }
  const line = {
    service: 'sms',
    kind: 'rate',
    rate: 'sms',
    unitPrice: 50_000n,
    currency: 'EUR',
    events: 1,
    quantity: 1,
  } as const
  await ledger.asPlatform((db) =>
    postCharges(
      db,
      companies.map((company) => ({
        payer: company,
        seller: 0,
        usedBy: company,
        lines: months.map((month) => ({ ...line, day: `${month}-07`, amount: BigInt(company) * 10_007n })),
        isClosed: () => false,
      })),
      at,
    ),
  )
}, 60_000)

afterAll(async () => {
  await ledger.close()
  await server.stop()
})

test('numbers have no gap though issuers are killed, and what was told to be issued is there', async () => {
  const random = chance(7)
  const told = new Set<string>()
  await Promise.all(
    [0, 1].map(async () => {
      for (let kill = 0; kill < kills / 2; kill++) {
        const args = [server.url, String(issuersInEach), companies.join(), String(now)]
        const child = fork(join(import.meta.dirname, 'issuer-child.ts'), args, {
          stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
        })
        // All its other issuers are in the middle of something then.
        let left = 1 + Math.floor(random() * 40)
        child.on('message', (message) => {
          told.add(message as string)
          if (--left === 0) child.kill('SIGKILL')
        })
        expect((await once(child, 'exit'))[1]).toBe('SIGKILL')
      }
    }),
  )
  // What is left is done by two at once, again and again.
  const runs = [invoicingOf(ledger, () => now), invoicingOf(ledger, () => now)]
  for (let run = 0; run < 10; run++) await Promise.all(runs.map(({ closeNow }) => closeNow()))
  await Promise.all(runs.map(({ stop }) => stop()))
  const rows = await ledger.asPlatform((db) =>
    db
      .selectFrom('invoices')
      .leftJoin('invoice_documents', 'invoice_documents.invoice', 'invoices.id')
      .select(['place', 'number', 'kind', 'invoices.company', 'period_from', 'document'])
      .orderBy('place')
      .execute(),
  )
  expect(rows.map(({ place }) => place)).toEqual(rows.map((_, index) => index + 1))
  const issued = new Set(rows.map(({ number }) => number))
  expect([...told].filter((number) => !issued.has(number))).toEqual([])
  expect(told.size).toBeGreaterThan(kills)
  for (const { number, document } of rows) expect(JSON.parse(document!)).toMatchObject({ number })
  const ofMonths = rows.filter(({ kind }) => kind === 'usage').map((row) => `${row.company} ${row.period_from}`)
  expect(ofMonths.toSorted()).toEqual(
    companies.flatMap((company) => months.map((month) => `${company} ${month}-01`)).toSorted(),
  )
}, 600_000)
