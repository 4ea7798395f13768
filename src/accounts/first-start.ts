import type { Ledger, LedgerTransaction } from '../stores/ledger/open.ts'
import { system } from './actor.ts'
import { noteAct } from './audit.ts'
import { createCompany } from './companies.ts'
import { checkedField, checkEmail } from './fields.ts'
import { hashPassword } from './password.ts'
import { scopes } from './scopes.ts'
import { digestOf, newPassword, newToken, shownPartOf } from './secrets.ts'

export type FirstStartOptions = {
  adminEmail: string | undefined
  adminPassword: string | undefined
  token: string | undefined
  /** IANA zone of the first company. */
  zone: string
}

/** What the first start made, to be shown once. A secret that was given to us is not shown again. */
export type FirstStart = {
  email: string
  password: string | undefined
  token: string | undefined
  /** To be called when it has been shown; until then the next start makes new secrets in place of these. */
  shown: () => Promise<void>
}

/** `begun:` and the ids of what was made, then `shown`. */
const record = 'first-start'

/**
 * Makes the first company, its owner (who is platform staff, too) and a token with every scope, on an installation that
 * has none; undefined on every later start. Several processes on one database do it once.
 */
export async function firstStart(
  ledger: Ledger,
  options: FirstStartOptions,
  at: Date,
): Promise<FirstStart | undefined> {
  if ((await ledger.asPlatform(stateOf)) === 'shown') return undefined
  const email = checkedField('TALKMETER_INIT_ADMIN_EMAIL', () => checkEmail(options.adminEmail ?? 'admin@localhost'))
  const password = options.adminPassword ?? newPassword()
  const token = options.token ?? newToken()
  const passwordHash = await hashPassword(password)
  const isMade = await ledger.asPlatform(async (db) => {
    await db
      .insertInto('installation')
      .values({ name: record, value: 'begun' })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
    const state = await stateOf(db)
    if (state === 'shown') return false
    await takeBack(db, state, at)
    const company = await firstCompany(db, options.zone, at)
    const user = await firstOwner(db, company, { email, passwordHash }, at)
    const { id } = await db
      .insertInto('tokens')
      .values({
        company,
        name: 'First token',
        scopes: [...scopes],
        // Only a token that was chosen for an unattended set-up speaks for the platform as well.
        staff: options.token !== undefined,
        hash: digestOf(token),
        prefix: shownPartOf(token),
      })
      .returning('id')
      .executeTakeFirstOrThrow()
    await db
      .updateTable('installation')
      .set({ value: `begun:${user}:${id}` })
      .where('name', '=', record)
      .execute()
    const act = { company: null, action: 'installation.set-up', subject: `user:${user}`, after: { email, company } }
    await noteAct(db, system, act, at)
    return true
  })
  if (!isMade) return undefined
  return {
    email,
    password: options.adminPassword === undefined ? password : undefined,
    token: options.token === undefined ? token : undefined,
    async shown() {
      await ledger.asPlatform((db) =>
        db.updateTable('installation').set({ value: 'shown' }).where('name', '=', record).execute(),
      )
    },
  }
}

async function stateOf(db: LedgerTransaction): Promise<string | undefined> {
  const row = await db
    .selectFrom('installation')
    .select('value')
    .where('name', '=', record)
    .forUpdate()
    .executeTakeFirst()
  return row?.value
}

/** What an interrupted first start made was seen by nobody; what else is there, such as by the command line, stays. */
async function takeBack(db: LedgerTransaction, state: string | undefined, at: Date): Promise<void> {
  const [, user, token] = /^begun:(\d+):(\d+)$/.exec(state ?? '') ?? []
  if (user === undefined || token === undefined) return
  await db.updateTable('tokens').set({ revoked_at: at }).where('id', '=', token).execute()
  await db.deleteFrom('users').where('id', '=', user).execute()
}

async function firstCompany(db: LedgerTransaction, zone: string, at: Date): Promise<number> {
  const existing = await db.selectFrom('companies').select('number').orderBy('number').limit(1).executeTakeFirst()
  if (existing !== undefined) return existing.number
  return createCompany(db, system, { name: 'My company', zone, currency: 'EUR', language: 'en' }, at)
}

type FirstOwner = { email: string; passwordHash: string }

async function firstOwner(
  db: LedgerTransaction,
  company: number,
  { email, passwordHash }: FirstOwner,
  at: Date,
): Promise<string> {
  const secrets = { staff: true, password_hash: passwordHash, password_changed_at: at }
  const { id } = await db
    .insertInto('users')
    .values({ email, name: 'Admin', ...secrets })
    .onConflict((conflict) => conflict.column('email').doUpdateSet(secrets))
    .returning('id')
    .executeTakeFirstOrThrow()
  await db
    .insertInto('memberships')
    .values({ company, user_id: id, role: 'owner' })
    .onConflict((conflict) => conflict.columns(['company', 'user_id']).doUpdateSet({ role: 'owner' }))
    .execute()
  return id
}
