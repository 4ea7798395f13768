import { failure } from '../failure.ts'
import type { Ledger, LedgerTransaction } from '../stores/ledger/open.ts'
import type { Actor, Origin } from './actor.ts'
import { noteAct } from './audit.ts'
import type { Act } from './audit.ts'
import { isCompanyNumber } from './companies.ts'
import { hashPassword, isPasswordOf, passwordLengthMax } from './password.ts'
import { noteRefusedSignIn } from './refused-sign-ins.ts'
import { remember } from './remembered.ts'
import { scopesOf, staffScopes } from './roles.ts'
import type { Role } from './roles.ts'
import type { Caller, Person } from './scopes.ts'
import { checkSecondFactor } from './second-factor.ts'
import { digestOf, newSessionKey } from './secrets.ts'
import { createThrottle, networkOf, targetsOf } from './throttle.ts'

/** A session of a person; the key is what the cookie carries. */
export type NewSession = { key: string; expiresAt: Date; caller: PersonalCaller }

export type PersonalCaller = Caller & { user: Person }

export type SignIn = { email: string; password: string; code?: string | undefined }

/** Whom a password, with a code where there is a second factor, proves to be there, and how. */
export type Proven = { id: string; email: string; how: string }

/** A session as its person sees it in the profile. */
export type SessionView = {
  id: string
  address: string
  userAgent: string
  createdAt: string
  lastSeenAt: string
  isThis: boolean
}

export type Sessions = {
  /**
   * Has a person prove who they are, with a password and, where they have one, a code of the second factor; of no company, too.
   * @throws Failure unauthenticated when address or password is wrong, without saying which; too-many-requests;
   * second-factor when the password is right and the code is missing or wrong
   */
  prove: (asked: SignIn, origin: Origin) => Promise<Proven>
  /**
   * Signs in who proves so who they are.
   * @throws Failure as `prove` does; forbidden for a person of no company
   */
  signIn: (asked: SignIn, origin: Origin) => Promise<NewSession>
  /** Opens a session for a person who was recognised in another way, such as by an invitation. */
  open: (user: string, origin: Origin, how: string, company?: number) => Promise<NewSession>
  /** Who the person with this cookie is; undefined when there is no such session any more. */
  callerOf: (key: string) => Promise<PersonalCaller | undefined>
  /** Lets the person look at another company of theirs; staff, at any. */
  switchTo: (key: string, company: number, origin: Origin) => Promise<PersonalCaller>
  list: (user: string, key: string) => Promise<SessionView[]>
  /** Gives the session another key, for who has just shown again who they are; the old key is worth nothing. */
  renew: (key: string) => Promise<Pick<NewSession, 'key' | 'expiresAt'>>
  /** Whether the person signed in a few minutes ago: then they need not show once more who they are. */
  isFresh: (key: string) => Promise<boolean>
  signOut: (key: string, origin: Origin) => Promise<void>
  /** To be called when what a person may do has changed: it is asked anew with their next request. */
  forget: (user: string) => void
  /** Ends the sessions of a person, all but the one with the key `keep`. */
  signOutEverywhere: (user: string, actor: Actor, keep: string) => Promise<void>
}

const absoluteMilliseconds = 14 * 24 * 3_600_000
const idleMilliseconds = 24 * 3_600_000
/** How often the time of last use is written. */
const seenMilliseconds = 300_000
const rememberedMilliseconds = 5000
const freshMilliseconds = 600_000
/** A person has so many at most; a further one takes the place of the one that was not used for longest. */
const sessionsMax = 20

