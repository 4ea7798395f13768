/** A picture as PDF has it: its samples, or a JPEG as it came. */
export type Picture = { width: number; height: number; entries: string; data: Buffer; isPacked: boolean }

export const unreadable = 'The logo cannot be read: save it anew as PNG or JPEG.'
export const tooManyPixels = 'The logo has more than 4 million pixels: make it smaller.'

type Inflate = (bytes: Buffer, most: number) => Buffer | undefined

/** Reads a PNG of any kind; what is transparent lies on white, as on the paper. What cannot be read comes back as a sentence. */
export function readPng(bytes: Buffer, mostPixels: number, inflate: Inflate): Picture | string {
  const chunks = chunksOf(bytes)
  const header = chunks?.find(({ type }) => type === 'IHDR')?.data
  if (chunks === undefined || header?.length !== 13) return unreadable
  const [width, height, depth, kind] = [header.readUInt32BE(0), header.readUInt32BE(4), header[8]!, header[9]!]
  const channels = channelsOf[kind]
  if (width === 0 || height === 0 || channels === undefined || ![1, 2, 4, 8, 16].includes(depth)) return unreadable
  if (width * height > mostPixels) return tooManyPixels
  const packed = Buffer.concat(chunks.filter(({ type }) => type === 'IDAT').map(({ data }) => data))
  const passes = header[12] === 1 ? adam7 : [{ x: 0, y: 0, dx: 1, dy: 1 }]
  const raw = inflate(packed, width * height * channels * 2 + (height + 8) * 16)
  if (raw === undefined) return unreadable

  const palette = chunks.find(({ type }) => type === 'PLTE')?.data
  const transparent = chunks.find(({ type }) => type === 'tRNS')?.data
  const pixels = Buffer.alloc(width * height * 3)
  const highest = 2 ** depth - 1
  let at = 0
  for (const { x, y, dx, dy } of passes) {
    const [columns, rows] = [Math.ceil((width - x) / dx), Math.ceil((height - y) / dy)]
    if (columns <= 0 || rows <= 0) continue
    const stride = Math.ceil((columns * channels * depth) / 8)
    let above = Buffer.alloc(stride)
    for (let row = 0; row < rows; row += 1) {
      if (at + 1 + stride > raw.length) return unreadable
      const line = Buffer.from(raw.subarray(at + 1, at + 1 + stride))
      if (!unfilter(raw[at]!, line, above, Math.max(1, (channels * depth) >> 3))) return unreadable
      for (let column = 0; column < columns; column += 1) {
        const samples = Array.from({ length: channels }, (_, channel) =>
          sample(line, column * channels + channel, depth),
        )
        const colour = colourOf(kind, samples, highest, palette, transparent)
        if (colour === undefined) return unreadable
        const place = ((y + row * dy) * width + x + column * dx) * 3
        for (let channel = 0; channel < 3; channel += 1) {
          const value = colour[channel]! * colour[3] + 255 * (1 - colour[3])
          pixels[place + channel] = Math.round(value)
        }
      }
      above = line
      at += 1 + stride
    }
  }
  return { width, height, entries: '/ColorSpace /DeviceRGB /BitsPerComponent 8', data: pixels, isPacked: false }
}

/** How many numbers a pixel has, by the kind of the picture: grey, colours, palette, grey and colours with transparency. */
const channelsOf: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 }

const adam7 = [
  { x: 0, y: 0, dx: 8, dy: 8 },
  { x: 4, y: 0, dx: 8, dy: 8 },
  { x: 0, y: 4, dx: 4, dy: 8 },
  { x: 2, y: 0, dx: 4, dy: 4 },
  { x: 0, y: 2, dx: 2, dy: 4 },
  { x: 1, y: 0, dx: 2, dy: 2 },
  { x: 0, y: 1, dx: 1, dy: 2 },
]

function chunksOf(bytes: Buffer): { type: string; data: Buffer }[] | undefined {
  if (bytes.toString('latin1', 0, 8) !== '\x89PNG\r\n\x1A\n') return undefined
  const chunks: { type: string; data: Buffer }[] = []
  for (let at = 8; at + 12 <= bytes.length;) {
    const length = bytes.readUInt32BE(at)
    if (at + 12 + length > bytes.length) return undefined
    chunks.push({ type: bytes.toString('latin1', at + 4, at + 8), data: bytes.subarray(at + 8, at + 8 + length) })
    at += 12 + length
  }
  return chunks
}

function unfilter(kind: number, line: Buffer, above: Buffer, step: number): boolean {
  if (kind > 4) return false
  for (let at = 0; at < line.length; at += 1) {
    const left = at < step ? 0 : line[at - step]!
    const up = above[at]!
    const corner = at < step ? 0 : above[at - step]!
    const guess = [0, left, up, (left + up) >> 1, kind === 4 ? paeth(left, up, corner) : 0][kind]!
    line[at] = (line[at]! + guess) & 0xff
  }
  return true
}

function paeth(left: number, up: number, corner: number): number {
  const guess = left + up - corner
  const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)]
  return a <= b && a <= c ? left : b <= c ? up : corner
}

function sample(line: Buffer, at: number, depth: number): number {
  if (depth === 8) return line[at]!
  if (depth === 16) return line.readUInt16BE(at * 2)
  const bit = at * depth
  return (line[bit >> 3]! >> (8 - depth - (bit & 7))) & (2 ** depth - 1)
}

type Colour = readonly [red: number, green: number, blue: number, opacity: number]

function colourOf(
  kind: number,
  samples: readonly number[],
  highest: number,
  palette?: Buffer,
  transparent?: Buffer,
): Colour | undefined {
  const [first = 0] = samples
  if (kind === 3) {
    if (palette === undefined || first * 3 + 2 >= palette.length) return undefined
    const opacity = (transparent?.[first] ?? 255) / 255
    return [palette[first * 3]!, palette[first * 3 + 1]!, palette[first * 3 + 2]!, opacity]
  }
  const scaled = samples.map((value) => (value * 255) / highest)
  const isGrey = kind === 0 || kind === 4
  const [red, green, blue] = (isGrey ? [scaled[0], scaled[0], scaled[0]] : scaled) as [number, number, number]
  if (kind === 4 || kind === 6) return [red, green, blue, scaled.at(-1)! / 255]
  const isKey =
    transparent !== undefined &&
    samples.every((value, at) => transparent.length >= at * 2 + 2 && transparent.readUInt16BE(at * 2) === value)
  return [red, green, blue, isKey ? 0 : 1]
}
