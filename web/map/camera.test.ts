import fc from 'fast-check'
import { expect, test } from 'vitest'
import { around, clamped, edgesOf, moved, seenAt, zoomed } from './camera.ts'
import { latitudeAt, longitudeAt, spotOf } from './mercator.ts'

const size = { width: 800, height: 500 }
const longitude = fc.double({ min: -180, max: 180, noNaN: true })
const latitude = fc.double({ min: -85, max: 85, noNaN: true })
const cameras = fc
  .record({ longitude, latitude, scale: fc.double({ min: 800, max: 200_000, noNaN: true }) })
  .map((one) => clamped({ ...spotOf(one.longitude, one.latitude), scale: one.scale }, size))
const shifts = fc.record({ across: fc.integer({ min: -400, max: 400 }), down: fc.integer({ min: -250, max: 250 }) })

test('a place goes to the map and back; the poles and what lies beyond are at its edges', () => {
  fc.assert(
    fc.property(longitude, latitude, (east, north) => {
      const { x, y } = spotOf(east, north)
      expect(longitudeAt(x)).toBeCloseTo(east, 9)
      expect(latitudeAt(y)).toBeCloseTo(north, 9)
    }),
  )
  expect([spotOf(0, 90).y, spotOf(0, -90).y]).toEqual([0, 1])
  expect(spotOf(0, 0)).toEqual({ x: 0.5, y: 0.5 })
})

test('what is under the finger stays there while the map is zoomed, unless the edge of the world is reached', () => {
  fc.assert(
    fc.property(cameras, shifts, fc.double({ min: 1, max: 8, noNaN: true }), (camera, at, factor) => {
      const under = { x: camera.x + at.across / camera.scale, y: camera.y + at.down / camera.scale }
      const { across, down } = seenAt(under, zoomed(camera, factor, at, size))
      expect(Math.abs(across - at.across)).toBeLessThan(1e-3)
      expect(Math.abs(down - at.down)).toBeLessThan(1e-3)
    }),
  )
})

test('however the map is moved, it shows the world and nothing beyond its northern and southern edge', () => {
  fc.assert(
    fc.property(cameras, fc.array(shifts, { maxLength: 40 }), (camera, way) => {
      const last = way.reduce((seen, by) => moved(seen, { across: by.across * 9, down: by.down * 9 }, size), camera)
      const half = size.height / 2 / last.scale
      expect(last.x >= 0 && last.x < 1 && last.y >= half - 1e-9 && last.y <= 1 - half + 1e-9).toBe(true)
    }),
  )
})

test('at first all places are seen, and what lies on both sides of the line where the day changes lies together', () => {
  const pacific = [spotOf(174.8, -36.9), spotOf(-176.5, -44), spotOf(178.4, -18.1)]
  for (const spots of [pacific, [spotOf(13.4, 52.5), spotOf(2.3, 48.9)], [spotOf(0, 0)]]) {
    const camera = around(spots, size)
    for (const spot of spots) {
      const { across, down } = seenAt(spot, camera)
      expect(Math.abs(across) <= 400 && Math.abs(down) <= 250).toBe(true)
    }
  }
  expect(Math.abs(longitudeAt(around(pacific, size).x))).toBeGreaterThan(170)
  const [west, south, east, north] = edgesOf(around(pacific, size), size)
  expect(east - west).toBeLessThan(70)
  expect(north).toBeGreaterThan(south)
  expect(around([], size).scale).toBe(800)
})
