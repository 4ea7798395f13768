/**
 * What was told last of some attributes, each with when it was told (milliseconds): the later word stands, and of two of one
 * instant the greater. So the order and the repetition of events cannot matter.
 */
export type Attributes = Readonly<Record<string, Told>>
export type Told = readonly [at: number, value: string | number]

/** What one event tells at an instant; what is empty or 0 is not told. */
export function told(at: number, values: Readonly<Record<string, string | number>>): Attributes {
  const attributes: Record<string, Told> = {}
  for (const [name, value] of Object.entries(values)) {
    if (value !== '' && value !== 0 && value !== '0') attributes[name] = [at, value]
  }
  return attributes
}

/** Joins what two sets of events tell: associative, commutative, idempotent. */
export function joinAttributes(a: Attributes, b: Attributes): Attributes {
  const joined: Record<string, Told> = { ...a }
  for (const [name, one] of Object.entries(b)) {
    const other = joined[name]
    if (other === undefined || isLater(one, other)) joined[name] = one
  }
  return joined
}

/** The word that stands for a number attribute; 0 where nothing was told. */
export function numberOf(attributes: Attributes, name: string): number {
  return Number(attributes[name]?.[1] ?? 0)
}

/** The word that stands for a text attribute. */
export function textOf(attributes: Attributes, name: string, otherwise = ''): string {
  return String(attributes[name]?.[1] ?? otherwise)
}

/** Of one attribute all words are of one type. */
function isLater([at, value]: Told, [otherAt, other]: Told): boolean {
  return at > otherAt || (at === otherAt && value > other)
}

/** Joins two sorted lists without repetition into one. */
export function union<Item extends string | number>(a: readonly Item[], b: readonly Item[]): readonly Item[] {
  if (b.every((one) => a.includes(one))) return a
  return [...new Set([...a, ...b])].toSorted((one, other) => (one < other ? -1 : one > other ? 1 : 0))
}
