import type { ReportCell, ReportColumn, ReportHead } from '../../reports/file.ts'
import { openParquet } from '../parquet/parquet-file.ts'
import type { ParquetCell, ParquetColumn } from '../parquet/parquet-file.ts'
import { dayNumber } from './days.ts'
import { placesOfAll } from './exact-sums.ts'
import type { OpenReport } from './report-writer.ts'

/** Rows of a group, which are held until it is written; fewer where their texts are long. */
const groupRows = 50_000
const groupTextLength = 16 * 1024 * 1024
const moneyPlaces = 6

const kinds: Readonly<
  Record<Exclude<ReportColumn['type'], 'money' | 'decimal'>, 'text' | 'whole' | 'float' | 'time' | 'day'>
> = {
  text: 'text',
  count: 'whole',
  share: 'float',
  seconds: 'float',
  time: 'time',
  day: 'day',
}

/** A report as Parquet, for programs that reckon: columns of their types, times in UTC, and what the report is in the file's metadata. */
export const openParquetReport: OpenReport = (sink, head) => {
  const file = openParquet(sink, head.columns.map(columnOf))
  let cells: ParquetCell[][] = []
  let textLength = 0

  async function flush(): Promise<void> {
    const group = cells
    cells = []
    textLength = 0
    await file.group(group)
  }

  return {
    async take(rows) {
      if (cells.length === 0) cells = head.columns.map(() => [])
      for (const row of rows) {
        for (let at = 0; at < row.length; at++) {
          const cell = row[at]!
          if (typeof cell === 'string') textLength += cell.length
          cells[at]!.push(head.columns[at]!.type === 'day' ? dayOf(cell) : cell)
        }
      }
      if (cells[0]!.length >= groupRows || textLength >= groupTextLength) await flush()
    },
    async end({ checksum, totals }) {
      if (cells.length > 0) await flush()
      const columns = head.columns.map(({ name, title }) => ({ name, title }))
      await file.end([
        ['title', head.title],
        ...head.facts.map(({ title, value }) => [title, value] as const),
        [
          'talkmeter',
          JSON.stringify({ title: head.title, zone: head.zone, facts: head.facts, columns, totals, checksum }),
        ],
      ])
    },
    close: () => undefined,
  }
}

function columnOf({ name, type }: ReportHead['columns'][number]): ParquetColumn {
  if (type === 'money') return { name, kind: 'decimal', scale: moneyPlaces }
  return type === 'decimal' ? { name, kind: 'decimal', scale: placesOfAll } : { name, kind: kinds[type] }
}

function dayOf(cell: ReportCell): ParquetCell {
  return cell === null ? null : dayNumber(String(cell))!
}
