import fc from 'fast-check'
import { expect, test } from 'vitest'
import { phraseKey, phraseLengthMax, shownPhrase, stemsOf } from './phrase.ts'

test.each([
  [
    'case, spaces and punctuation',
    ['Where is my order?', 'WHERE  is my\torder!!!', '…where is my order', 'where-is-my-order'],
  ],
  ['endings in English', ['Returning the order', 'return the orders', 'Returned: the order.']],
  ['endings in Russian', ['Где мой заказ?', 'где мои заказы', 'ГДЕ МОЙ ЗАКАЗ']],
  ['the letter ё', ['Ёлка дешёвая', 'елка дешевая']],
  ['both languages at once', ['Где мой order?', 'где мои orders']],
  ['widths and ligatures', ['ｆｉｎｄ my oﬀer', 'find my offer']],
  ['signs that are not seen', ['\u202Ehello\u202C \u200Bworld\uFEFF', 'hello world', 'hel\u00ADlo world']],
  ['apostrophes', ["don't", 'Don’t']],
  ['the colour of a hand', ['👍🏽', '👍', '👍🏿!']],
  ['e-mail addresses', ['write to ann.b+x@example.com', 'Write to bob@почта.рф!']],
  ['links', ['see https://example.com/a?b=1#c', 'see www.example.org', 'see t.me/foo', 'see shop.example.ru,']],
  ['phone numbers', ['call +7 (916) 123-45-67', 'call 89161234567', 'call +49 170 / 1234567']],
  ['cards and orders', ['card 4111 1111 1111 1111', 'card 4111-1111-1111-1111']],
  ['numbers in other digits', ['رقم ١٢٣٤٥٦', 'رقم 654321']],
  ['names in messengers', ['i am @ann_b', 'i am @bob.c']],
  ['numbers with letters', ['order AB12CD34', 'order XY98ZZ11']],
])('%s do not make another phrase', (_title, texts) => {
  expect(new Set(texts.map((text) => phraseKey(1, text))).size, texts.map((text) => stemsOf(text)).join(' | ')).toBe(1)
  expect(phraseKey(1, texts[0]!)).not.toBe('0')
})

test.each([
  ['words', 'where is my order', 'where is my parcel'],
  ['their order', 'is it here', 'here it is'],
  ['short numbers', 'at 10:30', 'at 11:30'],
  ['Chinese without spaces', '我的订单在哪里', '我的订单在那里'],
  ['Arabic', 'أين طلبي', 'متى طلبي'],
  ['pictures', '👍', '👎'],
  ['flags', '🇩🇪', '🇫🇷'],
  ['what is masked', 'call 12345678', 'call ann@example.com'],
])('%s tell phrases apart', (_title, one, other) => {
  expect(phraseKey(1, one)).not.toBe(phraseKey(1, other))
})

test('companies have phrases of their own', () => {
  expect(phraseKey(1, 'hello')).not.toBe(phraseKey(2, 'hello'))
})

test.each(['', '   ', '?!', '...', '\u202E\u200B', '\u0000\u0001', '—'])('%j is no phrase', (text) => {
  expect(phraseKey(1, text)).toBe('0')
})

test.each([
  ['My mail is ann@example.com,\n call +49 170 1234567', 'My mail is ‹email›, call ‹number›'],
  ['card 4111 1111 1111 1111 till 12/27', 'card ‹number› till 12/27'],
  ['I am @ann at https://x.example/?token=abc', 'I am ‹name› at ‹link›'],
  ['Заказ12345 и №123456', 'Заказ‹number› и ‹number›'],
  ['passport AB1234567', 'passport ‹number›'],
  ['\u202Eexe.cod\u202C', 'exe.cod'],
  ['<script>alert(1)</script>', '<script>alert(1)</script>'],
  ['=cmd|calc', '=cmd|calc'],
  ['в 10:30 за 1500 руб', 'в 10:30 за 1500 руб'],
  ['12 мая 2024 г.', '12 мая 2024 г.'],
])('%j is shown as %j', (text, shown) => {
  expect(shownPhrase(text)).toBe(shown)
})

test('of a long text the beginning is compared, cut where a word ends, and nothing of what could be half an address', () => {
  const beginning = 'word '.repeat(99)
  expect(phraseKey(1, `${beginning} one two three four five six`)).toBe(
    phraseKey(1, `${beginning} one two three four six`),
  )
  expect(shownPhrase(`${beginning}ann.with.a.long.name@example.com`)).toBe(beginning.trim())
  expect(shownPhrase('x'.repeat(400) + 'ann@example.com'.repeat(20))).toBe('')
  expect(shownPhrase('订'.repeat(1000))).toBe('订'.repeat(phraseLengthMax))
})

const digits = fc.stringMatching(/^\d{5,16}$/)
const separated = fc
  .tuple(digits, fc.constantFrom(' ', '-', '.', ' - ', ''))
  .map(([number, sign]) => number.split('').join(sign))

test('no number of five digits or more, however it is parted, and no address is ever shown', () => {
  const words = fc.constantFrom('hello', 'мой', 'номер:', '(', '№', 'call', '#')
  fc.assert(
    fc.property(fc.array(fc.oneof(words, separated), { maxLength: 8 }), fc.emailAddress(), (parts, email) => {
      const shown = shownPhrase([...parts, email].join(' '))
      expect(shown.replaceAll(/\D/g, '').length).toBeLessThan(5)
      expect(shown).not.toContain('@')
    }),
  )
})

test('any text, of any length, has a key, and what is shown of it is the same phrase', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 2000 }), (text) => {
      const key = phraseKey(1, text)
      expect(BigInt(key) < 2n ** 64n).toBe(true)
      expect(shownPhrase(text)).not.toMatch(/[\p{Cc}\p{Cf}]/u)
      expect(shownPhrase(text).length).toBeLessThanOrEqual(phraseLengthMax * 18)
    }),
    { numRuns: 300 },
  )
})
