/**
 * Answers that are kept for a while, so that a request need not ask the ledger who is calling. Also "nobody" is kept,
 * so that a wrong token costs as little as a right one.
 */
export type Remembered<Value> = {
  get: (key: string, ask: () => Promise<Value | undefined>) => Promise<Value | undefined>
  forget: (key: string) => void
  /** Forgets every answer about which this can be said, and those that are not there yet. */
  forgetWhere: (isOver: (value: Value) => boolean) => void
}

const entriesMax = 10_000

export function remember<Value>(millisecondsMax: number, now: () => number): Remembered<Value> {
  type Entry = { answer: Promise<Value | undefined>; until: number; known?: { value: Value | undefined } }
  const entries = new Map<string, Entry>()
  return {
    get(key, ask) {
      const known = entries.get(key)
      const left = known === undefined ? 0 : known.until - now()
      // A clock that was set back must not make an answer last longer.
      if (known !== undefined && left > 0 && left <= millisecondsMax) return known.answer
      entries.delete(key)
      // Maps keep their order, so the first entry is the oldest.
      if (entries.size >= entriesMax) entries.delete(entries.keys().next().value ?? '')
      const answer = ask()
      const entry: Entry = { answer, until: now() + millisecondsMax }
      entries.set(key, entry)
      answer.then(
        (value) => (entry.known = { value }),
        () => entries.get(key) === entry && entries.delete(key),
      )
      return answer
    },
    forget: (key) => entries.delete(key),
    forgetWhere(isOver) {
      // At once: the next question may come before any promise tells.
      for (const [key, { known }] of entries) {
        if (known === undefined || (known.value !== undefined && isOver(known.value))) entries.delete(key)
      }
    },
  }
}
