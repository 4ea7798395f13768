import type { ReactNode } from 'react'

type Kind = 'number' | 'acts'

type RecordsProps = {
  label: string
  columns: readonly { title: string; kind?: Kind }[]
  /** Rows: a heading that names the record, then cells in the order of the columns. */
  children: ReactNode
}

/** Records as a table; on a phone each one stands by itself, with the titles beside its values. */
export function Records({ label, columns, children }: RecordsProps) {
  return (
    <table className="records" aria-label={label}>
      <thead>
        <tr>
          {columns.map(({ title, kind }) => (
            <th key={title} scope="col" className={classOf(kind)}>
              {kind === 'acts' ? <span className="sr-only">{title}</span> : title}
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

function classOf(kind: Kind | undefined): string {
  return kind === undefined ? '' : `is-${kind}`
}
