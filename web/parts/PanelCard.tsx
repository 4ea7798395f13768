import { Skeleton } from '@mantine/core'
import { lazy, Suspense, useCallback, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { PanelAnswer, PanelEntry, Totals } from '../asking/answers.ts'
import type { PanelSource, Selectors } from '../asking/queries.ts'
import { gathered, stretchesOf } from '../charts/coarser.ts'
import { totalId } from '../charts/donut.ts'
import { drawingOf, optionOf } from '../charts/drawing.ts'
import type { ECharts } from '../charts/echarts.ts'
import { gridOf, sumOf, type Drawable, type Grid } from '../charts/grid.ts'
import type { Ink } from '../charts/ink.ts'
import { legendOf, without } from '../charts/legend.ts'
import type { Mark } from '../charts/nearest-mark.ts'
import { namesIn, restKey, withoutSmall } from '../charts/names.ts'
import { momentsOf } from '../charts/stretches.ts'
import { textIn } from '../i18n/language.ts'
import { count, figure, percent } from '../numbers.ts'
import { allBut, type Subject } from '../opened-rows.ts'
import { rfc3339 } from '../periods/period.ts'
import { usePicture } from '../use-picture.ts'
import { useWords } from '../use-view.ts'
import type { Reading } from '../use-page-state.ts'
import type { View } from '../view.ts'
import { Card } from './Card.tsx'
import type { FileAddress } from './CardMenu.tsx'
import { Legend } from './Legend.tsx'
import { OpenNumber } from './OpenNumber.tsx'
import { PanelTable } from './PanelTable.tsx'
import { PerMessage } from './PerMessage.tsx'
import { scrollable } from './scrollable.ts'

// The chart library is most of the page's code; the numbers need not wait for it.
const Plot = lazy(() => import('../charts/Plot.tsx').then((file) => ({ default: file.Plot })))

export type PanelCardProps = {
  entry: PanelEntry
  answer: PanelAnswer
  width: number
  height: number
  view: View
  isOld: boolean
  /** Of a panel that follows the clock. */
  reading: Reading | undefined
  file: FileAddress
  /** The query that gave the answer. */
  asked: string
  /** Where it is asked for. */
  source: PanelSource
  onBehind: (entry: PanelEntry, selectors: Selectors) => void
  /** Opens a message, a dialogue or a call; undefined where nothing can be opened. */
  onSubject: ((subject: Subject) => void) | undefined
  /** Filters the page to one word of a dimension, or takes that filter away; undefined where it cannot be filtered. */
  onFilter: ((dimension: string, word: string) => void) | undefined
}

/** A panel as a card: chart or table, legend, and everything the menu offers. */
export function PanelCard(props: PanelCardProps) {
  const { entry, answer, width, height, view, isOld, reading: readAt, file, onBehind, onFilter } = props
  const { t, i18n } = useTranslation()
  const { titleOf, dimensionTitle, orderOf } = useWords()
  const savePicture = usePicture()
  const [chart, setChart] = useState<ECharts | null>(null)
  const [isTable, setTable] = useState(false)
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set())
  const title = textIn(entry.title, i18n.language)
  const { period, compare } = answer

  const [wantedCurrency, setCurrency] = useState<string>()
  const currencies = useMemo(() => currenciesOf(answer), [answer])
  const currency = currencies.find((one) => one === wantedCurrency) ?? currencies[0]
  const [rows = ''] = entry.by
  const [none, rest] = [t(rows === 'evaluation' ? 'names.notEvaluated' : 'names.none'), t('names.rest')]
  const reading = useMemo(
    () => ({
      orderOf,
      currency,
      names: namesIn(answer, { none, rest, titleOf: (id) => titleOf(rows, id) }),
    }),
    [orderOf, titleOf, rows, currency, answer, none, rest],
  )
  const grid = useMemo(() => gridOf(entry, answer, answer, reading), [entry, answer, reading])
  const drawing = drawingOf(entry.chart, grid)
  const scale = drawing === 'day-shares' ? 'shares' : 'counts'
  const before = useMemo<Drawable | undefined>(
    () => compare && { grid: gridOf(entry, answer, compare, reading), period: compare.period },
    [entry, answer, compare, reading],
  )
  const beforeTitle = view.compare === 'off' ? '' : t(`card.before_${view.compare}`)
  // The table tells each day; the plot has not room for all days of many years.
  const stretches = useMemo(() => (drawing.startsWith('day-') ? stretchesOf(grid) : undefined), [drawing, grid])
  const gather = useCallback(
    (one: Grid) => {
      const large = withoutSmall(one)
      return stretches === undefined ? large : gathered(large, stretches, grid.positions)
    },
    [stretches, grid],
  )
  const drawn = useMemo(() => gather(grid), [gather, grid])
  const shown = useMemo(() => without(drawing, drawn, hidden), [drawing, drawn, hidden])
  const shownBefore = useMemo(
    () =>
      before === undefined || hidden.has('before')
        ? undefined
        : {
            ...before,
            grid: without(drawing, gather(before.grid), new Set([...hidden].filter((key) => key !== 'now'))),
          },
    [before, drawing, hidden, gather],
  )
  const isWhole = shown.positions.length === drawn.positions.length
  const left = shown.series[0]?.values.flatMap((value, at) => (value ? [at] : [])) ?? []
  // Rows can be asked for of all words or of one, not of some of them together.
  const isTotalOpen = isWhole || left.length === 1
  const option = useCallback(
    (ink: Ink) => {
      const names = { titleOf, now: t('card.now'), before: beforeTitle, sum: t('card.sum') }
      return optionOf(
        { drawing, isOpen: entry.rowsOf !== null, isTotalOpen, grid: shown, period, before: shownBefore, words: names },
        ink,
      )
    },
    [drawing, entry, isTotalOpen, shown, period, shownBefore, titleOf, t, beforeTitle],
  )
  const legend = legendOf(drawing, drawn, before !== undefined, { now: t('card.now'), before: beforeTitle, titleOf })
  const total = grid.series.reduce((sum, series) => sum + sumOf(series.values), 0)
  const behind = (from: Grid, series: string | undefined, at: number | undefined) => {
    if (entry.rowsOf === null) return
    onBehind(entry, placeOf({ grid: from, period }, series, at))
  }
  const pick = ({ series, at }: Mark) => {
    if (series === totalId) {
      if (isTotalOpen) behind(shown, undefined, isWhole ? undefined : left[0])
    } else if (series !== 'before' && series !== 'weekends') behind(shown, series, at)
  }
  const legendDimension = drawing === 'donut' ? grid.axis : grid.split
  const canFilter = legendDimension !== undefined && entry.filters.includes(legendDimension)
  const hide = (key: string) =>
    setHidden(hidden.has(key) ? new Set([...hidden].filter((k) => k !== key)) : new Set([...hidden, key]))
  const saveAsPng = () => {
    if (chart === null) return
    const seen = legend.filter(({ key }) => !hidden.has(key))
    void savePicture(chart, { id: entry.id, title, period, view, legend: seen })
  }
  const parts = legend.map((line) => `${line.title} ${line.value ?? ''}`.trim()).join(', ')
  const legendOfCard = (
    <Legend
      entries={legend}
      hidden={hidden}
      direction={drawing === 'donut' ? 'column' : 'row'}
      onHide={hide}
      onFilter={canFilter && onFilter !== undefined ? (key) => onFilter(legendDimension, key) : undefined}
    />
  )

  return (
    <Card
      title={title}
      entries={[entry]}
      width={width}
      isOld={isOld}
      reading={readAt}
      menu={{
        table: { isShown: isTable, toggle: () => setTable(!isTable) },
        panels: [{ entry, answer, file }],
        isBlank: total === 0,
        isComing: !isTable && chart === null,
        ...(isTable ? {} : { png: saveAsPng }),
        rows: entry.rowsOf === null ? [] : [{ of: entry.rowsOf, open: () => onBehind(entry, {}) }],
      }}
    >
      <div className="panel-body" style={{ minHeight: height }}>
        {entry.chart === 'counter-bars' ? (
          <p className="card-counter">
            <OpenNumber
              className="counter-value"
              onOpen={entry.rowsOf === null ? undefined : () => onBehind(entry, {})}
            >
              {count(total)}
            </OpenNumber>
            <PerMessage totals={answer.totals} word="perSent" />
          </p>
        ) : null}
        {currencies.length < 2 ? null : (
          <fieldset className="currencies" aria-label={dimensionTitle('currency')}>
            {currencies.map((one) => (
              <button key={one} type="button" aria-pressed={one === currency} onClick={() => setCurrency(one)}>
                {one}
              </button>
            ))}
          </fieldset>
        )}
        {isTable ? (
          <section className="card-table" {...scrollable} aria-label={t('card.table', { title })}>
            <PanelTable
              drawable={{ grid, period }}
              before={before && { ...before, title: beforeTitle }}
              caption={t('card.table', { title })}
              scale={scale}
              sums={{ now: exactSum(answer, grid), before: compare && exactSum(compare, grid) }}
              onPick={entry.rowsOf === null ? undefined : (series, at) => behind(grid, series, at)}
            />
          </section>
        ) : total === 0 ? (
          <p className="card-nothing soft">{t('card.empty')}</p>
        ) : (
          <div className={`card-plot card-plot-${drawing}`}>
            {drawing !== 'donut' && (legend.length > 1 || before !== undefined) ? legendOfCard : null}
            {stretches === undefined ? null : <p className="plot-note soft">{t(`card.barsBy_${stretches.by}`)}</p>}
            <div className="plot-place">
              <Suspense fallback={<Skeleton className="coming" radius={8} />}>
                <Plot
                  option={option}
                  label={t('card.summary', { title, total: figure(total, currency), parts })}
                  onPick={pick}
                  onChart={setChart}
                />
              </Suspense>
            </div>
            {drawing === 'donut' ? legendOfCard : null}
          </div>
        )}
        {/* Shares of two periods would lie over each other: those of the one before are told in words. */}
        {drawing === 'day-shares' && before !== undefined ? (
          <SharesBefore grid={before.grid} title={beforeTitle} titleOf={titleOf} />
        ) : null}
      </div>
    </Card>
  )
}

