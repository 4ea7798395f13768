import type { Column, Value } from '../../panels/answer.ts'
import { csvCell, csvLine } from '../csv.ts'
import { textPieces } from '../text-pieces.ts'

/** The rows behind a number as CSV, written as they come. */
export async function writeRowsCsv(
  sink: (chunk: Uint8Array) => Promise<void>,
  columns: readonly Pick<Column, 'name'>[],
  pieces: AsyncIterable<readonly (readonly Value[])[]>,
): Promise<void> {
  const text = textPieces(sink)
  text.add(csvLine(columns.map(({ name }) => name)))
  for await (const piece of pieces) {
    for (const row of piece) if (text.add(csvLine(row.map(csvCell)))) await text.flush()
  }
  await text.flush()
}
