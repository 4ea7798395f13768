import { expect, test } from 'vitest'
import { digitsIn, numbersIn, plainNumber } from './account-numbers.ts'

const numbers = ['2026-00001', '5-2026-00001', 'INV-2026-00001', 'СЧ-2026-12', 'RE.2026_7', '42']
const known = new Map(numbers.map((number) => [plainNumber(number), number]))

test.each([
  ['Invoice 2026-00001', ['2026-00001']],
  ['Оплата по счёту №2026-00001 от 01.11.2026, НДС не облагается', ['2026-00001']],
  ['Rechnung2026-00001', ['2026-00001']],
  ['RE 2026 00001', ['2026-00001']],
  ['pay 202600001 thanks', ['2026-00001']],
  ['2026-00 001 (broken by the bank)', ['2026-00001']],
  ['Счет 2026/00001от 1.11', ['2026-00001']],
  ['12026-000012', []],
  ['2026-000012', []],
  ['12026-00001', []],
  ['2026-00001-3', []],
  ['17-2026-00001', []],
  ['5-2026-00001', ['5-2026-00001']],
  ['inv-2026-00001', ['INV-2026-00001']],
  ['INV 2026 00001 and 2026-00001', ['INV-2026-00001', '2026-00001']],
  // C and Ч by another keyboard.
  ['cЧ-2026-12', ['СЧ-2026-12']],
  ['RE 2026 7', ['RE.2026_7']],
  ['house 42', ['42']],
  ['2026-00001 / 2026-00001', ['2026-00001']],
  ['', []],
])('%j names %j', (text, wanted) => {
  expect(numbersIn(text, known)).toEqual(wanted)
  // What is named is looked for.
  for (const number of wanted) expect([...digitsIn(text)]).toContain(number.replaceAll(/\D/g, ''))
})

test('a text of nothing but numbers is not looked through for ever', () => {
  expect(digitsIn('1 '.repeat(500)).size).toBeLessThan(20)
  expect(digitsIn(Array.from({ length: 500 }, (_, at) => at).join(' ')).size).toBeLessThanOrEqual(600)
})
