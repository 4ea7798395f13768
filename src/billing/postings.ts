import type { LedgerTransaction } from '../stores/ledger/open.ts'
import { decimalOf, readDecimal } from './decimal.ts'
import type { Amount } from './decimal.ts'

/** The accounts of a company with its seller: what it has left there; and what the seller sold and was paid. */
export type AccountKind = 'balance' | 'sales' | 'payments'

/** Money that goes from one account to another. */
export type Transfer = { from: AccountKind; to: AccountKind; amount: Amount; currency: string }

export type Entry = {
  /** Who pays, and to whom (0: the platform). */
  company: number
  seller: number
  kind: 'charges' | 'payment' | 'correction'
  at: Date
  reason: string
  /** What is asked for twice with one key is done once. */
  key?: string
  transfers: readonly Transfer[]
}

/**
 * Posts an entry: what one account loses, another gains.
 * @returns its number, or null where it comes to nothing
 */
export async function postEntry(db: LedgerTransaction, entry: Entry): Promise<string | null> {
  const changes = changesOf(entry)
  if (changes.length === 0) return null
  const { company, seller, kind, at, reason, key = null } = entry
  const { id } = await db
    .insertInto('entries')
    .values({ company, seller, kind, at, reason, key })
    .returning('id')
    .executeTakeFirstOrThrow()
  const postings = []
  for (const { owner, account, currency, amount } of changes) {
    const number = await accountOf(db, {
      company: owner,
      seller: account === 'balance' ? seller : owner,
      kind: account,
      currency,
    })
    postings.push({ entry: id, account: number, company: owner, currency, amount: decimalOf(amount) })
  }
  await db.insertInto('postings').values(postings).execute()
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

type Change = { owner: number; account: AccountKind; currency: string; amount: Amount }

function changesOf({ company, seller, transfers }: Entry): Change[] {
  const changes = new Map<string, Change>()
  for (const { from, to, amount, currency } of transfers) {
    for (const [account, change] of [
      [from, -amount],
      [to, amount],
    ] as const) {
      const owner = account === 'balance' ? company : seller
      const key = `${account} ${currency}`
      const before = changes.get(key)?.amount ?? 0n
      changes.set(key, { owner, account, currency, amount: before + change })
    }
  }
  return [...changes.values()].filter(({ amount }) => amount !== 0n)
}

type Account = { company: number; seller: number; kind: AccountKind; currency: string }

async function accountOf(db: LedgerTransaction, account: Account): Promise<number> {
  await db
    .insertInto('ledger_accounts')
    .values(account)
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  const { id } = await db
    .selectFrom('ledger_accounts')
    .select('id')
    .where('company', '=', account.company)
    .where('seller', '=', account.seller)
    .where('kind', '=', account.kind)
    .where('currency', '=', account.currency)
    .executeTakeFirstOrThrow()
  return id
}
