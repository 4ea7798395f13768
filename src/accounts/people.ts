import { failure } from '../failure.ts'
import type { Ledger, LedgerTransaction } from '../stores/ledger/open.ts'
import type { Actor } from './actor.ts'
import { noteAct } from './audit.ts'
import type { Act } from './audit.ts'
import { isRole } from './roles.ts'
import type { Role } from './roles.ts'

/** A person of a company, as its owner sees them. */
export type Member = {
  id: string
  email: string
  name: string
  role: Role
  hasSecondFactor: boolean
  since: string
}

export async function listMembers(ledger: Ledger, company: number): Promise<Member[]> {
  const rows = await ledger.asCompany(company, (db) =>
    db
      .selectFrom('memberships')
      .innerJoin('users', 'users.id', 'memberships.user_id')
      .select([
        'users.id',
        'users.email',
        'users.name',
        'users.totp_confirmed_at',
        'memberships.role',
        'memberships.created_at',
      ])
      .orderBy('users.email')
      .execute(),
  )
  return rows.map((row) => ({
    id: row.id,
    email: row.email,
    name: row.name,
    role: row.role as Role,
    hasSecondFactor: row.totp_confirmed_at !== null,
    since: row.created_at.toISOString(),
  }))
}

/**
 * Gives a person of the company another role. A company keeps at least one owner.
 * @throws Failure not-found, unprocessable, conflict
 */
export async function changeRole(
  ledger: Ledger,
  actor: Actor,
  company: number,
  user: string,
  asked: unknown,
  at: Date,
): Promise<void> {
  if (!isRole(asked)) {
    throw failure('unprocessable', 'role must be one of owner, finance, analyst, operator.', [
      { field: 'role', detail: 'must be one of owner, finance, analyst, operator.' },
    ])
  }
  await ledger.asCompany(company, async (db) => {
    await lockCompany(db, company)
    const before = await roleOf(db, user)
    if (before === asked) return
    await db.updateTable('memberships').set({ role: asked }).where('user_id', '=', user).execute()
    await mustHaveOwner(db)
    const act: Act = {
      company,
      action: 'person.role-changed',
      subject: `user:${user}`,
      before: { role: before },
      after: { role: asked },
    }
    await noteAct(db, actor, act, at)
  })
}

/** Takes a person out of the company; what they did stays in the audit log. */
export async function removeMember(
  ledger: Ledger,
  actor: Actor,
  company: number,
  user: string,
  at: Date,
): Promise<void> {
  await ledger.asCompany(company, async (db) => {
    await lockCompany(db, company)
    const role = await roleOf(db, user)
    await db.deleteFrom('memberships').where('user_id', '=', user).execute()
    await mustHaveOwner(db)
    await noteAct(db, actor, { company, action: 'person.removed', subject: `user:${user}`, before: { role } }, at)
  })
  await ledger.asPlatform((db) =>
    db.deleteFrom('sessions').where('user_id', '=', user).where('company', '=', company).execute(),
  )
}

async function roleOf(db: LedgerTransaction, user: string): Promise<string> {
  const row = /^\d{1,18}$/.test(user)
    ? await db.selectFrom('memberships').select('role').where('user_id', '=', user).executeTakeFirst()
    : undefined
  if (row === undefined) throw failure('not-found', 'There is no such person in this company.')
  return row.role
}

/** One change of roles at a time, or two owners who leave at once would both see the other stay. */
async function lockCompany(db: LedgerTransaction, company: number): Promise<void> {
  await db.selectFrom('companies').select('number').where('number', '=', company).forUpdate().execute()
}

async function mustHaveOwner(db: LedgerTransaction): Promise<void> {
  const owner = await db.selectFrom('memberships').select('user_id').where('role', '=', 'owner').executeTakeFirst()
  if (owner !== undefined) return
  throw failure('conflict', 'A company keeps at least one owner: make somebody else an owner first.')
}
