import { IconArrowDown, IconArrowUp, IconArrowsSort } from '@tabler/icons-react'
import type { ReactNode } from 'react'

type Kind = 'number' | 'acts'

/** How records can be put in order by a column, and whether they are. */
export type Ordering = { by: 'ascending' | 'descending' | 'none'; onOrder: () => void }

type RecordsProps = {
  label: string
  columns: readonly { title: string; kind?: Kind; ordering?: Ordering }[]
  /** Rows: a heading that names the record, then cells in the order of the columns. */
  children: ReactNode
}

/** Records as a table; on a phone each one stands by itself, with the titles beside its values. */
export function Records({ label, columns, children }: RecordsProps) {
  return (
    <table className="records" aria-label={label}>
      <thead>
        <tr>
          {columns.map(({ title, kind, ordering }) => (
            <th key={title} scope="col" className={classOf(kind)} aria-sort={ordering?.by}>
              {kind === 'acts' ? <span className="sr-only">{title}</span> : null}
              {kind === 'acts' || ordering !== undefined ? null : title}
              {ordering === undefined ? null : <Order title={title} {...ordering} />}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  )
}

/** A value of a record under the title of its column. */
export function RecordCell({ title, kind, children }: { title: string; kind?: Kind; children: ReactNode }) {
  return (
    <td data-title={title} className={classOf(kind)}>
      {children}
    </td>
  )
}

function Order({ title, by, onOrder }: Ordering & { title: string }) {
  const Arrow = { ascending: IconArrowUp, descending: IconArrowDown, none: IconArrowsSort }[by]
  return (
    <button type="button" className="order" data-by={by} onClick={onOrder}>
      {title}
      <Arrow size={13} stroke={1.8} aria-hidden />
    </button>
  )
}

function classOf(kind: Kind | undefined): string {
  return kind === undefined ? '' : `is-${kind}`
}
