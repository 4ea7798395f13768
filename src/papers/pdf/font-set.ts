import type { Font } from './font.ts'
import { point } from './pdf-file.ts'
import type { PdfFile } from './pdf-file.ts'
import { subsetOf } from './subset.ts'
import type { Subset } from './subset.ts'
import { boxWidth, firstFont, fontFor } from './typeface.ts'
import type { Weight } from './typeface.ts'

/** The fonts of one document: the letters that it uses, and boxes with their codes for those that no font has. */
export type FontSet = {
  /**
   * What shows a text within `BT … ET`, in drawn order.
   * @param current the font and size that are set already, as the last answer had them
   */
  show: (text: string, weight: Weight, size: number, current: string) => { operators: string; font: string }
  /** Writes the fonts in use; gives the dictionary that pages name them by. */
  write: (file: PdfFile) => string
}

export function fontSet(): FontSet {
  const subsets = new Map<Font, { name: string; subset: Subset }>()
  const boxes = new Map<number, number>()

  function subsetFor(font: Font): { name: string; subset: Subset } {
    let known = subsets.get(font)
    if (known === undefined) {
      known = { name: `/F${subsets.size + 1}`, subset: subsetOf(font) }
      subsets.set(font, known)
    }
    return known
  }

  /** Of a box there are 255 at most; what is beyond shares the first. */
  function boxFor(code: number): number {
    let place = boxes.get(code)
    if (place === undefined) {
      if (boxes.size === 255) return 1
      place = boxes.size + 1
      boxes.set(code, place)
    }
    return place
  }

  return {
    show: (text, weight, size, current) => {
      const height = point(size)
      let operators = ''
      let named = current
      let last: Font | undefined | null = null
      for (let at = 0; at < text.length; at += 1) {
        const code = text.codePointAt(at)!
        if (code > 0xff_ff) at += 1
        const font = fontFor(code, weight)
        if (font !== last) {
          const wanted = `${font === undefined ? '/Boxes' : subsetFor(font).name} ${height} Tf `
          operators += `${last === null ? '' : '> Tj '}${wanted === named ? '' : wanted}<`
          named = wanted
          last = font
        }
        operators += font === undefined ? hex(boxFor(code), 2) : subsetFor(font).subset.numberOf(code)
      }
      return { operators: last === null ? '' : `${operators}> Tj`, font: named }
    },
    write: (file) => {
      // The codes in boxes are written in the digits of the text's own font, which is whole only after them.
      const digits = boxes.size === 0 ? undefined : subsetFor(firstFont('regular'))
      const numbers = new Map([...subsets.values()].map(({ subset }) => [subset, file.reserve()]))
      const framed =
        digits === undefined
          ? []
          : [`/Boxes ${writeBoxes(file, [...boxes.keys()], digits.subset, numbers.get(digits.subset)!)} 0 R`]
      for (const [subset, number] of numbers) writeFont(file, subset, number)
      const fonts = [...subsets.values()].map(({ name, subset }) => `${name} ${numbers.get(subset)!} 0 R`)
      return `<< ${[...fonts, ...framed].join(' ')} >>`
    },
  }
}

function writeFont(file: PdfFile, subset: Subset, number: number): void {
  const { font } = subset
  const codes = subset.codes()
  const scaled = (units: number) => Math.round((units * 1000) / font.unitsPerEm)
  const name = `/${tagOf(codes)}+${font.name}`
  const program = subset.file()
  const fontFile = file.addStream(program, `/Length1 ${program.length}`)
  const descriptor = file.add(
    `<< /Type /FontDescriptor /FontName ${name} /Flags 4 /FontBBox [${font.box.map(scaled).join(' ')}] /ItalicAngle 0 ` +
      `/Ascent ${scaled(font.ascent)} /Descent ${scaled(font.descent)} /CapHeight ${scaled(font.ascent * 0.75)} /StemV ${font.name.includes('Semi') ? 120 : 80} ` +
      `/FontFile2 ${fontFile} 0 R >>`,
  )
  const widths = codes.map((code) => scaled(font.advanceOf(font.glyphOf(code))))
  const descendant = file.add(
    `<< /Type /Font /Subtype /CIDFontType2 /BaseFont ${name} /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> ` +
      `/FontDescriptor ${descriptor} 0 R /DW ${scaled(font.advanceOf(0))} /W [1 [${widths.join(' ')}]] /CIDToGIDMap /Identity >>`,
  )
  const unicode = file.addStream(toUnicode(codes.map(meaningOf), 4))
  file.write(
    number,
    `<< /Type /Font /Subtype /Type0 /BaseFont ${name} /Encoding /Identity-H /DescendantFonts [${descendant} 0 R] /ToUnicode ${unicode} 0 R >>`,
  )
}

