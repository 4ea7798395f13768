import { Skeleton } from '@mantine/core'
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { lanesAtOnce, useAllLanes, useLanes, type LanesAnswer } from '../asking/presence.ts'
import { ticksOf } from '../charts/lane-ticks.ts'
import { textIn } from '../i18n/language.ts'
import { count } from '../numbers.ts'
import { usePaper } from '../use-paper.ts'
import { useStretches, type OpenStretches } from '../use-stretches.ts'
import { useWords } from '../use-view.ts'
import { Card } from './Card.tsx'
import { FailureNote } from './FailureNote.tsx'
import { HoursTable } from './HoursTable.tsx'
import { OperatorLane, StateMark } from './OperatorLane.tsx'
import type { PanelCardProps } from './PanelCard.tsx'
import { scrollable } from './scrollable.ts'

type TimelineCardProps = Pick<
  PanelCardProps,
  'entry' | 'answer' | 'width' | 'height' | 'view' | 'isOld' | 'file' | 'asked' | 'source' | 'onBehind' | 'onSubject'
>

/** Marks along the lanes: every second one goes where there is little room. */
const ticksMax = 12

/** What operators were when, a lane for each, the hours beside it. */
export function TimelineCard(props: TimelineCardProps) {
  const { entry, answer, width, height, view, isOld, file, asked, source, onBehind, onSubject } = props
  const { t, i18n } = useTranslation()
  const { dimensionTitle } = useWords()
  const [isTable, setTable] = useState(false)
  // Another period or filter begins with the first lanes again; that the clock goes on changes nothing.
  const seen = JSON.stringify([view.choice, view.zone, view.filters])
  const [place, setPlace] = useState({ seen, offset: 0 })
  const offset = place.seen === seen ? place.offset : 0
  const of = `${seen} ${offset}`
  const state = entry.measures[0]?.name === 'operator_paused' ? 'paused' : 'online'
  const { data, error, isFetching, refetch } = useLanes({ panel: entry.id, asked, order: state, offset, of }, source)
  const all = useAllLanes({ panel: entry.id, asked, order: state }, data, source)
  const isPaper = usePaper()
  const shown = isPaper && all !== undefined ? all : data
  const title = textIn(entry.title, i18n.language)
  const open = useStretches(entry, onBehind)
  const idle = Object.keys(view.filters).filter((name) => !entry.filters.includes(name))
  const isEmpty = data?.total === 0
  return (
    <Card
      title={title}
      entries={[entry]}
      width={width}
      isOld={isOld || (data !== undefined && data.of !== of)}
      menu={{
        table: { isShown: isTable, toggle: () => setTable(!isTable) },
        panels: [{ entry, answer, file }],
        isBlank: isEmpty,
        isComing: !isTable && data === undefined,
        rows: open === undefined ? [] : [{ of: 'stretches', open: () => open({}, answer) }],
      }}
    >
      <div className="panel-body" style={{ minHeight: isEmpty ? 120 : height }}>
        {idle.length === 0 ? null : (
          <p className="lanes-note soft">{t('lanes.unfiltered', { filters: idle.map(dimensionTitle).join(', ') })}</p>
        )}
        {isTable ? (
          <section className="card-table" {...scrollable} aria-label={t('card.table', { title })}>
            <HoursTable entry={entry} answer={answer} onBehind={open} />
          </section>
        ) : error !== null && data === undefined ? (
          <FailureNote error={error} isRetrying={isFetching} onRetry={() => void refetch()} />
        ) : shown === undefined ? (
          <Skeleton className="coming" radius={8} />
        ) : isEmpty ? (
          <p className="card-nothing soft">{t('lanes.empty')}</p>
        ) : (
          <>
            <Lanes data={shown} state={state} compare={answer.compare} onBehind={open} onSubject={onSubject} />
            {shown.total <= shown.lanes.length ? null : (
              <Pager
                offset={shown === all ? 0 : offset}
                many={shown.lanes.length}
                total={shown.total}
                onMove={(next) => setPlace({ seen, offset: next })}
              />
            )}
          </>
        )}
      </div>
    </Card>
  )
}

type LanesProps = {
  data: LanesAnswer
  state: 'online' | 'paused'
  compare: TimelineCardProps['answer']['compare']
  onBehind: OpenStretches | undefined
  onSubject: TimelineCardProps['onSubject']
}

function Lanes({ data, state, compare, onBehind, onSubject }: LanesProps) {
  const { t } = useTranslation()
  const ticks = ticksOf(data.period, ticksMax)
  const before = compare && new Map(compare.rows.map(([, seconds], at) => [compare.ids?.[at], Number(seconds)]))
  const states =
    data.drawnBy === 'stretch' ? (['online', 'paused', 'offline'] as const) : (['online', 'paused'] as const)
  // Where dialogues are left out, nothing below the stretches stands for one.
  const marks = data.lanes.some(({ dialogues }) => dialogues.length > 0) ? ([...states, 'dialogue'] as const) : states
  return (
    <>
      <ul className="lanes-legend soft">
        {marks.map((mark) => (
          <li key={mark}>
            <StateMark state={mark} />
            {t(mark === 'dialogue' ? 'lanes.dialogues' : `lanes.${mark}`)}
          </li>
        ))}
        {data.drawnBy === 'stretch' ? null : <li>{t(`lanes.by_${data.drawnBy}`)}</li>}
      </ul>
      <div className="lanes-whole">
        <div className="lanes-axis" aria-hidden>
          <div className="lanes-ticks">
            {ticks.map(({ at, label }, place) => (
              <span key={label + at} className={tickClass(at, place)} style={{ left: `${at * 100}%` }}>
                {label}
              </span>
            ))}
          </div>
        </div>
        <ul className="lanes">
          {data.lanes.map((lane) => (
            <OperatorLane
              key={lane.id}
              lane={lane}
              answer={data}
              ticks={ticks}
              state={state}
              before={before && (before.get(lane.id) ?? 0)}
              onBehind={onBehind}
              onDialogue={onSubject && ((id) => onSubject({ kind: 'dialogue', id }))}
            />
          ))}
        </ul>
      </div>
    </>
  )
}

/** A label at the very end stands above the hours where they are beside the lanes, and would be cut where they are not. */
function tickClass(at: number, place: number): string {
  return at >= 0.92 ? 'is-last' : place % 2 === 0 ? '' : 'is-second'
}

type PagerProps = { offset: number; many: number; total: number; onMove: (offset: number) => void }

/** Which of the lanes are seen, and the way to the others; paper says it, too, where it does not have all of them. */
function Pager({ offset, many, total, onMove }: PagerProps) {
  const { t } = useTranslation()
  const last = Math.min(total, offset + many)
  return (
    <div className="lanes-pager">
      <button
        type="button"
        className="icon-button"
        aria-label={t('lanes.earlier')}
        disabled={offset === 0}
        onClick={() => onMove(Math.max(0, offset - lanesAtOnce))}
      >
        <IconChevronLeft size={16} />
      </button>
      <span className="soft" aria-live="polite">
        {t('lanes.shown', { from: count(offset + 1), to: count(last), total: count(total) })}
      </span>
      <button
        type="button"
        className="icon-button"
        aria-label={t('lanes.later')}
        disabled={last >= total}
        onClick={() => onMove(offset + lanesAtOnce)}
      >
        <IconChevronRight size={16} />
      </button>
    </div>
  )
}
