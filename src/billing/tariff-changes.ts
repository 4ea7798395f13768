import { bySecond, nameOfRate } from './rate.ts'
import type { Rate, TalkRate } from './rate.ts'
import { writtenRate } from './rate-form.ts'
import type { WrittenRate } from './rate-form.ts'
import { serviceByWord } from './service.ts'

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
  later: readonly Rate[],
  currency: string,
): { counts: ChangeCounts; changes: RateChange[] } {
  const left = new Map(later.map((rate) => [nameOfRate(rate), rate]))
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
    if (other !== undefined && isSame(rate, other)) {
      counts.same++
      continue
    }
    const after = other === undefined ? null : writtenRate(other, currency)
    add({ name, change: after === null ? 'removed' : 'changed', before: writtenRate(rate, currency), after })
  }
  for (const [name, rate] of left) add({ name, change: 'added', before: null, after: writtenRate(rate, currency) })
  return { counts, changes }
}

/** Whether two rates for the same uses ask the same of them. */
function isSame(one: Rate, other: Rate): boolean {
  if (one.price !== other.price) return false
  const usual = serviceByWord.get(one.service)!.moment
  if ((one.moment ?? usual) !== (other.moment ?? usual)) return false
  const [talk, otherTalk] = [one.talk ?? bySecond, other.talk ?? bySecond]
  if ((Object.keys(bySecond) as (keyof TalkRate)[]).some((part) => talk[part] !== otherTalk[part])) return false
  if (one.package?.units !== other.package?.units || one.package?.fee !== other.package?.fee) return false
  const [steps, otherSteps] = [one.steps ?? [], other.steps ?? []]
  return (
    steps.length === otherSteps.length &&
    steps.every(({ above, price }, at) => above === otherSteps[at]!.above && price === otherSteps[at]!.price)
  )
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
