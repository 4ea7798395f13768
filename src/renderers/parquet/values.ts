export const decimalBytes = 16
const high = 0x1_0000_0000

/** Values without the empty ones, one after the other: the form that Parquet calls PLAIN. */
export function plainTexts(values: readonly string[]): Buffer {
  const most = values.reduce((sum, { length }) => sum + 4 + length * 3, 0)
  const bytes = Buffer.allocUnsafe(most)
  let at = 0
  for (const value of values) {
    const length = bytes.write(value, at + 4)
    bytes.writeUInt32LE(length, at)
    at += 4 + length
  }
  return bytes.subarray(0, at)
}

export function plainWholes(values: readonly number[]): Buffer {
  const bytes = Buffer.allocUnsafe(values.length * 8)
  for (const [at, value] of values.entries()) {
    const upper = Math.floor(value / high)
    bytes.writeUInt32LE(value - upper * high, at * 8)
    bytes.writeInt32LE(upper, at * 8 + 4)
  }
  return bytes
}

export function plainFloats(values: readonly number[]): Buffer {
  const bytes = Buffer.allocUnsafe(values.length * 8)
  for (const [at, value] of values.entries()) bytes.writeDoubleLE(value, at * 8)
  return bytes
}

export function plainDays(values: readonly number[]): Buffer {
  const bytes = Buffer.allocUnsafe(values.length * 4)
  for (const [at, value] of values.entries()) bytes.writeInt32LE(value, at * 4)
  return bytes
}

/** So many digits are a whole number that a float keeps exactly. */
const digitsOfFloat = 15

/** Decimal texts, of so many digits after the point at most, as whole numbers of the last of these, in 16 bytes, the highest first. */
export function plainDecimals(values: readonly string[], scale: number): Buffer {
  const bytes = Buffer.allocUnsafe(values.length * decimalBytes)
  for (const [at, value] of values.entries()) {
    const point = value.indexOf('.')
    const places = point < 0 ? 0 : value.length - point - 1
    const digits = (point < 0 ? value : value.slice(0, point) + value.slice(point + 1)) + '0'.repeat(scale - places)
    writeDecimal(bytes, at * decimalBytes, digits)
  }
  return bytes
}

function writeDecimal(bytes: Buffer, at: number, digits: string): void {
  if (digits.length <= digitsOfFloat) {
    const number = Number(digits)
    const upper = Math.floor(number / high)
    bytes.fill(number < 0 ? 255 : 0, at, at + 8)
    bytes.writeInt32BE(upper, at + 8)
    bytes.writeUInt32BE(number - upper * high, at + 12)
    return
  }
  const number = BigInt(digits)
  bytes.writeBigInt64BE(number >> 64n, at)
  bytes.writeBigUInt64BE(BigInt.asUintN(64, number), at + 8)
}
