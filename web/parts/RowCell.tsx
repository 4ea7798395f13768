import type { Cell, Column } from '../asking/answers.ts'
import { count, duration, exactTime, money } from '../numbers.ts'
import { useWords } from '../use-view.ts'
import { Dot } from './Dot.tsx'

type RowCellProps = { column: Column; cell: Cell; currency: string; zone: string }

/** What one column says of a row. */
export function RowCell({ column, cell, currency, zone }: RowCellProps) {
  const { titleOf, orderOf } = useWords()
  if (cell === null || cell === '') return '—'
  // Words of a closed list have marks; ids and names have none.
  if (orderOf(column.name).length > 0)
    return (
      <span className="word">
        <Dot word={String(cell)} />
        {titleOf(column.name, String(cell))}
      </span>
    )
  if (column.type === 'time') return exactTime(cell, zone)
  if (column.unit === 'money') return money(String(cell), currency, 'exact')
  if (column.unit === 'seconds') return duration(Number(cell))
  if (typeof cell === 'number') return count(cell)
  return <bdi>{cell}</bdi>
}
