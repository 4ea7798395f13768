import type { LedgerTransaction } from '../stores/ledger/open.ts'
import { scopesOf, staffScopes } from './roles.ts'
import type { Role } from './roles.ts'

/** Somebody who made something in a company, as the audit log names them: `user:7`, `token:12`. */
export type Maker = { company: number; maker: string; now: number }

/** What a token or a person may in a company at the moment; undefined for one that is not there any more. To be asked as the platform. */
export async function standingOf(
  db: LedgerTransaction,
  { company, maker, now }: Maker,
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
