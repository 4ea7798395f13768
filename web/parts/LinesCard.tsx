import { useCallback, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { AskedPeriod, PanelAnswer, PanelEntry, Row, Totals } from '../asking/answers.ts'
import { figureOf, type LineUnit } from '../charts/figures.ts'
import { linesOption, positionTitle, type Dash, type Lines } from '../charts/lines.ts'
import type { Ink } from '../charts/ink.ts'
import type { Mark } from '../charts/nearest-mark.ts'
import { rankWord } from '../charts/palette.ts'
import { rateSeries, ratesOption, readRateSeries, type RatePart } from '../charts/rates.ts'
import { textIn } from '../i18n/language.ts'
import { count } from '../numbers.ts'
import { useWords } from '../use-view.ts'
import { DrawnCard, type DrawnProps } from './DrawnCard.tsx'
import { OpenNumber } from './OpenNumber.tsx'
import { ratesPlace } from './rates-place.tsx'

/** The colours and strokes of the measures of a panel, in their order. */
const strokes: readonly { mark: string; dash: Dash }[] = [
  { mark: rankWord(0), dash: 'solid' },
  { mark: rankWord(3), dash: 'dotted' },
  { mark: rankWord(4), dash: 'dash-dot' },
  { mark: rankWord(2), dash: 'solid' },
  { mark: rankWord(5), dash: 'dotted' },
  { mark: rankWord(1), dash: 'dash-dot' },
]

/** A panel of lines over days or times, one for each of its measures; their numbers over the whole period beside the names. */
export function LinesCard(props: DrawnProps) {
  const { entry, answer, view, onBehind } = props
  const { t, i18n } = useTranslation()
  const { measureTitle, titleOf } = useWords()
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set())
  const { compare } = answer
  const isSplit = entry.chart === 'split-lines'
  const now = useMemo(() => linesOf(entry, answer.rows, answer.period, measureTitle), [entry, answer, measureTitle])
  const before = useMemo(
    () => compare && linesOf(entry, compare.rows, compare.period, measureTitle),
    [entry, compare, measureTitle],
  )
  const beforeTitle = view.compare === 'off' ? '' : t(`card.before_${view.compare}`)
  const option = useCallback(
    (ink: Ink) => {
      const seen = ({ lines }: Pick<Lines, 'lines'>) => lines.filter(({ key }) => !hidden.has(key))
      if (isSplit) {
        const parts = Array.from(Map.groupBy(now.lines, whoOf), ([who, lines]) => ({
          id: who,
          title: titleOf('answered_by', who),
          lines: seen({ lines }),
          before: pastOf(before, lines[0]?.key, hidden.has('before') ? undefined : beforeTitle),
        }))
        return ratesOption({ ...now, parts }, ink)
      }
      // One line of the past is enough to see what became of it.
      const past = before && !hidden.has('before') && { ...before, lines: seen(before).slice(0, 1), title: beforeTitle }
      return linesOption({ ...now, lines: seen(now) }, past || undefined, ink)
    },
    [now, before, beforeTitle, hidden, isSplit, titleOf],
  )
  const legend = [
    ...now.lines.map(({ key, title, mark }) => ({
      key,
      title,
      mark,
      value: totalText(now.unit, answer.totals, key),
    })),
    ...(compare === undefined
      ? []
      : [{ key: 'before', title: beforeTitle, mark: 'before', line: 'before' as const, value: '' }]),
  ].map(({ value, ...one }) => (value === '' ? one : { ...one, value }))
  const pick = ({ series, at }: Mark) => {
    const position = now.positions[at]
    if (series.endsWith('before')) return
    const line = now.lines.find(({ key }) => key === (isSplit ? readRateSeries(series).line : series))
    if (entry.rowsOf === null || position === undefined || line?.values[at] === null || line === undefined) return
    onBehind(entry, { [now.axis]: position, measure: line.key })
  }
  return (
    <DrawnCard
      {...props}
      isEmpty={now.lines.every(({ values }) => values.every((value) => value === null))}
      legend={legend}
      hidden={hidden}
      onHide={setHidden}
      option={option}
      summary={now.lines.map(({ key, title }) => `${title} ${totalText(now.unit, answer.totals, key)}`).join(', ')}
      onPick={pick}
      {...(isSplit ? { place: ratesPlace(new Set(now.lines.map(whoOf)).size) } : {})}
      table={
        <LinesTable
          now={now}
          before={before && compare && { ...before, title: beforeTitle, totals: compare.totals }}
          totals={answer.totals}
          onPick={
            entry.rowsOf === null
              ? undefined
              : ({ series, at }) => pick({ series: isSplit ? rateSeries(0, series) : series, at })
          }
          onTotal={entry.rowsOf === null ? undefined : (measure) => onBehind(entry, { measure })}
        />
      }
    >
      <p className="card-counts soft">
        {entry.totals.map(({ name, title: told }) => (
          <span key={name}>
            {textIn(told, i18n.language)}:{' '}
            <OpenNumber onOpen={entry.rowsOf === null ? undefined : () => onBehind(entry, { measure: name })}>
              {count(Number(answer.totals[name] ?? 0))}
            </OpenNumber>
            {compare === undefined ? null : (
              <> {t('counter.versus', { value: count(Number(compare.totals[name] ?? 0)) })}</>
            )}
          </span>
        ))}
      </p>
      {compare === undefined ? null : <BeforeNote lines={now} totals={compare.totals} title={beforeTitle} />}
    </DrawnCard>
  )
}

