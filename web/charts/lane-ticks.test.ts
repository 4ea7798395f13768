import i18next from 'i18next'
import { beforeEach, expect, test } from 'vitest'
import { inRows, ticksOf } from './lane-ticks.ts'

beforeEach(async () => {
  await i18next.init({ lng: 'en' })
})

test('marks stand on round hours of the zone, also where its clock is changed', () => {
  const day = { from: '2026-10-25T00:00:00+02:00', to: '2026-10-26T00:00:00+01:00', zone: 'Europe/Berlin' }
  const ticks = ticksOf(day, 9)
  expect(ticks.map(({ label }) => label)).toEqual([
    '25 Oct',
    '03:00',
    '06:00',
    '09:00',
    '12:00',
    '15:00',
    '18:00',
    '21:00',
  ])
  // 25 hours: three o'clock comes after four of them.
  expect(ticks.map(({ at }) => Math.round(at * 25))).toEqual([0, 4, 7, 10, 13, 16, 19, 22])
})

test('of a long period days are marked, as many as fit, from the first that is whole', () => {
  const month = { from: '2026-11-01T12:00:00Z', to: '2026-11-30T00:00:00Z', zone: 'UTC' }
  expect(ticksOf(month, 5).map(({ label }) => label)).toEqual(['8 Nov', '15 Nov', '22 Nov', '29 Nov'])
  const years = { from: '2024-01-01T00:00:00Z', to: '2026-01-01T00:00:00Z', zone: 'UTC' }
  expect(ticksOf(years, 4).length).toBeLessThanOrEqual(4)
})

test('what overlaps lies in rows of its own, and what finds none in the last', () => {
  const items = [
    { from: 0, to: 5 },
    { from: 1, to: 9 },
    { from: 2, to: 3 },
    { from: 5, to: 6 },
  ]
  expect(inRows(items, 2).map(({ row }) => row)).toEqual([0, 1, 1, 0])
})
