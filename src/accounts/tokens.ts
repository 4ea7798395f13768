import { failure } from '../failure.ts'
import type { Ledger } from '../stores/ledger/open.ts'
import { remember } from './remembered.ts'
import { scopes as allScopes, type Caller, type Scope } from './scopes.ts'
import { digestOf, newToken, shownPartOf } from './secrets.ts'

/** A token as its company sees it: never its secret. */
export type TokenView = {
  id: string
  name: string
  scopes: readonly Scope[]
  prefix: string
  createdAt: string
  lastUsedAt: string | null
}

export type Tokens = {
  /** Who the bearer of this token is; undefined for a token that does not exist or was revoked. */
  callerOf: (token: string) => Promise<Caller | undefined>
  list: (company: number) => Promise<TokenView[]>
  /** Makes a token; its secret is in this answer and nowhere else. */
  create: (company: number, name: string, scopes: readonly Scope[]) => Promise<TokenView & { token: string }>
  /** Throws `not-found` for a token that the company does not have. */
  revoke: (company: number, id: string) => Promise<void>
  close: () => Promise<void>
}

/** For so long a token that was revoked by another process may still work. */
const rememberedMilliseconds = 15_000
const lastUseWrittenEveryMilliseconds = 60_000

const columns = ['id', 'name', 'scopes', 'prefix', 'created_at', 'last_used_at'] as const

/** Tokens of machines, kept as digests. */
export function openTokens({ db }: Ledger, now: () => number): Tokens {
  const callers = remember<Caller>(rememberedMilliseconds, now)
  const lastUses = new Map<string, Date>()

  async function ask(hash: string): Promise<Caller | undefined> {
    const row = await db
      .selectFrom('tokens')
      .select(['id', 'company', 'scopes', 'staff'])
      .where('hash', '=', hash)
      .where('revoked_at', 'is', null)
      .executeTakeFirst()
    if (row === undefined) return undefined
    lastUses.set(row.id, new Date(now()))
    return {
      company: row.company,
      scopes: allScopes.filter((scope) => row.scopes.includes(scope)),
      staff: row.staff,
      user: undefined,
    }
  }

  async function writeLastUses(): Promise<void> {
    const written = [...lastUses]
    lastUses.clear()
    for (const [id, at] of written) {
      await db.updateTable('tokens').set({ last_used_at: at }).where('id', '=', id).execute()
    }
  }

  // When a token was last used is a help for people; failing to write it may be made good a minute later.
  const writing = setInterval(() => void writeLastUses().catch(() => undefined), lastUseWrittenEveryMilliseconds)
  writing.unref()

  return {
    callerOf(token) {
      const hash = digestOf(token)
      return callers.get(hash, () => ask(hash))
    },
    async list(company) {
      const rows = await db
        .selectFrom('tokens')
        .select(columns)
        .where('company', '=', company)
        .where('revoked_at', 'is', null)
        .orderBy('created_at')
        .orderBy('id')
        .execute()
      return rows.map(viewOf)
    },
    async create(company, name, scopes) {
      const token = newToken()
      const row = await db
        .insertInto('tokens')
        .values({ company, name, scopes: [...scopes], hash: digestOf(token), prefix: shownPartOf(token) })
        .returning(columns)
        .executeTakeFirstOrThrow()
      return { ...viewOf(row), token }
    },
    async revoke(company, id) {
      const row = /^\d{1,18}$/.test(id)
        ? await db
            .updateTable('tokens')
            .set({ revoked_at: new Date(now()) })
            .where('company', '=', company)
            .where('id', '=', id)
            .where('revoked_at', 'is', null)
            .returning('hash')
            .executeTakeFirst()
        : undefined
      if (row === undefined) throw failure('not-found', `There is no token ${id}.`)
      callers.forget(row.hash)
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
  created_at: Date
  last_used_at: Date | null
}

function viewOf(row: TokenColumns): TokenView {
  return {
    id: row.id,
    name: row.name,
    scopes: allScopes.filter((scope) => row.scopes.includes(scope)),
    prefix: row.prefix,
    createdAt: row.created_at.toISOString(),
    lastUsedAt: row.last_used_at?.toISOString() ?? null,
  }
}
