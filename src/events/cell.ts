/**
 * The cells that places are counted by: squares of a tenth of a degree, about 11 km from south to north. A cell is one number:
 * 1 for the one at the South Pole and at 180° west, then eastwards, then northwards; 0 stands for no place. The facts store
 * reckons it (see `cellOfRow` in its tables); here it is read.
 */
export const cellsPerDegree = 10

const cellsRound = 360 * cellsPerDegree

/** So many digits after the point has the middle of a cell. */
export const middleDigits = 2

/** The middle of a cell, in degrees with two digits after the point: what it is called by. */
export type Middle = { latitude: number; longitude: number }

/** The middle of a cell; undefined for what is none. */
export function middleOf(cell: number): Middle | undefined {
  if (!Number.isInteger(cell) || cell < 1 || cell > cellsRound * 180 * cellsPerDegree) return undefined
  return {
    latitude: degrees(Math.floor((cell - 1) / cellsRound), 90),
    longitude: degrees((cell - 1) % cellsRound, 180),
  }
}

/** The cell with just this middle; undefined where there is none. */
export function cellAt({ latitude, longitude }: Middle): number | undefined {
  const row = Math.floor((latitude + 90) * cellsPerDegree)
  const column = Math.floor((longitude + 180) * cellsPerDegree)
  const cell = row * cellsRound + column + 1
  const middle = middleOf(cell)
  return middle?.latitude === latitude && middle.longitude === longitude ? cell : undefined
}

/** In whole hundredths, so that a middle has no more digits than it says. */
function degrees(index: number, zero: number): number {
  return ((index * 2 + 1) * (50 / cellsPerDegree) - zero * 100) / 100
}
