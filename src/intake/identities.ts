import type { Facts } from '../stores/events/facts.ts'
import type { Seen } from '../stores/events/seen.ts'

/** Says of each event whether it is new: identity is company, source and id, for ever. */
export type Identities = {
  /**
   * Decides, in order, and reserves the new ones. Calls are served one after the other, so two requests with the same
   * event cannot both be told that theirs is new.
   */
  decide: (company: number, events: readonly Identified[]) => Promise<Verdict[]>
  /** Takes reservations back: their events could not be made durable. */
  forget: (company: number, keys: readonly string[]) => void
  /** The store knows these now; they need not be remembered here any longer. */
  release: (company: number, keys: readonly string[]) => void
}

export type Identified = { key: string; content: string }
export type Verdict = 'new' | 'duplicate' | 'conflict'

/** @param seen the filter over accepted events' keys; what it does not have is new */
export function createIdentities(facts: Facts, seen: Seen): Identities {
  /** Accepted, but perhaps not in the store yet: key to content. */
  const recent = new Map<string, string>()
  let turn: Promise<unknown> = Promise.resolve()

  async function decide(company: number, events: readonly Identified[]): Promise<Verdict[]> {
    const doubtful: string[] = []
    for (const { key } of events) {
      if (!recent.has(placeOf(company, key)) && seen.mayHave(placeOf(company, key))) doubtful.push(key)
    }
    const stored = await lookUp(facts, company, doubtful)
    return events.map(({ key, content }) => {
      const place = placeOf(company, key)
      const known = recent.get(place) ?? stored.get(key)
      if (known !== undefined) return known === content ? 'duplicate' : 'conflict'
      recent.set(place, content)
      seen.add(place)
      return 'new'
    })
  }

  return {
    async decide(company, events) {
      const mine = turn.then(async () => decide(company, events))
      turn = mine.catch(() => {})
      return mine
    },
    forget(company, keys) {
      for (const key of keys) recent.delete(placeOf(company, key))
    },
    release(company, keys) {
      for (const key of keys) recent.delete(placeOf(company, key))
    },
  }
}

/** Keys are hexadecimal, so a place can be made of digits only; the filter reads its first sixteen. */
export function placeOf(company: number, key: string): string {
  return (
    ((Number.parseInt(key.slice(0, 8), 16) ^ Math.imul(company, 0x9e3779b1)) >>> 0).toString(16).padStart(8, '0') +
    key.slice(8) +
    company.toString(16)
  )
}

async function lookUp(facts: Facts, company: number, keys: readonly string[]): Promise<Map<string, string>> {
  const found = new Map<string, string>()
  for (let at = 0; at < keys.length; at += 10_000) {
    const rows = await facts.query(
      `SELECT lower(hex(event)), lower(hex(content)) FROM event_ids WHERE company = ${company} AND event IN ` +
        `(SELECT toFixedString(unhex(arrayJoin(splitByChar(',', '${keys.slice(at, at + 10_000).join(',')}'))), 16))`,
      { session: 'intake' },
    )
    for (const [key, content] of rows) found.set(String(key), String(content))
  }
  return found
}
