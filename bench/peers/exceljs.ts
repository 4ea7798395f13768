import { createRequire } from 'node:module'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import type { ReportCell, ReportHead } from '../../src/reports/file.ts'

type Row = { commit: () => void }
type Sheet = { columns: unknown[]; addRow: (values: unknown[]) => Row; commit: () => void }
type Workbook = { addWorksheet: (name: string, options: object) => Sheet; commit: () => Promise<void> }
type Exceljs = { stream: { xlsx: { WorkbookWriter: new (options: object) => Workbook } } }

/** The same rows by the streaming writer of exceljs, with formats, a frozen head and a filter, packed as fast as ours. */
export async function writeWithExceljs(
  path: string,
  head: ReportHead,
  batches: AsyncIterable<readonly (readonly ReportCell[])[]>,
): Promise<void> {
  const exceljs = createRequire(join(process.env['TALKMETER_BENCH_EXCELJS']!, 'x.js'))('exceljs') as Exceljs
  const workbook = new exceljs.stream.xlsx.WorkbookWriter({
    filename: path,
    useStyles: true,
    useSharedStrings: false,
    zip: { zlib: { level: 1 } },
  })
  const sheet = workbook.addWorksheet(head.sheetName, { views: [{ state: 'frozen', ySplit: 1 }] })
  sheet.columns = head.columns.map(({ name, title, type }) => ({
    key: name,
    header: title,
    width: 16,
    style: { numFmt: formats[type] },
  }))
  for await (const batch of batches) {
    for (const row of batch) sheet.addRow(row.map((cell, at) => valueOf(cell, head.columns[at]!.type))).commit()
    // It does not wait for what it writes to: others must have their turn, or all of it is held in memory.
    await setImmediate()
  }
  sheet.commit()
  await workbook.commit()
}

type Type = ReportHead['columns'][number]['type']

const formats: Readonly<Record<Type, string>> = {
  text: '@',
  count: '#,##0',
  decimal: '0.00',
  money: '#,##0.0000',
  share: '0.00%',
  seconds: '[h]:mm:ss',
  time: 'yyyy-mm-dd hh:mm:ss',
  day: 'yyyy-mm-dd',
}

function valueOf(cell: ReportCell, type: Type): unknown {
  if (cell === null || type === 'text') return cell
  if (type === 'time') return new Date(cell)
  return type === 'seconds' ? Number(cell) / 86_400 : Number(cell)
}
