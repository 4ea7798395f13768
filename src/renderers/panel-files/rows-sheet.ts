import type { Column, Value } from '../../panels/answer.ts'
import type { Listed } from '../../panels/listing.ts'
import type { ReportCell, ReportHead } from '../../reports/file.ts'
import { listedColumns, listedTotals } from '../../reports/listed-columns.ts'
import { columnOf } from '../../reports/report-type.ts'
import { wordTeller } from '../../reports/told-words.ts'

export type RowsAbout = Pick<ReportHead, 'title' | 'language' | 'zone' | 'facts'>

type Rows = { of: Listed['of']; columns: readonly Column[]; pieces: AsyncIterable<Value[][]> }

/** The rows behind a number as the sheet of a file; of times the pieces have the instants. */
export function rowsSheet(
  { of, columns, pieces }: Rows,
  about: RowsAbout,
): { head: ReportHead; batches: AsyncIterable<ReportCell[][]> } {
  const listed = listedColumns(of, columns)
  const told = listed.map((column) => wordTeller(column, about.language))
  async function* batches() {
    for await (const piece of pieces) yield piece.map((row) => row.map((value, at) => told[at]!(value)))
  }
  return {
    head: {
      ...about,
      columns: listed.map((column) => columnOf(column, about.language)),
      totals: listedTotals(of),
      sheetName: about.title,
    },
    batches: batches(),
  }
}
