import { crc32 } from 'node:zlib'

/**
 * The generation of a row that is known by what was told last: the later word stands, and of two of one instant the one with the
 * greater checksum. When it was told is in the upper bits.
 * @param at milliseconds since 1970
 */
export function versionOf(at: number, said: string): bigint {
  return BigInt(at) * 2n ** 20n + BigInt(crc32(said) & 0xfffff)
}
