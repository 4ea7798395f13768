import i18next from 'i18next'
import { beforeAll, expect, test } from 'vitest'
import { gathered, stretchesOf } from './coarser.ts'
import type { Grid } from './grid.ts'
import { daysTitle, dayTitle, stepTitle } from './stretches.ts'

beforeAll(async () => {
  await i18next.init({ lng: 'en' })
})

const period = { from: '2026-10-24T09:30:00+02:00', to: '2026-10-26T18:15:00+01:00', zone: 'Europe/Berlin' }

test('a day that the period cuts is told with its hours, also on the day with 25 of them', () => {
  expect(dayTitle('2026-10-24', period)).toBe('Sat, 24 Oct 2026, 09:30–24:00')
  expect(dayTitle('2026-10-25', period)).toBe('Sun, 25 Oct 2026')
  expect(dayTitle('2026-10-26', period)).toBe('Mon, 26 Oct 2026, 00:00–18:15')
})

test('a step lasts to the next one, the last to the end of the period', () => {
  const steps = [
    '2026-10-24T09:30:00+02:00',
    '2026-10-24T23:00:00+02:00',
    '2026-10-25T00:00:00+02:00',
    '2026-10-26T00:00:00+01:00',
    '2026-10-26T18:00:00+01:00',
  ]
  expect(steps.map((_, at) => stepTitle(steps, at, period))).toEqual([
    'Sat, 24 Oct 2026, 09:30–23:00',
    'Sat, 24 Oct 2026, 23:00–24:00',
    'Sun, 25 Oct 2026',
    'Mon, 26 Oct 2026, 00:00–18:00',
    'Mon, 26 Oct 2026, 18:00–18:15',
  ])
})

function daysOf(first: string, count: number): string[] {
  return Array.from({ length: count }, (_, at) =>
    new Date(Date.parse(first) + at * 86_400_000).toISOString().slice(0, 10),
  )
}

function gridOf(days: string[]): Grid {
  return {
    axis: 'day',
    positions: days,
    split: 'channel',
    series: [
      { key: 'sms', values: days.map((_, at) => at) },
      { key: 'push', values: days.map((_, at) => (at < 30 ? null : 1)) },
    ],
    measure: 'messages',
  }
}

test('more days than bars have room for are drawn by weeks, then by months, and nothing of them is lost', () => {
  expect(stretchesOf(gridOf(daysOf('2025-01-01', 400)))).toBeUndefined()
  expect(stretchesOf({ ...gridOf(daysOf('2025-01-01', 401)), axis: 'time' })).toBeUndefined()

  const weeks = gridOf(daysOf('2025-10-30', 401))
  const byWeek = gathered(weeks, stretchesOf(weeks)!, weeks.positions)
  expect(byWeek.stretches!.slice(0, 2)).toEqual([
    { first: '2025-10-30', last: '2025-11-02' },
    { first: '2025-11-03', last: '2025-11-09' },
  ])
  expect(byWeek.series[1]!.values.slice(0, 6)).toEqual([null, null, null, null, 2, 7])
  const months = gridOf(daysOf('2016-12-15', 3652))
  const byMonth = gathered(months, stretchesOf(months)!, months.positions)
  expect([byMonth.positions.length, byMonth.positions[0], byMonth.positions[1]]).toEqual([
    121,
    '2016-12-15',
    '2017-01-01',
  ])
  for (const [fine, coarse] of [[weeks, byWeek] as const, [months, byMonth] as const])
    for (const [at, { values }] of coarse.series.entries())
      expect(values.reduce<number>((sum, value) => sum + (value ?? 0), 0)).toBe(
        fine.series[at]!.values.reduce<number>((sum, value) => sum + (value ?? 0), 0),
      )
  // What is compared with is laid over it day by day; what it has no days for is left out.
  const before = gridOf(daysOf('2024-09-23', 395))
  const beforeByWeek = gathered(before, stretchesOf(weeks)!, weeks.positions)
  expect(beforeByWeek.stretches![1]).toEqual({ first: '2024-09-27', last: '2024-10-03' })
  expect(beforeByWeek.stretches!.at(-1)).toEqual({ first: '2025-10-17', last: '2025-10-22' })

  const cut = { from: '2025-10-30T09:30:00+01:00', to: '2026-12-05T00:00:00+01:00', zone: 'Europe/Berlin' }
  expect(daysTitle(byWeek, 0, cut)).toBe('30 Oct 2025, 09:30 – 2 Nov 2025')
  expect(daysTitle(byWeek, 1, cut)).toBe('3 Nov 2025 – 9 Nov 2025')
  expect(daysTitle(weeks, 1, cut)).toBe('Fri, 31 Oct 2025')
})
