import { divideRounded, readDecimal } from '../measures/decimal.ts'
import { digitsOf } from '../invoices/rounding.ts'
import type { Amount } from '../measures/decimal.ts'

export type Language = 'en' | 'ru'

/** The amount that a decimal text of a document says; documents are made by the house, so one that cannot be read is a defect. */
export function amountOf(text: string): Amount {
  const amount = readDecimal(text)
  if (amount === undefined) throw new Error(`"${text}" is no decimal number`)
  return amount
}

/** An amount with so many digits after the point, rounded where it has more: `1234.50`. */
export function fixed(amount: Amount, digits: number): string {
  const step = 10n ** BigInt(6 - digits)
  const units = divideRounded(amount, step)
  const text = String(units < 0n ? -units : units).padStart(digits + 1, '0')
  const whole = text.slice(0, text.length - digits)
  return `${units < 0n ? '-' : ''}${whole}${digits === 0 ? '' : `.${text.slice(-digits)}`}`
}

/** An amount as it is, with so many digits after the point at least: `0.0725`. */
export function exactly(amount: Amount, least: number): string {
  const text = fixed(amount, 6)
  let end = text.length
  while (end > text.length - 6 + least && text[end - 1] === '0') end -= 1
  return text.slice(0, text[end - 1] === '.' ? end - 1 : end)
}

/** A decimal text as people of a language write it: `1,234.50`, `1 234,50`; the minus is a real one. */
export function shown(text: string, language: Language): string {
  const [whole = '', fraction] = text.replace('-', '').split('.')
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, language === 'ru' ? '\u{A0}' : ',')
  const rest = fraction === undefined ? '' : `${language === 'ru' ? ',' : '.'}${fraction}`
  return `${text.startsWith('-') ? '−' : ''}${grouped}${rest}`
}

/** Signs that several currencies have, and which of them needs no more: another dollar must say whose it is. */
const usualOf: Readonly<Record<string, string>> = { $: 'USD', '£': 'GBP', '¥': 'JPY', kr: '' }
/** The engine is slow to tell. */
const signs = new Map<string, string>()

/** The sign of a currency: `€`, `₽`; its code where it has none. */
export function signOf(currency: string): string {
  let sign = signs.get(currency)
  if (sign === undefined) {
    const signIn = (currencyDisplay: 'narrowSymbol' | 'symbol') =>
      new Intl.NumberFormat('en', { style: 'currency', currency, currencyDisplay })
        .formatToParts(0)
        .find(({ type }) => type === 'currency')!.value
    sign = signIn('narrowSymbol')
    if ((usualOf[sign] ?? currency) !== currency) sign = signIn('symbol')
    signs.set(currency, sign)
  }
  return sign
}

/** An amount of money: `€1,234.50`, `1 234,50 ₽`. */
export function money(amount: Amount, currency: string, language: Language): string {
  const number = shown(fixed(amount, digitsOf(currency)), language)
  const sign = signOf(currency)
  if (language === 'ru' || /^\p{L}/u.test(sign)) return `${number}\u{A0}${sign}`
  return number.startsWith('−') ? `−${sign}${number.slice(1)}` : `${sign}${number}`
}
