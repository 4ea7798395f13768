import { instantOfWall } from './zone.ts'

const day = 86_400_000
/** More days than any feed mixes; beyond it the days are looked up again. */
const daysKept = 4096

/**
 * `instantOfWall` of a zone, for many times: the offset of a day on which it does not change is looked up once.
 */
export function wallClock(zone: string): (wall: number) => number {
  /** By day: what to take from the wall's time; null on a day on which the offset changes. */
  const offsets = new Map<number, number | null>()

  function offsetOn(start: number): number | null {
    const known = offsets.get(start)
    if (known !== undefined) return known
    const first = start - instantOfWall(start, zone)
    const last = start + day - instantOfWall(start + day, zone)
    const offset = first === last ? first : null
    if (offsets.size >= daysKept) offsets.clear()
    offsets.set(start, offset)
    return offset
  }

  return (wall) => {
    const offset = offsetOn(Math.floor(wall / day) * day)
    return offset === null ? instantOfWall(wall, zone) : wall - offset
  }
}
