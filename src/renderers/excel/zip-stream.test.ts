import { expect, test } from 'vitest'
import { directory } from './zip-stream.ts'

const part = { crc: 0xdeadbeef, packedBytes: 10, bytes: 20 }
const far = 4.5 * 1024 ** 3

test('a ZIP file that is longer than 4 GiB tells in the larger form where its parts and its list begin', () => {
  const near = directory([{ ...part, name: 'near', offset: 0 }], 100)
  expect([near.length, near.readUInt32LE(near.length - 6)]).toEqual([46 + 4 + 22, 100])

  const both = directory(
    [
      { ...part, name: 'near', offset: 0 },
      { ...part, name: 'far', offset: far },
    ],
    far + 1000,
  )
  const [first, second] = [0, 46 + 4]
  expect([both.readUInt16LE(first + 30), both.readUInt32LE(first + 42)]).toEqual([0, 0])
  expect([both.readUInt16LE(second + 30), both.readUInt32LE(second + 42)]).toEqual([12, 0xffff_ffff])
  const extra = second + 46 + 3
  expect([both.readUInt16LE(extra), both.readUInt16LE(extra + 2), both.readBigUInt64LE(extra + 4)]).toEqual([
    1,
    8,
    BigInt(far),
  ])
  const end = extra + 12
  expect([both.readUInt32LE(end), both.readBigUInt64LE(end + 40), both.readBigUInt64LE(end + 48)]).toEqual([
    0x06064b50,
    BigInt(end),
    BigInt(far + 1000),
  ])
  expect([both.readUInt32LE(end + 56), both.readBigUInt64LE(end + 64)]).toEqual([0x07064b50, BigInt(far + 1000 + end)])
  expect(both.readUInt32LE(end + 76 + 16)).toBe(0xffff_ffff)
})
