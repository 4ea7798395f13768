import { failure } from '../failure.ts'
import type { Ledger, LedgerTransaction } from '../stores/ledger/open.ts'
import type { Origin } from './actor.ts'
import { noteAct } from './audit.ts'
import type { Act } from './audit.ts'
import { checkEmail, checkName } from './fields.ts'
import type { Recognised } from './openid.ts'

/**
 * The person whom a provider recognised: known by its identity from before; else by the address that it vouches for, of
 * an account that is there or of an open invitation, which is accepted so. Nobody else gets an account.
 * @throws Failure not-found when there is no account and no invitation for the address
 */
export async function personOf(ledger: Ledger, who: Recognised, origin: Origin, at: Date): Promise<string> {
  const email = checkEmail(who.email)
  return ledger.asPlatform(async (db) => {
    const known = await db
      .selectFrom('identities')
      .select('user_id')
      .where('issuer', '=', who.issuer)
      .where('subject', '=', who.subject)
      .executeTakeFirst()
    if (known !== undefined) return known.user_id
    const user = (await userWith(db, email)) ?? (await invited(db, email, who.name, at))
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
    return user
  })
}

async function userWith(db: LedgerTransaction, email: string): Promise<string | undefined> {
  return (await db.selectFrom('users').select('id').where('email', '=', email).executeTakeFirst())?.id
}

/** Makes the person whom open invitations wait for, and accepts them. */
async function invited(db: LedgerTransaction, email: string, name: string, at: Date): Promise<string | undefined> {
  const invitations = await db
    .updateTable('invitations')
    .set({ accepted_at: at })
    .where('email', '=', email)
    .where('accepted_at', 'is', null)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', at)
    .returning(['id', 'company', 'role'])
    .execute()
  if (invitations.length === 0) return undefined
  const { id } = await db
    .insertInto('users')
    .values({ email, name: shownName(name, email), staff: false })
    .returning('id')
    .executeTakeFirstOrThrow()
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
  return id
}

function shownName(name: string, email: string): string {
  try {
    return checkName(name)
  } catch {
    return email.split('@')[0]!
  }
}
