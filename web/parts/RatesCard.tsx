import { useCallback, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { AskedPeriod, Ids, PanelEntry, Row } from '../asking/answers.ts'
import type { Ink } from '../charts/ink.ts'
import { figureOf } from '../charts/figures.ts'
import type { Dash, Line } from '../charts/lines.ts'
import { rankWord } from '../charts/palette.ts'
import type { Mark } from '../charts/nearest-mark.ts'
import { ratesOption, readRateSeries, type Rates } from '../charts/rates.ts'
import { stepTitle } from '../charts/stretches.ts'
import { textIn } from '../i18n/language.ts'
import { count } from '../numbers.ts'
import { useWords } from '../use-view.ts'
import { DrawnCard, type DrawnProps } from './DrawnCard.tsx'
import { OpenNumber } from './OpenNumber.tsx'
import { ratesPlace } from './rates-place.tsx'

/** The colours and strokes of the measures of a panel, in their order; the last is a limit. */
const strokes: readonly { mark: string; dash: Dash }[] = [
  { mark: rankWord(0), dash: 'solid' },
  { mark: rankWord(2), dash: 'solid' },
  { mark: rankWord(6), dash: 'dotted' },
]

/** A panel of lines over time for each of the largest of what the data names, such as trunks: a small plot for each. */
export function RatesCard(props: DrawnProps) {
  const { entry, answer, view, onBehind } = props
  const { t, i18n } = useTranslation()
  const { measureTitle, dimensionTitle } = useWords()
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set())
  const none = t('names.none')
  const { compare } = answer
  const beforeTitle = view.compare === 'off' ? '' : t(`card.before_${view.compare}`)
  const rates = useMemo(() => {
    const words = { titleOf: measureTitle, none }
    const now = ratesOf(entry, answer.rows, answer.ids ?? [], answer.period, words)
    if (compare === undefined) return now
    const past = ratesOf(entry, compare.rows, compare.ids ?? [], compare.period, words)
    const before = new Map(past.parts.map(({ id, lines }) => [id, lines[0]?.values ?? []]))
    // Who had nothing then has a line of nothing.
    const parts = now.parts.map((part) => ({
      ...part,
      before: { title: beforeTitle, values: before.get(part.id) ?? now.positions.map(() => 0) },
    }))
    return { ...now, parts }
  }, [entry, answer, compare, beforeTitle, measureTitle, none])
  const option = useCallback(
    (ink: Ink) => {
      const parts = rates.parts.map((part) => ({
        ...part,
        lines: part.lines.filter(({ key }) => !hidden.has(key)),
        before: hidden.has('before') ? undefined : part.before,
      }))
      return ratesOption({ ...rates, parts }, ink)
    },
    [rates, hidden],
  )
  const open = (part: number, line: string, at: number) => {
    const { id } = rates.parts[part]!
    const selectors = { time: rates.positions[at]!, [entry.by[1]!]: id, measure: line }
    onBehind(entry, selectors)
  }
  const pick = ({ series, at }: Mark) => {
    const { part, line } = readRateSeries(series)
    if (entry.rowsOf !== null && line !== 'weekends') open(part, line, at)
  }
  const many = rates.parts.length
  const [total] = entry.totals
  return (
    <DrawnCard
      {...props}
      isEmpty={many === 0}
      legend={[
        ...entry.measures.map(({ name }, at) => ({ key: name, title: measureTitle(name), mark: strokes[at]!.mark })),
        ...(compare === undefined
          ? []
          : [{ key: 'before', title: beforeTitle, mark: 'before', line: 'before' as const }]),
      ]}
      hidden={hidden}
      onHide={setHidden}
      option={option}
      summary={summary(rates)}
      onPick={pick}
      place={ratesPlace(many)}
      table={
        <RatesTable rates={rates} by={dimensionTitle(entry.by[1]!)} onPick={entry.rowsOf === null ? undefined : open} />
      }
    >
      {answer.more === undefined || answer.more === 0 ? null : (
        <p className="soft">{t('card.largestOnly', { shown: count(many), all: count(many + answer.more) })}</p>
      )}
      {total === undefined ? null : (
        <p className="card-counts soft">
          <span>
            {textIn(total.title, i18n.language)}:{' '}
            <OpenNumber onOpen={entry.rowsOf === null ? undefined : () => onBehind(entry, { measure: total.name })}>
              {count(Number(answer.totals[total.name] ?? 0))}
            </OpenNumber>
            {compare === undefined ? null : (
              <> {t('counter.versus', { value: count(Number(compare.totals[total.name] ?? 0)) })}</>
            )}
          </span>
        </p>
      )}
    </DrawnCard>
  )
}

