import type { ReportCell, ReportColumn, ReportHead } from '../../reports/file.ts'
import type { ReportRows } from './report-writer.ts'

/** In characters: what cells of a type take as a rule. */
const usual: Readonly<Record<ReportColumn['type'], number>> = {
  text: 10,
  count: 10,
  decimal: 12,
  money: 14,
  share: 10,
  seconds: 12,
  time: 20,
  day: 12,
}
const widest = 60
/** The arrow of the filter, and some air. */
const arrow = 5
const air = 2
const currencyLength = 4

/** What a column is called above it: times with the zone in which they are written. */
export function headOf({ title, type }: ReportColumn, zone: string): string {
  return type === 'time' ? `${title} (${zone})` : title
}

/** How wide columns are: as wide as their heads, and as what the first rows hold. */
export function columnWidths({ columns, zone }: ReportHead, rows: ReportRows): number[] {
  return columns.map((column, at) => {
    const lengths = rows.map((row) => lengthOf(row[at] ?? null, column.type))
    const width = Math.max(usual[column.type], headOf(column, zone).length + arrow, ...lengths)
    return Math.min(width, widest)
  })
}

/** Of what is shown about as it is written; the space between thousands makes numbers longer. */
function lengthOf(cell: ReportCell, type: ReportColumn['type']): number {
  if (cell === null) return 0
  if (type === 'text') return String(cell).length + air
  if (type === 'count' || type === 'decimal') return Math.ceil((String(cell).length * 4) / 3) + air
  return type === 'money' ? Math.ceil((String(cell).length * 4) / 3) + currencyLength + air : 0
}
