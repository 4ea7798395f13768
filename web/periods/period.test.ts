import { expect, test } from 'vitest'
import { isLive, neighbour, periodOf, rfc3339, type Choice } from './period.ts'
import { presets } from './presets.ts'
import { temporal } from './temporal.ts'

const now = temporal.Instant.from('2026-11-24T08:05:03Z')
const zone = 'Europe/Berlin'

test('each named period begins and ends where its name says, on the clock of the zone', () => {
  const named = Object.fromEntries(presets.map(({ id }) => [id, written({ preset: id })]))
  expect(named).toEqual({
    today: '2026-11-24T00:00:00+01:00 … 2026-11-24T09:06:00+01:00',
    yesterday: '2026-11-23T00:00:00+01:00 … 2026-11-24T00:00:00+01:00',
    '15m': '2026-11-24T08:51:00+01:00 … 2026-11-24T09:06:00+01:00',
    '60m': '2026-11-24T08:06:00+01:00 … 2026-11-24T09:06:00+01:00',
    '7d': '2026-11-18T00:00:00+01:00 … 2026-11-24T09:06:00+01:00',
    '30d': '2026-10-26T00:00:00+01:00 … 2026-11-24T09:06:00+01:00',
    month: '2026-11-01T00:00:00+01:00 … 2026-11-24T09:06:00+01:00',
    'last-month': '2026-10-01T00:00:00+02:00 … 2026-11-01T00:00:00+01:00',
    year: '2026-01-01T00:00:00+01:00 … 2026-11-24T09:06:00+01:00',
  })
})

test.each<[string, Choice, string, string]>([
  ['today', { preset: 'today' }, '2026-11-23T00:00', '2026-11-24T00:00'],
  ['the last 7 days', { preset: '7d' }, '2026-11-11T00:00', '2026-11-18T00:00'],
  ['this month', { preset: 'month' }, '2026-10-01T00:00', '2026-11-01T00:00'],
  ['this year', { preset: 'year' }, '2025-01-01T00:00', '2026-01-01T00:00'],
  ['the last 15 minutes', { preset: '15m' }, '2026-11-24T08:36', '2026-11-24T08:51'],
  ['March', { from: '2026-03-01T00:00', to: '2026-04-01T00:00' }, '2026-02-01T00:00', '2026-03-01T00:00'],
  ['two days', { from: '2026-10-25T00:00', to: '2026-10-27T00:00' }, '2026-10-23T00:00', '2026-10-25T00:00'],
  ['a morning', { from: '2026-11-02T09:30', to: '2026-11-02T12:00' }, '2026-11-02T07:00', '2026-11-02T09:30'],
])('one back from %s', (_title, choice, from, to) => {
  expect(neighbour(choice, zone, now, 'before')).toEqual({ from, to })
})

test('one on from the past comes nearer, and what holds now has nothing after it', () => {
  expect(neighbour({ preset: 'yesterday' }, zone, now, 'after')).toEqual({
    from: '2026-11-24T00:00',
    to: '2026-11-25T00:00',
  })
  expect(neighbour({ from: '2026-02-01T00:00', to: '2026-03-01T00:00' }, zone, now, 'after')).toEqual({
    from: '2026-03-01T00:00',
    to: '2026-04-01T00:00',
  })
  expect(presets.filter(({ id }) => !isLive({ preset: id }, zone, now)).map(({ id }) => id)).toEqual([
    'yesterday',
    'last-month',
  ])
  expect(isLive({ from: '2026-11-24T00:00', to: '2026-11-24T09:05' }, zone, now)).toBe(false)
  expect(isLive({ from: '2026-11-24T00:00', to: '2026-11-24T09:06' }, zone, now)).toBe(true)
})

test('a time that the clocks skipped means the moment just after it', () => {
  expect(written({ from: '2026-03-29T02:30', to: '2026-03-29T04:00' })).toBe(
    '2026-03-29T03:30:00+02:00 … 2026-03-29T04:00:00+02:00',
  )
})

function written(choice: Choice): string {
  const { from, to } = periodOf(choice, zone, now)
  return `${rfc3339(from)} … ${rfc3339(to)}`
}
