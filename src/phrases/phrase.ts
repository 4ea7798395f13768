import { hash } from 'node:crypto'
import { maskPersonal } from './mask.ts'
import { stemOf } from './stems.ts'

/** A phrase is said by so many different clients at least before anybody sees it; of robots, to so many. */
export const peopleMin = 3

/** Of a longer text, its beginning is what is compared. */
export const phraseLengthMax = 500

/**
 * What of a text is shown as a phrase: its beginning in one spelling of signs and spaces, without signs that are not seen (such
 * as those that turn the direction of writing), and with placeholders for what can tell of a person.
 */
export function shownPhrase(text: string): string {
  const plain = beginningOf(text)
    .normalize('NFKC')
    .replaceAll(/\s|\p{Cc}/gu, ' ')
    .replaceAll(/\p{Cf}|\p{Cs}|\p{Co}|\p{Cn}/gu, '')
  return maskPersonal(plain).replaceAll(/\s+/g, ' ').trim()
}

/**
 * The words that a text is known by: stems, without case, punctuation and the sign of a stress. Two texts with the same are one
 * phrase. Empty when the text has neither words nor pictures.
 */
export function stemsOf(text: string): string {
  const words = shownPhrase(text).toLowerCase().replaceAll('ё', 'е').replaceAll('’', "'").match(tokens) ?? []
  return words.map((word) => stemOf(word)).join(' ')
}

/** Placeholders, words, pictures and flags. The colour of a hand is not another word. */
const tokens = /‹\p{L}+›|[\p{L}\p{M}\p{N}]+(?:'\p{L}+)*|\p{RI}\p{RI}|(?!\p{Emoji_Modifier})\p{Extended_Pictographic}/gu

/**
 * Which phrase of a company a text is: the first 64 bits of SHA-256 over the company and the stems, as an unsigned decimal text;
 * `0` where there is none.
 */
export function phraseKey(company: number, text: string): string {
  const stems = stemsOf(text)
  if (stems === '') return '0'
  const said = `${company}\u0000phrase\u0000${stems}`
  return String(BigInt(`0x${hash('sha256', said, 'hex').slice(0, 16)}`))
}

/** Cut where a word ends; of one that does not end, nothing of its last part that could be half an address. */
function beginningOf(text: string): string {
  if (text.length <= phraseLengthMax) return text
  const cut = text.slice(0, phraseLengthMax + 1)
  const [whole] = /^[^]*\s/.exec(cut) ?? [cut.slice(0, phraseLengthMax).replace(/[\u0021-\u007e]+$/, '')]
  return whole
}
