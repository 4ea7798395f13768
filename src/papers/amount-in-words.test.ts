import { expect, test } from 'vitest'
import { amountInWords } from './amount-in-words.ts'

test.each([
  ['0', 'EUR', 'Zero euros 00 cents'],
  ['1', 'EUR', 'One euro 00 cents'],
  ['123.05', 'EUR', 'One hundred twenty-three euros 05 cents'],
  ['21.01', 'GBP', 'Twenty-one pounds sterling 01 penny'],
  ['1000000.5', 'USD', 'One million US dollars 50 cents'],
  ['-1017', 'JPY', 'Minus one thousand seventeen yen'],
  ['12.345', 'KWD', 'Twelve Kuwaiti dinars 345/1000'],
  [
    '999999999999999999',
    'RUB',
    'Nine hundred ninety-nine quadrillion nine hundred ninety-nine trillion nine hundred ninety-nine billion nine hundred ninety-nine million nine hundred ninety-nine thousand nine hundred ninety-nine roubles 00 kopecks',
  ],
])('%s %s is %s', (amount, currency, words) => {
  expect(amountInWords(amount, currency, 'en')).toBe(words)
})

test.each([
  ['0', 'RUB', 'Ноль рублей 00 копеек'],
  ['1.01', 'RUB', 'Один рубль 01 копейка'],
  ['123.02', 'RUB', 'Сто двадцать три рубля 02 копейки'],
  ['11.11', 'RUB', 'Одиннадцать рублей 11 копеек'],
  ['2001001.99', 'RUB', 'Два миллиона одна тысяча один рубль 99 копеек'],
  ['22000', 'UAH', 'Двадцать две тысячи гривен 00 копеек'],
  ['2', 'UAH', 'Две гривны 00 копеек'],
  ['112000000', 'KZT', 'Сто двенадцать миллионов тенге 00 тиынов'],
  ['-40', 'JPY', 'Минус сорок иен'],
  ['1.5', 'EUR', 'Один евро 50 центов'],
  ['3.25', 'NOK', 'Три норвежские кроны 25/100'],
])('%s %s по-русски: %s', (amount, currency, words) => {
  expect(amountInWords(amount, currency, 'ru')).toBe(words)
})

test('an amount is rounded as it is on the paper', () => {
  expect(amountInWords('0.995', 'EUR', 'en')).toBe('One euro 00 cents')
})
