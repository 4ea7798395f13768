import type { Scheme } from '../charts/palette.ts'
import { frameColor } from '../charts/palette.ts'
import type { Camera, Size } from './camera.ts'
import type { Country } from './land.ts'

/** Draws the countries that are seen; where the world ends, it begins anew beside. */
export function drawLand(
  pen: CanvasRenderingContext2D,
  land: readonly Country[],
  { camera, size, ratio, scheme }: { camera: Camera; size: Size; ratio: number; scheme: Scheme },
): void {
  const { width, height } = size
  const scale = camera.scale * ratio
  pen.setTransform(1, 0, 0, 1, 0, 0)
  pen.fillStyle = frameColor('sea', scheme)
  pen.fillRect(0, 0, width * ratio, height * ratio)
  pen.fillStyle = frameColor('land', scheme)
  pen.strokeStyle = frameColor('sea', scheme)
  pen.lineJoin = 'round'
  pen.lineWidth = 0.8 / camera.scale
  const [half, up] = [width / 2 / camera.scale, height / 2 / camera.scale]
  for (const turn of [-1, 0, 1]) {
    const left = camera.x - half - turn
    pen.setTransform(scale, 0, 0, scale, -left * scale, (up - camera.y) * scale)
    for (const country of land) {
      const { box } = country
      if (box.right < left || box.left > left + 2 * half) continue
      if (box.bottom < camera.y - up || box.top > camera.y + up) continue
      const path = pathOf(country, camera.scale)
      pen.fill(path, 'evenodd')
      pen.stroke(path)
    }
  }
}

const paths = new WeakMap<Country, Map<number, Path2D>>()

/** Outlines as fine as they can be seen: from afar most of their points lie on each other. */
const finenesses = [1500, 6000, Infinity]

function pathOf(country: Country, scale: number): Path2D {
  const fineness = finenesses.find((one) => scale <= one)!
  const known = paths.get(country) ?? new Map<number, Path2D>()
  paths.set(country, known)
  const path = known.get(fineness) ?? outline(country, 0.5 / fineness)
  known.set(fineness, path)
  return path
}

function outline({ rings }: Country, step: number): Path2D {
  const path = new Path2D()
  for (const ring of rings) {
    let [x, y] = [ring[0]!, ring[1]!]
    path.moveTo(x, y)
    for (let at = 2; at < ring.length; at += 2) {
      if (Math.abs(ring[at]! - x) < step && Math.abs(ring[at + 1]! - y) < step) continue
      x = ring[at]!
      y = ring[at + 1]!
      path.lineTo(x, y)
    }
    path.closePath()
  }
  return path
}
