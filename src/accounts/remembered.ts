/**
 * Answers that are kept for a while, so that a request need not ask the ledger who is calling. Also "nobody" is kept,
 * so that a wrong token costs as little as a right one.
 */
export type Remembered<Value> = {
  get: (key: string, ask: () => Promise<Value | undefined>) => Promise<Value | undefined>
  forget: (key: string) => void
}

const entriesMax = 10_000

export function remember<Value>(millisecondsMax: number, now: () => number): Remembered<Value> {
  const entries = new Map<string, { answer: Promise<Value | undefined>; until: number }>()
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
      entries.set(key, { answer, until: now() + millisecondsMax })
      answer.catch(() => entries.delete(key))
      return answer
    },
    forget: (key) => entries.delete(key),
  }
}
