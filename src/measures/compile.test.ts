import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compile } from './compile.ts'
import { contacts } from './facts/contacts.ts'
import { messages } from './facts/messages.ts'
import { stepsOf } from './period.ts'
import type { Period } from './period.ts'
import { planOf } from './plan.ts'

const minute = 60_000
const quarter = 15 * minute
const bucketLengths: Readonly<Record<string, number>> = {
  '28d': 28 * 96 * quarter,
  '1d': 96 * quarter,
  '1h': 4 * quarter,
  '15m': quarter,
}

const zones = Intl.supportedValuesOf('timeZone')
const levels = [undefined, ['28d', '1d', '1h', '15m'] as const]
const grains = ['whole', 'day', 'time'] as const

/** Periods from a millisecond to a year, with edges anywhere or on whole minutes, quarters, hours. */
const periods: fc.Arbitrary<Period> = fc
  .record({
    zone: fc.constantFrom(...zones),
    from: fc.integer({ min: Date.UTC(2023, 0, 1), max: Date.UTC(2028, 0, 1) }),
    length: fc.oneof(
      fc.integer({ min: 1, max: 40 * minute }),
      fc.integer({ min: 1, max: 4 * 1440 * minute }),
      fc.integer({ min: 1, max: 400 * 1440 * minute }),
    ),
    roundedTo: fc.constantFrom(1, 1, minute, quarter, 4 * quarter),
  })
  .map(({ zone, from, length, roundedTo }) => {
    const start = Math.floor(from / roundedTo) * roundedTo
    return { zone, from: start, to: start + Math.ceil(length / roundedTo) * roundedTo }
  })

test('what a question reads is its period: every instant once, whole buckets within steps, at most two edges', () => {
  fc.assert(
    fc.property(periods, fc.constantFrom(...grains), fc.constantFrom(...levels), (period, grain, lengths) => {
      const steps = stepsOf(period, grain)
      const { ranges, edges } = planOf(steps, lengths)
      const pieces: { from: number; to: number }[] = [...edges]
      for (const [level, own] of ranges) {
        const length = bucketLengths[level]!
        expect(lengths ?? ['1d', '1h', '15m']).toContain(level)
        for (const range of own) {
          expect([range.from % length, range.to % length]).toEqual([0, 0])
          // No bucket lies in two steps.
          const cut = steps.find((step) => step.from > range.from && step.from < range.to && step.from % length !== 0)
          expect(cut).toBe(undefined)
        }
        expect(own.length).toBeLessThanOrEqual(2)
        pieces.push(...own)
      }
      for (const { from, to, step } of edges) {
        expect(Math.floor(from / quarter)).toBe(Math.floor((to - 1) / quarter))
        expect(from >= step.from && to <= step.to).toBe(true)
      }
      // Steps meet on the quarters of UTC in every zone, so only the ends of the period can be read message by message.
      expect(edges.length).toBeLessThanOrEqual(2)
      expectCover(pieces, period)
    }),
    { numRuns: 500 },
  )
})

function expectCover(pieces: readonly { from: number; to: number }[], { from, to }: Period): void {
  let at = from
  for (const piece of pieces.toSorted((a, b) => a.from - b.from)) {
    expect(piece.from).toBe(at)
    expect(piece.to).toBeGreaterThan(piece.from)
    at = piece.to
  }
  expect(at).toBe(to)
}

test('a year reads days in UTC, and hours where the zone is not a whole day away from it', () => {
  expect(tablesOf('UTC', 'day', '2025-01-01T00:00Z', '2026-01-01T00:00Z')).toEqual(['1d 1'])
  expect(tablesOf('Europe/Berlin', 'whole', '2025-01-01T00:00+01:00', '2026-01-01T00:00+01:00')).toEqual([
    '1d 1',
    '1h 2',
  ])
  expect(tablesOf('Europe/Berlin', 'day', '2025-01-01T00:00+01:00', '2026-01-01T00:00+01:00')).toEqual(['1h 1'])
  // Days begin at a quarter past an hour in UTC, so hours would each lie in two of them.
  expect(tablesOf('Asia/Kathmandu', 'day', '2025-01-01T00:00+05:45', '2026-01-01T00:00+05:45')).toEqual(['15m 1'])
  expect(tablesOf('Asia/Kathmandu', 'whole', '2025-01-01T00:00+05:45', '2026-01-01T00:00+05:45')).toEqual([
    '1d 1',
    '1h 2',
    '15m 2',
  ])
})

test('where there are buckets of 28 days, a year is some of them and days at its ends', () => {
  const steps = stepsOf({ from: Date.UTC(2025, 0, 1), to: Date.UTC(2026, 0, 1), zone: 'UTC' }, 'whole')
  const { ranges, edges } = planOf(steps, contacts.rollUps[0]!.levels)
  const many = ranges.map(([level, own]) => [
    level,
    own.reduce((sum, { from, to }) => sum + (to - from) / bucketLengths[level]!, 0),
  ])
  expect(many).toEqual([
    ['28d', 12],
    ['1d', 365 - 12 * 28],
  ])
  expect(edges).toEqual([])
})

/** How many ranges of which level a period takes. */
function tablesOf(zone: string, grain: 'whole' | 'day', from: string, to: string): string[] {
  const steps = stepsOf({ from: Date.parse(from), to: Date.parse(to), zone }, grain)
  return planOf(steps).ranges.map(([level, own]) => `${level} ${own.length}`)
}

test('the longest question in the finest steps stays a text that the engine reads', () => {
  const zone = 'Australia/Lord_Howe'
  const to = Date.UTC(2026, 10, 24, 3, 7, 11, 13)
  const steps = stepsOf({ from: to - 3659 * 1440 * minute, to, zone }, 'time')
  const sql = compile({
    fact: messages,
    company: 1,
    steps,
    keys: ['channel', 'status', 'currency'],
    filters: new Map([
      ['channel', [1, 2]],
      ['status', [4, 9]],
    ]),
  })
  expect(sql.length).toBeLessThan(60_000)
})
