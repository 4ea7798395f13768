import { latitudeAt, longitudeAt, type Spot } from './mercator.ts'

/** What of the world is seen: its middle, and how many pixels the whole of it would take. */
export type Camera = Spot & { scale: number }
export type Size = { width: number; height: number }
/** Pixels from the middle. */
export type Shift = { across: number; down: number }

/** The squares that dialogues are counted by are so wide at the most. */
const squareMax = 64
const scaleMax = 3600 * squareMax
/** What a single place is shown at first. */
const scaleAlone = 20_000
const edge = 44

/** The whole world is as wide as its place at least, so that it is there once. */
export function clamped({ x, y, scale }: Camera, { width, height }: Size): Camera {
  const within = Math.min(scaleMax, Math.max(width, height, scale))
  const half = height / 2 / within
  return { x: x - Math.floor(x), y: Math.min(1 - half, Math.max(half, y)), scale: within }
}

/** The narrowest view that has all spots in it: over the line where the day changes only where they lie close to it. */
export function around(spots: readonly Spot[], size: Size): Camera {
  if (spots.length === 0) return clamped({ x: 0.5, y: 0.38, scale: 0 }, size)
  const [left, right] = stretchOf(spots.map(({ x }) => x))
  const [top, bottom] = ends(spots.map(({ y }) => y))
  const room = { width: Math.max(1, size.width - 2 * edge), height: Math.max(1, size.height - 2 * edge) }
  const scale = Math.min(scaleAlone, room.width / (right - left), room.height / (bottom - top))
  return clamped({ x: (left + right) / 2, y: (top + bottom) / 2, scale }, size)
}

function stretchOf(across: readonly number[]): [number, number] {
  const [left, right] = ends(across)
  const [west, east] = ends(across.map((x) => (x < 0.5 ? x + 1 : x)))
  return east - west < 0.5 && east - west < right - left ? [west, east] : [left, right]
}

function ends(values: readonly number[]): [number, number] {
  let [least, most] = [Infinity, -Infinity]
  for (const value of values) {
    least = Math.min(least, value)
    most = Math.max(most, value)
  }
  return [least, most]
}

/** Moves what is seen by so many pixels. */
export function moved(camera: Camera, { across, down }: Shift, size: Size): Camera {
  return clamped({ ...camera, x: camera.x - across / camera.scale, y: camera.y - down / camera.scale }, size)
}

/** Makes everything larger by a factor; what is at `at` stays there. */
export function zoomed(camera: Camera, factor: number, at: Shift, size: Size): Camera {
  const { scale } = clamped({ ...camera, scale: camera.scale * factor }, size)
  const stays = 1 / camera.scale - 1 / scale
  return clamped({ x: camera.x + at.across * stays, y: camera.y + at.down * stays, scale }, size)
}

export function isNearest({ scale }: Camera): boolean {
  return scale >= scaleMax
}

export function isFarthest({ scale }: Camera, { width, height }: Size): boolean {
  return scale <= Math.max(width, height)
}

/** Where a spot is seen, in pixels from the middle: of the worlds beside each other, in the nearest. */
export function seenAt({ x, y }: Spot, camera: Camera): Shift {
  const across = x - camera.x
  return { across: (across - Math.round(across)) * camera.scale, down: (y - camera.y) * camera.scale }
}

/** The edges of what is seen, in degrees: west, south, east, north. East may be beyond 180°. */
export function edgesOf({ x, y, scale }: Camera, { width, height }: Size): [number, number, number, number] {
  const [half, up] = [(width / 2 + edge) / scale, (height / 2 + edge) / scale]
  return [longitudeAt(x - half), latitudeAt(y + up), longitudeAt(x + half), latitudeAt(y - up)]
}
