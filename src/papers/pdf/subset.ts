import type { Font } from './font.ts'

/** The letters of a font that a document uses. Each code has a glyph number of its own, so that its text can be read back. */
export type Subset = {
  font: Font
  /** The number of the glyph of a code that the font has, in four digits of base 16. */
  numberOf: (code: number) => string
  /** The codes in use, in the order of their numbers, from 1 on. */
  codes: () => readonly number[]
  /** A font file with these glyphs alone. */
  file: () => Buffer
}

export function subsetOf(font: Font): Subset {
  const numbers = new Map<number, string>()
  return {
    font,
    numberOf: (code) => {
      let number = numbers.get(code)
      if (number === undefined) {
        number = (numbers.size + 1).toString(16).toUpperCase().padStart(4, '0')
        numbers.set(code, number)
      }
      return number
    },
    codes: () => [...numbers.keys()],
    file: () => fileOf(font, [0, ...[...numbers.keys()].map(font.glyphOf)]),
  }
}

function fileOf(font: Font, used: readonly number[]): Buffer {
  const glyphs = [...used]
  const places = new Map<number, number>()
  // What outlines are put together from comes after the letters; the list grows while it is read.
  const outlines: Buffer[] = []
  for (let number = 0; number < glyphs.length; number += 1) {
    const glyph = glyphs[number]!
    const parts = font.partsOf(glyph)
    const outline = parts.length === 0 ? font.outlineOf(glyph) : Buffer.from(font.outlineOf(glyph))
    for (const part of parts) {
      let place = places.get(part.glyph)
      if (place === undefined) {
        place = glyphs.push(part.glyph) - 1
        places.set(part.glyph, place)
      }
      outline.writeUInt16BE(place, part.at)
    }
    outlines.push(outline)
    if (outline.length % 4 !== 0) outlines.push(Buffer.alloc(4 - (outline.length % 4)))
  }

  const count = glyphs.length
  const loca = Buffer.alloc((count + 1) * 4)
  const hmtx = Buffer.alloc(count * 4)
  let offset = 0
  let piece = 0
  for (const [number, glyph] of glyphs.entries()) {
    const length = outlines[piece]!.length
    const padded = length + ((4 - (length % 4)) % 4)
    piece += padded === length ? 1 : 2
    offset += padded
    loca.writeUInt32BE(offset, (number + 1) * 4)
    hmtx.writeUInt16BE(font.advanceOf(glyph), number * 4)
    hmtx.writeInt16BE(font.sideBearingOf(glyph), number * 4 + 2)
  }
  const head = Buffer.from(font.head)
  head.writeUInt32BE(0, 8)
  head.writeInt16BE(1, 50)
  const hhea = Buffer.from(font.hhea)
  hhea.writeUInt16BE(count, 34)
  const maxp = Buffer.from(font.maxp)
  maxp.writeUInt16BE(count, 4)
  return assembled([
    ['glyf', Buffer.concat(outlines)],
    ['head', head],
    ['hhea', hhea],
    ['hmtx', hmtx],
    ['loca', loca],
    ['maxp', maxp],
  ])
}

/** A font file of tables, which are in the order of their names. */
function assembled(tables: readonly (readonly [tag: string, table: Buffer])[]): Buffer {
  const header = Buffer.alloc(12 + tables.length * 16)
  header.writeUInt32BE(0x00_01_00_00, 0)
  header.writeUInt16BE(tables.length, 4)
  const power = Math.floor(Math.log2(tables.length))
  header.writeUInt16BE(16 * 2 ** power, 6)
  header.writeUInt16BE(power, 8)
  header.writeUInt16BE(16 * (tables.length - 2 ** power), 10)
  const pieces: Buffer[] = [header]
  let offset = header.length
  let headAt = 0
  for (const [at, [tag, table]] of tables.entries()) {
    const padded = table.length % 4 === 0 ? table : Buffer.concat([table, Buffer.alloc(4 - (table.length % 4))])
    const record = 12 + at * 16
    header.write(tag, record, 'latin1')
    header.writeUInt32BE(checksum(padded), record + 4)
    header.writeUInt32BE(offset, record + 8)
    header.writeUInt32BE(table.length, record + 12)
    if (tag === 'head') headAt = offset
    pieces.push(padded)
    offset += padded.length
  }
  const file = Buffer.concat(pieces)
  file.writeUInt32BE((0xb1_b0_af_ba - checksum(file)) >>> 0, headAt + 8)
  return file
}

function checksum(table: Buffer): number {
  let sum = 0
  for (let at = 0; at < table.length; at += 4) sum = (sum + table.readUInt32BE(at)) | 0
  return sum >>> 0
}
