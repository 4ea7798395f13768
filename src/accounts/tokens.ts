import { failure } from '../failure.ts'
import type { Ledger } from '../stores/ledger/open.ts'
import type { Actor } from './actor.ts'
import { noteAct } from './audit.ts'
import { remember } from './remembered.ts'
import { scopes as allScopes, type Caller, type Scope } from './scopes.ts'
import { digestOf, newToken, shownPartOf } from './secrets.ts'

/** A token as its company sees it: never its secret. */
export type TokenView = {
  id: string
  name: string
  scopes: readonly Scope[]
  prefix: string
  /** The address of the person who made it, also when they left the company; null for one made at the command line. */
  createdBy: string | null
  createdAt: string
  expiresAt: string | null
  lastUsedAt: string | null
}

export type NewToken = {
  name: string
  scopes: readonly Scope[]
  expiresAt: Date | null
  /** The person who makes it. */
  createdBy?: string | undefined
}

export type Tokens = {
  /** Who the bearer of this token is; undefined for a token that does not exist, was revoked or is over. */
  callerOf: (token: string) => Promise<Caller | undefined>
  list: (company: number) => Promise<TokenView[]>
  /** Makes a token; its secret is in this answer and nowhere else. */
  create: (company: number, actor: Actor, asked: NewToken) => Promise<TokenView & { token: string }>
  /** Throws `not-found` for a token that the company does not have. */
  revoke: (company: number, actor: Actor, id: string) => Promise<void>
  /**
   * Revokes the tokens of a company that a person made and that may do what only owners may: who is no owner any more must not
   * stay one through them. Those of feeds and readers stay.
   */
  revokePowerOf: (company: number, actor: Actor, user: string) => Promise<void>
  close: () => Promise<void>
}

/** For so long a token that was revoked by another process may still work. */
const rememberedMilliseconds = 15_000
const lastUseWrittenEveryMilliseconds = 60_000
const tokensMax = 200

const columns = ['id', 'name', 'scopes', 'prefix', 'created_by', 'created_at', 'expires_at', 'last_used_at'] as const

