/** Excel keeps no longer text in a cell. */
export const textLengthMax = 32_767
/** A number of more digits cannot be kept in a cell: it becomes a text. */
const digitsMax = 15

/** "A" for the first column, "AB" for the 28th. */
export function columnLetters(at: number): string {
  return at < 26
    ? String.fromCharCode(65 + at)
    : columnLetters(Math.floor(at / 26) - 1) + String.fromCharCode(65 + (at % 26))
}

/** What a text cell is from its style on: a text within the cell, which is never a formula. */
export function textCell(text: string): string {
  return `t="inlineStr"><is>${textElement(text)}</is></c>`
}

/** A text as an element of its own: what XML cannot hold in the spelling of Office, what Excel has no room for cut with a mark. */
export function textElement(text: string): string {
  const kept = text.length > textLengthMax ? cut(text) : text
  if (!needsCare.test(kept)) return `<t>${kept}</t>`
  return `<t xml:space="preserve">${escapedText(kept)}</t>`
}

/** A text within XML, in an attribute too. */
export function escapedText(text: string): string {
  return text
    .replaceAll(spelling, '_x005F_$1')
    .replaceAll(beyondXml, (character) => `_x${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}

/** Whether a decimal text keeps all its digits as a number of Excel's. */
export function isKeptExactly(decimal: string): boolean {
  if (decimal.length <= digitsMax) return true
  const digits = decimal.includes('.') ? decimal.replace(/0+$/, '') : decimal
  return digits.replaceAll(/\D/g, '').replace(/^0+/, '').length <= digitsMax
}

/** What would not come back as it is: marks of XML, what XML does not know, what Office reads as such, spaces that XML may drop. */
// oxlint-disable-next-line no-control-regex
const needsCare = /[&<>"\u0000-\u001f\ufffe\uffff]|_x|^\s|\s\s|\s$/
/** XML knows no control characters but the tab and the line feed; a carriage return would come back as a line feed. */
// oxlint-disable-next-line no-control-regex
const beyondXml = /[\u0000-\u0008\u000b-\u001f\ufffe\uffff]|\p{Surrogate}/gu
const spelling = /_(x[\da-f]{4}_)/gi

const cutMark = '… [cut]'

function cut(text: string): string {
  return text.slice(0, textLengthMax - cutMark.length).replace(/[\ud800-\udbff]$/, '') + cutMark
}
