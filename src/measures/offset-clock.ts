import { offsetOf } from './zone.ts'

/** What a clock of a zone shows: how much more than UTC, and whether it shows the same time twice, as it does where it is set back. */
export type Shown = { offset: number; isTwice: boolean }

const day = 86_400_000
const quarter = day / 96
/** More days than any period has; beyond it they are looked up again. */
const kept = 16_384

/** What a zone's clock shows at instants, for many of them: days on which it is not set are looked up once. */
export function offsetClock(zone: string): (instant: number) => Shown {
  const steady = new Map<number, Shown | null>()
  const quarters = new Map<number, Shown | null>()
  let [lastFrom, last]: [number, Shown | null] = [Number.NaN, null]

  return (instant) => {
    const from = Math.floor(instant / day) * day
    if (from !== lastFrom) {
      lastFrom = from
      last = remembered(steady, from, () => steadyOn(from, zone))
    }
    if (last !== null) return last
    const begin = Math.floor(instant / quarter) * quarter
    return remembered(quarters, begin, () => withinQuarter(begin, zone)) ?? shownAt(instant, zone)
  }
}

function remembered(known: Map<number, Shown | null>, key: number, look: () => Shown | null): Shown | null {
  const found = known.get(key)
  if (found !== undefined) return found
  if (known.size >= kept) known.clear()
  const shown = look()
  known.set(key, shown)
  return shown
}

/** Of a day in UTC, unless the clock is set on it, the day before or the day after. */
function steadyOn(from: number, zone: string): Shown | null {
  const offset = offsetOf(from, zone)
  const isSteady = [from - day, from + day, from + 2 * day].every((instant) => offsetOf(instant, zone) === offset)
  return isSteady ? { offset, isTwice: false } : null
}

function withinQuarter(from: number, zone: string): Shown | null {
  const [first, end] = [shownAt(from, zone), shownAt(from + quarter - 1, zone)]
  return first.offset === end.offset && first.isTwice === end.isTwice ? first : null
}

function shownAt(instant: number, zone: string): Shown {
  const offset = offsetOf(instant, zone)
  const others = [offsetOf(instant - day, zone), offsetOf(instant + day, zone)]
  const isTwice = others.some((other) => other !== offset && offsetOf(instant + offset - other, zone) === other)
  return { offset, isTwice }
}
