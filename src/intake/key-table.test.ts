import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createKeyTable } from './key-table.ts'

/** Few different keys, many with the same first word, so that they meet in the table. */
const keys = fc
  .tuple(fc.constantFrom('00000000', '0000ffff', 'ffffffff'), fc.integer({ min: 0, max: 300 }))
  .map(([first, rest]) => `${first}${rest.toString(16).padStart(24, '0')}`)
const acts = fc.array(
  fc.tuple(fc.constantFrom('set', 'delete', 'get'), keys, fc.integer({ min: 0, max: 2 ** 32 - 1 })),
  {
    maxLength: 400,
  },
)

test('it holds what a Map holds, through any acts', () => {
  fc.assert(
    fc.property(acts, (done) => {
      const table = createKeyTable()
      const map = new Map<string, number>()
      for (const [act, key, value] of done) {
        if (act === 'set') {
          table.set(key, value)
          map.set(key, value)
        }
        if (act === 'delete') expect(table.delete(key)).toBe(map.delete(key))
        expect([table.get(key), table.has(key), table.size()]).toEqual([map.get(key), map.has(key), map.size])
      }
    }),
    { numRuns: 50 },
  )
})

test('it grows beyond its first size and forgets nothing', () => {
  const table = createKeyTable()
  const known = new Map(Array.from({ length: 50_000 }, (_, n) => [nthKey(n), n]))
  for (const [name, n] of known) table.set(name, n)
  expect(table.size()).toBe(known.size)
  expect([...known].filter(([name, n]) => table.get(name) !== n)).toEqual([])
})

/** Spread over the first word, as hashes are. */
function nthKey(n: number): string {
  return (Math.imul(n, 0x9e3779b1) >>> 0).toString(16).padStart(8, '0').padEnd(32, '0')
}
