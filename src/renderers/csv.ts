import type { Column, Value } from '../panels/answer.ts'

/**
 * A table as CSV (RFC 4180): a line of names, then the rows. A text that a spreadsheet could take for a formula is
 * led by an apostrophe, and stays one field also where semicolons or tabs part the fields.
 */
export function csv(columns: readonly Pick<Column, 'name'>[], rows: readonly (readonly Value[])[]): string {
  return [columns.map(({ name }) => name), ...rows].map((row) => csvLine(row.map(csvCell))).join('')
}

/** A line of cells that are written already. */
export function csvLine(cells: readonly string[]): string {
  return cells.join(',') + '\r\n'
}

/** A cell as it is written. */
export function csvCell(value: Value): string {
  if (value === null) return ''
  if (typeof value === 'number') return String(value)
  const text = opensFormula.test(value) && !isNumber.test(value) ? `'${value}` : value
  return endsField.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** Some spreadsheets read the full-width signs as the plain ones. */
const opensFormula = /^[=+\-@\t\r\n＝＋－＠]/
const isNumber = /^-?\d+(\.\d+)?$/
const endsField = /[",;\t\r\n]/
