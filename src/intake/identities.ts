import type { Facts } from '../stores/events/facts.ts'
import type { Seen } from '../stores/events/seen.ts'

/** Says of each event whether it is new: identity is company, source and id, for ever. */
export type Identities = {
  /**
   * Decides, in order, and reserves the new ones in the same moment, so two requests with the same event cannot both
   * be told that theirs is new.
   */
  decide: (company: number, events: readonly Identified[]) => Promise<Verdict[]>
  /** Takes reservations back: their events could not be made durable. */
  forget: (keys: readonly string[]) => void
  /** The store knows these now; they need not be remembered here any longer. */
  release: (keys: readonly string[]) => void
}

export type Identified = { key: string; content: number }
export type Verdict = 'new' | 'duplicate' | 'conflict'

/** @param seen the filter over accepted events' keys; what it does not have is new */
export function createIdentities(facts: Facts, seen: Seen): Identities {
  /** Accepted, but perhaps not in the store yet: key to content. */
  const recent = new Map<string, number>()
  /** Grows with each release: what the store was asked before then may have changed since. */
  let releases = 0

  function doubtful(events: readonly Identified[]): string[] {
    const keys: string[] = []
    for (const { key } of events) if (!recent.has(key) && seen.mayHave(key)) keys.push(key)
    return keys
  }

  function drop(keys: readonly string[]): void {
    for (const key of keys) recent.delete(key)
  }

  return {
    async decide(company, events) {
      let stored: ReadonlyMap<string, number> = noneStored
      for (;;) {
        const keys = doubtful(events).filter((key) => !stored.has(key))
        const releasesBefore = releases
        if (keys.length > 0) stored = new Map([...stored, ...(await lookUp(facts, company, keys))])
        // Somebody else's event may have gone from here to the store while it was asked.
        if (keys.length === 0 || releases === releasesBefore) break
      }
      return events.map(({ key, content }) => {
        const known = recent.get(key) ?? stored.get(key)
        if (known !== undefined) return known === content ? 'duplicate' : 'conflict'
        recent.set(key, content)
        seen.add(key)
        return 'new'
      })
    },
    forget: drop,
    release(keys) {
      releases++
      drop(keys)
    },
  }
}

const noneStored: ReadonlyMap<string, number> = new Map<string, number>()

async function lookUp(facts: Facts, company: number, keys: readonly string[]): Promise<Map<string, number>> {
  const found = new Map<string, number>()
  for (let at = 0; at < keys.length; at += 10_000) {
    const rows = await facts.query(
      `SELECT replaceAll(toString(event), '-', ''), content FROM event_ids WHERE company = ${company} AND event IN ` +
        `(SELECT toUUID(arrayJoin(splitByChar(',', '${keys.slice(at, at + 10_000).join(',')}'))))`,
      { session: 'intake' },
    )
    for (const [key, content] of rows) found.set(String(key), Number(content))
  }
  return found
}
