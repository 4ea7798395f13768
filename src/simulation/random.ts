/** Gives the next number of a sequence, at least 0 and less than 1. */
export type Random = () => number

/** Chance that is a function of whole numbers: the same numbers give the same sequence, on every machine. */
export function randomOf(a: number, b: number, c: number): Random {
  // sfc32, seeded with three well-mixed words.
  let x = mix(a, 0x9e3779b9)
  let y = mix(b, x)
  let z = mix(c, y)
  let counter = 1
  const next = () => {
    const sum = (x + y + counter++) | 0
    x = y ^ (y >>> 9)
    y = (z + (z << 3)) | 0
    z = ((z << 21) | (z >>> 11)) + sum
    return (sum >>> 0) / 4_294_967_296
  }
  for (let round = 0; round < 4; round++) next()
  return next
}

/** One number of chance for two whole numbers, at least 0 and less than 1. */
export function chanceAt(a: number, b: number): number {
  return (mix(mix(b, 0x85ebca6b), a) >>> 0) / 4_294_967_296
}

/** 32 bits over a text. */
export function digestOf(text: string): number {
  let digest = 0x811c9dc5
  for (let at = 0; at < text.length; at++) digest = Math.imul(digest ^ text.charCodeAt(at), 0x01000193)
  return mix(digest, text.length)
}

export function between(random: Random, low: number, high: number): number {
  return low + random() * (high - low)
}

/** A whole number, `low` and `high` included. */
export function wholeBetween(random: Random, low: number, high: number): number {
  return Math.floor(between(random, low, high + 1))
}

/** One of the rows, each as likely as its weight says. */
export function pick<Row extends { weight: number }>(random: Random, rows: readonly Row[]): Row {
  let left = random() * rows.reduce((sum, { weight }) => sum + weight, 0)
  return rows.find(({ weight }) => (left -= weight) < 0) ?? rows.at(-1)!
}

export function oneOf<Item>(random: Random, items: readonly Item[]): Item {
  return items[Math.floor(random() * items.length)]!
}

/** A duration as they are in life: half of them below the median, a few very much above. */
export function logNormal(random: Random, median: number, spread: number): number {
  // 1 - random() is never 0, of which there is no logarithm.
  const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
  return median * Math.exp(spread * normal)
}

/** The finalizer of MurmurHash3 over a word and a salt. */
function mix(word: number, salt: number): number {
  let hash = Math.imul(word ^ salt ^ (word >>> 15), 0x85ebca6b) + salt
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  hash = Math.imul(hash ^ (hash >>> 16), 0x27d4eb2f)
  return (hash ^ (hash >>> 15)) | 0
}
