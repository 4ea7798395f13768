import { Button, Drawer, Skeleton } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { rowsFile, useRows } from '../asking/queries.ts'
import { textIn } from '../i18n/language.ts'
import { count, duration } from '../numbers.ts'
import { searchOfRows, subjectsOf, withSubject, type Subject } from '../opened-rows.ts'
import { wallTime } from '../periods/period.ts'
import { temporal } from '../periods/temporal.ts'
import { useCellTitle } from '../use-cell-title.ts'
import { useWords } from '../use-view.ts'
import type { Behind } from '../use-opened-rows.ts'
import type { PageState } from '../use-page-state.ts'
import { searchOf, stringifySearch, type View } from '../view.ts'
import { CallHistory } from './CallHistory.tsx'
import { CopyLink } from './CopyLink.tsx'
import { DialogueHistory } from './DialogueHistory.tsx'
import { FailureNote } from './FailureNote.tsx'
import type { Back } from './HistoryHead.tsx'
import { MessageHistory } from './MessageHistory.tsx'
import { rowsWord } from './rows-word.ts'
import { RowsTable } from './RowsTable.tsx'

/** A file of rows ends after so many of them, the newest. */
const rowsOfFilesMax = 1_000_000

/** The rows behind a number, page after page, or what one of them opens to: a message, a dialogue, a call. */
export function RowsDrawer({ state }: { state: PageState }) {
  const { t, i18n } = useTranslation()
  const { behind, subject, zone } = state
  const title = behind === undefined ? '' : textIn(behind.entry.title, i18n.language)
  const heading =
    behind !== undefined
      ? t(`rows.title_${rowsWord(behind.entry.rowsOf!)}`, { title })
      : subject !== undefined
        ? t(`columns.${subject.kind}`)
        : ''
  return (
    <Drawer
      opened={behind !== undefined || subject !== undefined}
      onClose={state.closeBehind}
      position="right"
      size="min(1120px, 100%)"
      lockScroll={false}
      title={heading}
      closeButtonProps={{ 'aria-label': t('rows.close') }}
      classNames={{ content: 'rows-drawer', body: 'rows-body' }}
    >
      {subject !== undefined ? (
        <SubjectHistory
          key={JSON.stringify(subject)}
          subject={subject}
          zone={zone}
          back={
            behind === undefined
              ? undefined
              : { label: t(`history.back_${rowsWord(behind.entry.rowsOf!)}`), onBack: state.closeSubject }
          }
        />
      ) : behind === undefined ? null : (
        <Rows key={JSON.stringify(behind.selectors)} behind={behind} title={title} state={state} />
      )}
    </Drawer>
  )
}

type SubjectProps = { subject: Subject; zone: string; back: Back | undefined }

function SubjectHistory({ subject, zone, back }: SubjectProps) {
  const { t } = useTranslation()
  const { kind, id } = subject
  const search = stringifySearch(withSubject({ tz: [zone] }, subject))
  return (
    <>
      <CopyLink label={t('rows.copyLink')} linkTo={() => `${location.origin}${location.pathname}${search}`} />
      {kind === 'message' ? (
        <MessageHistory message={id} zone={zone} back={back} />
      ) : kind === 'call' ? (
        <CallHistory call={id} zone={zone} back={back} />
      ) : (
        <DialogueHistory dialogue={id} zone={zone} back={back} />
      )}
    </>
  )
}

/** Of a stage of a funnel: how many different numbers its calls are of, which is what its bar tells. */
function distinctOf({ entry, answer, selectors }: Behind, titleOf: (measure: string) => string): string | undefined {
  const stage = entry.measures.findIndex(({ name }) => name === (selectors['measure'] ?? entry.measures[0]?.name))
  const distinct = entry.totals[stage]?.name
  if (entry.chart !== 'funnel-series' || selectors['time'] !== undefined || distinct === undefined) return undefined
  return `${titleOf(distinct)}: ${count(Number(answer?.totals[distinct] ?? 0))}`
}

type RowsProps = { behind: Behind; title: string; state: PageState }

function Rows({ behind, title, state }: RowsProps) {
  const { view, zone } = state
  const { t } = useTranslation()
  const cellTitle = useCellTitle()
  const { measureTitle } = useWords()
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
  const { of, columns, total, totals } = data.pages[0]!
  const rows = data.pages.flatMap((page) => page.rows)
  const kind = rowsWord(of)
  const cell = cellTitle(behind, behind.selectors, zone)
  const distinct = distinctOf(behind, measureTitle)
  const opening = subjectsOf[of]
  return (
    <>
      <div className="rows-head">
        <output className="rows-total">
          <strong data-testid="rows-total">{t(`rows.${kind}`, { count: total, shown: count(total) })}</strong>
          {totals?.['held_seconds'] === undefined ? null : (
            <strong data-testid="rows-held">{t('rows.held', { time: duration(totals['held_seconds']) })}</strong>
          )}
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
      {isForEachOperator(behind) ? <p className="rows-cut soft">{t('rows.forEachOperator')}</p> : null}
      {total === 0 ? (
        <Nothing behind={behind} state={state} />
      ) : (
        <RowsTable
          columns={columns}
          rows={rows}
          zone={zone}
          label={title}
          opening={opening}
          onOpen={(id) => state.openSubject({ kind: opening!, id })}
        />
      )}
      {error === null ? null : <FailureNote error={error} />}
      {hasNextPage ? (
        <Button size="xs" variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t('rows.more')}
        </Button>
      ) : null}
    </>
  )
}

/** Whether a dialogue stands there once for each of its operators. */
function isForEachOperator({ entry, selectors, asked }: Behind): boolean {
  if (entry.rowsOf !== 'dialogues' || !entry.by.includes('operator') || selectors['operator'] !== undefined)
    return false
  return new URLSearchParams(asked).getAll('operator').length !== 1
}

/** That there is nothing, and where something may be. */
function Nothing({ behind: { panel, selectors, entry }, state }: { behind: Behind; state: PageState }) {
  const { t } = useTranslation()
  const isCell = Object.keys(selectors).length > 0
  const isNarrow = Object.keys(state.view.filters).some((name) => entry.filters.includes(name))
  return (
    <section className="rows-nothing">
      <h3>{t('rows.nothing')}</h3>
      <p className="soft">
        {t(isNarrow ? 'rows.nothingFiltered' : state.isBehindOpenedHere ? 'rows.nothingCounted' : 'rows.nothingText')}
      </p>
      <p className="rows-ways">
        {isCell ? (
          <Button size="xs" variant="default" onClick={() => state.openBehind(panel, {})}>
            {t('rows.ofWhole')}
          </Button>
        ) : null}
        <Button size="xs" variant="default" onClick={state.closeBehind}>
          {t('rows.toPage')}
        </Button>
      </p>
    </section>
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
