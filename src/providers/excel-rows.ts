import { failure } from '../failure.ts'
import { createXmlReader } from './xml-pieces.ts'
import type { XmlReader } from './xml-pieces.ts'
import { openZip } from './zip-parts.ts'
import type { ZipParts } from './zip-parts.ts'

/** A cell: a text, a number as it is kept, or why its value cannot be taken. */
export type ExcelCell = string | { number: string } | { fault: string }

/** A row that has cells; lines count from 1. */
export type ExcelRow = { line: number; cells: ExcelCell[] }

const mebibyte = 1024 * 1024
const sheetBytesMax = 96 * mebibyte
const stringsBytesMax = 64 * mebibyte
const smallBytesMax = 2 * mebibyte
const columnsMax = 100
/** Excel has no more. */
const rowsMax = 1_048_576

/**
 * The rows of the first sheet of an Excel file (.xlsx), as they come out of it: a file that is longer than anybody reads on need not
 * be unpacked to its end. Formulas are faults: nothing is reckoned here, and what they came to may be old.
 * @param place of another sheet than the first, which has place 0
 * @throws Failure unprocessable, too-large
 */
export async function* excelRows(file: Buffer, place = 0): AsyncGenerator<ExcelRow> {
  if (file.length >= 4 && file.readUInt32BE(0) === oldSign) {
    throw failure(
      'unprocessable',
      'This is an Excel file of the old kind (.xls), or one with a password: save it as .xlsx without one.',
    )
  }
  const zip = openZip(file)
  const sheet = await sheetAt(zip, place)
  const strings = zip.has(stringsPart) ? await readStrings(zip) : []
  const rows: ExcelRow[] = []
  const reader = createXmlReader(sheetReader(strings, rows))
  for await (const text of textOf(zip, sheet, sheetBytesMax)) {
    reader.take(text)
    yield* rows.splice(0)
  }
}

const oldSign = 0xd0cf11e0
const stringsPart = 'xl/sharedStrings.xml'

async function* textOf(zip: ZipParts, part: string, bytesMax: number): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: false })
  for await (const piece of zip.read(part, bytesMax)) yield decoder.decode(piece, { stream: true })
}

async function read(zip: ZipParts, part: string, bytesMax: number, reader: XmlReader): Promise<void> {
  const xml = createXmlReader(reader)
  for await (const text of textOf(zip, part, bytesMax)) xml.take(text)
}

async function sheetAt(zip: ZipParts, place: number): Promise<string> {
  const sheets: (string | undefined)[] = []
  const targets = new Map<string, string>()
  await read(zip, 'xl/workbook.xml', smallBytesMax, {
    begin(name, attribute) {
      if (name === 'sheet') sheets.push(attribute('r:id') ?? attribute('id'))
    },
    text: nothing,
    end: nothing,
  })
  await read(zip, 'xl/_rels/workbook.xml.rels', smallBytesMax, {
    begin(name, attribute) {
      if (name === 'Relationship') targets.set(attribute('Id') ?? '', attribute('Target') ?? '')
    },
    text: nothing,
    end: nothing,
  })
  const target = targets.get(sheets[place] ?? '') ?? 'worksheets/sheet1.xml'
  return target.startsWith('/') ? target.slice(1) : `xl/${target.replace(/^\.\//, '')}`
}

function nothing(): void {}

/** Texts that cells refer to by their number. What tells how a text is pronounced is no part of it. */
async function readStrings(zip: ZipParts): Promise<string[]> {
  const strings: string[] = []
  let text = ''
  let isText = false
  let isSound = false
  await read(zip, stringsPart, stringsBytesMax, {
    begin(name) {
      if (name === 'si') text = ''
      else if (name === 'rPh') isSound = true
      else if (name === 't') isText = !isSound
    },
    text(piece) {
      if (isText) text += piece
    },
    end(name) {
      if (name === 'si') strings.push(spelled(text))
      else if (name === 'rPh') isSound = false
      else if (name === 't') isText = false
    },
  })
  return strings
}

type OpenCell = { at: number; address: string; kind: string; value: string; isFormula: boolean }

function sheetReader(strings: readonly string[], rows: ExcelRow[]): XmlReader {
  let row: ExcelRow | undefined
  let line = 0
  let count = 0
  let cell: OpenCell | undefined
  let isValue = false
  let isSound = false
  return {
    begin(name, attribute) {
      if (name === 'row') {
        line = Number(attribute('r') ?? line + 1)
        if (++count > rowsMax) throw failure('unprocessable', `The sheet has more than ${rowsMax} rows.`)
        row = { line, cells: [] }
      } else if (name === 'c' && row !== undefined) {
        const address = attribute('r') ?? ''
        const at = address === '' ? row.cells.length : columnOf(address)
        if (at >= columnsMax) throw failure('unprocessable', `Line ${line} has more than ${columnsMax} columns.`)
        cell = { at, address, kind: attribute('t') ?? 'n', value: '', isFormula: false }
      } else if (cell === undefined) return
      else if (name === 'f') cell.isFormula = true
      else if (name === 'rPh') isSound = true
      else if (name === 'v' || name === 't') isValue = !isSound
    },
    text(piece) {
      if (isValue && cell !== undefined) cell.value += piece
    },
    end(name) {
      if (name === 'v' || name === 't') isValue = false
      else if (name === 'rPh') isSound = false
      else if (name === 'c' && row !== undefined && cell !== undefined) {
        while (row.cells.length < cell.at) row.cells.push('')
        row.cells[cell.at] = valueOf(cell, strings)
        cell = undefined
      } else if (name === 'row' && row !== undefined) {
        if (row.cells.length > 0) rows.push(row)
        row = undefined
      }
    },
  }
}

function valueOf({ address, kind, value, isFormula }: OpenCell, strings: readonly string[]): ExcelCell {
  if (isFormula) return { fault: `is a formula in cell ${address}: write what it comes to.` }
  if (kind === 'e') return { fault: `is an error in cell ${address}: ${value.slice(0, 20)}.` }
  if (kind === 'b') return value === '1' ? 'TRUE' : 'FALSE'
  if (kind === 's') return strings[Number(value)] ?? ''
  if (kind !== 'n') return spelled(value)
  return value === '' ? '' : { number: value.trim() }
}

/** What XML has no room for is spelled: a carriage return as `_x000D_`, and an underscore that could begin a spelling as `_x005F_`. */
function spelled(text: string): string {
  if (!text.includes('_x')) return text
  return text.replaceAll(/_x([\da-f]{4})_/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
}

/** `A1` is in column 0, `AB7` in column 27. */
function columnOf(address: string): number {
  let column = 0
  for (const letter of address) {
    const digit = letter.charCodeAt(0) - 64
    if (digit < 1 || digit > 26) break
    column = column * 26 + digit
    if (column > columnsMax) break
  }
  return column - 1
}
