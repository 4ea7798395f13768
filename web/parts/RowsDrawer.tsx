import { Button, Drawer, Skeleton } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Row, RowsOf } from '../asking/answers.ts'
import { rowsFile, useRows, type Selectors } from '../asking/queries.ts'
import { count } from '../numbers.ts'
import { CallHistory } from './CallHistory.tsx'
import { DialogueHistory } from './DialogueHistory.tsx'
import { FailureNote } from './FailureNote.tsx'
import { MessageHistory } from './MessageHistory.tsx'
import { rowsWord } from './rows-word.ts'
import { RowsTable } from './RowsTable.tsx'

/** A file of rows ends after so many of them, the newest. */
const rowsOfFilesMax = 1_000_000

/** Which number the rows are behind. */
export type Behind = {
  panel: string
  title: string
  of: RowsOf
  cell: string
  asked: string
  selectors: Selectors
}

type RowsDrawerProps = { behind: Behind | undefined; zone: string; onClose: () => void }

/** The messages or dialogues behind a number, page after page; their total is the number. */
export function RowsDrawer({ behind, zone, onClose }: RowsDrawerProps) {
  const { t } = useTranslation()
  return (
    <Drawer
      opened={behind !== undefined}
      onClose={onClose}
      position="right"
      size="min(1120px, 100%)"
      lockScroll={false}
      title={behind === undefined ? '' : t(`rows.title_${rowsWord(behind.of)}`, { title: behind.title })}
      closeButtonProps={{ 'aria-label': t('rows.close') }}
      classNames={{ content: 'rows-drawer', body: 'rows-body' }}
    >
      {behind === undefined ? null : <Rows key={JSON.stringify(behind)} behind={behind} zone={zone} />}
    </Drawer>
  )
}

/** The column that names what a row opens to. */
const openings: Readonly<Record<RowsOf, 'message' | 'dialogue' | 'call'>> = {
  messages: 'message',
  chat_messages: 'dialogue',
  dialogues: 'dialogue',
  replies: 'dialogue',
  calls: 'call',
  attempts: 'call',
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
  const { of, columns, total } = data.pages[0]!
  const rows = data.pages.flatMap((page) => page.rows)
  const kind = rowsWord(of)
  const opening = openings[of]
  if (opened !== undefined) {
    const back = { label: t(`history.back_${kind}`), onBack: () => setOpened(undefined) }
    if (of === 'messages') return <MessageHistory columns={columns} row={opened} zone={zone} back={back} />
    const id = String(opened[columns.findIndex(({ name }) => name === opening)])
    if (opening === 'call') return <CallHistory call={id} zone={zone} back={back} />
    return <DialogueHistory dialogue={id} zone={zone} back={back} />
  }
  return (
    <>
      <output className="rows-total">
        <strong data-testid="rows-total">{t(`rows.${kind}`, { count: total, shown: count(total) })}</strong>
        {behind.cell === '' ? null : <span>{behind.cell}</span>}
        <span className="soft">{t('rows.shownOf', { shown: count(rows.length), total: count(total) })}</span>
        {total === 0
          ? null
          : (['xlsx', 'csv'] as const).map((format) => (
              <a key={format} href={rowsFile(behind.panel, behind.asked, behind.selectors, format)} download>
                {t(`card.${format}`)}
              </a>
            ))}
      </output>
      {total <= rowsOfFilesMax ? null : (
        <p className="rows-cut soft">
          {t('rows.cut', { most: count(rowsOfFilesMax) })} <Link to="/reports">{t('rows.toReports')}</Link>
        </p>
      )}
      <RowsTable columns={columns} rows={rows} zone={zone} label={behind.title} opening={opening} onOpen={setOpened} />
      {error === null ? null : <FailureNote error={error} />}
      {hasNextPage ? (
        <Button size="xs" variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t('rows.more')}
        </Button>
      ) : null}
    </>
  )
}