/** Tokens of machines, kept as digests. */
export function openTokens(ledger: Ledger, now: () => number): Tokens {
  const callers = remember<Caller & { expiresAt: number }>(rememberedMilliseconds, now)
  const lastUses = new Map<string, Date>()

  async function ask(hash: string): Promise<(Caller & { expiresAt: number }) | undefined> {
    const row = await ledger.asPlatform((db) =>
      db
        .selectFrom('tokens')
        .select(['id', 'company', 'scopes', 'staff', 'expires_at'])
        .where('hash', '=', hash)
        .where('revoked_at', 'is', null)
        .executeTakeFirst(),
    )
    if (row === undefined) return undefined
    return {
      company: row.company,
      scopes: allScopes.filter((scope) => row.scopes.includes(scope)),
      staff: row.staff,
      user: undefined,
      token: row.id,
      expiresAt: row.expires_at?.getTime() ?? Number.POSITIVE_INFINITY,
    }
  }

  /** Of people who may have left the company: their tokens stay, and so should be known whose they are. */
  async function addressesOf(users: readonly string[]): Promise<ReadonlyMap<string, string>> {
    if (users.length === 0) return new Map()
    const rows = await ledger.asPlatform((db) =>
      db.selectFrom('users').select(['id', 'email']).where('id', 'in', users).execute(),
    )
    return new Map(rows.map(({ id, email }) => [id, email]))
  }

  async function writeLastUses(): Promise<void> {
    const written = [...lastUses]
    lastUses.clear()
    if (written.length === 0) return
    await ledger.asPlatform(async (db) => {
      for (const [id, at] of written) {
        await db.updateTable('tokens').set({ last_used_at: at }).where('id', '=', id).execute()
      }
    })
  }

  // When a token was last used is a help for people; failing to write it may be made good a minute later.
  const writing = setInterval(() => void writeLastUses().catch(() => undefined), lastUseWrittenEveryMilliseconds)
  writing.unref()

  return {
    async callerOf(token) {
      const hash = digestOf(token)
      const found = await callers.get(hash, () => ask(hash))
      if (found === undefined || found.expiresAt <= now()) return undefined
      const { expiresAt: _, ...caller } = found
      lastUses.set(caller.token!, new Date(now()))
      return caller
    },
    async list(company) {
      const rows = await ledger.asCompany(company, (db) =>
        db
          .selectFrom('tokens')
          .select(columns)
          .where('revoked_at', 'is', null)
          .orderBy('created_at')
          .orderBy('id')
          .execute(),
      )
      const makers = await addressesOf(rows.flatMap((row) => row.created_by ?? []))
      return rows.map((row) => viewOf(row, makers))
    },
    async create(company, actor, { name, scopes, expiresAt, createdBy }) {
      const token = newToken()
      const at = new Date(now())
      return ledger.asCompany(company, async (db) => {
        const { count } = await db
          .selectFrom('tokens')
          .select((select) => select.fn.countAll<string>().as('count'))
          .where('revoked_at', 'is', null)
          .executeTakeFirstOrThrow()
        if (Number(count) >= tokensMax) {
          throw failure('unprocessable', `A company has ${tokensMax} tokens at most; revoke those that nobody uses.`)
        }
        const row = await db
          .insertInto('tokens')
          .values({
            company,
            name,
            scopes: [...scopes],
            hash: digestOf(token),
            prefix: shownPartOf(token),
            expires_at: expiresAt,
            created_by: createdBy ?? null,
            created_at: at,
          })
          .returning(columns)
          .executeTakeFirstOrThrow()
        const view = viewOf(row, new Map([[createdBy ?? '', actor.name]]))
        const after = { name, scopes, expiresAt: view.expiresAt }
        await noteAct(db, actor, { company, action: 'token.created', subject: `token:${row.id}`, after }, at)
        return { ...view, token }
      })
    },
    async revoke(company, actor, id) {
      const at = new Date(now())
      const hash = await ledger.asCompany(company, async (db) => {
        const row = /^\d{1,18}$/.test(id)
          ? await db
              .updateTable('tokens')
              .set({ revoked_at: at })
              .where('id', '=', id)
              .where('revoked_at', 'is', null)
              .returning(['hash', 'name'])
              .executeTakeFirst()
          : undefined
        if (row === undefined) throw failure('not-found', `There is no token ${id.slice(0, 20)}.`)
        await noteAct(
          db,
          actor,
          { company, action: 'token.revoked', subject: `token:${id}`, before: { name: row.name } },
          at,
        )
        return row.hash
      })
      callers.forget(hash)
    },
    async revokePowerOf(company, actor, user) {
      const rows = await ledger.asCompany(company, (db) =>
        db
          .selectFrom('tokens')
          .select(['id', 'scopes'])
          .where('created_by', '=', user)
          .where('revoked_at', 'is', null)
          .execute(),
      )
      for (const { id, scopes } of rows) if (scopes.includes('admin')) await this.revoke(company, actor, id)
    },
    async close() {
      clearInterval(writing)
      await writeLastUses()
    },
  }
}

type TokenColumns = {
  id: string
  name: string
  scopes: string[]
  prefix: string
  created_by: string | null
  created_at: Date
  expires_at: Date | null
  last_used_at: Date | null
}

function viewOf(row: TokenColumns, makers: ReadonlyMap<string, string>): TokenView {
  return {
    id: row.id,
    name: row.name,
    scopes: allScopes.filter((scope) => row.scopes.includes(scope)),
    prefix: row.prefix,
    createdBy: makers.get(row.created_by ?? '') ?? null,
    createdAt: row.created_at.toISOString(),
    expiresAt: row.expires_at?.toISOString() ?? null,
    lastUsedAt: row.last_used_at?.toISOString() ?? null,
  }
}
