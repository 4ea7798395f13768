import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cellAt, middleOf } from './cell.ts'

test('a cell is known by its middle, and by nothing else', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 3600 * 1800 }), (cell) => {
      const middle = middleOf(cell)!
      expect(cellAt(middle)).toBe(cell)
      expect(cellAt({ ...middle, latitude: middle.latitude + 0.01 })).toBe(undefined)
      expect([middle.latitude, middle.longitude].map((degrees) => String(degrees).split('.')[1]!.length)).toEqual([
        2, 2,
      ])
    }),
  )
  expect(middleOf(1)).toEqual({ latitude: -89.95, longitude: -179.95 })
  expect(middleOf(900 * 3600 + 1800 + 1)).toEqual({ latitude: 0.05, longitude: 0.05 })
  expect(middleOf(3600 * 1800)).toEqual({ latitude: 89.95, longitude: 179.95 })
})

test.each([0, 3600 * 1800 + 1, 4_294_967_295, 1.5, NaN])('%j is no cell', (cell) => {
  expect(middleOf(cell)).toBe(undefined)
})

test.each([
  [90.05, 0.05],
  [0.05, 180.05],
  [NaN, 0.05],
  [Infinity, 0.05],
  [0.05, undefined as unknown as number],
])('nothing has its middle at %j, %j', (latitude, longitude) => {
  expect(cellAt({ latitude, longitude })).toBe(undefined)
})
