import { useCallback, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { PanelAnswer, PanelEntry } from '../asking/answers.ts'
import type { Selectors } from '../asking/queries.ts'
import { drawingOf, optionOf, type Drawing } from '../charts/drawing.ts'
import type { ECharts } from '../charts/echarts.ts'
import { gridOf, sumOf, type Grid } from '../charts/grid.ts'
import type { Ink } from '../charts/ink.ts'
import { colorOf, frameColor, type Scheme } from '../charts/palette.ts'
import { Plot, type Mark } from '../charts/Plot.tsx'
import { savePng } from '../charts/png.ts'
import { useScheme } from '../charts/use-scheme.ts'
import { textIn } from '../i18n/language.ts'
import { count, dateTime, fullDay, percent } from '../numbers.ts'
import { useWords } from '../use-view.ts'
import type { Compare } from '../view.ts'
import { Card } from './Card.tsx'
import { Legend, type LegendEntry } from './Legend.tsx'
import { PanelTable } from './PanelTable.tsx'
import { scrollable } from './scrollable.ts'

type PanelCardProps = {
  entry: PanelEntry
  answer: PanelAnswer
  width: number
  height: number
  zone: string
  compare: Compare
  isOld: boolean
  csv: string
  onBehind: (entry: PanelEntry, selectors: Selectors, cell: string) => void
  /** Filters the page to one word of a dimension, or takes that filter away. */
  onFilter: (dimension: string, word: string) => void
}

/** A panel as a card: chart or table, legend, and everything the menu offers. */
export function PanelCard({
  entry,
  answer,
  width,
  height,
  zone,
  compare,
  isOld,
  csv,
  onBehind,
  onFilter,
}: PanelCardProps) {
  const { t, i18n } = useTranslation()
  const { titleOf, orderOf } = useWords()
  const scheme = useScheme()
  const [chart, setChart] = useState<ECharts | null>(null)
  const [isTable, setTable] = useState(false)
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set())
  const title = textIn(entry.title, i18n.language)

  const grid = useMemo(() => gridOf(entry, answer, answer.rows, orderOf), [entry, answer, orderOf])
  const drawing = drawingOf(entry.chart, grid)
  const scale = drawing === 'day-shares' ? 'shares' : 'counts'
  const before = useMemo(
    () => (answer.compare === undefined ? undefined : gridOf(entry, answer, answer.compare.rows, orderOf)),
    [entry, answer, orderOf],
  )
  const beforeTitle = compare === 'off' ? '' : t(`card.before_${compare}`)
  const shown = useMemo(() => without(drawing, grid, hidden), [drawing, grid, hidden])
  const shownBefore = hidden.has('before') ? undefined : before
  const option = useCallback(
    (ink: Ink) => {
      const names = { titleOf, now: t('card.now'), before: beforeTitle, sum: t('card.sum') }
      return optionOf({ drawing, grid: shown, before: shownBefore, zone, words: names }, ink)
    },
    [drawing, shown, shownBefore, zone, titleOf, t, beforeTitle],
  )
  const legend = legendOf(drawing, grid, before, scheme, { now: t('card.now'), before: beforeTitle, titleOf })
  const total = grid.series.reduce((sum, series) => sum + sumOf(series.values), 0)
  const behind = (from: Grid, series: string, at: number) => {
    const { selectors, cell } = cellOf(from, series, at, zone, titleOf)
    onBehind(entry, selectors, cell)
  }
  const pick = ({ series, at }: Mark) => {
    if (series !== 'before' && series !== 'weekends') behind(shown, series, at)
  }
  const legendDimension = drawing === 'donut' ? grid.axis : grid.split
  const canFilter = legendDimension !== undefined && drawing !== 'line'
  const hide = (key: string) =>
    setHidden(hidden.has(key) ? new Set([...hidden].filter((k) => k !== key)) : new Set([...hidden, key]))
  const parts = legend.map((line) => `${line.title} ${line.value ?? ''}`.trim()).join(', ')
  const note = `${dateTime(answer.period.from, zone)} → ${dateTime(answer.period.to, zone)} · ${zone}`
  const perMessage = entry.measures[0]?.name === 'parts' ? partsNote(answer) : undefined

  return (
    <Card
      title={title}
      entries={[entry]}
      width={width}
      isOld={isOld}
      menu={{
        table: { isShown: isTable, toggle: () => setTable(!isTable) },
        csv: [{ href: csv }],
        ...(isTable
          ? {}
          : { png: () => chart !== null && savePng(chart, { title, note, legend, scheme, fileName: entry.id }) }),
        rows: [{ open: () => onBehind(entry, {}, '') }],
      }}
    >
      {entry.chart.includes('counter') ? (
        <p className="card-counter">
          <button type="button" className="counter-value" onClick={() => onBehind(entry, {}, '')}>
            {count(total)}
          </button>
          {perMessage === undefined ? null : (
            <span className="soft">{t('counter.perSent', { value: perMessage })}</span>
          )}
        </p>
      ) : null}
      {isTable ? (
        <section
          className="card-table"
          style={{ maxHeight: height + 34 }}
          {...scrollable}
          aria-label={t('card.table', { title })}
        >
          <PanelTable
            grid={grid}
            caption={t('card.table', { title })}
            zone={zone}
            scale={scale}
            onPick={(series, at) => behind(grid, series, at)}
          />
        </section>
      ) : (
        <div className={`card-plot card-plot-${drawing}`}>
          {legend.length > 1 && drawing !== 'donut' ? (
            <Legend
              entries={legend}
              hidden={hidden}
              direction="row"
              onHide={hide}
              onFilter={canFilter ? (key) => onFilter(legendDimension, key) : undefined}
            />
          ) : null}
          {total === 0 ? (
            <p className="card-nothing soft" style={{ height }}>
              {t('card.empty')}
            </p>
          ) : (
            <div className="plot-place">
              <Plot
                option={option}
                scheme={scheme}
                height={height}
                label={t('card.summary', { title, total: count(total), parts })}
                onPick={pick}
                onChart={setChart}
              />
            </div>
          )}
          {drawing === 'donut' && total > 0 ? (
            <Legend
              entries={legend}
              hidden={hidden}
              direction="column"
              onHide={hide}
              onFilter={canFilter ? (key) => onFilter(legendDimension, key) : undefined}
            />
          ) : null}
          <div className="sr-only">
            <PanelTable grid={grid} caption={t('card.table', { title })} zone={zone} scale={scale} />
          </div>
        </div>
      )}
    </Card>
  )
}

