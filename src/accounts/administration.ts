import { failure } from '../failure.ts'
import type { Ledger } from '../stores/ledger/open.ts'
import { commandLine } from './actor.ts'
import { noteAct } from './audit.ts'
import type { Act } from './audit.ts'
import { readCompany } from './companies.ts'
import { checkedField, checkEmail, checkName } from './fields.ts'
import { hashPassword } from './password.ts'
import type { Role } from './roles.ts'
import { newPassword } from './secrets.ts'

/**
 * At the command line, when nobody else can any more: makes a person, or gives a known one a new password; all their
 * sessions end.
 * @param asked `company` and `role` make them a member; `staff` platform staff; `isFactorLost` takes the second factor away
 * @returns the password, which is shown once
 */
export async function rescueUser(
  ledger: Ledger,
  asked: {
    email: string
    name?: string | undefined
    company?: number | undefined
    role?: Role | undefined
    staff: boolean
    isFactorLost?: boolean
  },
  at: Date,
): Promise<string> {
  const email = checkedField('email', () => checkEmail(asked.email))
  const name = checkedField('name', () => checkName(asked.name ?? email.split('@')[0]))
  const password = newPassword()
  const passwordHash = await hashPassword(password)
  await ledger.asPlatform(async (db) => {
    const known = await db.selectFrom('users').select('id').where('email', '=', email).executeTakeFirst()
    const isFactorLost = asked.isFactorLost ?? false
    const factor = isFactorLost ? { totp_secret: null, totp_confirmed_at: null } : {}
    const secrets = { password_hash: passwordHash, password_changed_at: at, ...factor }
    const id =
      known?.id ??
      (
        await db
          .insertInto('users')
          .values({ email, name, staff: asked.staff, ...secrets })
          .returning('id')
          .executeTakeFirstOrThrow()
      ).id
    if (known !== undefined) {
      const staff = asked.staff ? { staff: true } : {}
      await db
        .updateTable('users')
        .set({ ...secrets, ...staff, disabled_at: null })
        .where('id', '=', id)
        .execute()
      await db.deleteFrom('sessions').where('user_id', '=', id).execute()
      if (isFactorLost) await db.deleteFrom('recovery_codes').where('user_id', '=', id).execute()
    }
    if (asked.company !== undefined) {
      await readCompany(db, asked.company)
      const role = asked.role ?? 'owner'
      await db
        .insertInto('memberships')
        .values({ company: asked.company, user_id: id, role })
        .onConflict((conflict) => conflict.columns(['company', 'user_id']).doUpdateSet({ role }))
        .execute()
    }
    const after = { email, company: asked.company, role: asked.role, staff: asked.staff, isFactorLost }
    const action = known === undefined ? 'person.created' : 'person.rescued'
    await noteAct(db, commandLine, { company: null, action, subject: `user:${id}`, after }, at)
  })
  return password
}

/** Switches an account off or on again; off ends its sessions. Gives how many of platform staff can sign in after that. */
export async function switchUser(ledger: Ledger, email: string, isOn: boolean, at: Date): Promise<number> {
  return ledger.asPlatform(async (db) => {
    const row = await db
      .updateTable('users')
      .set({ disabled_at: isOn ? null : at })
      .where('email', '=', email.trim().toLowerCase())
      .returning('id')
      .executeTakeFirst()
    if (row === undefined) throw failure('not-found', `There is no person with the address ${email}.`)
    if (!isOn) await db.deleteFrom('sessions').where('user_id', '=', row.id).execute()
    const action = isOn ? 'person.switched-on' : 'person.switched-off'
    await noteAct(db, commandLine, { company: null, action, subject: `user:${row.id}` }, at)
    const staff = await db
      .selectFrom('users')
      .select((select) => select.fn.countAll<string>().as('count'))
      .where('staff', '=', true)
      .where('disabled_at', 'is', null)
      .executeTakeFirstOrThrow()
    return Number(staff.count)
  })
}

/** Ends the sessions of a person, or of everybody. */
export async function signOutUsers(ledger: Ledger, email: string | undefined, at: Date): Promise<number> {
  return ledger.asPlatform(async (db) => {
    const users = db
      .selectFrom('users')
      .select('id')
      .$if(email !== undefined, (query) => query.where('email', '=', email!.trim().toLowerCase()))
    if (email !== undefined && (await users.executeTakeFirst()) === undefined) {
      throw failure('not-found', `There is no person with the address ${email}.`)
    }
    const ended = await db.deleteFrom('sessions').where('user_id', 'in', users).returning('user_id').execute()
    const subject = email === undefined ? 'everybody' : `user:${(await users.executeTakeFirstOrThrow()).id}`
    const act: Act = { company: null, action: 'sessions.closed', subject, after: { count: ended.length } }
    await noteAct(db, commandLine, act, at)
    return ended.length
  })
}

/** Everybody, for a list. */
export async function listUsers(ledger: Ledger): Promise<string[][]> {
  const rows = await ledger.asPlatform((db) =>
    db
      .selectFrom('users')
      .leftJoin('memberships', 'memberships.user_id', 'users.id')
      .select([
        'users.email',
        'users.name',
        'users.staff',
        'users.disabled_at',
        'users.totp_confirmed_at',
        'memberships.company',
        'memberships.role',
      ])
      .orderBy('users.email')
      .orderBy('memberships.company')
      .execute(),
  )
  return rows.map((row) => [
    row.email,
    row.name,
    row.company === null ? '' : `${row.role} of ${row.company}`,
    [
      row.staff ? 'staff' : '',
      row.totp_confirmed_at === null ? '' : 'second factor',
      row.disabled_at === null ? '' : 'switched off',
    ]
      .filter((word) => word !== '')
      .join(', '),
  ])
}
