import { isIPv6 } from 'node:net'
import { tooMany } from '../failure.ts'
import type { Ledger, LedgerTransaction } from '../stores/ledger/open.ts'

/**
 * Slows guessing down: after some wrong tries at one target each further one has to wait, twice as long every time. Targets
 * are an account from one network, a network, and an account from everywhere; the last has the longest leash, so that a
 * stranger cannot keep somebody out for long.
 */
export type Throttle = {
  /**
   * Counts a try as a wrong one before it is judged, so that a thousand tries at once are a thousand, too.
   * @throws Failure too-many-requests, saying for how long, when a target has to wait
   */
  begin: (targets: readonly Target[]) => Promise<void>
  /** The try was none: it is not counted after all. */
  undo: (targets: readonly Target[]) => Promise<void>
  /** The try was right: it is not counted, and earlier ones at the first target are forgotten. */
  right: (targets: readonly Target[]) => Promise<void>
}

export type Target = { name: string; freeTries: number; waitSecondsMax: number }

/** The targets of a guess at an account (of any kind) from an address. */
export function targetsOf(account: string, address: string): Target[] {
  const network = networkOf(address)
  return [
    { name: `account ${account} from ${network}`, freeTries: 5, waitSecondsMax: 900 },
    { name: `address ${network}`, freeTries: 30, waitSecondsMax: 900 },
    { name: `account ${account}`, freeTries: 100, waitSecondsMax: 60 },
  ]
}

/** An IPv4 address, or the /64 of an IPv6 one: who has one address of a /64 has all of them. */
export function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)
  if (mapped !== null) return mapped[1]!
  if (!isIPv6(address)) return address
  const [head = '', tail] = address.split('%')[0]!.split('::')
  const before = head === '' ? [] : head.split(':')
  const after = tail === undefined || tail === '' ? [] : tail.split(':')
  const groups =
    tail === undefined ? before : [...before, ...Array<string>(8 - before.length - after.length).fill('0'), ...after]
  return `${groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`
}

/** Wrong tries are forgotten after so long without another. */
const forgottenMilliseconds = 24 * 3_600_000

export function createThrottle({ asPlatform }: Pick<Ledger, 'asPlatform'>, now: () => number): Throttle {
  async function undo(targets: readonly Target[]) {
    await asPlatform(async (db) => {
      for (const { name } of targets) {
        await db
          .updateTable('guesses')
          .set((row) => ({ wrong: row('wrong', '-', 1), blocked_until: new Date(now()) }))
          .where('target', '=', name)
          .where('wrong', '>', 0)
          .execute()
      }
    })
  }

  function mustNotWait(blockedUntil: readonly number[]) {
    const seconds = Math.ceil((Math.max(0, ...blockedUntil) - now()) / 1000)
    if (seconds > 0) throw tooMany('Too many wrong tries.', seconds)
  }

  return {
    undo,
    async begin(targets) {
      await asPlatform(async (db) => {
        // Most tries of an attack end here, without a write.
        const names = targets.map(({ name }) => name)
        const blocked = await db.selectFrom('guesses').select('blocked_until').where('target', 'in', names).execute()
        mustNotWait(blocked.map((row) => row.blocked_until.getTime()))
        await db
          .deleteFrom('guesses')
          .where('last_at', '<', new Date(now() - forgottenMilliseconds))
          .execute()
        const counts = []
        for (const { name } of targets) counts.push(await lockCount(db, name, now()))
        mustNotWait(counts.map(({ blockedUntil }) => blockedUntil))
        for (const [at, { name, freeTries, waitSecondsMax }] of targets.entries()) {
          const wrong = counts[at]!.wrong + 1
          const wait = wrong <= freeTries ? 0 : Math.min(waitSecondsMax, 2 ** Math.min(20, wrong - freeTries))
          await db
            .updateTable('guesses')
            .set({ wrong, last_at: new Date(now()), blocked_until: new Date(now() + wait * 1000) })
            .where('target', '=', name)
            .execute()
        }
      })
    },
    async right([own, ...others]) {
      // A right password says something about this account from here, and nothing about the others.
      if (own === undefined) return
      await asPlatform((db) => db.deleteFrom('guesses').where('target', '=', own.name).execute())
      await undo(others)
    },
  }
}

/** What is known of a target; until the end of the transaction no other one counts there. */
async function lockCount(db: LedgerTransaction, name: string, now: number) {
  await db
    .insertInto('guesses')
    .values({ target: name, wrong: 0, last_at: new Date(now), blocked_until: new Date(0) })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  const row = await db
    .selectFrom('guesses')
    .select(['wrong', 'blocked_until'])
    .where('target', '=', name)
    .forUpdate()
    .executeTakeFirstOrThrow()
  return { wrong: row.wrong, blockedUntil: row.blocked_until.getTime() }
}
