import { failure } from '../failure.ts'
import type { Ledger, LedgerTransaction } from '../stores/ledger/open.ts'
import type { Actor } from './actor.ts'
import { noteAct } from './audit.ts'
import { checkEmail, checkForm, checkName } from './fields.ts'
import { checkNewPassword, hashPassword } from './password.ts'
import { isRole, roles } from './roles.ts'
import type { Role } from './roles.ts'
import { digestOf, newLinkSecret } from './secrets.ts'

/** An invitation as the company sees it: never its secret. */
export type Invitation = {
  id: string
  email: string
  role: Role
  invitedBy: string | null
  createdAt: string
  expiresAt: string
}

/** What an invited person sees before they accept. */
export type Offer = { email: string; role: Role; company: string; hasAccount: boolean }

const validMilliseconds = 7 * 24 * 3_600_000
const openMax = 200

/**
 * Invites a person to a company. The secret goes into a link that the inviter hands on; it is shown once.
 * @throws Failure unprocessable naming the field, conflict when the person is of the company already
 */
export async function invite(
  ledger: Ledger,
  actor: Actor,
  company: number,
  asked: { email?: unknown; role?: unknown },
  invitedBy: string | undefined,
  at: Date,
): Promise<Invitation & { secret: string }> {
  const { email, role } = checkInvitation(asked)
  const secret = newLinkSecret()
  return ledger.asCompany(company, async (db) => {
    const known = await db.selectFrom('users').select('id').where('email', '=', email).executeTakeFirst()
    if (known !== undefined) throw failure('conflict', `${email} is of this company already.`)
    const open = await db
      .selectFrom('invitations')
      .select((select) => select.fn.countAll<string>().as('count'))
      .where('accepted_at', 'is', null)
      .where('revoked_at', 'is', null)
      .where('expires_at', '>', at)
      .executeTakeFirstOrThrow()
    if (Number(open.count) >= openMax) {
      throw failure('unprocessable', `There are ${openMax} open invitations; revoke some of them first.`)
    }
    // A second invitation takes the place of the first one.
    await db
      .updateTable('invitations')
      .set({ revoked_at: at })
      .where('email', '=', email)
      .where('accepted_at', 'is', null)
      .where('revoked_at', 'is', null)
      .execute()
    const row = await db
      .insertInto('invitations')
      .values({
        company,
        email,
        role,
        hash: digestOf(secret),
        invited_by: invitedBy ?? null,
        expires_at: new Date(at.getTime() + validMilliseconds),
      })
      .returning(['id', 'created_at', 'expires_at'])
      .executeTakeFirstOrThrow()
    await noteAct(
      db,
      actor,
      { company, action: 'invitation.created', subject: `invitation:${row.id}`, after: { email, role } },
      at,
    )
    return {
      id: row.id,
      email,
      role,
      invitedBy: actor.name,
      createdAt: row.created_at.toISOString(),
      expiresAt: row.expires_at.toISOString(),
      secret,
    }
  })
}

/** The open invitations of a company, newest first. */
export async function listInvitations(ledger: Ledger, company: number, at: Date): Promise<Invitation[]> {
  const rows = await ledger.asCompany(company, (db) =>
    db
      .selectFrom('invitations')
      .leftJoin('users', 'users.id', 'invitations.invited_by')
      .select([
        'invitations.id',
        'invitations.email',
        'invitations.role',
        'invitations.created_at',
        'invitations.expires_at',
        'users.email as invited_by',
      ])
      .where('accepted_at', 'is', null)
      .where('revoked_at', 'is', null)
      .where('expires_at', '>', at)
      .orderBy('invitations.id', 'desc')
      .execute(),
  )
  return rows.map((row) => ({
    id: row.id,
    email: row.email,
    role: row.role as Role,
    invitedBy: row.invited_by,
    createdAt: row.created_at.toISOString(),
    expiresAt: row.expires_at.toISOString(),
  }))
}

export async function revokeInvitation(
  ledger: Ledger,
  actor: Actor,
  company: number,
  id: string,
  at: Date,
): Promise<void> {
  await ledger.asCompany(company, async (db) => {
    const row = /^\d{1,18}$/.test(id)
      ? await db
          .updateTable('invitations')
          .set({ revoked_at: at })
          .where('id', '=', id)
          .where('accepted_at', 'is', null)
          .where('revoked_at', 'is', null)
          .returning('email')
          .executeTakeFirst()
      : undefined
    if (row === undefined) throw failure('not-found', 'There is no such open invitation.')
    await noteAct(
      db,
      actor,
      { company, action: 'invitation.revoked', subject: `invitation:${id}`, before: { email: row.email } },
      at,
    )
  })
}

