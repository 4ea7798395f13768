import { expect, test } from 'vitest'
import type { RefusalCode } from '../../events/refusal.ts'
import { createTally } from './tally.ts'

function tallyOf(refusals: readonly [line: number, code: RefusalCode, field: string, detail: string][]) {
  const tally = createTally(() => {})
  for (const [line, code, field, detail] of refusals)
    tally.refuse({ file: 'a.csv', line, text: '' }, { code, field, detail })
  return tally
}

test('refusals that differ in their numbers and quotations only have one reason; unknown words are one each', () => {
  const tally = tallyOf([
    [2, 'bad-format', 'time', 'time: "soon" is not a time.'],
    [3, 'unknown-value', 'status', 'status: "LOST" is not known.'],
    [4, 'bad-format', 'time', 'time: "later" is not a time.'],
    [5, 'unknown-value', 'status', 'status: "GONE" is not known.'],
    [6, 'bad-format', '', 'The row has 5 fields.'],
    [7, 'unknown-value', 'status', 'status: "LOST" is not known.'],
    [9, 'bad-format', 'time', 'time: "" is not a time.'],
  ])
  const groups = tally.groups().map(({ detail, count, places }) => [count, detail, ...places.map(({ line }) => line)])
  expect(groups).toEqual([
    [3, 'time: "soon" is not a time.', 2, 4, 9],
    [2, 'status: "LOST" is not known.', 3, 7],
    [1, 'status: "GONE" is not known.', 5],
    [1, 'The row has 5 fields.', 6],
  ])
  expect(tally.refused).toBe(7)
})

test('however many words are unknown, the summary stays short', () => {
  const words = Array.from(
    { length: 10_000 },
    (_, at) => [at, 'unknown-value', 'status', `status: "${at}" is not known.`] as const,
  )
  const groups = tallyOf(words.map((word) => [...word])).groups()
  expect(groups.length).toBe(51)
  expect(groups.reduce((sum, { count }) => sum + count, 0)).toBe(10_000)
  expect(groups[0]).toMatchObject({ count: 9950 })
  expect(Math.max(...groups.map(({ places }) => places.length))).toBe(5)
})
