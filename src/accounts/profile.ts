import { failure, wrongField } from '../failure.ts'
import type { Ledger } from '../stores/ledger/open.ts'
import type { Actor } from './actor.ts'
import { noteAct } from './audit.ts'
import { checkedField, checkName, isLanguage } from './fields.ts'
import { checkNewPassword, hashPassword, isPasswordOf } from './password.ts'

/** A person's own account. */
export type Profile = {
  id: string
  email: string
  name: string
  language: string | null
  hasPassword: boolean
  hasSecondFactor: boolean
  /** Unused recovery codes. */
  recoveryCodes: number
}

export async function profileOf(ledger: Ledger, user: string): Promise<Profile> {
  return ledger.asPlatform(async (db) => {
    const row = await db
      .selectFrom('users')
      .select(['id', 'email', 'name', 'language', 'password_hash', 'totp_confirmed_at'])
      .where('id', '=', user)
      .executeTakeFirstOrThrow()
    const { count } = await db
      .selectFrom('recovery_codes')
      .select((select) => select.fn.countAll<string>().as('count'))
      .where('user_id', '=', user)
      .where('used_at', 'is', null)
      .executeTakeFirstOrThrow()
    return {
      id: row.id,
      email: row.email,
      name: row.name,
      language: row.language,
      hasPassword: row.password_hash !== null,
      hasSecondFactor: row.totp_confirmed_at !== null,
      recoveryCodes: Number(count),
    }
  })
}

/** Changes name and language; throws `unprocessable` naming the field at fault. */
export async function changeProfile(
  ledger: Ledger,
  actor: Actor,
  user: string,
  asked: { name?: unknown; language?: unknown },
  at: Date,
): Promise<void> {
  const unknown = Object.keys(asked).find((field) => field !== 'name' && field !== 'language')
  if (unknown !== undefined) {
    throw wrongField(unknown.slice(0, 40), 'is not of a profile; there are: name, language.')
  }
  const changes: { name?: string; language?: string | null } = {}
  if (asked.name !== undefined) {
    changes.name = checkedField('name', () => checkName(asked.name))
  }
  if (asked.language !== undefined) {
    if (asked.language !== null && !isLanguage(asked.language)) {
      throw failure('unprocessable', 'language must be "en", "ru" or null.', [
        { field: 'language', detail: 'must be "en", "ru" or null.' },
      ])
    }
    changes.language = asked.language
  }
  if (Object.keys(changes).length === 0) return
  await ledger.asPlatform(async (db) => {
    await db.updateTable('users').set(changes).where('id', '=', user).execute()
    await noteAct(db, actor, { company: null, action: 'profile.changed', subject: `user:${user}`, after: changes }, at)
  })
}

/** Whether this is the person's password, for acts that ask for it once more; an account without a password has none. */
export async function isOwnPassword(ledger: Ledger, user: string, password: string): Promise<boolean> {
  const row = await ledger.asPlatform((db) =>
    db.selectFrom('users').select('password_hash').where('id', '=', user).executeTakeFirstOrThrow(),
  )
  return row.password_hash !== null && (await isPasswordOf(password, row.password_hash))
}

/** Sets a new password; the caller has checked the old one. Throws `unprocessable` when it will not do. */
export async function setPassword(
  ledger: Ledger,
  actor: Actor,
  user: string,
  password: unknown,
  at: Date,
): Promise<void> {
  const own = await ledger.asPlatform(async (db) => {
    const row = await db.selectFrom('users').select(['email', 'name']).where('id', '=', user).executeTakeFirstOrThrow()
    const companies = await db
      .selectFrom('memberships')
      .innerJoin('companies', 'companies.number', 'memberships.company')
      .select('companies.name')
      .where('memberships.user_id', '=', user)
      .execute()
    return [row.email, row.name, ...companies.map((company) => company.name)]
  })
  const weakness = checkNewPassword(password, own)
  if (weakness !== undefined) {
    throw wrongField('password', weakness)
  }
  const hash = await hashPassword(password as string)
  await ledger.asPlatform(async (db) => {
    await db.updateTable('users').set({ password_hash: hash, password_changed_at: at }).where('id', '=', user).execute()
    await noteAct(db, actor, { company: null, action: 'password.changed', subject: `user:${user}` }, at)
  })
}
