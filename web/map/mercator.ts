/** A place on the map: from 0 (180° west, 85° north) to 1, the same length in both directions. */
export type Spot = { x: number; y: number }

/** The Mercator projection; the poles lie at its edges, where it ends. */
export function spotOf(longitude: number, latitude: number): Spot {
  const sine = Math.sin((latitude * Math.PI) / 180)
  const y = 0.5 - (0.25 * Math.log((1 + sine) / (1 - sine))) / Math.PI
  return { x: longitude / 360 + 0.5, y: Math.min(1, Math.max(0, y)) }
}

export function longitudeAt(x: number): number {
  return (x - 0.5) * 360
}

export function latitudeAt(y: number): number {
  return (Math.atan(Math.exp((0.5 - y) * 2 * Math.PI)) * 360) / Math.PI - 90
}
