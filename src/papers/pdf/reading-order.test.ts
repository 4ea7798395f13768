import { expect, test } from 'vitest'
import { beginsOnTheRight, cleaned, joined, visual } from './reading-order.ts'

/** A line of an odd paragraph as it is drawn; letters of the right are Hebrew. */
const drawn = (line: string) => visual(line, beginsOnTheRight(line))

test.each([
  ['plain text (1)', 'plain text (1)'],
  ['אבג', 'גבא'],
  ['name אבג end', 'name גבא end'],
  ['אבג 12.50 דה', 'הד 12.50 גבא'],
  ['אבג ABC דה', 'הד ABC גבא'],
  ['אב (גד)', '(דג) בא'],
  ['x אב, גד y', 'x דג ,בא y'],
  ['A 1 אב 2 B', 'A 1 2 בא B'],
])('%s is drawn as %s', (line, wanted) => {
  expect(drawn(line)).toBe(wanted)
})

test('letters of Arabic have the forms that they have beside each other', () => {
  // Alone, first and last, between, and lam with alef as one.
  expect(joined('ب')).toBe('\u{FE8F}')
  expect(joined('بب')).toBe('\u{FE91}\u{FE90}')
  expect(joined('ببب')).toBe('\u{FE91}\u{FE92}\u{FE90}')
  expect(joined('سلام')).toBe('\u{FEB3}\u{FEFC}\u{FEE1}')
  expect(joined('دا ء')).toBe('\u{FEA9}\u{FE8D} ء')
  expect(joined('Latin אב')).toBe('Latin אב')
})

test('every form that is drawn is a form of its letter', () => {
  for (const letter of 'ابتثجحخدذرزسشصضطظعغفقكلمنهويىئؤأإآةپچکگیژ')
    for (const text of [letter, `${letter}ب`, `ب${letter}`, `ب${letter}ب`])
      expect(joined(text).normalize('NFKC')).toBe(text.normalize('NFKC'))
})

test('what cannot be seen, or turns a text around, is left out', () => {
  expect(cleaned('a\u{202E}b\u{200B}c\u{AD}d\u{FEFF}')).toBe('abcd')
  expect(cleaned('e\u{301}\t\u{2003}x\r\ny\u{0}')).toBe('é  x\ny ')
})
