import { columnLetters, isKeptExactly, textCell } from './excel/cells.ts'
import { headStyle, plainStyle, textStyle } from './excel/styles.ts'
import { openWorkbook, sheetName } from './excel/workbook.ts'

export const excelType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

/** A cell of a sheet: a text, a decimal number as a text, or nothing. */
export type SheetValue = string | { decimal: string } | null

const width = 14

/** A table as an Excel file of one sheet: a line of names that stays in sight, then the rows. A text is never a formula. */
export async function excel(
  title: string,
  columns: readonly string[],
  rows: readonly (readonly SheetValue[])[],
): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  const workbook = openWorkbook(async (chunk) => void chunks.push(chunk))
  try {
    const sheet = await workbook.sheet({ name: sheetName(title, []), widths: columns.map(() => width), head: 'frozen' })
    await sheet.write(Buffer.from([columns, ...rows].map(rowXml).join('')))
    await sheet.end(rows.length + 1)
    await workbook.end()
  } finally {
    workbook.close()
  }
  return Buffer.concat(chunks)
}

function rowXml(row: readonly SheetValue[], line: number): string {
  return `<row r="${line + 1}">${row.map((value, at) => cell(value, at, line)).join('')}</row>`
}

function cell(value: SheetValue, at: number, line: number): string {
  if (value === null) return ''
  const begin = `<c r="${columnLetters(at)}${line + 1}" s="`
  if (typeof value !== 'string' && isKeptExactly(value.decimal))
    return `${begin}${plainStyle}"><v>${value.decimal}</v></c>`
  const text = typeof value === 'string' ? value : value.decimal
  return `${begin}${line === 0 ? headStyle : textStyle}" ${textCell(text)}`
}
