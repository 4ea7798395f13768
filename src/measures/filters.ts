import type { KeyName } from './facts/fact.ts'

/** A stored number that stands for a word. */
export type Code = number | bigint

/** The codes to keep; a key that is not in it keeps all, one without codes keeps nothing. */
export type Filters = ReadonlyMap<KeyName, readonly Code[]>

/** What all of these filters keep. */
export function together(...all: readonly Filters[]): Filters {
  const kept = new Map<KeyName, readonly Code[]>()
  for (const [key, codes] of all.flatMap((filters) => [...filters])) {
    kept.set(key, kept.get(key)?.filter((code) => codes.includes(code)) ?? codes)
  }
  return kept
}
