import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { clone } from '../../clone.ts'
import { readFont } from './font.ts'
import type { Font } from './font.ts'

export type Weight = 'regular' | 'semibold'

/** How wide a box is that stands for a letter that no font has, of the size of the text. */
export const boxWidth = 0.72

/** The fonts of a weight, the first that has a letter before the others, and what is asked of them for every letter that is drawn. */
type Typeface = {
  fonts: readonly Font[]
  /** The font of each code of the basic plane, counted from 1; 0 where none has it. */
  fontOf: Uint8Array
  widths: Float64Array
}

/** They are read when the first paper is drawn. */
let typefaces: Readonly<Record<Weight, Typeface>> | undefined

function typeface(weight: Weight): Typeface {
  typefaces ??= readTypefaces()
  return typefaces[weight]
}

function readTypefaces(): Readonly<Record<Weight, Typeface>> {
  const [regular, semibold, ...others] = [
    ['inter-regular', 'Inter-Regular'],
    ['inter-semibold', 'Inter-SemiBold'],
    ['armenian', 'NotoSansArmenian'],
    ['others', 'DejaVuSans'],
  ].map(([file, name]) => readFont(readFileSync(join(clone, 'src', 'papers', 'fonts', `${file}.ttf`)), name!))
  return { regular: typefaceOf([regular!, ...others]), semibold: typefaceOf([semibold!, ...others]) }
}

function typefaceOf(fonts: readonly Font[]): Typeface {
  const all = { fonts, fontOf: new Uint8Array(65_536), widths: new Float64Array(65_536).fill(boxWidth) }
  for (let code = 0; code < 65_536; code += 1) {
    const at = fonts.findIndex((font) => font.glyphOf(code) !== 0)
    if (at === -1) continue
    const font = fonts[at]!
    all.fontOf[code] = at + 1
    all.widths[code] = font.advanceOf(font.glyphOf(code)) / font.unitsPerEm
  }
  return all
}

/** The font of most letters. */
export function firstFont(weight: Weight): Font {
  return typeface(weight).fonts[0]!
}

/** The font that has a letter; undefined where none has. */
export function fontFor(code: number, weight: Weight): Font | undefined {
  if (code > 0xff_ff) return undefined
  const { fonts, fontOf } = typeface(weight)
  return fonts[fontOf[code]! - 1]
}

/** How wide a text is at size 1. */
export function widthOf(text: string, weight: Weight): number {
  const { widths } = typeface(weight)
  let width = 0
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at)
    // Of letters beyond the basic plane, which are two units, we have none.
    const isSecond = unit >= 0xdc_00 && unit < 0xe0_00
    if (!isSecond) width += widths[unit]!
  }
  return width
}
