import type { Ledger } from '../stores/ledger/open.ts'
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

const record = 'first-start'

/**
 * Makes the first company, its admin and a token with every scope, on an installation that has none; undefined on every
 * later start. Several processes on one database do it once.
 */
export async function firstStart({ db }: Ledger, options: FirstStartOptions): Promise<FirstStart | undefined> {
  const known = await db.selectFrom('installation').select('value').where('name', '=', record).executeTakeFirst()
  if (known?.value === 'shown') return undefined
  const email = (options.adminEmail ?? 'admin@localhost').toLowerCase()
  const password = options.adminPassword ?? newPassword()
  const token = options.token ?? newToken()
  const passwordHash = await hashPassword(password)
  const made = await db.transaction().execute(async (transaction) => {
    const begun = { name: record, value: 'begun' }
    await transaction
      .insertInto('installation')
      .values(begun)
      .onConflict((conflict) => conflict.doNothing())
      .execute()
    const row = transaction.selectFrom('installation').select('value').where('name', '=', record).forUpdate()
    if ((await row.executeTakeFirstOrThrow()).value === 'shown') return false
    // What an interrupted first start made was seen by nobody.
    for (const table of ['tokens', 'sessions', 'users'] as const) await transaction.deleteFrom(table).execute()
    const existing = await transaction.selectFrom('companies').select('number').orderBy('number').executeTakeFirst()
    const company = (
      existing ??
      (await transaction
        .insertInto('companies')
        .values({ name: 'My company', zone: options.zone, language: 'en', currency: 'EUR' })
        .returning('number')
        .executeTakeFirstOrThrow())
    ).number
    await transaction
      .insertInto('users')
      .values({ company, email, name: 'Admin', password_hash: passwordHash, role: 'admin' })
      .execute()
    await transaction
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
      .execute()
    return true
  })
  if (!made) return undefined
  return {
    email,
    password: options.adminPassword === undefined ? password : undefined,
    token: options.token === undefined ? token : undefined,
    async shown() {
      await db.updateTable('installation').set({ value: 'shown' }).where('name', '=', record).execute()
    },
  }
}
