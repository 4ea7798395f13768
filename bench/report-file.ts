import { open } from 'node:fs/promises'
import { writeReport } from '../src/renderers/report-files/write-report.ts'
import type { ReportFormat } from '../src/reports/file.ts'
import { timed } from './figures.ts'
import { writeWithExceljs } from './peers/exceljs.ts'
import { reportHead, reportRows } from './report-rows.ts'

/** What writing a file took, in a process of its own: its memory is that of the writing. */
export type WrittenFile = { milliseconds: number; processorMilliseconds: number; memoryBytesMax: number }

export type FileWriter = ReportFormat | 'exceljs' | 'nothing'

async function write(writer: FileWriter, rows: number, path: string): Promise<void> {
  if (writer === 'exceljs') return writeWithExceljs(path, reportHead, reportRows(rows))
  if (writer === 'nothing') {
    let seen = 0
    for await (const batch of reportRows(rows)) seen += batch.length
    if (seen !== rows) throw new Error(`There were ${seen} rows.`)
    return undefined
  }
  const file = await open(path, 'w')
  try {
    await writeReport(writer, async (chunk) => void (await file.write(chunk)), reportHead, reportRows(rows))
  } finally {
    await file.close()
  }
}

const [writer, rows, path] = process.argv.slice(2) as [FileWriter, string, string]
const { milliseconds } = await timed(() => write(writer, Number(rows), path))
const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage()
const processorMilliseconds = (userCPUTime + systemCPUTime) / 1000
const written: WrittenFile = { milliseconds, processorMilliseconds, memoryBytesMax: maxRSS * 1024 }
if (process.send === undefined) process.stdout.write(`${JSON.stringify(written)}\n`)
process.send?.(written)
process.disconnect?.()
