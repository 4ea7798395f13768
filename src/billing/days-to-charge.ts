import { stepsOf } from '../measures/period.ts'
import type { Step } from '../measures/period.ts'
import { dayAround, localDay, monthAround } from '../measures/zone.ts'

/** What decides which days of a company are charged. Instants are milliseconds since 1970; hours are told by their starts. */
export type Due = {
  zone: string
  now: number
  /** When the company came, and until when its usage was charged; 0 while nothing was. */
  createdAt: number
  chargedUntil: number
  /** The hours in which something changed since then. */
  changed: readonly number[]
  /** Whether all of its usage is charged anew, or that from an instant on; and the hours in which there was any. */
  isAll: boolean
  anewFrom: number | undefined
  used: readonly number[]
  /** The days of which something is charged: a package may be of a day without any usage. */
  charged: readonly string[]
}

const hour = 3_600_000

/**
 * The local days to price, whole and in order; what is still to come is not charged.
 * @param goesByMonths whether in a stretch of time what a unit costs depends on those before it in the month
 */
export function daysToCharge(
  { zone, now, createdAt, chargedUntil, changed, isAll, anewFrom, used, charged }: Due,
  goesByMonths: (from: number, to: number) => boolean,
): Step[] {
  const again = used.filter((start) => isAll || start + hour > anewFrom!)
  const hours = [...new Set([...changed, ...again])].filter((start) => start <= now)
  const days = new Map<string, Step>()
  const take = (from: number, to: number) => {
    for (const step of stepsOf({ from, to, zone }, 'day')) days.set(step.day, step)
  }
  // In a zone of half hours, an hour lies in two days.
  for (const start of hours) take(dayAround(start, zone).from, dayAround(start + hour - 1, zone).to)
  for (const name of charged) {
    const day = localDay(name, zone)
    if (day !== undefined && (isAll || day.to > anewFrom!)) take(day.from, day.to)
  }
  const touched = [...days.values()].map(({ from }) => from)
  const since = Math.min(now, anewFrom ?? (chargedUntil === 0 || isAll ? createdAt : chargedUntil))
  for (const month of monthsIn(Math.min(since, ...touched), now, zone)) {
    const isTouched = month.to > since || touched.some((from) => from >= month.from && from < month.to)
    if (isTouched && goesByMonths(month.from, month.to)) take(month.from, Math.min(month.to, dayAround(now, zone).to))
  }
  return [...days.values()].toSorted((a, b) => a.from - b.from)
}

/** The local months that `[from, to]` touches, whole and in order. */
export function monthsIn(from: number, to: number, zone: string): { from: number; to: number }[] {
  const months: { from: number; to: number }[] = []
  for (let month = monthAround(from, zone); month.from <= to; month = monthAround(month.to, zone)) months.push(month)
  return months
}
