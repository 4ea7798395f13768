/** The kinds of file that a report can be. */
export type ReportFormat = 'xlsx' | 'csv' | 'parquet'

export type ReportColumn = {
  name: string
  title: string
  /** How it is written. */
  type: 'text' | 'count' | 'decimal' | 'money' | 'share' | 'seconds' | 'time' | 'day'
  /** Of money: the name of the column that holds its currency, or the currency itself. */
  currency?: { column: string } | { code: string }
}

/**
 * text: string; count: a whole number; seconds: number; share: number from 0 to 1; money, decimal: decimal text, of at most 26 digits
 * before the point and 12 after it, of money 6; time: milliseconds since 1970 UTC; day: 'YYYY-MM-DD'; null is empty.
 */
export type ReportCell = string | number | null

export type ReportHead = {
  title: string
  language: 'en' | 'ru'
  /** The zone in which times are written. */
  zone: string
  columns: readonly ReportColumn[]
  /** What the first sheet says, in its order: filters, period, zone, when the data was read. */
  facts: readonly { title: string; value: string }[]
  /** Columns whose sums the first sheet tells, of money by its currency. */
  totals: readonly string[]
  /** What the first sheet tells besides, where it is not the sum of a column. */
  figures?: readonly ReportFigure[]
  sheetName: string
}

/** A number of the first sheet, written as a column of its type is. */
export type ReportFigure = { title: string; type: ReportColumn['type']; currency?: { code: string }; value: ReportCell }

export type ReportTotal = { column: string; currency: string | null; amount: string }

export type ReportEnd = {
  rows: number
  /** SHA-256 over the rows, each as a JSON array and a line feed: the same data has the same checksum in every format. */
  checksum: string
  totals: readonly ReportTotal[]
}
