import { createHash } from 'node:crypto'
import { containing } from '../stores/ledger/containing.ts'
import { takeTurn } from '../stores/ledger/open.ts'
import type { LedgerTransaction } from '../stores/ledger/open.ts'
import type { Text } from '../measures/text.ts'
import type { Actor } from './actor.ts'
import { actsTitled, titleOfAct } from './acts.ts'
import type { ActName } from './acts.ts'

/**
 * The audit log: who did what, when, from where, before and after. Each company has a chain of entries of its own, and
 * the platform one (chain 0); an entry carries the hash of the one before it, so a change or a gap shows. The application's
 * roles may add entries and read them, nothing else.
 */
export type Act = {
  /** The company that it concerns; null for the platform. */
  company: number | null
  action: ActName
  /** What it was done to, such as `token:12`. */
  subject: string
  before?: unknown
  after?: unknown
}

export type AuditEntry = {
  place: number
  at: string
  company: number | null
  actor: string
  actorName: string
  address: string
  userAgent: string
  action: string
  /** What it is called on pages. */
  title: Text
  subject: string
  before: unknown
  after: unknown
  hash: string
}

export type AuditSearch = {
  /** Matches action and its title, subject and actor, what was before and after, anywhere, without regard to case. */
  text?: string | undefined
  from?: Date | undefined
  to?: Date | undefined
  /** Entries before this place: the next page. */
  before?: number | undefined
  limit: number
}

const firstHash = '0'.repeat(64)

/** Adds an entry, in the transaction of what it tells of: both are kept, or neither. */
export async function noteAct(db: LedgerTransaction, actor: Actor, act: Act, at: Date): Promise<void> {
  const chain = act.company ?? 0
  // One at a time in a chain, or two entries would follow the same one.
  await takeTurn(db, 'audit', chain)
  const last = await headOf(db, chain)
  const place = Number(last?.place ?? 0) + 1
  const entry = {
    chain,
    place: String(place),
    at,
    company: act.company,
    actor: actor.id,
    actor_name: actor.name,
    address: actor.address,
    user_agent: actor.userAgent,
    action: act.action,
    subject: act.subject,
    before: act.before === undefined ? null : JSON.stringify(act.before),
    after: act.after === undefined ? null : JSON.stringify(act.after),
    previous: last?.hash ?? firstHash,
  }
  const hash = hashOf(entry)
  await db
    .insertInto('audit')
    .values({ ...entry, hash })
    .execute()
  const head = { place: entry.place, hash }
  await db
    .insertInto('audit_heads')
    .values({ chain, ...head })
    .onConflict((conflict) => conflict.column('chain').doUpdateSet(head))
    .execute()
}

/** Where a chain ends: kept beside it, so that entries taken from its end are missed. */
async function headOf(db: LedgerTransaction, chain: number): Promise<{ place: string; hash: string } | undefined> {
  return db.selectFrom('audit_heads').select(['place', 'hash']).where('chain', '=', chain).executeTakeFirst()
}

/** Entries of a chain, newest first. */
export async function findActs(db: LedgerTransaction, chain: number, search: AuditSearch): Promise<AuditEntry[]> {
  let query = db.selectFrom('audit').selectAll().where('chain', '=', chain)
  if (search.from !== undefined) query = query.where('at', '>=', search.from)
  if (search.to !== undefined) query = query.where('at', '<', search.to)
  if (search.before !== undefined) query = query.where('place', '<', String(search.before))
  if (search.text !== undefined && search.text !== '') {
    const pattern = containing(search.text)
    query = query.where((where) =>
      where.or([
        ...(['action', 'subject', 'actor', 'actor_name', 'address'] as const).map((column) =>
          where(column, 'ilike', pattern),
        ),
        where('action', 'in', ['', ...actsTitled(search.text!)]),
        ...(['before', 'after'] as const).map((column) => where(where.cast<string>(column, 'text'), 'ilike', pattern)),
      ]),
    )
  }
  const rows = await query.orderBy('place', 'desc').limit(search.limit).execute()
  return rows.map((row) => ({
    place: Number(row.place),
    at: row.at.toISOString(),
    company: row.company,
    actor: row.actor,
    actorName: row.actor_name,
    address: row.address,
    userAgent: row.user_agent,
    action: row.action,
    title: titleOfAct(row.action),
    subject: row.subject,
    before: row.before,
    after: row.after,
    hash: row.hash,
  }))
}

/**
 * Whether a chain is as it was written: the number of its entries, or the place of the first one that is not or is missing.
 * `hash` is that of the newest entry: noted elsewhere, it shows later that nothing before it was changed.
 */
export async function checkChain(
  db: LedgerTransaction,
  chain: number,
): Promise<{ entries: number; brokenAt: number | undefined; hash: string }> {
  let previous = firstHash
  let place = 0
  for (;;) {
    const rows = await db
      .selectFrom('audit')
      .selectAll()
      .where('chain', '=', chain)
      .where('place', '>', String(place))
      .orderBy('place')
      .limit(1000)
      .execute()
    if (rows.length === 0) {
      const head = await headOf(db, chain)
      const isWhole = Number(head?.place ?? 0) === place && (head?.hash ?? firstHash) === previous
      return { entries: place, brokenAt: isWhole ? undefined : place + 1, hash: previous }
    }
    for (const row of rows) {
      place++
      const entry = { ...row, before: textOf(row.before), after: textOf(row.after) }
      const isWhole = Number(row.place) === place && row.previous === previous && row.hash === hashOf(entry)
      if (!isWhole) return { entries: place - 1, brokenAt: place, hash: previous }
      previous = row.hash
    }
  }
}

type Hashed = {
  chain: number
  place: string
  at: Date
  company: number | null
  actor: string
  actor_name: string
  address: string
  user_agent: string
  action: string
  subject: string
  before: string | null
  after: string | null
  previous: string
}

function hashOf(entry: Hashed): string {
  const said = JSON.stringify([
    entry.chain,
    entry.place,
    entry.at.toISOString(),
    entry.company,
    entry.actor,
    entry.actor_name,
    entry.address,
    entry.user_agent,
    entry.action,
    entry.subject,
    entry.before,
    entry.after,
    entry.previous,
  ])
  return createHash('sha256').update(said).digest('hex')
}

function textOf(value: unknown): string | null {
  return value === null ? null : JSON.stringify(value)
}
