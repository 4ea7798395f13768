import { expect, test } from 'vitest'
import { Refused } from '../events/refusal.ts'
import { readDecimal, timeReader } from './written-values.ts'
import type { DateOrder } from './written-values.ts'

/** Reads in a zone an hour ahead of UTC. */
function readTime(text: string, order?: DateOrder): string {
  try {
    return new Date(timeReader((wall) => wall - 3_600_000, order)(text, 'time')).toISOString()
  } catch (error) {
    if (error instanceof Refused) return error.refusal.code
    throw error
  }
}

test.each([
  ['2026-11-24T09:30:15Z', '2026-11-24T09:30:15.000Z'],
  ['2026-11-24T09:30:15.25+02:00', '2026-11-24T07:30:15.250Z'],
  ['2026-11-24 09:30:15 +0200', '2026-11-24T07:30:15.000Z'],
  ['2026-11-24 09:30 -03:30', '2026-11-24T13:00:00.000Z'],
  ['2026-11-24 09:30 UTC', '2026-11-24T09:30:00.000Z'],
  ['2026-11-24T09:30', '2026-11-24T08:30:00.000Z'],
  ['2026-11-24 09:30:15,5', '2026-11-24T08:30:15.500Z'],
  ['2026/11/24 9:30', '2026-11-24T08:30:00.000Z'],
  ['2026-11-24', '2026-11-23T23:00:00.000Z'],
  ['24.11.2026 09:30:15', '2026-11-24T08:30:15.000Z'],
  ['4.1.2026, 9:05', '2026-01-04T08:05:00.000Z'],
  ['1795512615', '2026-11-24T09:30:15.000Z'],
  ['1795512615.5', '2026-11-24T09:30:15.500Z'],
  ['1795512615000', '2026-11-24T09:30:15.000Z'],
])('%s is %s', (text, expected) => {
  expect(readTime(text)).toBe(expected)
})

test.each([
  ['24/11/2026 09:30', 'dmy', '2026-11-24T08:30:00.000Z'],
  ['11/24/2026 09:30', 'mdy', '2026-11-24T08:30:00.000Z'],
  ['1/2/2026 12:05 AM', 'mdy', '2026-01-01T23:05:00.000Z'],
  ['1/2/2026 12:05 pm', 'dmy', '2026-02-01T11:05:00.000Z'],
  ['1/2/2026, 1:05 PM', 'mdy', '2026-01-02T12:05:00.000Z'],
] as const)('%s is, as %s, %s', (text, order, expected) => {
  expect(readTime(text, order)).toBe(expected)
})

test.each([
  '24/11/2026',
  '2026-02-30 10:00',
  '31.11.2026',
  '24.11.26',
  '24.11/2026',
  '2026-11-24 24:00',
  '2026-11-24 09:60',
  '2026-11-24 13:00 PM',
  '2026-11-24 0:00 AM',
  '09:30',
  '45980.39',
  '2026-11-24 09:30 Berlin',
])('%s is no time', (text) => {
  expect(readTime(text)).toBe('bad-format')
})

test.each([
  ['0.0125', false, '0.0125'],
  ['3', false, '3'],
  ['0,0125', true, '0.0125'],
  ['3', true, '3'],
])('%s is a price (decimal comma: %s)', (text, isComma, expected) => {
  expect(readDecimal(text, 'price', isComma)).toBe(expected)
})

test.each([
  ['0,0125', false],
  ['0.0125', true],
  ['1.234,56', true],
  ['1,234.56', false],
  ['-1', false],
  ['1e3', false],
  ['€ 1', false],
])('%s is no price, for it might be another one (decimal comma: %s)', (text, isComma) => {
  expect(() => readDecimal(text, 'price', isComma)).toThrow(Refused)
})
