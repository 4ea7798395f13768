import { nameOfRate } from './rate.ts'
import type { Rate } from './rate.ts'
import { writtenRate } from './rate-form.ts'
import type { WrittenRate } from './rate-form.ts'

/** A rate that is in one of two versions, or differs between them. */
export type RateChange = {
  /** What tells it from others, as `nameOfRate` has it. */
  name: string
  change: 'added' | 'removed' | 'changed'
  before: WrittenRate | null
  after: WrittenRate | null
}

export type ChangeCounts = { added: number; removed: number; changed: number; same: number }

/** How the rates of two versions differ: what was removed or changed in the order of the first, then what was added. */
export function changesBetween(
  before: readonly Rate[],
  after: readonly Rate[],
  currency: string,
): { counts: ChangeCounts; changes: RateChange[] } {
  const left = new Map(after.map((rate) => [nameOfRate(rate), rate]))
  const counts: ChangeCounts = { added: 0, removed: 0, changed: 0, same: 0 }
  const changes: RateChange[] = []
  const add = (change: RateChange) => {
    counts[change.change]++
    changes.push(change)
  }
  for (const rate of before) {
    const name = nameOfRate(rate)
    const other = left.get(name)
    left.delete(name)
    const old = writtenRate(rate, currency)
    if (other === undefined) {
      add({ name, change: 'removed', before: old, after: null })
      continue
    }
    const changed = writtenRate(other, currency)
    if (JSON.stringify(old) === JSON.stringify(changed)) counts.same++
    else add({ name, change: 'changed', before: old, after: changed })
  }
  for (const [name, rate] of left) add({ name, change: 'added', before: null, after: writtenRate(rate, currency) })
  return { counts, changes }
}

/** Puts rates in place of those for the same uses, the others at the end, and takes those of some names away. */
export function withChanges(rates: readonly Rate[], put: readonly Rate[], remove: ReadonlySet<string>): Rate[] {
  const left = new Map(put.map((rate) => [nameOfRate(rate), rate]))
  const changed = rates.flatMap((rate) => {
    const name = nameOfRate(rate)
    const other = left.get(name)
    left.delete(name)
    if (other !== undefined) return [other]
    return remove.has(name) ? [] : [rate]
  })
  return [...changed, ...left.values()]
}
