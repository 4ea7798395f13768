import { expect, test } from 'vitest'
import { temporal } from './temporal.ts'
import { typedDate, typedTime } from './typed.ts'

const today = temporal.PlainDate.from('2026-11-24')

test.each([
  ['2026-11-01', '2026-11-01'],
  ['2026-2-9', '2026-02-09'],
  ['01.11.2026', '2026-11-01'],
  ['1/11/2026', '2026-11-01'],
  ['1.11.26', '2026-11-01'],
  [' 1.11 ', '2026-11-01'],
  ['29.2.2026', undefined],
  ['2026-13-01', undefined],
  ['yesterday', undefined],
  ['', undefined],
])('the date "%s" is %s', (typed, date) => {
  expect(typedDate(typed, today)).toBe(date)
})

test.each([
  ['9', '09:00'],
  ['930', '09:30'],
  ['9:30', '09:30'],
  ['09.30', '09:30'],
  ['23:59', '23:59'],
  ['24:00', undefined],
  ['9:60', undefined],
  ['noon', undefined],
])('the time "%s" is %s', (typed, time) => {
  expect(typedTime(typed)).toBe(time)
})