function legendOf(
  drawing: Drawing,
  grid: Grid,
  before: Grid | undefined,
  scheme: Scheme,
  words: { now: string; before: string; titleOf: (dimension: string, word: string) => string },
): LegendEntry[] {
  if (drawing === 'line') {
    if (before === undefined) return []
    return [
      { key: 'now', title: words.now, color: frameColor('accent', scheme) },
      { key: 'before', title: words.before, color: frameColor('before', scheme), isDashed: true },
    ]
  }
  if (drawing === 'donut') {
    const values = grid.series[0]?.values ?? []
    const total = sumOf(values)
    return grid.positions.flatMap((word, at) => {
      const value = values[at] ?? 0
      if (value === 0) return []
      return [
        {
          key: word,
          title: words.titleOf(grid.axis ?? '', word),
          color: colorOf(word, scheme),
          value: percent(value / total),
        },
      ]
    })
  }
  if (grid.split === undefined) return []
  return grid.series
    .filter(({ values }) => sumOf(values) > 0)
    .map(({ key }) => ({ key, title: words.titleOf(grid.split ?? '', key), color: colorOf(key, scheme) }))
}

/** The grid without what was hidden in this chart. */
function without(drawing: Drawing, grid: Grid, hidden: ReadonlySet<string>): Grid {
  if (hidden.size === 0) return grid
  if (drawing === 'line') {
    return hidden.has('now')
      ? { ...grid, series: grid.series.map((s) => ({ ...s, values: s.values.map(() => null) })) }
      : grid
  }
  if (drawing !== 'donut') return { ...grid, series: grid.series.filter(({ key }) => !hidden.has(key)) }
  const kept = [...grid.positions.keys()].filter((at) => !hidden.has(grid.positions[at]!))
  return {
    ...grid,
    positions: kept.map((at) => grid.positions[at]!),
    series: grid.series.map((series) => ({ ...series, values: kept.map((at) => series.values[at] ?? null) })),
  }
}

function cellOf(
  grid: Grid,
  series: string,
  at: number,
  zone: string,
  titleOf: (dimension: string, word: string) => string,
): { selectors: Selectors; cell: string } {
  const position = grid.positions[at]
  const selectors: Record<string, string> = {}
  const words: string[] = []
  if (grid.axis !== undefined && position !== undefined) {
    selectors[grid.axis] = position
    if (grid.axis === 'day') words.push(fullDay(position))
    else words.push(grid.axis === 'time' ? dateTime(position, zone) : titleOf(grid.axis, position))
  }
  if (grid.split !== undefined) {
    selectors[grid.split] = series
    words.push(titleOf(grid.split, series))
  }
  return { selectors, cell: words.join(' · ') }
}

function partsNote({ totals }: PanelAnswer): string | undefined {
  const ratio = totals['parts_per_message']
  return typeof ratio === 'number' ? count(Math.round(ratio * 100) / 100) : undefined
}
