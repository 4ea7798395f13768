import type { ReportCell, ReportColumn } from '../../reports/file.ts'
import { csvCell, csvLine } from '../csv.ts'
import type { OpenReport } from './report-writer.ts'
import { writtenTimes } from './written-times.ts'

/** A report as CSV, as all tables of the house are: a line of the columns' names, times in RFC 3339 with the zone's offset. */
export const openCsvReport: OpenReport = (sink, { columns, zone }) => {
  const timeOf = writtenTimes(zone)
  let text = csvLine(columns.map(({ name }) => csvCell(name)))
  const write = () => {
    const chunk = Buffer.from(text)
    text = ''
    return sink(chunk)
  }
  return {
    async take(rows) {
      for (const row of rows) text += csvLine(row.map((cell, at) => cellOf(cell, columns[at]!)))
      if (text.length > chunkLength) await write()
    },
    end: write,
    close: () => undefined,
  }

  function cellOf(cell: ReportCell, { type }: ReportColumn): string {
    return type === 'time' && typeof cell === 'number' ? timeOf(cell) : csvCell(cell)
  }
}

const chunkLength = 64 * 1024