/** Sessions of people, kept as digests of their cookies. They end after a day without use, and after two weeks at the latest. */
export function openSessions(ledger: Ledger, now: () => number): Sessions {
  const callers = remember<PersonalCaller>(rememberedMilliseconds, now)
  const throttle = createThrottle(ledger, now)
  /** Compared with when the address is unknown, so that the answer takes as long as for a known one. */
  let nobodysPassword: Promise<string> | undefined

  async function ask(hash: string): Promise<PersonalCaller | undefined> {
    return ledger.asPlatform(async (db) => {
      const row = await db
        .selectFrom('sessions')
        .innerJoin('users', 'users.id', 'sessions.user_id')
        .select([
          'users.id',
          'users.name',
          'users.email',
          'users.staff',
          'users.disabled_at',
          'sessions.company',
          'sessions.last_seen_at',
        ])
        .where('sessions.hash', '=', hash)
        .where('sessions.expires_at', '>', new Date(now()))
        .where('sessions.last_seen_at', '>', new Date(now() - idleMilliseconds))
        .executeTakeFirst()
      if (row === undefined || row.disabled_at !== null) return undefined
      if (now() - row.last_seen_at.getTime() > seenMilliseconds) {
        await db
          .updateTable('sessions')
          .set({ last_seen_at: new Date(now()) })
          .where('hash', '=', hash)
          .execute()
      }
      return callerIn(db, row, row.company)
    })
  }

  async function open(user: string, origin: Origin, how: string, company?: number): Promise<NewSession> {
    const key = newSessionKey()
    const expiresAt = new Date(now() + absoluteMilliseconds)
    const caller = await ledger.asPlatform(async (db) => {
      await db.deleteFrom('sessions').where('expires_at', '<=', new Date(now())).execute()
      const row = await db
        .selectFrom('users')
        .select(['id', 'name', 'email', 'staff', 'disabled_at'])
        .where('id', '=', user)
        .executeTakeFirstOrThrow()
      if (row.disabled_at !== null)
        throw failure('forbidden', 'This account is switched off. Ask whoever runs Talkmeter.')
      const seen = await callerIn(db, row, company ?? null)
      if (seen === undefined)
        throw failure('forbidden', 'You are not of any company. Ask an owner for an invitation, and open its link.')
      await makeRoom(db, user)
      await db
        .insertInto('sessions')
        .values({
          hash: digestOf(key),
          user_id: user,
          company: seen.company,
          address: networkOf(origin.address),
          user_agent: origin.userAgent.slice(0, 200),
          created_at: new Date(now()),
          last_seen_at: new Date(now()),
          expires_at: expiresAt,
        })
        .execute()
      const actor = { id: `user:${user}`, name: row.email, ...origin }
      await noteAct(
        db,
        actor,
        { company: seen.company, action: 'session.opened', subject: `user:${user}`, after: { how } },
        new Date(now()),
      )
      return seen
    })
    return { key, expiresAt, caller }
  }

  async function makeRoom(db: LedgerTransaction, user: string): Promise<void> {
    const surplus = db
      .selectFrom('sessions')
      .select('hash')
      .where('user_id', '=', user)
      .orderBy('last_seen_at', 'desc')
      .offset(sessionsMax - 1)
    const ended = await db.deleteFrom('sessions').where('hash', 'in', surplus).returning('hash').execute()
    for (const { hash } of ended) callers.forget(hash)
  }

  async function prove({ email, password, code }: SignIn, origin: Origin): Promise<Proven> {
    // PostgreSQL keeps no NUL in a text.
    const address = email.replaceAll('\0', '').trim().toLowerCase().slice(0, 254)
    const targets = targetsOf(address, origin.address)
    await throttle.begin(targets)
    const row = await ledger.asPlatform((db) =>
      db
        .selectFrom('users')
        .select(['id', 'password_hash', 'disabled_at', 'totp_confirmed_at'])
        .where('email', '=', address)
        .executeTakeFirst(),
    )
    nobodysPassword ??= hashPassword(newSessionKey())
    const phc = row?.password_hash ?? (await nobodysPassword)
    const isRight = password.length <= passwordLengthMax && (await isPasswordOf(password, phc))
    const refuse = (why: string) =>
      noteRefusedSignIn(ledger, { user: row?.id, how: 'password', why }, origin, new Date(now()))
    if (row === undefined || row.password_hash === null || row.disabled_at !== null || !isRight) {
      await refuse(row === undefined ? 'unknown address' : row.disabled_at === null ? 'wrong password' : 'switched off')
      throw failure('unauthenticated', 'The e-mail address or the password is wrong.')
    }
    let how = 'password'
    if (row.totp_confirmed_at !== null) {
      if (code === undefined || code.trim() === '') {
        await throttle.undo(targets)
        throw failure('second-factor', 'Type the code of your authenticator, or a recovery code.')
      }
      const factor = await ledger.asPlatform((db) => checkSecondFactor(db, row.id, code, now()))
      if (factor === undefined) {
        await refuse('wrong code')
        throw failure('second-factor', 'The code is wrong, or was used before. Wait for the next one.')
      }
      how = `password and ${factor}`
    }
    await throttle.right(targets)
    return { id: row.id, email: address, how }
  }

  return {
    prove,
    open,
    async signIn(asked, origin) {
      const { id, how } = await prove(asked, origin)
      return open(id, origin, how)
    },
    callerOf(key) {
      const hash = digestOf(key)
      return callers.get(hash, () => ask(hash))
    },
    async switchTo(key, company, origin) {
      const hash = digestOf(key)
      const caller = await ledger.asPlatform(async (db) => {
        const row = await db
          .selectFrom('sessions')
          .innerJoin('users', 'users.id', 'sessions.user_id')
          .select(['users.id', 'users.name', 'users.email', 'users.staff'])
          .where('sessions.hash', '=', hash)
          .executeTakeFirst()
        const exists = isCompanyNumber(company) && (await isCompany(db, company))
        const seen = row === undefined || !exists ? undefined : await callerIn(db, row, company)
        if (row === undefined || seen?.company !== company)
          throw failure('not-found', `There is no company ${company} that you may open.`)
        await db.updateTable('sessions').set({ company }).where('hash', '=', hash).execute()
        const actor = { id: `user:${row.id}`, name: row.email, ...origin }
        const action = seen.user.role === undefined ? 'company.opened-by-staff' : 'company.opened'
        await noteAct(db, actor, { company, action, subject: `company:${company}` }, new Date(now()))
        return seen
      })
      callers.forget(hash)
      return caller
    },
    async list(user, key) {
      const rows = await ledger.asPlatform((db) =>
        db
          .selectFrom('sessions')
          .select(['hash', 'address', 'user_agent', 'created_at', 'last_seen_at'])
          .where('user_id', '=', user)
          .where('expires_at', '>', new Date(now()))
          .where('last_seen_at', '>', new Date(now() - idleMilliseconds))
          .orderBy('last_seen_at', 'desc')
          .execute(),
      )
      return rows.map((row) => ({
        // Enough to tell sessions apart, too little to find one by.
        id: row.hash.slice(0, 12),
        address: row.address,
        userAgent: row.user_agent,
        createdAt: row.created_at.toISOString(),
        lastSeenAt: row.last_seen_at.toISOString(),
        isThis: row.hash === digestOf(key),
      }))
    },
    async renew(old) {
      const key = newSessionKey()
      const hash = digestOf(old)
      const row = await ledger.asPlatform((db) =>
        db
          .updateTable('sessions')
          .set({ hash: digestOf(key) })
          .where('hash', '=', hash)
          .returning('expires_at')
          .executeTakeFirst(),
      )
      callers.forget(hash)
      // Somebody else signed the person out in the meantime.
      if (row === undefined) throw failure('unauthenticated', 'Sign in again.')
      return { key, expiresAt: row.expires_at }
    },
    async isFresh(key) {
      const row = await ledger.asPlatform((db) =>
        db.selectFrom('sessions').select('created_at').where('hash', '=', digestOf(key)).executeTakeFirst(),
      )
      return row !== undefined && now() - row.created_at.getTime() <= freshMilliseconds
    },
    async signOut(key, origin) {
      const hash = digestOf(key)
      await ledger.asPlatform(async (db) => {
        const row = await db
          .deleteFrom('sessions')
          .using('users')
          .whereRef('users.id', '=', 'sessions.user_id')
          .where('hash', '=', hash)
          .returning(['users.id', 'users.email', 'sessions.company'])
          .executeTakeFirst()
        if (row === undefined) return
        const actor = { id: `user:${row.id}`, name: row.email, ...origin }
        const act: Act = { company: row.company, action: 'session.closed', subject: `user:${row.id}` }
        await noteAct(db, actor, act, new Date(now()))
      })
      callers.forget(hash)
    },
    forget(user) {
      callers.forgetWhere((caller) => caller.user.id === user)
    },
    async signOutEverywhere(user, actor, keep) {
      const hashes = await ledger.asPlatform(async (db) => {
        const ended = await db
          .deleteFrom('sessions')
          .where('user_id', '=', user)
          .where('hash', '!=', digestOf(keep))
          .returning('hash')
          .execute()
        const act: Act = {
          company: null,
          action: 'sessions.closed',
          subject: `user:${user}`,
          after: { count: ended.length },
        }
        await noteAct(db, actor, act, new Date(now()))
        return ended
      })
      for (const { hash } of hashes) callers.forget(hash)
    },
  }
}

