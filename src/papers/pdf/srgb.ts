/**
 * The colour space sRGB (IEC 61966-2-1) as an ICC profile of version 2, made from the numbers of the standard: what the colours of a
 * page mean on any device, which PDF/A wants to be said.
 */
export function srgbProfile(): Buffer {
  const tags: (readonly [string, Buffer])[] = [
    ['desc', described('sRGB IEC61966-2.1')],
    ['cprt', Buffer.concat([Buffer.from('text\0\0\0\0Public domain\0', 'latin1')])],
    ['wtpt', point(0.9642, 1, 0.8249)],
    ['rXYZ', point(0.4361, 0.2225, 0.0139)],
    ['gXYZ', point(0.3851, 0.7169, 0.0971)],
    ['bXYZ', point(0.1431, 0.0606, 0.7141)],
  ]
  const curve = toneCurve()
  const tableLength = 4 + (tags.length + 3) * 12
  const table = Buffer.alloc(tableLength)
  table.writeUInt32BE(tags.length + 3, 0)
  const bodies: Buffer[] = []
  let offset = 128 + tableLength
  let row = 4
  const note = (name: string, at: number, length: number) => {
    table.write(name, row, 'latin1')
    table.writeUInt32BE(at, row + 4)
    table.writeUInt32BE(length, row + 8)
    row += 12
  }
  for (const [name, body] of tags) {
    note(name, offset, body.length)
    const padded = Buffer.concat([body, Buffer.alloc((4 - (body.length % 4)) % 4)])
    bodies.push(padded)
    offset += padded.length
  }
  for (const name of ['rTRC', 'gTRC', 'bTRC']) note(name, offset, curve.length)
  bodies.push(curve)

  const header = Buffer.alloc(128)
  header.writeUInt32BE(offset + curve.length, 0)
  header.writeUInt32BE(0x02_10_00_00, 8)
  header.write('mntrRGB XYZ ', 12, 'latin1')
  for (const [at, part] of [2026, 1, 1].entries()) header.writeUInt16BE(part, 24 + at * 2)
  header.write('acsp', 36, 'latin1')
  for (const [at, value] of [0.9642, 1, 0.8249].entries()) header.writeInt32BE(Math.round(value * 65_536), 68 + at * 4)
  return Buffer.concat([header, table, ...bodies])
}

/** How much light a value gives: 256 steps. */
function toneCurve(): Buffer {
  const curve = Buffer.alloc(12 + 256 * 2)
  curve.write('curv', 0, 'latin1')
  curve.writeUInt32BE(256, 8)
  for (let step = 0; step < 256; step += 1) {
    const value = step / 255
    const light = value <= 0.040_45 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
    curve.writeUInt16BE(Math.round(light * 65_535), 12 + step * 2)
  }
  return curve
}

function point(...values: readonly number[]): Buffer {
  const body = Buffer.alloc(8 + values.length * 4)
  body.write('XYZ ', 0, 'latin1')
  for (const [at, value] of values.entries()) body.writeInt32BE(Math.round(value * 65_536), 8 + at * 4)
  return body
}

/** A description in ASCII; the forms of other scripts that follow it are empty. */
function described(text: string): Buffer {
  const body = Buffer.alloc(12 + text.length + 1 + 8 + 3 + 67)
  body.write('desc', 0, 'latin1')
  body.writeUInt32BE(text.length + 1, 8)
  body.write(text, 12, 'latin1')
  return body
}
