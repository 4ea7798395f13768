import { failure } from '../failure.ts'
import type { Ledger, LedgerTransaction } from '../stores/ledger/open.ts'
import type { Origin } from './actor.ts'
import { noteAct } from './audit.ts'
import type { Act } from './audit.ts'
import { checkEmail, checkName } from './fields.ts'
import type { Recognised } from './openid.ts'

/** A person, and whether they accepted invitations with this. */
export type Found = { user: string; hasJoined: boolean }

/**
 * The person whom a provider recognised: known by its identity from before; else by the address that it vouches for, of
 * an account that is there or of an open invitation, which is accepted so. Nobody else gets an account. Who has an account
 * and was removed from their last company accepts so what they were invited to since: without a company there is no session
 * to accept it in.
 * @throws Failure not-found when there is no account and no invitation for the address
 */
export async function personOf(ledger: Ledger, who: Recognised, origin: Origin, at: Date): Promise<Found> {
  const email = checkEmail(who.email)
  return ledger.asPlatform(async (db) => {
    const known = await db
      .selectFrom('identities')
      .select('user_id')
      .where('issuer', '=', who.issuer)
      .where('subject', '=', who.subject)
      .executeTakeFirst()
    if (known !== undefined) {
      return { user: known.user_id, hasJoined: await letBackIn(db, known.user_id, at) }
    }
    const owner = await userWith(db, email)
    const isNew = owner === undefined
    const user = owner ?? (await invited(db, email, who.name, at))
    if (user === undefined) {
      throw failure('not-found', `There is no account for ${email}. Ask an owner of your company for an invitation.`)
    }
    await db
      .insertInto('identities')
      .values({ issuer: who.issuer, subject: who.subject, user_id: user, created_at: at })
      .execute()
    const actor = { id: `user:${user}`, name: email, ...origin }
    const after = { issuer: who.issuer }
    await noteAct(db, actor, { company: null, action: 'identity.linked', subject: `user:${user}`, after }, at)
    return { user, hasJoined: isNew || (await letBackIn(db, user, at)) }
  })
}

async function userWith(db: LedgerTransaction, email: string): Promise<string | undefined> {
  return (await db.selectFrom('users').select('id').where('email', '=', email).executeTakeFirst())?.id
}

/** Accepts the open invitations of a person of no company, who could not do so themselves. */
async function letBackIn(db: LedgerTransaction, id: string, at: Date): Promise<boolean> {
  const user = await db
    .selectFrom('users')
    .leftJoin('memberships', 'memberships.user_id', 'users.id')
    .select('users.email')
    .where('users.id', '=', id)
    .where('memberships.company', 'is', null)
    .where('disabled_at', 'is', null)
    .where('staff', '=', false)
    .executeTakeFirst()
  if (user === undefined) return false
  const invitations = await acceptAll(db, user.email, at)
  await joinAs(db, id, user.email, invitations, at)
  return invitations.length > 0
}

/** Makes the person whom open invitations wait for, and accepts them. */
async function invited(db: LedgerTransaction, email: string, name: string, at: Date): Promise<string | undefined> {
  const invitations = await acceptAll(db, email, at)
  if (invitations.length === 0) return undefined
  const { id } = await db
    .insertInto('users')
    .values({ email, name: shownName(name, email), staff: false })
    .returning('id')
    .executeTakeFirstOrThrow()
  await joinAs(db, id, email, invitations, at)
  return id
}

type Accepted = { id: string; company: number; role: string }

function acceptAll(db: LedgerTransaction, email: string, at: Date): Promise<Accepted[]> {
  return db
    .updateTable('invitations')
    .set({ accepted_at: at })
    .where('email', '=', email)
    .where('accepted_at', 'is', null)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', at)
    .returning(['id', 'company', 'role'])
    .execute()
}

async function joinAs(
  db: LedgerTransaction,
  id: string,
  email: string,
  invitations: readonly Accepted[],
  at: Date,
): Promise<void> {
  for (const { id: invitation, company, role } of invitations) {
    await db.insertInto('memberships').values({ company, user_id: id, role }).execute()
    const actor = { id: `user:${id}`, name: email, address: '', userAgent: '' }
    const act: Act = {
      company,
      action: 'invitation.accepted',
      subject: `invitation:${invitation}`,
      after: { email, role },
    }
    await noteAct(db, actor, act, at)
  }
}

function shownName(name: string, email: string): string {
  try {
    return checkName(name)
  } catch {
    return email.split('@')[0]!
  }
}