type RatesTableProps = {
  rates: Rates
  by: string
  onPick: ((part: number, line: string, at: number) => void) | undefined
}

/** The moments in which anything was, each part by itself. */
function RatesTable({ rates: { positions, period, parts }, by, onPick }: RatesTableProps) {
  const { dimensionTitle } = useWords()
  return (
    <table className="numbers">
      <thead>
        <tr>
          <th scope="col">{by}</th>
          <th scope="col">{dimensionTitle('time')}</th>
          {parts[0]?.lines.map(({ key, title }) => (
            <th key={key} scope="col">
              {title}
            </th>
          ))}
          {parts[0]?.before === undefined ? null : (
            <th scope="col">
              {parts[0].lines[0]?.title}, {parts[0].before.title}
            </th>
          )}
        </tr>
      </thead>
      <tbody>
        {parts.flatMap(({ id, title, lines, before }, part) =>
          positions.flatMap((position, at) =>
            lines[0]?.values[at] || before?.values[at]
              ? [
                  <tr key={`${id} ${position}`}>
                    <th scope="row">
                      <bdi>{title}</bdi>
                    </th>
                    <td>{stepTitle(positions, at, period)}</td>
                    {lines.map(({ key, values }) => (
                      <td key={key}>
                        <OpenNumber onOpen={onPick && (() => onPick(part, key, at))}>
                          {figureOf('rate', values[at])}
                        </OpenNumber>
                      </td>
                    ))}
                    {before === undefined ? null : <td>{figureOf('rate', before.values[at])}</td>}
                  </tr>,
                ]
              : [],
          ),
        )}
      </tbody>
    </table>
  )
}

type Words = { titleOf: (measure: string) => string; none: string }

function ratesOf(
  { measures }: PanelEntry,
  rows: readonly Row[],
  ids: Ids,
  period: AskedPeriod,
  { titleOf, none }: Words,
): Rates {
  const positions = [...new Set(rows.map(([time]) => String(time)))]
  const byPart = Map.groupBy(
    rows.map((row, at) => ({ row, id: ids[at] ?? '' })),
    ({ id }) => id,
  )
  return {
    positions,
    period,
    unit: 'rate',
    parts: Array.from(byPart, ([id, own]) => ({
      id,
      title: String(own[0]!.row[1] ?? '') || none,
      lines: measures.map(({ name }, at): Line => {
        const values = own.map(({ row }) => (typeof row[at + 2] === 'number' ? Number(row[at + 2]) : null))
        return {
          key: name,
          title: titleOf(name),
          ...strokes[at]!,
          values: name.endsWith('_limit') ? held(values) : values,
        }
      }),
    })),
  }
}

/** A limit holds until another is told, and is told of the time before by the first. */
function held(values: readonly (number | null)[]): (number | null)[] {
  let last = values.find((value) => value !== null) ?? null
  return values.map((value) => (last = value ?? last))
}

function summary({ parts }: Rates): string {
  return parts
    .map(
      ({ title, lines }) => `${title} ${figureOf('rate', Math.max(0, ...(lines[0]?.values ?? []).map((v) => v ?? 0)))}`,
    )
    .join(', ')
}
