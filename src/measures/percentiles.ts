/**
 * The percentiles that are told, by the nearest rank: of n numbers in their order the one at ⌈n · level⌉. It is always one of
 * the numbers, and exact.
 */
export const percentiles = { median: 0.5, p90: 0.9 } as const
export type Percentile = keyof typeof percentiles
export const percentileNames = Object.keys(percentiles) as Percentile[]

/** How often small whole numbers occur: each number once, in their order. */
export type Counts = readonly (readonly [number: number, times: number])[]

/** A percentile of numbers that occur at least once. */
export function rankedOf(counts: Counts, rank: Percentile): number {
  const all = counts.reduce((sum, [, times]) => sum + times, 0)
  let left = Math.ceil(all * percentiles[rank])
  return counts.find(([, times]) => (left -= times) <= 0)![0]
}

/** Several counts as one. */
export function countedTogether(all: readonly Counts[]): Counts {
  const sums = new Map<number, number>()
  for (const [number, times] of all.flat()) sums.set(number, (sums.get(number) ?? 0) + times)
  return [...sums].toSorted(([one], [other]) => one - other)
}

const levels = Object.values(percentiles).join(', ')

/**
 * SQL for the percentiles of numbers, of all or where a condition holds: a list in the order of their names.
 * @param values a column with a list of numbers
 * @param weights a column with how often each of them occurs
 */
export function percentilesOf(values: string, weights: string, condition?: string): string {
  return condition === undefined
    ? `quantilesExactWeightedArray(${levels})(${values}, ${weights})`
    : `quantilesExactWeightedArrayIf(${levels})(${values}, ${weights}, ${condition})`
}
