import type { LedgerTransaction } from '../stores/ledger/open.ts'
import { decimalOf, readDecimal } from '../measures/decimal.ts'
import type { Amount } from '../measures/decimal.ts'

/**
 * The accounts of a company with its seller: what it has left there; and what the seller sold and was paid, the tax that it owes for
 * that, and what rounding made of it.
 */
export type AccountKind = 'balance' | 'sales' | 'payments' | 'tax' | 'rounding'

/** Money that goes from one account to another. */
export type Transfer = { from: AccountKind; to: AccountKind; amount: Amount; currency: string }

export type Entry = {
  /** Who pays, and to whom (0: the platform). */
  company: number
  seller: number
  kind: 'charges' | 'payment' | 'correction' | 'invoice' | 'revision' | 'credit'
  at: Date
  reason: string
  /** What is asked for twice with one key is done once. */
  key?: string
  transfers: readonly Transfer[]
}

/**
 * Posts entries: what one account loses, another gains.
 * @returns the number of each, that of the first where one with the same key was posted before, or null where it comes to nothing
 */
export async function postEntries(db: LedgerTransaction, entries: readonly Entry[]): Promise<(string | null)[]> {
  const all = entries.map((entry) => ({ entry, changes: changesOf(entry) }))
  const some = all.filter(({ changes }) => changes.length > 0)
  const accountOf = await accountsOf(
    db,
    some.flatMap(({ changes }) => changes.map(({ account }) => account)),
  )
  const numbers = new Map<Entry, string>()
  for (let first = 0; first < some.length; first += rowsAtOnce) {
    const piece = some.slice(first, first + rowsAtOnce)
    const made = await makeEntries(
      db,
      piece.map(({ entry }) => entry),
      numbers,
    )
    const fresh = piece.filter(({ entry }) => made.has(entry))
    if (fresh.length === 0) continue
    const postings = fresh.flatMap(({ entry, changes }) =>
      changes.map(({ account, amount }) => ({
        entry: numbers.get(entry)!,
        account: accountOf(account),
        company: account.company,
        currency: account.currency,
        amount: decimalOf(amount),
      })),
    )
    await db.insertInto('postings').values(postings).execute()
  }
  return entries.map((entry) => numbers.get(entry) ?? null)
}

const rowsAtOnce = 1000

/** Notes the numbers of entries, and gives those that are new: who asks with the same key at once waits until the other is done. */
async function makeEntries(
  db: LedgerTransaction,
  entries: readonly Entry[],
  numbers: Map<Entry, string>,
): Promise<ReadonlySet<Entry>> {
  const rows = entries.map(({ company, seller, kind, at, reason, key = null }) => {
    return { company, seller, kind, at, reason, key }
  })
  const made = await db
    .insertInto('entries')
    .values(rows)
    .onConflict((conflict) => conflict.columns(['company', 'key']).doNothing())
    .returning(['id', 'company', 'key'])
    .execute()
  const unkeyed = made.filter(({ key }) => key === null).values()
  const keyed = new Map(made.filter(({ key }) => key !== null).map((row) => [`${row.company} ${row.key}`, row.id]))
  const fresh = new Set<Entry>()
  for (const entry of entries) {
    const { company, key } = entry
    const id = key === undefined ? unkeyed.next().value!.id : keyed.get(`${company} ${key}`)
    if (id !== undefined) fresh.add(entry)
    numbers.set(entry, id ?? (await entryOfKey(db, company, key!)))
    if (key !== undefined) keyed.delete(`${company} ${key}`)
  }
  return fresh
}

async function entryOfKey(db: LedgerTransaction, company: number, key: string): Promise<string> {
  const { id } = await db
    .selectFrom('entries')
    .select('id')
    .where('company', '=', company)
    .where('key', '=', key)
    .executeTakeFirstOrThrow()
  return id
}

/** What a company has left with a seller: the sum of all postings, by currency. */
export async function balancesOf(db: LedgerTransaction, company: number, seller: number): Promise<Map<string, Amount>> {
  const rows = await db
    .selectFrom('postings')
    .innerJoin('ledger_accounts', 'ledger_accounts.id', 'postings.account')
    .select(['ledger_accounts.currency'])
    .select((select) => select.fn.sum<string>('amount').as('amount'))
    .where('ledger_accounts.company', '=', company)
    .where('ledger_accounts.seller', '=', seller)
    .where('kind', '=', 'balance')
    .groupBy('ledger_accounts.currency')
    .execute()
  return new Map(rows.map(({ currency, amount }) => [currency, readDecimal(amount)!]))
}

type Account = { company: number; seller: number; kind: AccountKind; currency: string }
type Change = { account: Account; amount: Amount }

function changesOf({ company, seller, transfers }: Entry): Change[] {
  const changes = new Map<string, Change>()
  for (const { from, to, amount, currency } of transfers) {
    for (const [kind, change] of [
      [from, -amount],
      [to, amount],
    ] as const) {
      const account = { company: kind === 'balance' ? company : seller, seller, kind, currency }
      const before = changes.get(nameOf(account))?.amount ?? 0n
      changes.set(nameOf(account), { account, amount: before + change })
    }
  }
  return [...changes.values()].filter(({ amount }) => amount !== 0n)
}

/** Makes accounts where they are not there yet, and gives their numbers. */
async function accountsOf(db: LedgerTransaction, accounts: readonly Account[]): Promise<(account: Account) => number> {
  // In one order, or two that make the same accounts at once would wait for each other.
  const wanted = [...new Map(accounts.map((account) => [nameOf(account), account]))]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([, account]) => account)
  const known = new Map<string, number>()
  for (let first = 0; first < wanted.length; first += rowsAtOnce) {
    const some = wanted.slice(first, first + rowsAtOnce)
    await db
      .insertInto('ledger_accounts')
      .values(some)
      .onConflict((conflict) => conflict.doNothing())
      .execute()
    const rows = await db
      .selectFrom('ledger_accounts')
      .selectAll()
      .where(
        'company',
        'in',
        some.map(({ company }) => company),
      )
      .execute()
    for (const row of rows) known.set(nameOf({ ...row, kind: row.kind as AccountKind }), row.id)
  }
  return (account) => known.get(nameOf(account))!
}

function nameOf({ company, seller, kind, currency }: Account): string {
  return `${company} ${seller} ${kind} ${currency}`
}
