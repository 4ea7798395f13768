import { Skeleton } from '@mantine/core'
import { lazy, Suspense, useCallback, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { AskedPeriod, Ids, PanelEntry, Row } from '../asking/answers.ts'
import type { ECharts } from '../charts/echarts.ts'
import type { Ink } from '../charts/ink.ts'
import { figureOf, type Dash, type Line } from '../charts/lines.ts'
import { rankWord } from '../charts/palette.ts'
import type { Mark } from '../charts/Plot.tsx'
import { rateHeight, ratesOption, readRateSeries, type Rates } from '../charts/rates.ts'
import { stepTitle } from '../charts/stretches.ts'
import { textIn } from '../i18n/language.ts'
import { count } from '../numbers.ts'
import { usePicture } from '../use-picture.ts'
import { useWords } from '../use-view.ts'
import { Card } from './Card.tsx'
import { Legend } from './Legend.tsx'
import type { PanelCardProps } from './PanelCard.tsx'
import { scrollable } from './scrollable.ts'

const Plot = lazy(() => import('../charts/Plot.tsx').then((file) => ({ default: file.Plot })))

/** The colours and strokes of the measures of a panel, in their order; the last is a limit. */
const strokes: readonly { mark: string; dash: Dash }[] = [
  { mark: rankWord(0), dash: 'solid' },
  { mark: rankWord(2), dash: 'solid' },
  { mark: rankWord(6), dash: 'dotted' },
]

type RatesCardProps = Pick<
  PanelCardProps,
  'entry' | 'answer' | 'width' | 'height' | 'view' | 'isOld' | 'csv' | 'onBehind'
>

/** A panel of lines over time for each of the largest of what the data names, such as trunks: a small plot for each. */
export function RatesCard({ entry, answer, width, height, view, isOld, csv, onBehind }: RatesCardProps) {
  const { t, i18n } = useTranslation()
  const { measureTitle, dimensionTitle } = useWords()
  const savePicture = usePicture()
  const [chart, setChart] = useState<ECharts | null>(null)
  const [isTable, setTable] = useState(false)
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set())
  const title = textIn(entry.title, i18n.language)
  const none = t('names.none')
  const rates = useMemo(
    () => ratesOf(entry, answer.rows, answer.ids ?? [], answer.period, { titleOf: measureTitle, none }),
    [entry, answer, measureTitle, none],
  )
  const option = useCallback(
    (ink: Ink) =>
      ratesOption(
        {
          ...rates,
          parts: rates.parts.map((part) => ({ ...part, lines: part.lines.filter(({ key }) => !hidden.has(key)) })),
        },
        ink,
      ),
    [rates, hidden],
  )
  const legend = entry.measures.map(({ name }, at) => ({
    key: name,
    title: measureTitle(name),
    mark: strokes[at]!.mark,
  }))
  const hide = (key: string) =>
    setHidden(hidden.has(key) ? new Set([...hidden].filter((one) => one !== key)) : new Set([...hidden, key]))
  const open = (part: number, line: string, at: number) => {
    const { id, title: name } = rates.parts[part]!
    const selectors = { time: rates.positions[at]!, [entry.by[1]!]: id, measure: line }
    onBehind(entry, selectors, `${name} · ${stepTitle(rates.positions, at, rates.period)}`)
  }
  const pick = ({ series, at }: Mark) => {
    const { part, line } = readRateSeries(series)
    if (line !== 'weekends') open(part, line, at)
  }
  const isEmpty = rates.parts.length === 0
  const [total] = entry.totals
  return (
    <Card
      title={title}
      entries={[entry]}
      width={width}
      isOld={isOld}
      menu={{
        table: { isShown: isTable, toggle: () => setTable(!isTable) },
        csv: [{ href: csv }],
        ...(isTable || isEmpty || chart === null
          ? {}
          : { png: () => savePicture(chart, { id: entry.id, title, period: answer.period, view, legend }) }),
        rows: entry.rowsOf === null ? [] : [{ of: entry.rowsOf, open: () => onBehind(entry, {}, '') }],
      }}
    >
      <div className="panel-body" style={{ minHeight: isEmpty ? 80 : height }}>
        {isEmpty ? (
          <p className="card-nothing soft">{t('card.empty')}</p>
        ) : isTable ? (
          <section className="card-table" {...scrollable} aria-label={t('card.table', { title })}>
            <RatesTable rates={rates} by={dimensionTitle(entry.by[1]!)} onPick={open} />
          </section>
        ) : (
          <div className="card-plot">
            <Legend entries={legend} hidden={hidden} direction="row" onHide={hide} onFilter={undefined} />
            <div className="plot-place rates" data-parts={rates.parts.length}>
              <div className="rates-two" style={{ height: Math.ceil(rates.parts.length / 2) * rateHeight }} />
              <div className="rates-one" style={{ height: rates.parts.length * rateHeight }} />
              <Suspense fallback={<Skeleton className="coming" radius={8} />}>
                <Plot option={option} label={`${title}: ${summary(rates)}`} onPick={pick} onChart={setChart} />
              </Suspense>
            </div>
          </div>
        )}
        {total === undefined ? null : (
          <p className="card-counts soft">
            <span>
              {textIn(total.title, i18n.language)}:{' '}
              <button
                type="button"
                onClick={() => onBehind(entry, { measure: total.name }, textIn(total.title, i18n.language))}
              >
                {count(Number(answer.totals[total.name] ?? 0))}
              </button>
            </span>
          </p>
        )}
      </div>
    </Card>
  )
}

type RatesTableProps = { rates: Rates; by: string; onPick: (part: number, line: string, at: number) => void }

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
        </tr>
      </thead>
      <tbody>
        {parts.flatMap(({ id, title, lines }, part) =>
          positions.flatMap((position, at) =>
            lines[0]?.values[at]
              ? [
                  <tr key={`${id} ${position}`}>
                    <th scope="row">
                      <bdi>{title}</bdi>
                    </th>
                    <td>{stepTitle(positions, at, period)}</td>
                    {lines.map(({ key, values }) => (
                      <td key={key}>
                        <button type="button" onClick={() => onPick(part, key, at)}>
                          {figureOf('rate', values[at])}
                        </button>
                      </td>
                    ))}
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
