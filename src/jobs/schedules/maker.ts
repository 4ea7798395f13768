import { scopesOf, staffScopes } from '../../accounts/roles.ts'
import type { Role } from '../../accounts/roles.ts'
import type { LedgerTransaction } from '../../stores/ledger/open.ts'

/** Why a schedule stopped by itself: who answers for it is not there any more, or may not any more what it needs. */
export type Stopped = 'maker-gone' | 'maker-may-not'

/** Of a schedule: who answers for it, as the audit log names them, and what it takes. */
export type Answering = { company: number; maker: string | null; needs: readonly string[]; emails: readonly string[] }

/** Why nothing may be made in the name of who answers for a schedule; undefined where all is well, and where that is Talkmeter itself. */
export async function whyStopped(
  db: LedgerTransaction,
  { company, maker, needs, emails }: Answering,
  now: number,
): Promise<Stopped | undefined> {
  const wanted = [...needs, ...(emails.length === 0 ? [] : ['admin'])]
  const may = maker === null ? (emails.length === 0 ? wanted : undefined) : await mayOf(db, { company, maker, now })
  if (may === undefined) return 'maker-gone'
  return wanted.every((need) => may.includes(need)) ? undefined : 'maker-may-not'
}

/** What a token or a person may in a company at the moment; undefined for one that is not there any more. */
async function mayOf(
  db: LedgerTransaction,
  { company, maker, now }: { company: number; maker: string; now: number },
): Promise<readonly string[] | undefined> {
  const [kind, id] = maker.split(':')
  if (id === undefined || !/^\d{1,18}$/.test(id)) return undefined
  if (kind === 'token') {
    const token = await db
      .selectFrom('tokens')
      .select(['scopes', 'staff', 'expires_at'])
      .where('id', '=', id)
      .where('company', '=', company)
      .where('revoked_at', 'is', null)
      .executeTakeFirst()
    if (token === undefined || (token.expires_at?.getTime() ?? Infinity) <= now) return undefined
    return token.staff ? [...token.scopes, 'staff'] : token.scopes
  }
  const user = await db
    .selectFrom('users')
    .leftJoin('memberships', (join) =>
      join.onRef('memberships.user_id', '=', 'users.id').on('memberships.company', '=', company),
    )
    .select(['staff', 'role'])
    .where('users.id', '=', id)
    .where('disabled_at', 'is', null)
    .executeTakeFirst()
  if (user === undefined || (user.role === null && !user.staff)) return undefined
  const own: readonly string[] = user.role === null ? staffScopes : scopesOf(user.role as Role)
  return user.staff ? [...own, 'staff'] : own
}
