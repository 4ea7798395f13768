import type { ReportHead } from '../../reports/file.ts'
import { offsetText } from './written-times.ts'

type Language = ReportHead['language']

/** How a language is called in a format of Excel's. */
const places: Readonly<Record<Language, string>> = { en: '409', ru: '419' }
const dayFormats: Readonly<Record<Language, string>> = { en: String.raw`yyyy\-mm\-dd`, ru: 'dd.mm.yyyy' }

/** A whole number with its thousands apart, as the language has it. */
export function countFormat(language: Language): string {
  return `[$-${places[language]}]#,##0`
}

/** A number with this many digits after the point. */
export function decimalFormat(language: Language, digits: number): string {
  return countFormat(language) + fraction(digits)
}

/** An amount of money, with its currency where that has a code. */
export function moneyFormat(language: Language, currency: string, digits: number): string {
  if (!isCode.test(currency)) return decimalFormat(language, digits)
  return String.raw`${decimalFormat(language, digits)}\ [$${currency}]`
}

export const shareFormat = '0.00%'

export function durationFormat(hasParts: boolean): string {
  return hasParts ? '[h]:mm:ss.000' : '[h]:mm:ss'
}

export function dayFormat(language: Language): string {
  return dayFormats[language]
}

/** @param offset told with it where a clock shows the same time twice */
export function timeFormat(language: Language, hasMilliseconds: boolean, offset?: number): string {
  const time = `${dayFormats[language]}\\ hh:mm:ss${hasMilliseconds ? '.000' : ''}`
  return offset === undefined ? time : `${time}" ${offsetText(offset)}"`
}

/** How many digits an amount of a currency has after its point: none in yen, two in euros, three in Kuwaiti dinars. */
export function currencyDigits(currency: string): number {
  if (!isCode.test(currency)) return digitsOfMost
  const { maximumFractionDigits } = new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions()
  return maximumFractionDigits ?? digitsOfMost
}

const isCode = /^[A-Z]{3}$/
const digitsOfMost = 2

function fraction(digits: number): string {
  return digits === 0 ? '' : `.${'0'.repeat(digits)}`
}
