import { Button, Drawer, Skeleton } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Row } from '../asking/answers.ts'
import { useRows, type Selectors } from '../asking/queries.ts'
import { count } from '../numbers.ts'
import { FailureNote } from './FailureNote.tsx'
import { MessageHistory } from './MessageHistory.tsx'
import { RowsTable } from './RowsTable.tsx'

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
      size="min(1120px, 100%)"
      lockScroll={false}
      title={behind === undefined ? '' : t('rows.title', { title: behind.title })}
      closeButtonProps={{ 'aria-label': t('rows.close') }}
      classNames={{ content: 'rows-drawer', body: 'rows-body' }}
    >
      {behind === undefined ? null : <Rows key={JSON.stringify(behind)} behind={behind} zone={zone} />}
    </Drawer>
  )
}

function Rows({ behind, zone }: { behind: Behind; zone: string }) {
  const { t } = useTranslation()
  const [opened, setOpened] = useState<Row>()
  const { data, error, isPending, isFetching, isFetchingNextPage, hasNextPage, fetchNextPage, refetch } = useRows(
    behind.panel,
    behind.asked,
    behind.selectors,
  )
  if (isPending)
    return (
      <div aria-busy="true">
        <Skeleton height={280} radius={8} />
      </div>
    )
  if (data === undefined) return <FailureNote error={error} isRetrying={isFetching} onRetry={() => void refetch()} />
  const { columns, total } = data.pages[0]!
  const rows = data.pages.flatMap((page) => page.rows)
  if (opened !== undefined)
    return <MessageHistory columns={columns} row={opened} zone={zone} onBack={() => setOpened(undefined)} />
  return (
    <>
      <output className="rows-total">
        <strong data-testid="rows-total">{t('rows.messages', { count: total, shown: count(total) })}</strong>
        {behind.cell === '' ? null : <span>{behind.cell}</span>}
        <span className="soft">{t('rows.shownOf', { shown: count(rows.length), total: count(total) })}</span>
      </output>
      <RowsTable columns={columns} rows={rows} zone={zone} label={behind.title} onMessage={setOpened} />
      {error === null ? null : <FailureNote error={error} />}
      {hasNextPage ? (
        <Button size="xs" variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t('rows.more')}
        </Button>
      ) : null}
    </>
  )
}
