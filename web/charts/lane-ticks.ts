import type { AskedPeriod } from '../asking/answers.ts'
import { shortDay, timeOfDay } from '../numbers.ts'
import { temporal } from '../periods/temporal.ts'
import { dayLabeller } from './ink.ts'

/** A mark along the lanes: where it is, from 0 to 1, and what it says. */
export type Tick = { at: number; label: string }

const hour = 3_600_000
const hourSteps = [1, 2, 3, 6, 12]
const daySteps = [1, 2, 7, 14, 31, 61, 92, 183, 366, 731]

/** Marks on round hours or days of the zone, so many at most. */
export function ticksOf({ from, to, zone }: AskedPeriod, many: number): Tick[] {
  const [start, end] = [Date.parse(from), Date.parse(to)]
  const hours = (end - start) / hour
  const step = hourSteps.find((one) => hours / one <= many)
  const ticks: Tick[] = []
  let moment = temporal.Instant.from(from).toZonedDateTimeISO(zone)
  if (step === undefined) {
    const labelOf = dayLabeller(from.slice(0, 10), to.slice(0, 10))
    const days = daySteps.find((one) => hours / 24 / one <= many) ?? daySteps.at(-1)!
    for (let day = moment.startOfDay(); day.epochMilliseconds < end; day = day.add({ days }).startOfDay()) {
      const at = (day.epochMilliseconds - start) / (end - start)
      if (at >= 0) ticks.push({ at, label: labelOf(day.toPlainDate().toString()) })
    }
    return ticks
  }
  moment = moment.round({ smallestUnit: 'hour', roundingMode: 'floor' })
  // Hour by hour, because clocks may change in between.
  for (; moment.epochMilliseconds < end; moment = moment.add({ hours: 1 })) {
    if (moment.epochMilliseconds < start || moment.hour % step !== 0) continue
    const at = (moment.epochMilliseconds - start) / (end - start)
    const isMidnight = moment.hour === 0 && hours > 24
    const label = isMidnight
      ? shortDay(moment.toPlainDate().toString())
      : timeOfDay(moment.epochMilliseconds, moment.timeZoneId)
    ticks.push({ at, label })
  }
  return ticks
}

/** Lays stretches in rows so that none covers another, as far as there are rows; the last takes what is left. */
export function inRows<Item extends { from: number; to: number }>(items: readonly Item[], rows: number) {
  const ends = Array.from({ length: rows }, () => -Infinity)
  return items
    .toSorted((a, b) => a.from - b.from)
    .map((item) => {
      const free = ends.findIndex((end) => end <= item.from)
      const row = free < 0 ? rows - 1 : free
      ends[row] = Math.max(ends[row]!, item.to)
      return { ...item, row }
    })
}
