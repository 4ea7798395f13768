import { wordOf } from '../stores/events/seen.ts'

/**
 * A table from keys (128 bits, in hexadecimal) to 32-bit numbers, in flat memory: hundreds of thousands of texts in a Map would
 * keep the garbage collector busy. Open addressing with linear probing; keys are hashes, so their own bits spread them.
 */
export type KeyTable = {
  get: (key: string) => number | undefined
  has: (key: string) => boolean
  set: (key: string, value: number) => void
  /** Whether it was there. */
  delete: (key: string) => boolean
  size: () => number
}

const empty = 0
const used = 1
const deleted = 2
const keyWords = 4
const firstCapacity = 1 << 14
/** Beyond this share of full places, runs of them get long. */
const fullest = 0.6

export function createKeyTable(): KeyTable {
  let capacity = firstCapacity
  let states = new Uint8Array(capacity)
  let words = new Uint32Array(capacity * keyWords)
  let values = new Uint32Array(capacity)
  let size = 0
  let filled = 0
  /** The key that is asked about, as numbers. */
  const asked = new Uint32Array(keyWords)

  function read(key: string): void {
    for (let word = 0; word < keyWords; word++) asked[word] = wordOf(key, word * 8)
  }

  /** Where the asked key is, or the place that is free for it: negative, less one. */
  function find(): number {
    const mask = capacity - 1
    let free = -1
    for (let at = asked[0]! & mask; ; at = (at + 1) & mask) {
      if (states[at] === empty) return -1 - (free < 0 ? at : free)
      if (states[at] === deleted) {
        if (free < 0) free = at
      } else if (isAt(at)) return at
    }
  }

  function isAt(at: number): boolean {
    const start = at * keyWords
    return (
      words[start] === asked[0] &&
      words[start + 1] === asked[1] &&
      words[start + 2] === asked[2] &&
      words[start + 3] === asked[3]
    )
  }

  function put(value: number): void {
    const found = find()
    const at = found < 0 ? -1 - found : found
    if (found < 0) {
      size++
      if (states[at] === empty) filled++
      words.set(asked, at * keyWords)
      states[at] = used
    }
    values[at] = value
  }

  function grow(): void {
    const old = { capacity, states, words, values }
    capacity *= 2
    states = new Uint8Array(capacity)
    words = new Uint32Array(capacity * keyWords)
    values = new Uint32Array(capacity)
    size = 0
    filled = 0
    for (let at = 0; at < old.capacity; at++) {
      if (old.states[at] !== used) continue
      asked.set(old.words.subarray(at * keyWords, (at + 1) * keyWords))
      put(old.values[at]!)
    }
  }

  return {
    get(key) {
      read(key)
      const at = find()
      return at < 0 ? undefined : values[at]
    },
    has(key) {
      read(key)
      return find() >= 0
    },
    set(key, value) {
      if (filled >= capacity * fullest) grow()
      read(key)
      put(value)
    },
    delete(key) {
      read(key)
      const at = find()
      if (at < 0) return false
      states[at] = deleted
      size--
      return true
    },
    size: () => size,
  }
}
