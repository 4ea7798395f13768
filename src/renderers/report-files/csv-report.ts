import type { ReportCell, ReportColumn } from '../../reports/file.ts'
import { csvCell, csvLine } from '../csv.ts'
import { textPieces } from '../text-pieces.ts'
import type { OpenReport } from './report-writer.ts'
import { writtenTimes } from './written-times.ts'

/** A report as CSV, as all tables of the house are: a line of the columns' names, times in RFC 3339 with the zone's offset. */
export const openCsvReport: OpenReport = (sink, { columns, zone }) => {
  const timeOf = writtenTimes(zone)
  const pieces = textPieces(sink)
  pieces.add(csvLine(columns.map(({ name }) => csvCell(name))))
  return {
    async take(rows) {
      for (const row of rows) {
        if (pieces.add(csvLine(row.map((cell, at) => cellOf(cell, columns[at]!))))) await pieces.flush()
      }
    },
    end: pieces.flush,
    close: () => undefined,
  }

  function cellOf(cell: ReportCell, { type }: ReportColumn): string {
    return type === 'time' && typeof cell === 'number' ? timeOf(cell) : csvCell(cell)
  }
}
