import { Button, Drawer, Skeleton } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Row, RowsOf } from '../asking/answers.ts'
import { rowsFile, useRows } from '../asking/queries.ts'
import { textIn } from '../i18n/language.ts'
import { count } from '../numbers.ts'
import { searchOfRows } from '../opened-rows.ts'
import { wallTime } from '../periods/period.ts'
import { temporal } from '../periods/temporal.ts'
import { useCellTitle } from '../use-cell-title.ts'
import { useWords } from '../use-view.ts'
import type { Behind } from '../use-opened-rows.ts'
import { searchOf, stringifySearch, type View } from '../view.ts'
import { CallHistory } from './CallHistory.tsx'
import { CopyLink } from './CopyLink.tsx'
import { DialogueHistory } from './DialogueHistory.tsx'
import { FailureNote } from './FailureNote.tsx'
import { MessageHistory } from './MessageHistory.tsx'
import { rowsWord } from './rows-word.ts'
import { RowsTable } from './RowsTable.tsx'

/** A file of rows ends after so many of them, the newest. */
const rowsOfFilesMax = 1_000_000

type RowsDrawerProps = { behind: Behind | undefined; view: View; zone: string; onClose: () => void }

/** The messages or dialogues behind a number, page after page; their total is the number. */
export function RowsDrawer({ behind, view, zone, onClose }: RowsDrawerProps) {
  const { t, i18n } = useTranslation()
  const title = behind === undefined ? '' : textIn(behind.entry.title, i18n.language)
  return (
    <Drawer
      opened={behind !== undefined}
      onClose={onClose}
      position="right"
      size="min(1120px, 100%)"
      lockScroll={false}
      title={behind === undefined ? '' : t(`rows.title_${rowsWord(behind.entry.rowsOf!)}`, { title })}
      closeButtonProps={{ 'aria-label': t('rows.close') }}
      classNames={{ content: 'rows-drawer', body: 'rows-body' }}
    >
      {behind === undefined ? null : (
        <Rows key={JSON.stringify(behind.selectors)} behind={behind} title={title} view={view} zone={zone} />
      )}
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

/** Of a stage of a funnel: how many different numbers its calls are of, which is what its bar tells. */
function distinctOf({ entry, answer, selectors }: Behind, titleOf: (measure: string) => string): string | undefined {
  const stage = entry.measures.findIndex(({ name }) => name === (selectors['measure'] ?? entry.measures[0]?.name))
  const distinct = entry.totals[stage]?.name
  if (entry.chart !== 'funnel-series' || selectors['time'] !== undefined || distinct === undefined) return undefined
  return `${titleOf(distinct)}: ${count(Number(answer?.totals[distinct] ?? 0))}`
}

type RowsProps = { behind: Behind; title: string; view: View; zone: string }

function Rows({ behind, title, view, zone }: RowsProps) {
  const { t } = useTranslation()
  const cellTitle = useCellTitle()
  const { measureTitle } = useWords()
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
  const cell = cellTitle(behind, behind.selectors, zone)
  const distinct = distinctOf(behind, measureTitle)
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
      <div className="rows-head">
        <output className="rows-total">
          <strong data-testid="rows-total">{t(`rows.${kind}`, { count: total, shown: count(total) })}</strong>
          {cell === '' ? null : <span>{cell}</span>}
          {distinct === undefined ? null : <span>{distinct}</span>}
          <span className="soft">{t('rows.shownOf', { shown: count(rows.length), total: count(total) })}</span>
          {total === 0
            ? null
            : (['xlsx', 'csv'] as const).map((format) => (
                <a key={format} href={rowsFile(behind.panel, behind.asked, behind.selectors, format)} download>
                  {t(`card.${format}`)}
                </a>
              ))}
        </output>
        <CopyLink label={t('rows.copyLink')} linkTo={() => linkTo(behind, view, zone)} />
      </div>
      {total <= rowsOfFilesMax ? null : (
        <p className="rows-cut soft">
          {t('rows.cut', { most: count(rowsOfFilesMax) })} <Link to="/reports">{t('rows.toReports')}</Link>
        </p>
      )}
      <RowsTable columns={columns} rows={rows} zone={zone} label={title} opening={opening} onOpen={setOpened} />
      {error === null ? null : <FailureNote error={error} />}
      {hasNextPage ? (
        <Button size="xs" variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t('rows.more')}
        </Button>
      ) : null}
    </>
  )
}

/** A link to exactly these rows: the period stands still in it, and the zone is named. */
function linkTo({ panel, selectors, asked, entry }: Behind, view: View, zone: string): string {
  const query = new URLSearchParams(asked)
  const [from, to] = ['from', 'to'].map((name) =>
    wallTime(temporal.Instant.from(query.get(name)!).toZonedDateTimeISO(zone)),
  )
  // Those that follow the clock say themselves of when they are.
  const choice = entry.live === null ? { from: from!, to: to! } : view.choice
  const search = { ...searchOf({ ...view, choice, zone }), ...searchOfRows({ panel, selectors }) }
  return `${location.origin}${location.pathname}${stringifySearch(search)}`
}
