import { hash } from 'node:crypto'

/** 128 bits that are the same whenever the same is told, so that a file imported twice changes nothing. */
export function hashOf(told: unknown): string {
  return hash('sha256', JSON.stringify(told), 'hex').slice(0, 32)
}

/** So many different records are remembered: those that are alike are written within seconds of each other. */
const remembered = 4096

/**
 * Counts records without an id of their own: the first of those that are alike is 1. Two that stand near each other are two,
 * and the same file, or a longer copy of it, counts them as before.
 */
export function countAlike(): (record: string) => number {
  const counts = new Map<string, number>()
  return (record) => {
    const count = (counts.get(record) ?? 0) + 1
    counts.delete(record)
    counts.set(record, count)
    if (counts.size > remembered) counts.delete(counts.keys().next().value!)
    return count
  }
}
