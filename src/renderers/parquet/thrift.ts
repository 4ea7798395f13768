/** A value of Thrift's compact protocol, in which Parquet tells what its files hold. */
export type ThriftValue =
  | { kind: 'i32' | 'i64'; value: number }
  | { kind: 'text'; value: string }
  | { kind: 'yes' }
  | { kind: 'list'; of: 'i32' | 'text' | 'struct'; values: readonly ThriftValue[] }
  | ThriftStruct

/** Fields by their numbers; those that are undefined are left out. */
export type ThriftStruct = { kind: 'struct'; fields: Readonly<Record<number, ThriftValue | undefined>> }

export const i32 = (value: number): ThriftValue => ({ kind: 'i32', value })
export const i64 = (value: number): ThriftValue => ({ kind: 'i64', value })
export const text = (value: string): ThriftValue => ({ kind: 'text', value })
export const yes: ThriftValue = { kind: 'yes' }
export const list = (of: 'i32' | 'text' | 'struct', values: readonly ThriftValue[]): ThriftValue => ({
  kind: 'list',
  of,
  values,
})
export const struct = (fields: ThriftStruct['fields']): ThriftStruct => ({ kind: 'struct', fields })

const numbers = { yes: 1, i32: 5, i64: 6, text: 8, list: 9, struct: 12 } as const
const longList = 15

export function thriftBytes(value: ThriftStruct): Buffer {
  const pieces: Buffer[] = []
  write(value, pieces)
  return Buffer.concat(pieces)
}

function write(value: ThriftValue, pieces: Buffer[]): void {
  if (value.kind === 'i32' || value.kind === 'i64') pieces.push(zigzag(value.value))
  else if (value.kind === 'text') {
    const bytes = Buffer.from(value.value)
    pieces.push(varint(bytes.length), bytes)
  } else if (value.kind === 'list') writeList(value, pieces)
  else if (value.kind === 'struct') writeStruct(value, pieces)
}

function writeList({ of, values }: Extract<ThriftValue, { kind: 'list' }>, pieces: Buffer[]): void {
  const isLong = values.length >= longList
  pieces.push(Buffer.from([((isLong ? longList : values.length) << 4) | numbers[of]]))
  if (isLong) pieces.push(varint(values.length))
  for (const value of values) write(value, pieces)
}

/** A field says how much its number is above the one before it: no struct of Parquet's skips fifteen. */
function writeStruct({ fields }: ThriftStruct, pieces: Buffer[]): void {
  let before = 0
  for (const [name, value] of Object.entries(fields)) {
    if (value === undefined) continue
    const number = Number(name)
    pieces.push(Buffer.from([((number - before) << 4) | numbers[value.kind]]))
    before = number
    write(value, pieces)
  }
  pieces.push(Buffer.from([0]))
}

/** Numbers up to 2^52, also those of 64 bits: a file is not longer. */
function zigzag(value: number): Buffer {
  return varint(value < 0 ? -2 * value - 1 : 2 * value)
}

/** A whole number in groups of seven bits, the lowest first. */
export function varint(value: number): Buffer {
  const bytes: number[] = []
  let rest = value
  while (rest >= 128) {
    bytes.push((rest % 128) | 128)
    rest = Math.floor(rest / 128)
  }
  bytes.push(rest)
  return Buffer.from(bytes)
}