type SharesProps = { grid: Grid; title: string; titleOf: (dimension: string, word: string) => string }

/** Which share of all each word had in the period compared with. */
function SharesBefore({ grid: { series, split = '' }, title, titleOf }: SharesProps) {
  const sums = series.map(({ key, values }) => ({ key, sum: sumOf(values) })).filter(({ sum }) => sum > 0)
  const all = sums.reduce((total, { sum }) => total + sum, 0)
  return (
    <p className="card-counts soft">
      {title}: <b>{count(all)}</b>
      {sums.map(({ key, sum }) => (
        <span key={key}>
          {titleOf(split, key)} <b>{percent(sum / all)}</b>
        </span>
      ))}
    </p>
  )
}

/** The currencies of an answer about money; none for other answers. */
function currenciesOf({ columns, rows, compare }: PanelAnswer): string[] {
  const column = columns.findIndex(({ name }) => name === 'currency')
  return column < 0 ? [] : [...new Set([...rows, ...(compare?.rows ?? [])].map((row) => String(row[column])))]
}

/** What all of the rows come to, with every digit; undefined for counts, which add up by themselves. */
function exactSum({ totals }: { totals: Totals }, { measure, currency }: Grid): string | undefined {
  const sums = totals[measure] as Readonly<Record<string, string>> | undefined
  return currency === undefined ? undefined : (sums?.[currency] ?? '0')
}

/** Where in its panel a number stands; a sum of all series, or over all positions, is of none of them. */
function placeOf({ grid, period }: Drawable, series: string | undefined, at: number | undefined): Selectors {
  const position = at === undefined ? undefined : grid.positions[at]
  const selectors: Record<string, string> = grid.currency === undefined ? {} : { currency: grid.currency }
  if (grid.axis !== undefined && position !== undefined) {
    const stretch = grid.stretches?.[at!]
    if (position === restKey) Object.assign(selectors, allBut(grid.positions.filter((id) => id !== restKey)))
    else if (stretch === undefined) selectors[grid.axis] = position
    else {
      const { from, to } = momentsOf(stretch, period)
      Object.assign(selectors, { from: rfc3339(from), to: rfc3339(to) })
    }
  }
  if (grid.split !== undefined && series !== undefined) selectors[grid.split] = series
  return selectors
}
