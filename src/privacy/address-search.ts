import { textFields } from '../events/message.ts'
import { normalAddress, phoneDigits, phoneSeparators } from './pseudonym.ts'

/** Whether a text holds an address, in any spelling that people and programs give it. */
export type Holds = (text: string) => boolean

/**
 * Searches for an address: a phone number with or without plus, zeros and separators; an e-mail address in any case; what is
 * neither, as a whole value between quotation marks. A longer number or address that it is a part of is another one.
 */
export function searchFor(address: string): Holds {
  const normal = normalAddress(address)
  const { pattern, isApart } = searchOf(address)
  function isIn(text: string): boolean {
    // What surrounds it is looked at afterwards: asked in the pattern itself, it would slow every character down.
    for (const match of text.matchAll(pattern)) {
      const end = match.index + match[0].length
      const before = text.slice(Math.max(0, match.index - surroundingLength), match.index)
      if (isApart(before, text.slice(end, end + surroundingLength))) return true
    }
    return false
  }
  return (text) =>
    isIn(text) ||
    (text.includes('\\') && isIn(unescaped(text))) ||
    (text.length <= addressLengthMax && normalAddress(text) === normal)
}

const surroundingLength = 4
const addressLengthMax = 2 * textFields.to

type Search = { pattern: RegExp; isApart: (before: string, after: string) => boolean }

function searchOf(address: string): Search {
  const digits = phoneDigits(address)
  if (digits !== undefined) {
    return {
      pattern: new RegExp(Array.from(digits).join(`${phoneSeparators}*`), 'g'),
      isApart: (before, after) => /(^|\D)(00)?$/.test(before) && !/^\d/.test(after),
    }
  }
  const written = normalAddress(address).replaceAll(/[$()*+./?[\\\]^{|}]/g, String.raw`\$&`)
  if (!address.includes('@')) return { pattern: new RegExp(`"\\s*${written}\\s*"`, 'g'), isApart: () => true }
  return {
    pattern: new RegExp(written, 'gi'),
    isApart: (before, after) => !/[\p{L}\p{N}._%+-]$/u.test(before) && !/^(\.?[\p{L}\p{N}]|-)/u.test(after),
  }
}

/** The text with the escapes of JSON resolved, however broken it is. */
function unescaped(text: string): string {
  return text
    .replaceAll(/\\u([\da-f]{4})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    .replaceAll(/\\(["\\/])/g, '$1')
}
