import type { ReportHead } from '../../reports/file.ts'
import { columnLetters, textCell } from '../excel/cells.ts'
import { headStyle, rightHeadStyle } from '../excel/styles.ts'
import { openWorkbook, sheetName, sheetRowsMax } from '../excel/workbook.ts'
import type { Sheet } from '../excel/workbook.ts'
import { partBytesMax } from '../excel/zip-stream.ts'
import { aboutName, writeAbout } from './about-sheet.ts'
import { columnWidths, headOf } from './column-heads.ts'
import { textPieces } from '../text-pieces.ts'
import { cellWriter } from './excel-cells.ts'
import type { OpenReport, ReportRows } from './report-writer.ts'

/** A sheet ends before a part of the file has no room for one more piece. */
const sheetBytesMax = partBytesMax - 64 * 1024 * 1024

/**
 * A report as an Excel file: what it is on the first sheet, the rows on those after it. The first is written last, since it says
 * how many rows there are, and what they come to.
 */
export const openExcelReport: OpenReport = (sink, head) => {
  const workbook = openWorkbook(sink)
  const cells = head.columns.map((column, at) => ({
    begin: `<c r="${columnLetters(at)}`,
    of: cellWriter(column, head, workbook),
  }))
  const names = [aboutName(head.language)]
  let widths: number[] | undefined
  let sheet: Sheet | undefined
  let row = 0
  // A piece is packed when the next but one begins.
  const pieces = textPieces(async (piece) => sheet?.write(piece), 3)

  async function begin(): Promise<Sheet> {
    const name = sheetName(head.sheetName, names)
    names.push(name)
    const opened = await workbook.sheet({ name, widths: widths ?? [], head: 'frozen-with-filter' })
    row = 1
    pieces.add(headRow(head))
    return opened
  }

  async function end(of: Sheet): Promise<void> {
    await pieces.flush()
    await of.end(row)
    sheet = undefined
  }

  function rowOf(values: ReportRows[number]): string {
    const number = String(++row)
    let xml = `<row r="${number}">`
    for (let at = 0; at < cells.length; at++) {
      const cell = values[at]!
      if (cell !== null) xml += `${cells[at]!.begin}${number}" s="${cells[at]!.of(cell, values)}`
    }
    return `${xml}</row>`
  }

  return {
    async take(rows) {
      widths ??= columnWidths(head, rows)
      for (const values of rows) {
        sheet ??= await begin()
        if (pieces.add(rowOf(values))) await pieces.flush()
        if (row >= sheetRowsMax || sheet.bytes() > sheetBytesMax) await end(sheet)
      }
    },
    async end(known) {
      widths ??= columnWidths(head, [])
      // A report without rows has its head all the same.
      if (sheet === undefined && names.length === 1) sheet = await begin()
      if (sheet !== undefined) await end(sheet)
      await writeAbout(workbook, head, known, names.length - 1)
      await workbook.end([names.length - 1, ...names.slice(1).map((_, at) => at)])
    },
    close: workbook.close,
  }
}

function headRow({ columns, zone }: ReportHead): string {
  const cells = columns.map(
    (column, at) =>
      `<c r="${columnLetters(at)}1" s="${column.type === 'text' ? headStyle : rightHeadStyle}" ${textCell(headOf(column, zone))}`,
  )
  return `<row r="1" ht="20" customHeight="1">${cells.join('')}</row>`
}
