import fc from 'fast-check'
import { SegmentedMessage } from 'sms-segments-calculator'
import { expect, test } from 'vitest'
import { smsParts } from './sms-parts.ts'

test.each([
  ['an empty text is one message', '', { encoding: 'gsm-7', units: 0, parts: 1 }],
  ['160 septets fit in one part', 'a'.repeat(160), { encoding: 'gsm-7', units: 160, parts: 1 }],
  ['161 septets need headers, so parts of 153', 'a'.repeat(161), { encoding: 'gsm-7', units: 161, parts: 2 }],
  ['306 septets fill two parts', 'a'.repeat(306), { encoding: 'gsm-7', units: 306, parts: 2 }],
  ['307 septets begin a third', 'a'.repeat(307), { encoding: 'gsm-7', units: 307, parts: 3 }],
  ['the euro sign takes two septets', '€'.repeat(80), { encoding: 'gsm-7', units: 160, parts: 1 }],
  [
    'an escape pair that would lie across two parts moves to the next one',
    `${'a'.repeat(152)}€${'a'.repeat(152)}`,
    { encoding: 'gsm-7', units: 306, parts: 3 },
  ],
  [
    'one letter outside of the alphabet makes all of it UCS-2',
    'ж'.repeat(70),
    { encoding: 'ucs-2', units: 70, parts: 1 },
  ],
  ['71 units need headers, so parts of 67', 'ж'.repeat(71), { encoding: 'ucs-2', units: 71, parts: 2 }],
  [
    'a surrogate pair that would lie across two parts moves to the next one',
    `${'ж'.repeat(66)}😀${'ж'.repeat(66)}`,
    { encoding: 'ucs-2', units: 134, parts: 3 },
  ],
  ['a small c with cedilla is not in the alphabet, the capital is', 'ç', { encoding: 'ucs-2', units: 1, parts: 1 }],
] as const)('%s', (_, text, expected) => {
  expect(smsParts(text)).toEqual(expected)
})

/** Characters that stand alone: the calculator keeps clusters (flags, families) whole, which the standard does not ask. */
const gsm7 = fc.string({
  unit: fc.constantFrom(...Array.from('@£$¥èéùìòÇ\nØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&0aZzäöñüà^{}\\[~]|€€')),
  maxLength: 700,
})
const any = fc.string({ unit: fc.constantFrom(...Array.from('aéж中ç€[😀🚀𝒳 ')), maxLength: 400 })

test('any text has as many units and parts as an independent calculator says', () => {
  fc.assert(
    fc.property(fc.oneof(gsm7, any), (text) => {
      const peer = new SegmentedMessage(text)
      expect(smsParts(text)).toEqual({
        encoding: peer.encodingName.toLowerCase(),
        units: peer.encodedChars.reduce((sum, { codeUnits }) => sum + (codeUnits?.length ?? 0), 0),
        parts: peer.segmentsCount,
      })
    }),
    { numRuns: 2000 },
  )
})

test('every character of the basic plane is in the alphabet, or not, as the calculator says', () => {
  const different: string[] = []
  for (let unit = 0; unit < 0xd800; unit++) {
    const character = String.fromCharCode(unit)
    const peer = new SegmentedMessage(character)
    if (smsParts(character).encoding !== peer.encodingName.toLowerCase()) different.push(unit.toString(16))
  }
  expect(different).toEqual([])
})
