import { escapedText } from './cells.ts'

/** Styles that every workbook has, by their number. */
export const plainStyle = 0
export const headStyle = 1
/** Keeps a text a text also when it is edited. */
export const textStyle = 2
export const titleStyle = 3
export const boldStyle = 4
/** A text of several lines, at the top of its cell. */
export const wrappedStyle = 5
/** The head of a column of numbers. */
export const rightHeadStyle = 6
/** A number that only a text can hold. */
export const exactStyle = 7

const head = '<xf fontId="1" fillId="2" borderId="1" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1">'
const aside = 'horizontal="left" indent="1"'
const fixed = [
  '<xf/>',
  `${head}<alignment ${aside} vertical="center"/></xf>`,
  `<xf numFmtId="49" applyNumberFormat="1" applyAlignment="1"><alignment ${aside}/></xf>`,
  '<xf fontId="2" applyFont="1"/>',
  '<xf fontId="1" applyFont="1" applyAlignment="1"><alignment vertical="top"/></xf>',
  '<xf numFmtId="49" applyNumberFormat="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>',
  `${head}<alignment horizontal="right" vertical="center"/></xf>`,
  '<xf numFmtId="49" applyNumberFormat="1" applyAlignment="1"><alignment horizontal="right"/></xf>',
]
/** Excel takes from 200 to 250 formats of one's own, by its language. */
const formatsMax = 190
const firstOwnFormat = 164

/** The styles of a workbook, of which those of number formats come as they are needed. */
export type Styles = {
  /** The style of a number format; where there are too many, of the fallback. */
  ofFormat: (code: string, fallback?: string) => number
  /** The same with its cells to the left, where they stand among texts. */
  toTheLeft: (style: number) => number
  xml: () => string
}

export function createStyles(): Styles {
  const formats = new Map<string, number>()
  const own: string[] = []
  const left = new Map<number, number>()

  function add(xml: string): number {
    own.push(xml)
    return fixed.length + own.length - 1
  }

  function ofFormat(code: string, fallback?: string): number {
    const known = formats.get(code)
    if (known !== undefined) return known
    if (formats.size >= formatsMax) return fallback === undefined ? plainStyle : ofFormat(fallback)
    const style = add(`<xf numFmtId="${firstOwnFormat + formats.size}" applyNumberFormat="1"/>`)
    formats.set(code, style)
    return style
  }

  function toTheLeft(style: number): number {
    const known = left.get(style)
    if (known !== undefined) return known
    const xml = own[style - fixed.length]
    if (xml === undefined) return wrappedStyle
    const made = add(xml.replace('/>', ' applyAlignment="1"><alignment horizontal="left"/></xf>'))
    left.set(style, made)
    return made
  }

  return { ofFormat, toTheLeft, xml: () => stylesXml([...formats.keys()], [...fixed, ...own]) }
}

function stylesXml(codes: readonly string[], styles: readonly string[]): string {
  const formats = codes.map(
    (code, at) => `<numFmt numFmtId="${firstOwnFormat + at}" formatCode="${escapedText(code)}"/>`,
  )
  const own = formats.length === 0 ? '' : `<numFmts count="${formats.length}">${formats.join('')}</numFmts>`
  return `<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">${own}${fonts}${fills}${borders}<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="${styles.length}">${styles.join('')}</cellXfs></styleSheet>`
}

const font = (size: number, inside = '') =>
  `<font>${inside}<sz val="${size}"/><name val="Calibri"/><family val="2"/></font>`
const fonts = `<fonts count="3">${font(11)}${font(11, '<b/>')}${font(14, '<b/>')}</fonts>`
const fills =
  '<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid"><fgColor rgb="FFEEF1F5"/></patternFill></fill></fills>'
const borders =
  '<borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border><border><left/><right/><top/><bottom style="thin"><color rgb="FFB5BDC8"/></bottom><diagonal/></border></borders>'
