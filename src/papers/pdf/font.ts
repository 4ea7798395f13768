/** A TrueType font as PDF needs it: which glyph a letter has, how wide it is, and its outline. Read once. */
export type Font = {
  name: string
  /** How many units the size of the font has. */
  unitsPerEm: number
  ascent: number
  descent: number
  box: readonly number[]
  /** The glyph of a code of the basic plane; 0 where there is none. */
  glyphOf: (code: number) => number
  /** In units of the font. */
  advanceOf: (glyph: number) => number
  outlineOf: (glyph: number) => Buffer
  /** The glyphs that an outline is put together from, and where in it each is named. */
  partsOf: (glyph: number) => readonly { glyph: number; at: number }[]
  /** Tables that are the same however few glyphs are left. */
  head: Buffer
  hhea: Buffer
  maxp: Buffer
  sideBearingOf: (glyph: number) => number
}

/** Reads a font file with the tables that ours have (see `scripts/paper-fonts.py`). */
export function readFont(file: Buffer, name: string): Font {
  const tables = new Map<string, Buffer>()
  for (let at = 0; at < file.readUInt16BE(4); at += 1) {
    const record = 12 + at * 16
    const start = file.readUInt32BE(record + 8)
    const tag = file.toString('latin1', record, record + 4)
    tables.set(tag, file.subarray(start, start + file.readUInt32BE(record + 12)))
  }
  const table = (tag: string) => {
    const found = tables.get(tag)
    if (found === undefined) throw new Error(`The font ${name} has no table ${tag}`)
    return found
  }
  const [head, hhea, maxp, hmtx, loca, glyf] = ['head', 'hhea', 'maxp', 'hmtx', 'loca', 'glyf'].map(table) as [
    Buffer,
    Buffer,
    Buffer,
    Buffer,
    Buffer,
    Buffer,
  ]
  const metrics = hhea.readUInt16BE(34)
  const isLong = head.readInt16BE(50) === 1
  const offset = (glyph: number) => (isLong ? loca.readUInt32BE(glyph * 4) : loca.readUInt16BE(glyph * 2) * 2)
  const outlineOf = (glyph: number) => glyf.subarray(offset(glyph), offset(glyph + 1))
  const glyphs = readCodes(table('cmap'))
  return {
    name,
    unitsPerEm: head.readUInt16BE(18),
    ascent: hhea.readInt16BE(4),
    descent: hhea.readInt16BE(6),
    box: [36, 38, 40, 42].map((at) => head.readInt16BE(at)),
    glyphOf: (code) => glyphs[code] ?? 0,
    advanceOf: (glyph) => hmtx.readUInt16BE(Math.min(glyph, metrics - 1) * 4),
    sideBearingOf: (glyph) => hmtx.readInt16BE(glyph < metrics ? glyph * 4 + 2 : metrics * 4 + (glyph - metrics) * 2),
    outlineOf,
    partsOf: (glyph) => partsOf(outlineOf(glyph)),
    head,
    hhea,
    maxp,
  }
}

/** The glyphs of the codes of the basic plane, from a `cmap` of format 4. */
function readCodes(cmap: Buffer): Uint16Array {
  const glyphs = new Uint16Array(65_536)
  for (let at = 0; at < cmap.readUInt16BE(2); at += 1) {
    const table = cmap.subarray(cmap.readUInt32BE(4 + at * 8 + 4))
    if (table.readUInt16BE(0) !== 4) continue
    const size = table.readUInt16BE(6)
    for (let segment = 0; segment < size; segment += 2) {
      const last = table.readUInt16BE(14 + segment)
      const first = table.readUInt16BE(16 + size + segment)
      const delta = table.readUInt16BE(16 + 2 * size + segment)
      const place = 16 + 3 * size + segment
      const range = table.readUInt16BE(place)
      for (let code = first; code <= last && code < 0xff_ff; code += 1) {
        const direct = range === 0 ? code : table.readUInt16BE(place + range + (code - first) * 2)
        glyphs[code] = direct === 0 ? 0 : (direct + delta) & 0xff_ff
      }
    }
    return glyphs
  }
  throw new Error('The font has no table of codes that can be read')
}

/** An outline with less than no contours is put together from others (flags: what follows, in what form, and whether more follow). */
function partsOf(outline: Buffer): { glyph: number; at: number }[] {
  if (outline.length === 0 || outline.readInt16BE(0) >= 0) return []
  const parts: { glyph: number; at: number }[] = []
  for (let at = 10, hasMore = true; hasMore;) {
    const flags = outline.readUInt16BE(at)
    parts.push({ glyph: outline.readUInt16BE(at + 2), at: at + 2 })
    const scales = (flags & 0x08) !== 0 ? 2 : (flags & 0x40) !== 0 ? 4 : (flags & 0x80) !== 0 ? 8 : 0
    at += 4 + ((flags & 0x01) === 0 ? 2 : 4) + scales
    hasMore = (flags & 0x20) !== 0
  }
  return parts
}
