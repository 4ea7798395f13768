import type { Facts } from '../stores/events/facts.ts'
import type { Seen } from '../stores/events/seen.ts'
import { createKeyTable } from './key-table.ts'
import type { KeyTable } from './key-table.ts'

/** Says of each event whether it is new: identity is company, source and id, for ever. */
export type Identities = {
  /**
   * Decides, in order, and reserves the new ones in the same moment, so two requests with the same event cannot both
   * be told that theirs is new.
   */
  decide: (company: number, events: readonly Identified[]) => Promise<Verdict[]>
  /** Takes reservations back: their events could not be made durable. */
  forget: (keys: readonly string[]) => void
  /** The store knows these now; they need not be remembered here for ever. */
  release: (keys: readonly string[]) => void
}

export type Identified = { key: string; content: number }
export type Verdict = 'new' | 'duplicate' | 'conflict'

/** So many ids at least are remembered after the store has them: a gateway that repeats itself does so soon. */
const remembered = 250_000

/** @param seen the filter over accepted events' keys; what it does not have is new */
export function createIdentities(facts: Facts, seen: Seen): Identities {
  /** Accepted: key to content, in two generations. The older one is dropped when the store has all of it. */
  let newer = createGeneration()
  let older = createGeneration()
  /** Grows with each release: what the store was asked before then may have changed since. */
  let releases = 0

  function contentOf(key: string): number | undefined {
    return newer.contents.get(key) ?? older.contents.get(key)
  }

  function doubtful(events: readonly Identified[]): string[] {
    const keys: string[] = []
    for (const { key } of events) if (seen.mayHave(key) && contentOf(key) === undefined) keys.push(key)
    return keys
  }

  function keep(key: string, content: number): void {
    if (newer.contents.size() >= remembered && older.unreleased === 0) {
      older = newer
      newer = createGeneration()
    }
    newer.contents.set(key, content)
    newer.unreleased++
    seen.add(key)
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
        // What was kept here is in the filter, too: a key that it does not have is new.
        const known = seen.mayHave(key) ? (contentOf(key) ?? stored.get(key)) : undefined
        if (known !== undefined) return known === content ? 'duplicate' : 'conflict'
        keep(key, content)
        return 'new'
      })
    },
    forget(keys) {
      for (const key of keys) {
        const generation = newer.contents.has(key) ? newer : older
        if (generation.contents.delete(key)) generation.unreleased--
      }
    },
    release(keys) {
      releases++
      for (const key of keys) {
        // What was folded after a start was decided before it, and is in neither.
        if (newer.contents.has(key)) newer.unreleased--
        else if (older.contents.has(key)) older.unreleased--
      }
    },
  }
}

type Generation = {
  contents: KeyTable
  /** How many of them the store does not have yet. */
  unreleased: number
}

function createGeneration(): Generation {
  return { contents: createKeyTable(), unreleased: 0 }
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
