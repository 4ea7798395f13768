import i18next from 'i18next'
import { beforeEach, expect, test } from 'vitest'
import { typedAmount } from './typed-amount.ts'

beforeEach(async () => {
  await i18next.init({ lng: 'en' })
})

test.each([
  ['100', '100'],
  [' 99,5 ', '99.5'],
  ['1 234,56', '1234.56'],
  ['1\u00a0234\u202f567,8', '1234567.8'],
  ['1,234.56', '1234.56'],
  ['1.234,56', '1234.56'],
  ["1'234.50", '1234.50'],
  ['1,234,567', '1234567'],
  ['1,234', '1234'],
  ['0,125', '0.125'],
  ['1.234', '1.234'],
  ['-5,00', '-5.00'],
])('%j is %s', (typed, amount) => {
  expect(typedAmount(typed)).toBe(amount)
})

test('in Russian a comma is before the fraction', async () => {
  await i18next.init({ lng: 'ru' })
  expect(typedAmount('1,234')).toBe('1.234')
})

test.each(['', 'much', '12,34,5', '1,23.4', '€5', '1..2.3'])('%j stays for the API to refuse', (typed) => {
  expect(typedAmount(typed)).toBe(typed)
})
