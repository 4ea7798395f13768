import type { Step } from './period.ts'

/**
 * The lengths of roll-up buckets from coarse to fine; a period is covered by the coarsest that fit, its edges by single rows. Buckets
 * are counted from 1970. Those of 28 days are there where it takes long to put days together.
 */
const levels = [
  { name: '28d', milliseconds: 28 * 86_400_000 },
  { name: '1d', milliseconds: 86_400_000 },
  { name: '1h', milliseconds: 3_600_000 },
  { name: '15m', milliseconds: 900_000 },
] as const
type Level = (typeof levels)[number]
export type LevelName = Level['name']
/** Those of roll-ups that have all of them. */
export const allLevels: readonly LevelName[] = levels.map(({ name }) => name)
const usualLevels: readonly LevelName[] = ['1d', '1h', '15m']
/** The length of the finest buckets. */
export const bucketMilliseconds = levels.at(-1)!.milliseconds

/** How long the buckets of a level are, as roll-ups tell them apart. */
export function bucketSecondsOf(level: LevelName): number {
  return levels.find(({ name }) => name === level)!.milliseconds / 1000
}

export type Range = { from: number; to: number }
/** A piece of a bucket, which is read row by row, and the step that it lies in. */
export type Edge = Range & { step: Step }
/** What a question reads: ranges of whole buckets by their length, coarse ones first, and pieces of buckets. */
export type Plan = { ranges: readonly (readonly [LevelName, readonly Range[]])[]; edges: readonly Edge[] }

/** The steps that are asked for, and the length of the finest buckets. */
type Asked = { steps: readonly Step[]; bucket: number }

type Cover = { ranges: Map<LevelName, Range[]>; edges: Edge[] }

/**
 * Covers the steps with whole buckets, coarse ones first, and what is left at their ends with single rows. A level
 * serves when no inner edge of the steps cuts one of its buckets; so a level is asked for two ranges at most. Steps that meet
 * within the finest buckets, as those that follow the clock do, are covered one by one.
 * @param lengths of the buckets that there are
 */
export function planOf(steps: readonly Step[], lengths: readonly LevelName[] = usualLevels): Plan {
  const inner = steps.slice(1).map(({ from }) => from)
  const had = levels.filter(({ name }) => lengths.includes(name))
  const serving = had.filter(({ milliseconds }) => inner.every((edge) => edge % milliseconds === 0))
  const plan: Cover = { ranges: new Map(), edges: [] }
  const bucket = had.at(-1)!.milliseconds
  if (serving.length === 0) {
    for (const step of steps) cover(step.from, step.to, had, { steps: [step], bucket }, plan)
  } else {
    cover(steps[0]!.from, steps.at(-1)!.to, serving, { steps, bucket }, plan)
  }
  const ranges = levels.flatMap(({ name }) => {
    const own = plan.ranges.get(name)
    return own === undefined ? [] : [[name, own] as const]
  })
  return { ranges, edges: plan.edges }
}

/** Covers the steps with single rows. */
export function rowsPlanOf(steps: readonly Step[]): Plan {
  return { ranges: [], edges: steps.map((step) => ({ from: step.from, to: step.to, step })) }
}

function cover(from: number, to: number, [coarse, ...finer]: readonly Level[], asked: Asked, plan: Cover): void {
  if (from >= to) return
  if (coarse === undefined) {
    plan.edges.push(...edgesOf(from, to, asked))
    return
  }
  const first = Math.ceil(from / coarse.milliseconds) * coarse.milliseconds
  const last = Math.floor(to / coarse.milliseconds) * coarse.milliseconds
  if (first >= last) {
    cover(from, to, finer, asked, plan)
    return
  }
  cover(from, first, finer, asked, plan)
  const ranges = plan.ranges.get(coarse.name) ?? []
  plan.ranges.set(coarse.name, ranges)
  ranges.push({ from: first, to: last })
  cover(last, to, finer, asked, plan)
}

/** What is left is less than two buckets long, but may lie in two. */
function edgesOf(from: number, to: number, { steps, bucket }: Asked): Edge[] {
  const edges: Edge[] = []
  for (let at = from; at < to;) {
    const end = Math.min(to, Math.floor(at / bucket) * bucket + bucket)
    edges.push({ from: at, to: end, step: steps.findLast((step) => step.from <= at)! })
    at = end
  }
  return edges
}

/** The start of the 15-minute bucket of an instant. */
export function bucketOf(instant: number): number {
  return Math.floor(instant / bucketMilliseconds) * bucketMilliseconds
}
