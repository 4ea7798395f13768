import { useTranslation } from 'react-i18next'
import type { Cell, Column, Row } from '../asking/answers.ts'
import { count, exactTime, money } from '../numbers.ts'
import { useWords } from '../use-view.ts'
import { Dot } from './Dot.tsx'
import { columnKey } from './PanelTable.tsx'
import { scrollable } from './scrollable.ts'

type RowsTableProps = { columns: readonly Column[]; rows: readonly Row[]; zone: string; label: string }

/** Messages as rows; a column that no row fills is left out, and a price is told with its currency. */
export function RowsTable({ columns, rows, zone, label }: RowsTableProps) {
  const { t } = useTranslation()
  const currency = columns.findIndex(({ name }) => name === 'currency')
  const shown = columns
    .map((column, index) => ({ column, index }))
    .filter(({ index }) => index !== currency && rows.some((row) => row[index] !== '' && row[index] !== null))
  return (
    <section className="rows-scroll" {...scrollable} aria-label={label}>
      <table className="numbers rows">
        <thead>
          <tr>
            {shown.map(({ column }) => (
              <th key={column.name} scope="col" className={isNumeric(column) ? 'is-number' : ''}>
                {t(columnKey(column.name), { defaultValue: column.name })}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={JSON.stringify(row)}>
              {shown.map(({ column, index }) => (
                <td key={column.name} className={isNumeric(column) ? 'is-number' : ''}>
                  <RowCell column={column} cell={row[index] ?? null} currency={String(row[currency])} zone={zone} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

type RowCellProps = { column: Column; cell: Cell; currency: string; zone: string }

function RowCell({ column, cell, currency, zone }: RowCellProps) {
  const { titleOf, has } = useWords()
  if (cell === null || cell === '') return '—'
  if (has(column.name))
    return (
      <span className="word">
        <Dot word={String(cell)} />
        {titleOf(column.name, String(cell))}
      </span>
    )
  if (column.type === 'time') return exactTime(cell, zone)
  if (column.unit === 'money') return money(String(cell), currency, 'exact')
  if (typeof cell === 'number') return count(cell)
  return <bdi>{cell}</bdi>
}

function isNumeric(column: Column): boolean {
  return column.type === 'number' || column.type === 'decimal'
}
