import { setImmediate } from 'node:timers/promises'
import type { ReportCell, ReportEnd, ReportFormat, ReportHead } from '../../reports/file.ts'
import { checkRows } from './checked-rows.ts'
import { openCsvReport } from './csv-report.ts'
import { openExcelReport } from './excel-report.ts'
import { openParquetReport } from './parquet-report.ts'
import type { OpenReport, ReportRows, Sink } from './report-writer.ts'

const formats: Readonly<Record<ReportFormat, OpenReport>> = {
  csv: openCsvReport,
  xlsx: openExcelReport,
  parquet: openParquetReport,
}

/** Rows between which others get their turn, and an end that was asked for comes. */
const turnRows = 500
const turnMilliseconds = 10

/**
 * Writes a report into a file of the format, as its rows come; what it holds in memory does not grow with them. Waits for the sink
 * before it asks for more.
 * @param signal ends it in the middle, with its reason
 */
export async function writeReport(
  format: ReportFormat,
  sink: Sink,
  head: ReportHead,
  batches: AsyncIterable<readonly (readonly ReportCell[])[]>,
  signal?: AbortSignal,
): Promise<ReportEnd> {
  const check = checkRows(head)
  const writer = formats[format](sink, head)
  try {
    let turnEnds = performance.now() + turnMilliseconds
    for await (const batch of batches) {
      for (const rows of turns(batch)) {
        signal?.throwIfAborted()
        await writer.take(check.take(rows))
        if (performance.now() < turnEnds) continue
        await setImmediate()
        turnEnds = performance.now() + turnMilliseconds
      }
    }
    signal?.throwIfAborted()
    const end = check.end()
    await writer.end(end)
    return end
  } finally {
    writer.close()
  }
}

function* turns(rows: ReportRows): Generator<ReportRows> {
  for (let from = 0; from < rows.length; from += turnRows) yield rows.slice(from, from + turnRows)
}
