import i18next from 'i18next'
import { beforeEach, expect, test } from 'vitest'
import { ago, count, dateTime, duration, fullDay, money, percent, quotient } from './numbers.ts'

beforeEach(async () => {
  await i18next.init({ lng: 'en' })
})

test('a quotient is shown to the hundredth, and something never as nothing', () => {
  expect([0, 0.001, 0.005, 1.3999, 2].map(quotient)).toEqual(['0', '< 0.01', '0.01', '1.4', '2'])
})

test('a duration has its two largest units, rounded, and hours never become days', async () => {
  const times = [0, 0.04, 4.25, 9.96, 59.4, 59.6, 60, 130, 3599.6, 3600, 11_130, 459_000]
  const shown = ['0s', '0s', '4.3s', '10s', '59s', '1m', '1m', '2m 10s', '1h', '1h', '3h 6m', '127h 30m']
  expect(times.map((seconds) => plain(duration(seconds)))).toEqual(shown)
  await i18next.init({ lng: 'ru' })
  expect([42, 130, 11_130].map((seconds) => plain(duration(seconds)))).toEqual(['42 с', '2 мин 10 с', '3 ч 6 мин'])
})

test('a share says of what it is a part with one digit, and never hides that something is there or missing', () => {
  expect([0, 0.0004, 0.0005, 0.9472, 0.9994, 0.9996, 1].map((share) => plain(percent(share)))).toEqual([
    '0 %',
    '< 0.1 %',
    '0.1 %',
    '94.7 %',
    '99.9 %',
    '> 99.9 %',
    '100 %',
  ])
})

test('money is rounded to the cent, unless nothing would be left, and never goes through a float', () => {
  expect(money('18406.7251', 'EUR')).toBe('€18,406.73')
  expect(money('0.0036', 'USD')).toBe('$0.0036')
  expect(money('0.00', 'USD')).toBe('$0.00')
  expect(money('0.045', 'EUR', 'exact')).toBe('€0.045')
  expect(money('90071992547409931.25', 'EUR')).toBe('€90,071,992,547,409,931.25')
  expect(money('1250', 'JPY')).toBe('¥1,250')
})

test('numbers, money and times follow the language', async () => {
  await i18next.changeLanguage('ru')
  expect(plain(count(1284907))).toBe('1 284 907')
  expect(plain(percent(0.9472))).toBe('94,7 %')
  expect(plain(money('620.28', 'EUR'))).toBe('620,28 €')
  expect(dateTime('2026-11-24T08:05:00Z', 'Europe/Berlin')).toBe('24 нояб. 2026, 09:05')
  expect(fullDay('2026-11-01')).toBe('вс, 1 нояб. 2026')
  expect(ago('2026-11-24T08:00:00Z', Date.parse('2026-11-24T08:04:30Z'))).toBe('4 минуты назад')
})

function plain(text: string): string {
  return text.replace(/[\u00a0\u202f]/g, ' ')
}
