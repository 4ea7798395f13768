import { deflateSync } from 'node:zlib'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isLong } from '../../../test/long.ts'
import { readLogo } from './picture.ts'

/** How many numbers a pixel has, by the kind of a PNG, and how deep they may be. */
const kinds: Readonly<Record<number, { channels: number; depths: readonly number[] }>> = {
  0: { channels: 1, depths: [1, 2, 4, 8, 16] },
  2: { channels: 3, depths: [8, 16] },
  3: { channels: 1, depths: [1, 2, 4, 8] },
  4: { channels: 2, depths: [8, 16] },
  6: { channels: 4, depths: [8, 16] },
}

const anyPng = fc
  .constantFrom(0, 2, 3, 4, 6)
  .chain((kind) => fc.record({ kind: fc.constant(kind), depth: fc.constantFrom(...kinds[kind]!.depths) }))
  .chain(({ kind, depth }) =>
    fc
      .record({
        width: fc.integer({ min: 1, max: 11 }),
        height: fc.integer({ min: 1, max: 11 }),
        isInterlaced: fc.boolean(),
      })
      .chain((size) => {
        const count = size.width * size.height * kinds[kind]!.channels
        return fc
          .record({
            samples: fc.array(fc.integer({ min: 0, max: 2 ** depth - 1 }), { minLength: count, maxLength: count }),
            filters: fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 40, maxLength: 40 }),
          })
          .map((rest) => ({ kind, depth, ...size, ...rest }))
      }),
  )

test('a PNG of any kind is read as it was written, and lies on white where it is transparent', () => {
  fc.assert(
    fc.property(anyPng, (png) => {
      const { width, height, data } = readLogo(`data:image/png;base64,${written(png).toString('base64')}`)
      expect([width, height]).toEqual([png.width, png.height])
      expect([...data]).toEqual(coloursOf(png))
    }),
    { numRuns: isLong ? 3000 : 80 },
  )
})

test('a JPEG is kept as it is', () => {
  const frame = Buffer.from('FFD8FFE000040000FFC2000B080010002003012200', 'hex')
  const { width, height, entries, data } = readLogo(`data:image/jpeg;base64,${frame.toString('base64')}`)
  expect([width, height]).toEqual([32, 16])
  expect(entries).toContain('/DeviceRGB /BitsPerComponent 8 /Filter /DCTDecode')
  expect(data.equals(frame)).toBe(true)
})

type Png = {
  kind: number
  depth: number
  width: number
  height: number
  isInterlaced: boolean
  samples: number[]
  filters: number[]
}

const palette = Buffer.from(Array.from({ length: 768 }, (_, at) => (at * 7) % 256))
const transparency = Buffer.from(Array.from({ length: 256 }, (_, at) => 255 - at))

/** What is to be seen: red, green and blue of each pixel. */
function coloursOf({ kind, depth, samples }: Png): number[] {
  const { channels } = kinds[kind]!
  return Array.from({ length: samples.length / channels }, (_, at) => {
    const own = samples.slice(at * channels, (at + 1) * channels)
    const scaled = own.map((value) => (value * 255) / (2 ** depth - 1))
    if (kind === 3) return [0, 1, 2].map((part) => seen(palette[own[0]! * 3 + part]!, transparency[own[0]!]! / 255))
    const grey = kind === 0 || kind === 4
    const opacity = kind === 4 || kind === 6 ? scaled.at(-1)! / 255 : 1
    return [0, 1, 2].map((part) => seen(scaled[grey ? 0 : part]!, opacity))
  }).flat()
}

function seen(colour: number, opacity: number): number {
  return Math.round(colour * opacity + 255 * (1 - opacity))
}

function written({ kind, depth, width, height, isInterlaced, samples, filters }: Png): Buffer {
  const { channels } = kinds[kind]!
  const step = Math.max(1, (channels * depth) >> 3)
  // By the picture of the standard: in which of the seven passes each pixel of eight by eight is.
  const passOf = ['16462646', '77777777', '56565656', '77777777', '36463646', '77777777', '56565656', '77777777']
  const passes = isInterlaced ? ['1', '2', '3', '4', '5', '6', '7'] : ['all']
  const rows: Buffer[] = []
  for (const pass of passes) {
    let above: Buffer | undefined
    for (let y = 0; y < height; y += 1) {
      const columns = Array.from({ length: width }, (_, x) => x).filter(
        (x) => pass === 'all' || passOf[y % 8]![x % 8] === pass,
      )
      if (columns.length === 0) continue
      const values = columns.flatMap((x) => samples.slice((y * width + x) * channels, (y * width + x + 1) * channels))
      const bits = values.map((value) => value.toString(2).padStart(depth, '0')).join('')
      const line = Buffer.from((bits.match(/.{1,8}/g) ?? []).map((byte) => Number.parseInt(byte.padEnd(8, '0'), 2)))
      const filter = filters[rows.length % filters.length]!
      rows.push(Buffer.from([filter, ...filtered(filter, line, above ?? Buffer.alloc(line.length), step)]))
      above = line
    }
  }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([depth, kind, 0, 0, isInterlaced ? 1 : 0], 8)
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1A\n', 'latin1'),
    chunk('IHDR', header),
    ...(kind === 3 ? [chunk('PLTE', palette), chunk('tRNS', transparency)] : []),
    chunk('IDAT', deflateSync(Buffer.concat(rows))),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function filtered(filter: number, line: Buffer, above: Buffer, step: number): number[] {
  return [...line].map((value, at) => {
    const [a, b, c] = [line[at - step] ?? 0, above[at]!, at < step ? 0 : above[at - step]!]
    const nearest = [a, b, c].toSorted((one, two) => Math.abs(a + b - c - one) - Math.abs(a + b - c - two))[0]!
    return (value - [0, a, b, Math.floor((a + b) / 2), nearest][filter]!) & 0xff
  })
}

function chunk(type: string, data: Buffer): Buffer {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(data.length)
  return Buffer.concat([length, Buffer.from(type), data, Buffer.alloc(4)])
}
