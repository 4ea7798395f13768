import { divideRounded } from '../measures/decimal.ts'
import type { Amount } from '../measures/decimal.ts'

const digitsKnown = new Map<string, number>()

/** How many digits after the point the smallest coin of a currency has: JPY 0, EUR 2, KWD 3. */
export function digitsOf(currency: string): number {
  let known = digitsKnown.get(currency)
  if (known === undefined) {
    const format = new Intl.NumberFormat('en', { style: 'currency', currency })
    known = format.resolvedOptions().maximumFractionDigits ?? 2
    digitsKnown.set(currency, known)
  }
  return known
}

/** An amount rounded to so many digits after the point, halves away from zero. */
export function roundedTo(amount: Amount, digits: number): Amount {
  const unit = 10n ** BigInt(6 - digits)
  return divideRounded(amount, unit) * unit
}

/**
 * Rounds amounts so that they add up to their rounded sum: each to the digit below, and those that lose most by that one unit more.
 * None is off by a whole unit.
 */
export function roundedTogether(amounts: readonly Amount[], digits: number): Amount[] {
  const unit = 10n ** BigInt(6 - digits)
  const sum = roundedTo(
    amounts.reduce((all, amount) => all + amount, 0n),
    digits,
  )
  const below = amounts.map((amount) => amount - mod(amount, unit))
  const missing = Number((sum - below.reduce((all, amount) => all + amount, 0n)) / unit)
  const most = amounts
    .map((amount, place) => ({ place, lost: mod(amount, unit) }))
    .toSorted((a, b) => (a.lost === b.lost ? a.place - b.place : a.lost < b.lost ? 1 : -1))
    .slice(0, missing)
  for (const { place } of most) below[place]! += unit
  return below
}

function mod(amount: Amount, unit: bigint): bigint {
  return ((amount % unit) + unit) % unit
}
