import type { PanelAnswer, Row } from './asking/answers.ts'

type Answered = Pick<PanelAnswer, 'columns' | 'rows' | 'totals'>

/** A measure of the whole panel: its total, else its only row; undefined when it cannot be said. */
export function numberOf({ columns, rows, totals }: Answered, measure: string): number | undefined {
  const total = totals[measure]
  if (typeof total === 'number') return total
  const cell = rows.length === 1 ? rows[0]![columns.findIndex((column) => column.name === measure)] : undefined
  return typeof cell === 'number' ? cell : undefined
}

/** Amounts by currency, as decimal strings; two currencies are never added. */
export function amountsOf(
  { columns }: Pick<Answered, 'columns'>,
  rows: readonly Row[],
): [currency: string, amount: string][] {
  const currency = columns.findIndex((column) => column.name === 'currency')
  const price = columns.findIndex((column) => column.name === 'price')
  return rows
    .filter((row) => row[price] !== null && row[currency] !== '')
    .map((row) => [String(row[currency]), String(row[price])])
}
