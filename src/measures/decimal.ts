/**
 * Amounts of money are whole millionths of the currency's unit, as `bigint`: exact, and as fine as a price may be. A float never
 * touches them. What is divided is rounded here and nowhere else.
 */
export type Amount = bigint

const decimalForm = /^(-?)(\d{1,18})(?:\.(\d{1,6}))?$/

/** Reads a decimal text such as `0.0125`; undefined for what is none, or is longer than 18 digits before the point and 6 after. */
export function readDecimal(text: string): Amount | undefined {
  const parts = decimalForm.exec(text)
  if (parts === null) return undefined
  const [, sign, whole = '0', fraction = ''] = parts
  const amount = BigInt(whole + fraction.padEnd(6, '0'))
  return sign === '-' ? -amount : amount
}

/** An amount as a decimal text: at least two digits after the point, as many as it takes to be exact. */
export function decimalOf(amount: Amount): string {
  const digits = String(amount < 0n ? -amount : amount).padStart(7, '0')
  const fraction = digits.slice(-6).replace(/0{1,4}$/, '')
  return `${amount < 0n ? '-' : ''}${digits.slice(0, -6)}.${fraction}`
}

export function lesserOf(a: Amount, b: Amount): Amount {
  return a < b ? a : b
}

/**
 * Divides and rounds to the nearest whole number, halves away from zero, as accountants do.
 * @param divisor greater than zero
 */
export function divideRounded(dividend: bigint, divisor: bigint): bigint {
  const size = dividend < 0n ? -dividend : dividend
  const rounded = (2n * size + divisor) / (2n * divisor)
  return dividend < 0n ? -rounded : rounded
}
