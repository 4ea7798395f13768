/**
 * A number as a spreadsheet keeps it (binary, with 15 digits that count, perhaps as `1.2500000000000001E-2`) as a decimal text such as
 * a person would have typed.
 */
export function readPrice(number: string): string {
  if (/^-?\d{1,15}(\.\d{1,6})?$/.test(number)) return number
  const value = Number(number)
  if (!Number.isFinite(value)) return number
  const rounded = Number(value.toPrecision(15))
  const plain = rounded.toFixed(12).replace(/\.?0+$/, '')
  return Math.abs(rounded) < 1e21 ? plain : number
}
