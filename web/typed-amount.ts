import { locale } from './numbers.ts'

/**
 * An amount as people type it, `1 234,56`, `1,234.56`, `1.234,56` or `1'234.56`, as the decimal text that the API takes; what is no
 * amount stays as it is, for the API to say so. A single comma before three digits is read as the language of the page reads it.
 */
export function typedAmount(text: string): string {
  const bare = text.trim().replaceAll(/[\s'’]/g, '')
  if (!/^-?[\d.,]+$/.test(bare)) return text.trim()
  const marks = [...bare.matchAll(/[.,]/g)].map(([mark]) => mark)
  const last = marks.at(-1)
  if (last === undefined) return bare
  const isOfThousands = marks.length > 1 ? new Set(marks).size === 1 : last === ',' && isThousandsComma(bare)
  const [whole, fraction] = isOfThousands ? [bare, undefined] : parted(bare)
  return isGrouped(whole)
    ? [whole.replaceAll(/[.,]/g, ''), ...(fraction === undefined ? [] : [fraction])].join('.')
    : text
}

/** `1,234` is a thousand and more in English, and less than two in Russian. */
function isThousandsComma(bare: string): boolean {
  return locale() === 'en-GB' && /^-?[1-9]\d{0,2},\d{3}$/.test(bare)
}

function parted(bare: string): [string, string] {
  const place = Math.max(bare.lastIndexOf('.'), bare.lastIndexOf(','))
  return [bare.slice(0, place), bare.slice(place + 1)]
}

function isGrouped(whole: string): boolean {
  return /^-?\d+$/.test(whole) || /^-?\d{1,3}([.,])\d{3}(\1\d{3})*$/.test(whole)
}

/** Whether a text is an exact decimal, which can be shown as money. */
export function isDecimal(text: string): boolean {
  return /^-?\d{1,15}(\.\d{1,6})?$/.test(text)
}
