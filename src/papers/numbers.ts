import { divideRounded, readDecimal } from '../measures/decimal.ts'
import type { Amount } from '../measures/decimal.ts'

export type Language = 'en' | 'ru'

/** How many digits the smallest coin of a currency has. */
export function digitsOf(currency: string): number {
  return currencyForm(currency).resolvedOptions().maximumFractionDigits ?? 2
}

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

const forms = new Map<string, Intl.NumberFormat>()

function currencyForm(currency: string): Intl.NumberFormat {
  let form = forms.get(currency)
  if (form === undefined) {
    form = new Intl.NumberFormat('en', { style: 'currency', currency, currencyDisplay: 'narrowSymbol' })
    forms.set(currency, form)
  }
  return form
}