/** A font of frames, each with the code of the letter that it stands for; the text can still be read out and searched. */
function writeBoxes(file: PdfFile, codes: readonly number[], digits: Subset, digitsFont: number): number {
  const width = Math.round(boxWidth * 1000)
  const procedures = codes.map((code) => {
    const text = code.toString(16).toUpperCase().padStart(4, '0')
    const half = Math.ceil(text.length / 2)
    return file.addStream(
      `${width} 0 d0 40 w 70 -90 ${width - 140} 830 re S BT /D 290 Tf ${digitsIn(text.slice(0, half), 390, digits)} ${digitsIn(text.slice(half), 30, digits)} ET`,
      '',
      'as it is',
    )
  })
  const unicode = file.addStream(
    toUnicode(
      codes.map((code) => String.fromCodePoint(code)),
      2,
    ),
  )
  const names = codes.map((_, at) => `/b${at + 1}`)
  return file.add(
    `<< /Type /Font /Subtype /Type3 /FontBBox [0 -200 ${width} 900] /FontMatrix [0.001 0 0 0.001 0 0] /FirstChar 1 /LastChar ${codes.length} ` +
      `/Widths [${codes.map(() => width).join(' ')}] /Encoding << /Type /Encoding /Differences [1 ${names.join(' ')}] >> ` +
      `/CharProcs << ${procedures.map((number, at) => `${names[at]!} ${number} 0 R`).join(' ')} >> ` +
      `/Resources << /Font << /D ${digitsFont} 0 R >> >> /ToUnicode ${unicode} 0 R >>`,
  )
}

/** A row of digits in a box. */
function digitsIn(part: string, y: number, digits: Subset): string {
  const shown = Array.from(part, (digit) => digits.numberOf(digit.charCodeAt(0))).join('')
  return `1 0 0 1 ${110 + (3 - part.length) * 85} ${y} Tm <${shown}> Tj`
}

/** What letter is meant by a drawn form of one: forms of Arabic are read as the letters themselves. */
function meaningOf(code: number): string {
  const letter = String.fromCodePoint(code)
  return code >= 0xfb_50 ? letter.normalize('NFKC') : letter
}

function toUnicode(meanings: readonly string[], digits: 2 | 4): string {
  const lines = meanings.map((meaning, at) => {
    const utf16 = Array.from({ length: meaning.length }, (_, unit) => hex(meaning.charCodeAt(unit), 4)).join('')
    return `<${hex(at + 1, digits)}> <${utf16}>`
  })
  const blocks: string[] = []
  // Of each list 100 may stand together.
  for (let at = 0; at < lines.length; at += 100) {
    const part = lines.slice(at, at + 100)
    blocks.push(`${part.length} beginbfchar\n${part.join('\n')}\nendbfchar`)
  }
  const last = 'F'.repeat(digits)
  return `/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<${'0'.repeat(digits)}> <${last}>
endcodespacerange
${blocks.join('\n')}
endcmap
CMapName currentdict /CMap defineresource pop
end
end`
}

/** Six letters that tell one subset of a font from another. */
function tagOf(codes: readonly number[]): string {
  let mixed = 0x81_1c_9d_c5
  for (const code of codes) mixed = Math.imul(mixed ^ code, 0x01_00_01_93) >>> 0
  let tag = ''
  for (let at = 0; at < 6; at += 1) {
    tag += String.fromCharCode(65 + (mixed % 26))
    mixed = Math.floor(mixed / 26)
  }
  return tag
}

function hex(number: number, digits: number): string {
  return number.toString(16).toUpperCase().padStart(digits, '0')
}