/** A line of the period compared with; undefined where it is not to be seen. */
function pastOf(before: Lines | undefined, key: string | undefined, title: string | undefined): RatePart['before'] {
  const line = before?.lines.find((one) => one.key === key)
  return line === undefined || title === undefined ? undefined : { title, values: line.values }
}

/** Whose a line is of a panel that tells bots and people apart: its measures are named so. */
function whoOf({ key }: { key: string }): string {
  return key.split('_')[0]!
}

/** What the measures were over the whole of the period compared with. */
function BeforeNote({ lines: { unit, lines }, totals, title }: { lines: Lines; totals: Totals; title: string }) {
  return (
    <p className="card-counts soft">
      {title}:
      {lines.map(({ key, title: name }) => (
        <span key={key}>
          {name} <b>{totalText(unit, totals, key)}</b>
        </span>
      ))}
    </p>
  )
}

type Before = Lines & { title: string; totals: Totals }
type LinesTableProps = {
  now: Lines
  before: Before | undefined
  totals: Totals
  onPick: ((mark: Mark) => void) | undefined
  onTotal: ((measure: string) => void) | undefined
}

function LinesTable({ now, before, totals, onPick, onTotal }: LinesTableProps) {
  const { t } = useTranslation()
  const { dimensionTitle } = useWords()
  const [past] = before?.lines ?? []
  return (
    <table className="numbers">
      <thead>
        <tr>
          <th scope="col">{dimensionTitle(now.axis)}</th>
          {now.lines.map(({ key, title }) => (
            <th key={key} scope="col">
              {title}
            </th>
          ))}
          {past === undefined ? null : (
            <th scope="col">
              {past.title}, {before!.title}
            </th>
          )}
        </tr>
      </thead>
      <tbody>
        {now.positions.map((position, at) => (
          <tr key={position}>
            <th scope="row">{positionTitle(now, at)}</th>
            {now.lines.map(({ key, values }) => (
              <td key={key}>
                {values[at] === null ? (
                  figureOf(now.unit, null)
                ) : (
                  <OpenNumber onOpen={onPick && (() => onPick({ series: key, at }))}>
                    {figureOf(now.unit, values[at])}
                  </OpenNumber>
                )}
              </td>
            ))}
            {past === undefined ? null : <td>{figureOf(now.unit, past.values[at])}</td>}
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">{t('card.whole')}</th>
          {now.lines.map(({ key }) => (
            <td key={key}>
              <OpenNumber onOpen={onTotal && typeof totals[key] === 'number' ? () => onTotal(key) : undefined}>
                {totalText(now.unit, totals, key)}
              </OpenNumber>
            </td>
          ))}
          {past === undefined ? null : <td>{totalText(now.unit, before!.totals, past.key)}</td>}
        </tr>
      </tfoot>
    </table>
  )
}

function linesOf(
  { measures, by, unit }: PanelEntry,
  rows: readonly Row[],
  period: AskedPeriod,
  titleOf: (measure: string) => string,
): Lines {
  const lines = measures.map(({ name }, at) => ({
    key: name,
    title: titleOf(name),
    ...strokes[at % strokes.length]!,
    values: rows.map((row) => (typeof row[at + 1] === 'number' ? Number(row[at + 1]) : null)),
  }))
  return {
    axis: by[0] === 'day' ? 'day' : 'time',
    positions: rows.map(([position]) => String(position)),
    period,
    unit: unit as LineUnit,
    lines,
  }
}

function totalText(unit: LineUnit, totals: PanelAnswer['totals'], measure: string): string {
  const total = totals[measure]
  return figureOf(unit, typeof total === 'number' ? total : null)
}
