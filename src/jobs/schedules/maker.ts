import { standingOf } from '../../accounts/standing.ts'
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
  const may =
    maker === null ? (emails.length === 0 ? wanted : undefined) : await standingOf(db, { company, maker, now })
  if (may === undefined) return 'maker-gone'
  return wanted.every((need) => may.includes(need)) ? undefined : 'maker-may-not'
}
