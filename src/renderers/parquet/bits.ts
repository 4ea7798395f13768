import { varint } from './thrift.ts'

/** Small numbers, each in so many bits, the lowest first: as Parquet packs levels and places in a dictionary. */
export function packedBits(values: Uint32Array, width: number): Buffer {
  const groups = Math.ceil(values.length / 8)
  const packed = Buffer.alloc(groups * width)
  let [bits, held, at] = [0, 0, 0]
  for (const value of values) {
    bits |= value << held
    held += width
    while (held >= 8) {
      packed[at++] = bits & 255
      bits >>>= 8
      held -= 8
    }
  }
  if (held > 0) packed[at] = bits & 255
  return Buffer.concat([varint(groups * 2 + 1), packed])
}

/** How many bits it takes to tell so many things apart. */
export function bitsFor(count: number): number {
  return Math.max(1, 32 - Math.clz32(count - 1))
}
