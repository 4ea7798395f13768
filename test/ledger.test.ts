import { fork } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readDecimal } from '../src/measures/decimal.ts'
import { chargedLines } from '../src/billing/charges.ts'
import { keyOfLine } from '../src/billing/lines.ts'
import { balancesOf, postEntries } from '../src/billing/postings.ts'
import type { Entry } from '../src/billing/postings.ts'
import { openLedger } from '../src/stores/ledger/open.ts'
import type { Ledger } from '../src/stores/ledger/open.ts'
import { putStores } from './prepared-stores.ts'
import { chargeWanted, tiersOf, wantedLines } from './wanted-charges.ts'

const folder = mkdtempSync(join(tmpdir(), 'talkmeter-ledger-'))
let ledger: Ledger

beforeAll(async () => {
  // The embedded PostgreSQL of a test that runs as root is another user, who must reach its folder.
  chmodSync(folder, 0o755)
  putStores(folder)
  ledger = await openLedger({ place: { dataDir: folder } })
}, 60_000)
afterAll(async () => {
  await ledger.close()
  rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
})

/** By account, the sum of everything posted; and by entry and currency, what does not come to nothing. */
async function everything() {
  return ledger.asPlatform(async (db) => {
    const rows = await db
      .selectFrom('postings')
      .innerJoin('ledger_accounts', 'ledger_accounts.id', 'postings.account')
      .select(['postings.entry', 'ledger_accounts.company', 'kind', 'postings.currency', 'amount'])
      .execute()
    const sums = (keyOf: (row: (typeof rows)[number]) => string) => {
      const found = new Map<string, bigint>()
      for (const row of rows) found.set(keyOf(row), (found.get(keyOf(row)) ?? 0n) + readDecimal(row.amount)!)
      return found
    }
    const unbalanced = [...sums(({ entry, currency }) => `${entry} ${currency}`).values()].filter((sum) => sum !== 0n)
    return {
      entries: new Set(rows.map(({ entry }) => entry)),
      unbalanced,
      ofAccount: sums(({ company, kind, currency }) => `${company} ${kind} ${currency}`),
    }
  })
}

const amountOf = (writer: number, n: number) => BigInt(writer * 1000 + n + 1)

test('64 writers post on one account at once: nothing is lost, and the balance is the sum', async () => {
  const company = 77
  const perWriter = 5
  let expected = 0n
  await Promise.all(
    Array.from({ length: 64 }, async (_, writer) => {
      for (let n = 0; n < perWriter; n++) {
        const amount = amountOf(writer, n)
        const isPayment = (writer + n) % 3 === 0
        expected += isPayment ? amount : -amount
        // In two currencies, some of them the other way round: whoever makes an account first must not stop another.
        const currencies = writer % 2 === 0 ? ['EUR', 'USD'] : ['USD', 'EUR']
        const entry: Entry = {
          company,
          seller: 0,
          kind: isPayment ? 'payment' : 'charges',
          at: new Date(0),
          reason: `${writer} ${n}`,
          transfers: currencies.map((currency) =>
            isPayment
              ? { from: 'payments', to: 'balance', amount, currency }
              : { from: 'balance', to: 'sales', amount, currency },
          ),
        }
        await ledger.asPlatform((db) => postEntries(db, [entry]))
      }
    }),
  )
  const balances = await ledger.asPlatform((db) => balancesOf(db, company, 0))
  expect(Object.fromEntries(balances)).toEqual({ EUR: expected, USD: expected })
  const { unbalanced, entries, ofAccount } = await everything()
  expect(unbalanced).toEqual([])
  expect(entries.size).toBe(64 * perWriter)
  for (const currency of ['EUR', 'USD']) {
    const sum = ['77 balance', '0 sales', '0 payments'].reduce(
      (all, one) => all + ofAccount.get(`${one} ${currency}`)!,
      0n,
    )
    expect(sum).toBe(0n)
  }
})

const payment = (company: number, key: string): Entry => ({
  company,
  seller: 0,
  kind: 'payment',
  at: new Date(0),
  reason: 'paid',
  key,
  transfers: [{ from: 'payments', to: 'balance', amount: 5n, currency: 'EUR' }],
})

test('what is asked for twice with one key is posted once, and both are told the first entry', async () => {
  const post = async (...entries: Entry[]) => (await ledger.asPlatform((db) => postEntries(db, entries))).at(-1)!
  const atOnce = await Promise.all(Array.from({ length: 16 }, () => post(payment(88, 'one'))))
  const first = atOnce[0]!
  expect(new Set(atOnce)).toEqual(new Set([first]))
  expect(await post(payment(88, 'one'))).toBe(first)
  expect(await post(payment(88, 'two'))).not.toBe(first)
  // Also within one step, beside others.
  const together = [payment(88, 'three'), payment(90, 'x'), payment(88, 'one'), payment(88, 'three')]
  expect(await post(...together)).toBe(await post(payment(88, 'three')))
  // A key is one company's own.
  expect(await post(payment(89, 'one'))).not.toBe(first)
  expect(await ledger.asPlatform((db) => balancesOf(db, 88, 0))).toEqual(new Map([['EUR', 15n]]))
})

test('kill -9 in the middle of posting: charges are there whole or not at all, and charging again comes to the same', async () => {
  await ledger.close()
  let most = 0
  for (const killAfter of [7, 31, 64, 110]) {
    const child = fork(join(import.meta.dirname, 'ledger-child.ts'), [folder], {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    })
    const gone = once(child, 'exit')
    child.on('message', (message) => {
      if (message === 'ready') setTimeout(() => child.kill('SIGKILL'), killAfter)
      else most = Math.max(most, Number(message))
    })
    expect((await gone)[1]).toBe('SIGKILL')
  }
  expect(most).toBeGreaterThan(1)
  ledger = await openLedger({ place: { dataDir: folder } })
  const standing = (company: number) =>
    ledger.asPlatform((db) => chargedLines(db, [company], '2026-11-01', '2026-11-30'))
  for (let company = 1; company <= most; company++) {
    expect([0, 2 * wantedLines(company).length], String(company)).toContain((await standing(company)).length)
    await chargeWanted(ledger, company)
    await chargeWanted(ledger, company)
    for (const { payer } of tiersOf(company)) {
      const lines = (await standing(company)).filter((one) => one.payer === payer).map(({ line }) => line)
      const sorted = (all: typeof lines) => all.toSorted((a, b) => (keyOfLine(a) < keyOfLine(b) ? -1 : 1))
      expect(sorted(lines)).toEqual(sorted(wantedLines(company)))
    }
  }
  const { unbalanced, ofAccount } = await everything()
  expect(unbalanced).toEqual([])
  for (const currency of ['EUR', 'USD']) {
    const all = Array.from({ length: most }, (_, at) => wantedLines(at + 1)).flat()
    const sum = all.filter((line) => line.currency === currency).reduce((before, { amount }) => before + amount, 0n)
    expect(ofAccount.get(`1000000 balance ${currency}`)).toBe(-sum)
    expect(ofAccount.get(`1000000 sales ${currency}`)).toBe(sum)
  }
}, 60_000)