/** What the secret of a link offers; throws `not-found` with the same sentence for used, revoked and expired ones. */
export async function offerOf(ledger: Ledger, secret: string, at: Date): Promise<Offer> {
  return ledger.asPlatform(async (db) => {
    const invitation = await openInvitation(db, secret, at)
    const company = await db
      .selectFrom('companies')
      .select('name')
      .where('number', '=', invitation.company)
      .executeTakeFirstOrThrow()
    const user = await db.selectFrom('users').select('id').where('email', '=', invitation.email).executeTakeFirst()
    return {
      email: invitation.email,
      role: invitation.role as Role,
      company: company.name,
      hasAccount: user !== undefined,
    }
  })
}

export type Accepting = {
  secret: string
  /** Who is signed in, or has just proved who they are; they must be the invited person. */
  user: { id: string; email: string } | undefined
  /** For a person who has no account yet. */
  name?: unknown
  password?: unknown
}

/**
 * Accepts an invitation: a new person chooses a name and a password; one who has an account must have proved that it is
 * theirs.
 * @returns the id of the person, who is of the company now
 */
export async function acceptInvitation(
  ledger: Ledger,
  actor: Omit<Actor, 'id' | 'name'>,
  { secret, user, name, password }: Accepting,
  at: Date,
): Promise<{ user: string; company: number }> {
  const offer = await offerOf(ledger, secret, at)
  const fresh = user === undefined ? await newPerson(name, password, offer) : undefined
  return ledger.asPlatform(async (db) => {
    const invitation = await openInvitation(db, secret, at)
    if (user !== undefined && user.email !== invitation.email) {
      throw failure('forbidden', `This invitation is for ${invitation.email}; you are signed in as ${user.email}.`)
    }
    const known = await db.selectFrom('users').select('id').where('email', '=', invitation.email).executeTakeFirst()
    if (fresh !== undefined && known !== undefined) {
      throw failure('conflict', 'There is an account with this address by now: accept again, with its password.')
    }
    const id =
      known?.id ??
      (
        await db
          .insertInto('users')
          .values({
            email: invitation.email,
            name: fresh!.name,
            password_hash: fresh!.passwordHash,
            password_changed_at: at,
          })
          .returning('id')
          .executeTakeFirstOrThrow()
      ).id
    await db
      .insertInto('memberships')
      .values({ company: invitation.company, user_id: id, role: invitation.role })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
    await db.updateTable('invitations').set({ accepted_at: at }).where('id', '=', invitation.id).execute()
    await noteAct(
      db,
      { ...actor, id: `user:${id}`, name: invitation.email },
      {
        company: invitation.company,
        action: 'invitation.accepted',
        subject: `invitation:${invitation.id}`,
        after: { user: id, role: invitation.role },
      },
      at,
    )
    return { user: id, company: invitation.company }
  })
}

async function openInvitation(db: LedgerTransaction, secret: string, at: Date) {
  const row = await db
    .selectFrom('invitations')
    .select(['id', 'company', 'email', 'role'])
    .where('hash', '=', digestOf(secret))
    .where('accepted_at', 'is', null)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', at)
    .forUpdate()
    .executeTakeFirst()
  if (row !== undefined) return row
  throw failure(
    'not-found',
    'This invitation is not valid any more: it was used or revoked, or its week is over. Ask for a new one.',
  )
}

async function newPerson(
  name: unknown,
  password: unknown,
  { email, company }: Offer,
): Promise<{ name: string; passwordHash: string }> {
  const form = checkForm()
  const checked = form.field('name', () => checkName(name))
  const weakness = checkNewPassword(password, [checked ?? '', email, company])
  if (weakness !== undefined) form.fault('password', weakness)
  form.mustBeRight()
  return { name: checked as string, passwordHash: await hashPassword(password as string) }
}

function checkInvitation(asked: { email?: unknown; role?: unknown }): { email: string; role: Role } {
  const form = checkForm()
  const email = form.field('email', () => checkEmail(asked.email))
  const { role } = asked
  if (!isRole(role)) form.fault('role', `must be one of ${roles.join(', ')}.`)
  form.mustBeRight()
  return { email: email as string, role: role as Role }
}
