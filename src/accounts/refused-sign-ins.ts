import type { Ledger } from '../stores/ledger/open.ts'
import type { Origin } from './actor.ts'
import { noteAct } from './audit.ts'
import type { Act } from './audit.ts'

/** A sign-in that did not succeed. */
export type RefusedSignIn = {
  /** The account that was tried, where there is one. */
  user: string | undefined
  how: 'password' | 'openid'
  why: string
}

/**
 * Notes that somebody did not get in: in the chain of the first company of the account that was tried, else in the
 * platform's. What was typed is not kept: people type passwords where the address belongs.
 */
export async function noteRefusedSignIn(
  ledger: Ledger,
  { user, how, why }: RefusedSignIn,
  origin: Origin,
  at: Date,
): Promise<void> {
  await ledger.asPlatform(async (db) => {
    const membership = await db
      .selectFrom('memberships')
      .select('company')
      .where('user_id', '=', user ?? '0')
      .orderBy('company')
      .limit(1)
      .executeTakeFirst()
    const subject = user === undefined ? 'account' : `user:${user}`
    const act: Act = { company: membership?.company ?? null, action: 'session.refused', subject, after: { how, why } }
    await noteAct(db, { id: 'nobody', name: 'Somebody', ...origin }, act, at)
  })
}
