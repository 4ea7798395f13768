const day = 86_400_000

/** All instants at which a clock on the wall can have shown a time: one, or two of the hour that comes twice, the earlier first. */
export type InstantsOf = (wall: number) => readonly number[]

/**
 * `instantOf` gives the earlier of two; this finds the other, too.
 * @param instantOf see `Asked`
 */
export function instantsOfWall(instantOf: (wall: number) => number): InstantsOf {
  /** By day: by how much its clock goes back within a day before or after it; 0 for nearly all. */
  const steps = new Map<number, { back: number; after: number }>()

  function offsetAt(at: number): number {
    return at - instantOf(at)
  }

  function stepNear(wall: number): { back: number; after: number } {
    const number = Math.floor(wall / day)
    const known = steps.get(number)
    if (known !== undefined) return known
    const after = offsetAt((number + 2) * day)
    const step = { back: Math.max(0, offsetAt((number - 1) * day) - after), after }
    if (steps.size > 4096) steps.clear()
    steps.set(number, step)
    return step
  }

  return (wall) => {
    const early = instantOf(wall)
    const { back, after } = stepNear(wall)
    if (back === 0) return [early]
    const late = wall - after
    // What stood on the wall `back` later must be unique again, or else the clock had not gone back yet.
    return late > early && instantOf(wall + back) === late + back ? [early, late] : [early]
  }
}

export type RecordedTimes = {
  /** The instants that the start and the end can be. */
  starts: readonly number[]
  ends: readonly number[]
  /** Milliseconds, as the switch measured it; -1 when not told. */
  duration: number
  /** No earlier than this can it have started, as its own id says, and hardly much later; 0 when not known. */
  madeAt: number
  /** When the record before it in the file ended; 0 when not known. */
  endBefore: number
}

/** Records stand in the file as they ended; those that end together may change places. */
const outOfOrderMax = 600_000

/**
 * When a call started and ended by clocks that go back: what the switch's own id says stands above what the duration says, that
 * above the order of the records, and where nothing tells, it is the earlier time.
 */
export function timesOf({ starts, ends, duration, madeAt, endBefore }: RecordedTimes): { start: number; end: number } {
  let pairs = starts.flatMap((start) => ends.map((end) => ({ start, end })))
  const narrow = (isRight: (pair: { start: number; end: number }) => boolean) => {
    const right = pairs.filter(isRight)
    if (right.length > 0) pairs = right
  }
  if (pairs.length > 1) {
    if (madeAt > 0) {
      const nearest = Math.min(...pairs.map(({ start }) => Math.abs(start - madeAt)))
      narrow(({ start }) => Math.abs(start - madeAt) === nearest)
    }
    if (duration >= 0) narrow(({ start, end }) => Math.abs(end - start - duration) <= 1000)
    narrow(({ start, end }) => end >= start)
    if (endBefore > 0) narrow(({ end }) => end >= endBefore - outOfOrderMax)
  }
  return pairs[0]!
}
