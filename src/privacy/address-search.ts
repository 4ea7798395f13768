import { textFields } from '../events/message.ts'
import { normalAddress, phoneDigits, phoneSeparators } from './pseudonym.ts'

/** Whether a text holds an address, in any spelling that people and programs give it. */
export type Holds = (text: string) => boolean

export type AddressSearch = {
  holds: Holds
  /** The text with a sign wherever the address stands in it. */
  without: (text: string, sign: string) => string
}

/**
 * Searches for an address: a phone number with or without plus, zeros and separators, also as it is written within its
 * country; an e-mail address in any case; what is neither, as a whole value between quotation marks. A longer number or
 * address that it is a part of is another one.
 */
export function searchFor(address: string): AddressSearch {
  const normal = normalAddress(address)
  const mayHold = mayHoldOf(address)
  let search: Search | undefined
  function* placesIn(text: string): Generator<[from: number, to: number]> {
    // Most texts hold nothing of the kind; to make the pattern takes longer than all the rest.
    if (!mayHold(text)) return
    search ??= searchOf(address)
    const { pattern, isApart } = search
    // What surrounds it is looked at afterwards: asked in the pattern itself, it would slow every character down.
    for (const match of text.matchAll(pattern)) {
      const end = match.index + match[0].length
      const before = text.slice(Math.max(0, match.index - surroundingLength), match.index)
      if (isApart(before, text.slice(end, end + surroundingLength))) yield [match.index, end]
    }
  }
  const isIn = (text: string) => placesIn(text).next().done === false
  return {
    holds: (text) =>
      isIn(text) ||
      (text.length <= addressLengthMax && mayHold(text) && normalAddress(text) === normal) ||
      (text.includes('\\') && isIn(unescaped(text))),
    without(text, sign) {
      let rest = text
      for (const [from, to] of [...placesIn(text)].toReversed()) rest = rest.slice(0, from) + sign + rest.slice(to)
      return rest
    },
  }
}

const surroundingLength = 4
const addressLengthMax = 2 * textFields.to

/** Certain where it says no, and quick: whether a text's digits hold those that tell a number, or it has the sign of an e-mail address. */
function mayHoldOf(address: string): (text: string) => boolean {
  const digits = phoneDigits(address)
  if (digits === undefined) return address.includes('@') ? (text) => text.includes('@') : () => true
  const telling = digits.slice(headOf(digits))
  // Full-width digits and the like count in no spelling that is searched for.
  return (text) => text.replaceAll(/[^0-9]+/g, '').includes(telling)
}

type Search = { pattern: RegExp; isApart: (before: string, after: string) => boolean }

function searchOf(address: string): Search {
  const digits = phoneDigits(address)
  if (digits !== undefined) {
    return {
      pattern: new RegExp(phonePattern(digits), 'g'),
      // A zero, or an eight in Russia, stands before a number within its country.
      isApart: (before, after) => /(^|\D)(00|0|8)?$/.test(before) && !/^\d/.test(after),
    }
  }
  const written = normalAddress(address).replaceAll(/[$()*+./?[\\\]^{|}]/g, String.raw`\$&`)
  if (!address.includes('@')) return { pattern: new RegExp(`"\\s*${written}\\s*"`, 'g'), isApart: () => true }
  return {
    pattern: new RegExp(written, 'gi'),
    isApart: (before, after) => !/[\p{L}\p{N}._%+-]$/u.test(before) && !/^(\.?[\p{L}\p{N}]|-)/u.test(after),
  }
}

/** A country's code has three digits at most; what is left of a number without it is still told by so many. */
const countryCodeMax = 3
export const nationalDigitsMin = 7

/** How many digits of a number may be left out as its country's code. */
function headOf(digits: string): number {
  return Math.max(0, Math.min(countryCodeMax, digits.length - nationalDigitsMin))
}

/** The digits of a number, the country's code perhaps left out, or with the zero for those inside in parentheses. */
function phonePattern(digits: string): string {
  const head = headOf(digits)
  let code = ''
  for (const digit of digits.slice(0, head)) code = `(?:${code}${digit}(?:\\(0\\)|${phoneSeparators})*)?`
  return code + Array.from(digits.slice(head)).join(`${phoneSeparators}*`)
}

/** The text with the escapes of JSON resolved, however broken it is. */
function unescaped(text: string): string {
  return text
    .replaceAll(/\\u([\da-f]{4})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    .replaceAll(/\\(["\\/])/g, '$1')
}
