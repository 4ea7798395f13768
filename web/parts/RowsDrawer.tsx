import { Button, Drawer, Skeleton } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Cell, Column } from '../asking/answers.ts'
import { useRows, type Selectors } from '../asking/queries.ts'
import { colorOf } from '../charts/palette.ts'
import { useScheme } from '../charts/use-scheme.ts'
import { count, decimal, exactTime } from '../numbers.ts'
import { useWords } from '../use-view.ts'
import { FailureNote } from './FailureNote.tsx'
import { columnKey } from './PanelTable.tsx'
import { scrollable } from './scrollable.ts'

/** Which number the rows are behind. */
export type Behind = { panel: string; title: string; cell: string; asked: string; selectors: Selectors }

type RowsDrawerProps = { behind: Behind | undefined; zone: string; onClose: () => void }

/** The messages behind a number, page after page; their total is the number. */
export function RowsDrawer({ behind, zone, onClose }: RowsDrawerProps) {
  const { t } = useTranslation()
  return (
    <Drawer
      opened={behind !== undefined}
      onClose={onClose}
      position="right"
      size="min(960px, 100%)"
      lockScroll={false}
      title={behind === undefined ? '' : t('rows.title', { title: behind.title })}
      closeButtonProps={{ 'aria-label': t('rows.close') }}
      classNames={{ body: 'rows-body' }}
    >
      {behind === undefined ? null : <Rows key={JSON.stringify(behind)} behind={behind} zone={zone} />}
    </Drawer>
  )
}

function Rows({ behind, zone }: { behind: Behind; zone: string }) {
  const { t } = useTranslation()
  const { data, error, isPending, isFetchingNextPage, hasNextPage, fetchNextPage, refetch } = useRows(
    behind.panel,
    behind.asked,
    behind.selectors,
  )
  if (isPending)
    return (
      <div className="rows-coming" aria-busy="true">
        <Skeleton height={280} radius={8} />
      </div>
    )
  if (data === undefined) return <FailureNote error={error} onRetry={() => void refetch()} />
  const first = data.pages[0]!
  const rows = data.pages.flatMap((page) => page.rows)
  // A column that no row fills says nothing; the file of the panel has all of them.
  const columns = first.columns
    .map((column, index) => [column, index] as const)
    .filter(([, index]) => rows.some((row) => row[index] !== '' && row[index] !== null))
  return (
    <>
      <output className="rows-total">
        <strong data-testid="rows-total">
          {t('rows.messages', { count: first.total, shown: count(first.total) })}
        </strong>
        {behind.cell === '' ? null : <span> · {behind.cell}</span>}
        <span className="soft"> · {t('rows.shownOf', { shown: count(rows.length), total: count(first.total) })}</span>
      </output>
      {rows.length === 0 ? (
        <p>{t('rows.none')}</p>
      ) : (
        <section className="rows-scroll" {...scrollable} aria-label={behind.title}>
          <table className="numbers rows">
            <thead>
              <tr>
                {columns.map(([column]) => (
                  <th key={column.name} scope="col" className={isNumeric(column) ? 'is-number' : ''}>
                    {t(columnKey(column.name), { defaultValue: column.name })}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={JSON.stringify(row)}>
                  {columns.map(([column, index]) => (
                    <td key={column.name} className={isNumeric(column) ? 'is-number' : ''}>
                      <RowCell column={column} cell={row[index] ?? null} zone={zone} />
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
      {hasNextPage ? (
        <Button size="xs" variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t('rows.more')}
        </Button>
      ) : null}
    </>
  )
}

function RowCell({ column, cell, zone }: { column: Column; cell: Cell; zone: string }) {
  const { titleOf, has } = useWords()
  const scheme = useScheme()
  if (cell === null || cell === '') return '—'
  if (has(column.name))
    return (
      <span className="word">
        <i className="dot" style={{ color: colorOf(String(cell), scheme) }} />
        {titleOf(column.name, String(cell))}
      </span>
    )
  if (isTime(column)) return exactTime(cell, zone)
  if (column.type === 'decimal' || column.unit === 'money') return decimal(String(cell))
  if (typeof cell === 'number') return count(cell)
  return cell
}

function isTime(column: Column): boolean {
  return ['time', 'timestamp', 'date-time', 'datetime'].includes(column.type) || /(^time$|_at$|At$)/.test(column.name)
}

function isNumeric(column: Column): boolean {
  return ['number', 'integer', 'decimal', 'count', 'money', 'share'].includes(column.type)
}