async function isCompany(db: LedgerTransaction, number: number): Promise<boolean> {
  const row = await db.selectFrom('companies').select('number').where('number', '=', number).executeTakeFirst()
  return row !== undefined
}

type UserColumns = { id: string; name: string; email: string; staff: boolean }

/**
 * The caller that a person is in the company that they look at, else in their first one; undefined for a person of no
 * company who is not staff. A role that was taken away ends here, whatever the session says.
 */
async function callerIn(
  db: LedgerTransaction,
  user: UserColumns,
  company: number | null,
): Promise<PersonalCaller | undefined> {
  const memberships = await db
    .selectFrom('memberships')
    .select(['company', 'role'])
    .where('user_id', '=', user.id)
    .orderBy('company')
    .execute()
  const own =
    memberships.find((membership) => membership.company === company) ??
    (user.staff && company !== null ? undefined : memberships[0])
  const { id, name, email, staff } = user
  if (own !== undefined) {
    const role = own.role as Role
    return { company: own.company, scopes: scopesOf(role), staff, user: { id, name, email, role }, token: undefined }
  }
  if (!staff) return undefined
  const opened =
    company ?? (await db.selectFrom('companies').select('number').orderBy('number').limit(1).executeTakeFirst())?.number
  if (opened === undefined) return undefined
  return { company: opened, scopes: staffScopes, staff, user: { id, name, email, role: undefined }, token: undefined }
}

/** The companies that a person may open, for the menu. */
export async function companiesOf(
  ledger: Ledger,
  user: string,
): Promise<{ number: number; name: string; role: string }[]> {
  const rows = await ledger.asPlatform((db) =>
    db
      .selectFrom('memberships')
      .innerJoin('companies', 'companies.number', 'memberships.company')
      .select(['companies.number', 'companies.name', 'memberships.role'])
      .where('memberships.user_id', '=', user)
      .orderBy('companies.name')
      .execute(),
  )
  return rows
}
