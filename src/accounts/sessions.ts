import { failure } from '../failure.ts'
import type { Ledger } from '../stores/ledger/open.ts'
import { hashPassword, isPasswordOf } from './password.ts'
import { remember } from './remembered.ts'
import { scopes, type Caller, type Person } from './scopes.ts'
import { digestOf, newSessionKey } from './secrets.ts'

/** A session of a person; the key is what the cookie carries. */
export type NewSession = { key: string; expiresAt: Date; caller: PersonalCaller }

export type PersonalCaller = Caller & { user: Person }

export type Sessions = {
  /** Throws `unauthenticated` when the address is unknown or the password wrong, without saying which. */
  signIn: (email: string, password: string) => Promise<NewSession>
  /** Who the person with this cookie is; undefined when there is no such session any more. */
  callerOf: (key: string) => Promise<PersonalCaller | undefined>
  signOut: (key: string) => Promise<void>
}

const sessionMilliseconds = 14 * 24 * 60 * 60 * 1000
const rememberedMilliseconds = 15_000
const passwordCharactersMax = 1000

/** Sessions of people, kept as digests of their cookies. */
export function openSessions({ db }: Ledger, now: () => number): Sessions {
  const callers = remember<PersonalCaller>(rememberedMilliseconds, now)
  /** Compared with when the address is unknown, so that the answer takes as long as for a known one. */
  let nobodysPassword: Promise<string> | undefined

  async function ask(hash: string): Promise<PersonalCaller | undefined> {
    const row = await db
      .selectFrom('sessions')
      .innerJoin('users', 'users.id', 'sessions.user_id')
      .select(['users.id', 'users.company', 'users.name', 'users.email', 'users.role'])
      .where('sessions.hash', '=', hash)
      .where('sessions.expires_at', '>', new Date(now()))
      .executeTakeFirst()
    return row === undefined ? undefined : callerFrom(row)
  }

  return {
    async signIn(email, password) {
      const row = await db
        .selectFrom('users')
        .select(['id', 'company', 'name', 'email', 'role', 'password_hash'])
        .where('email', '=', email.trim().toLowerCase())
        .executeTakeFirst()
      nobodysPassword ??= hashPassword(newSessionKey())
      const phc = row?.password_hash ?? (await nobodysPassword)
      const isRight = password.length <= passwordCharactersMax && (await isPasswordOf(password, phc))
      if (row === undefined || !isRight)
        throw failure('unauthenticated', 'The e-mail address or the password is wrong.')
      const key = newSessionKey()
      const expiresAt = new Date(now() + sessionMilliseconds)
      await db.deleteFrom('sessions').where('expires_at', '<=', new Date(now())).execute()
      await db
        .insertInto('sessions')
        .values({ hash: digestOf(key), user_id: row.id, company: row.company, expires_at: expiresAt })
        .execute()
      return { key, expiresAt, caller: callerFrom(row) }
    },
    callerOf(key) {
      const hash = digestOf(key)
      return callers.get(hash, () => ask(hash))
    },
    async signOut(key) {
      const hash = digestOf(key)
      await db.deleteFrom('sessions').where('hash', '=', hash).execute()
      callers.forget(hash)
    },
  }
}

function callerFrom(row: Person & { company: number }): PersonalCaller {
  const { id, name, email, role } = row
  // One role for now: who can sign in may do everything in their company.
  return { company: row.company, scopes, staff: false, user: { id, name, email, role } }
}
