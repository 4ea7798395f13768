import i18next from 'i18next'
import { beforeAll, expect, test } from 'vitest'
import { dayTitle, stepTitle } from './stretches.ts'

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
