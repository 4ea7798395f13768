import { columnLetters, escapedText } from './cells.ts'
import { createSharedTexts } from './shared-texts.ts'
import type { SharedTexts } from './shared-texts.ts'
import { createStyles } from './styles.ts'
import type { Styles } from './styles.ts'
import { openZipStream } from './zip-stream.ts'
import type { ByteSink, ZipPart } from './zip-stream.ts'

/** Excel has no more in a sheet. */
export const sheetRowsMax = 1_048_576

/** An Excel file that is written as its sheets come, one after the other; they may stand in another order than they came. */
export type Workbook = {
  styles: Styles
  texts: SharedTexts
  sheet: (form: SheetForm) => Promise<Sheet>
  /** @param order which sheet stands where, by the places in which they came */
  end: (order?: readonly number[]) => Promise<void>
  close: () => void
}

export type SheetForm = {
  name: string
  /** Of each column, in characters. */
  widths: readonly number[]
  /** Whether its first row stays in sight, with a filter, and is printed on every page. */
  head: 'none' | 'frozen' | 'frozen-with-filter'
}

export type Sheet = {
  /** Rows as XML. */
  write: (rows: Uint8Array) => Promise<void>
  /** How long the sheet is so far, unpacked. */
  bytes: () => number
  end: (rows: number) => Promise<void>
}

type Written = SheetForm & { rows: number }

export function openWorkbook(sink: ByteSink): Workbook {
  const zip = openZipStream(sink)
  const styles = createStyles()
  const texts = createSharedTexts()
  const sheets: Written[] = []

  async function put(name: string, text: string): Promise<void> {
    const part = await zip.part(name)
    await part.write(Buffer.from(xmlHead + text))
    await part.end()
  }

  async function sheet(form: SheetForm): Promise<Sheet> {
    if (sheets.length === 0) await putBeginning(put)
    const written = { ...form, rows: 0 }
    sheets.push(written)
    const part = await zip.part(`xl/worksheets/sheet${sheets.length}.xml`)
    await part.write(Buffer.from(xmlHead + sheetHead(form)))
    return {
      write: part.write,
      bytes: part.bytes,
      async end(rows) {
        written.rows = rows
        await endSheet(part, written)
      },
    }
  }

  return {
    styles,
    texts,
    sheet,
    async end(order = sheets.map((_, at) => at)) {
      await put('xl/workbook.xml', workbookXml(sheets, order))
      await put('xl/_rels/workbook.xml.rels', relationsXml(sheets.length))
      await put('xl/styles.xml', styles.xml())
      await put('xl/sharedStrings.xml', texts.xml())
      await zip.end()
    },
    close: zip.close,
  }
}

const xmlHead = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const packages = 'http://schemas.openxmlformats.org/package/2006'
const sheetType = 'application/vnd.openxmlformats-officedocument.spreadsheetml'

/** First, so that programs know what the file is by how it begins: before it is known how many sheets there are, so all else is one. */
async function putBeginning(put: (name: string, text: string) => Promise<void>): Promise<void> {
  await put(
    '[Content_Types].xml',
    `<Types xmlns="${packages}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="${sheetType}.worksheet+xml"/><Override PartName="/xl/workbook.xml" ContentType="${sheetType}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${sheetType}.styles+xml"/><Override PartName="/xl/sharedStrings.xml" ContentType="${sheetType}.sharedStrings+xml"/></Types>`,
  )
  await put(
    '_rels/.rels',
    `<Relationships xmlns="${packages}/relationships"><Relationship Id="rId1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  )
}

function sheetHead({ widths, head }: SheetForm): string {
  const frozen = '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
  const view = `<sheetView workbookViewId="0">${head === 'none' ? '' : frozen}</sheetView>`
  const cols = widths.map((width, at) => `<col min="${at + 1}" max="${at + 1}" width="${width}" customWidth="1"/>`)
  return `<worksheet xmlns="${main}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews>${view}</sheetViews><sheetFormatPr defaultRowHeight="15"/>${cols.length === 0 ? '' : `<cols>${cols.join('')}</cols>`}<sheetData>`
}

async function endSheet(part: ZipPart, { head, widths, rows }: Written): Promise<void> {
  const filter = head === 'frozen-with-filter' ? `<autoFilter ref="${area(widths.length, rows)}"/>` : ''
  // Printed as wide as the paper, on as many pages as it takes.
  const page = `<pageSetup orientation="${head === 'none' ? 'portrait' : 'landscape'}" fitToHeight="0"/>`
  await part.write(Buffer.from(`</sheetData>${filter}${page}</worksheet>`))
  await part.end()
}

function area(columns: number, rows: number, mark = ''): string {
  return `${mark}A${mark}1:${mark}${columnLetters(columns - 1)}${mark}${Math.max(rows, 1)}`
}

function workbookXml(sheets: readonly Written[], order: readonly number[]): string {
  const stand = order.map(
    (at) => `<sheet name="${escapedText(sheets[at]!.name)}" sheetId="${at + 1}" r:id="rId${at + 1}"/>`,
  )
  const names = order.flatMap((at, place) => {
    const { name, head, widths, rows } = sheets[at]!
    const quoted = escapedText(`'${name.replaceAll("'", "''")}'`)
    const named = (what: string, where: string, isHidden = '') =>
      `<definedName name="_xlnm.${what}" localSheetId="${place}"${isHidden}>${quoted}!${where}</definedName>`
    return [
      ...(head === 'frozen-with-filter'
        ? [named('_FilterDatabase', area(widths.length, rows, '$'), ' hidden="1"')]
        : []),
      ...(head === 'none' ? [] : [named('Print_Titles', '$1:$1')]),
    ]
  })
  return `<workbook xmlns="${main}" xmlns:r="${office}"><bookViews><workbookView/></bookViews><sheets>${stand.join('')}</sheets>${names.length === 0 ? '' : `<definedNames>${names.join('')}</definedNames>`}</workbook>`
}

function relationsXml(sheets: number): string {
  const each = Array.from(
    { length: sheets },
    (_, at) => `<Relationship Id="rId${at + 1}" Type="${office}/worksheet" Target="worksheets/sheet${at + 1}.xml"/>`,
  )
  return `<Relationships xmlns="${packages}/relationships">${each.join('')}<Relationship Id="rId${sheets + 1}" Type="${office}/styles" Target="styles.xml"/><Relationship Id="rId${sheets + 2}" Type="${office}/sharedStrings" Target="sharedStrings.xml"/></Relationships>`
}

/** Excel takes no such characters in the name of a sheet, nor one that is longer. */
const forbidden = /[[\]:*?/\\\p{Cc}\ufffe\uffff]/gu
const nameLengthMax = 31

/** A name that Excel takes, of which there is none yet. */
export function sheetName(wanted: string, taken: readonly string[]): string {
  const clean = wanted
    .toWellFormed()
    .replaceAll(forbidden, ' ')
    .trim()
    .replaceAll(/^'+|'+$/g, '')
    .trim()
  const name = clean === '' || /^history$/i.test(clean) ? `${clean}_` : clean
  const low = new Set(taken.map((one) => one.toLowerCase()))
  for (let number = 1; ; number++) {
    const end = number === 1 ? '' : ` (${number})`
    const one = whole(name.slice(0, nameLengthMax - end.length)) + end
    if (!low.has(one.toLowerCase())) return one
  }
}

function whole(text: string): string {
  return text
    .replace(/[\ud800-\udbff]$/, '')
    .replace(/'+$/, '')
    .trimEnd()
}
