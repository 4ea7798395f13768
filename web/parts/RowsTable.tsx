import { useTranslation } from 'react-i18next'
import type { Column, Row } from '../asking/answers.ts'
import { columnKey } from './PanelTable.tsx'
import { RowCell } from './RowCell.tsx'
import { scrollable } from './scrollable.ts'

type RowsTableProps = {
  columns: readonly Column[]
  rows: readonly Row[]
  zone: string
  label: string
  /** The column that names what a row opens to, where it opens to anything. */
  opening: keyof typeof titles | undefined
  onOpen: (id: string) => void
}

const titles = { message: 'rows.openMessage', dialogue: 'rows.openDialogue', call: 'rows.openCall' } as const

/** Rows behind a number; a column that no row fills is left out, and a price is told with its currency. */
export function RowsTable({ columns, rows, zone, label, opening, onOpen }: RowsTableProps) {
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
              {shown.map(({ column, index }) => {
                const cell = (
                  <RowCell column={column} cell={row[index] ?? null} currency={String(row[currency])} zone={zone} />
                )
                return (
                  <td key={column.name} className={classOf(column)}>
                    {opening !== undefined && column.name === opening ? (
                      <button
                        type="button"
                        className="rows-message"
                        title={t(titles[opening])}
                        onClick={() => onOpen(String(row[index]))}
                      >
                        {cell}
                      </button>
                    ) : (
                      cell
                    )}
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function classOf(column: Column): string {
  if (column.name === 'text') return 'is-text'
  return isNumeric(column) ? 'is-number' : ''
}

function isNumeric(column: Column): boolean {
  return column.type === 'number' || column.type === 'decimal'
}
