import type { SheetRow } from '../billing/rate-file.ts'
import { failure } from '../failure.ts'
import { createRowCutter, separatorOf } from '../providers/cut-rows.ts'
import type { Row } from '../providers/cut-rows.ts'
import { excelRows } from '../providers/excel-rows.ts'
import { excelType } from '../renderers/excel.ts'

export const csvType = 'text/csv'

/** The rows of a file as they come out of it. */
export function rowsOfFile(type: string, file: Buffer): AsyncIterable<SheetRow> | Iterable<SheetRow> {
  return type === excelType || file.toString('latin1', 0, 2) === 'PK' ? excelRows(file) : csvRows(textOf(file))
}

/** Every column of rates is written in plain letters, but names of trunks may be in any. */
function textOf(file: Buffer): string {
  const [first, second] = file
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) throw notUtf8('UTF-16')
  try {
    // A mark of the encoding at its beginning is no part of the text.
    return new TextDecoder('utf-8', { fatal: true }).decode(file)
  } catch {
    throw notUtf8('another encoding, such as windows-1251')
  }
}

function notUtf8(found: string): Error {
  return failure(
    'unprocessable',
    `The file is not in UTF-8 but in ${found}: save it as "CSV UTF-8", or send it as Excel (.xlsx).`,
  )
}

function* csvRows(text: string): Generator<SheetRow> {
  if (text.includes('\0')) throw failure('unprocessable', 'This is no CSV file: it holds bytes that no text has.')
  const end = text.indexOf('\n')
  const cutter = createRowCutter(separatorOf(end < 0 ? text : text.slice(0, end)))
  let number = 0
  for (let at = 0; at < text.length;) {
    const next = text.indexOf('\n', at)
    const stop = next < 0 ? text.length : next
    number++
    yield* cutter.take([{ number, text: text.slice(at, stop) }]).map(sheetRow)
    at = stop + 1
  }
  yield* cutter.end().map(sheetRow)
}

function sheetRow({ line, fields, fault }: Row): SheetRow {
  return { line, cells: fields, ...(fault === undefined ? {} : { fault: fault.detail }) }
}
