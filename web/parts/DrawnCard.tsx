import { Skeleton } from '@mantine/core'
import { lazy, Suspense, useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { ECharts, EChartsCoreOption } from '../charts/echarts.ts'
import type { Ink } from '../charts/ink.ts'
import type { LegendEntry } from '../charts/legend.ts'
import type { Mark } from '../charts/nearest-mark.ts'
import { textIn } from '../i18n/language.ts'
import { usePicture } from '../use-picture.ts'
import { Card } from './Card.tsx'
import { Legend } from './Legend.tsx'
import type { PanelCardProps } from './PanelCard.tsx'
import { scrollable } from './scrollable.ts'

const Plot = lazy(() => import('../charts/Plot.tsx').then((file) => ({ default: file.Plot })))

/** What a card is given that draws a panel by itself. */
export type DrawnProps = Pick<
  PanelCardProps,
  'entry' | 'answer' | 'width' | 'height' | 'view' | 'isOld' | 'file' | 'onBehind'
>

type DrawnCardProps = DrawnProps & {
  isEmpty: boolean
  legend: readonly LegendEntry[]
  /** The lines that the legend hides in this card. */
  hidden: ReadonlySet<string>
  onHide: (hidden: ReadonlySet<string>) => void
  option: (ink: Ink) => EChartsCoreOption
  /** What the plot shows, in words. */
  summary: string
  onPick: (mark: Mark) => void
  table: ReactNode
  /** Of a plot whose height hangs on its width: its class, and what gives it the height. */
  place?: { className: string; parts?: number; paperHeight?: number; children?: ReactNode }
  /** Below the plot. */
  children?: ReactNode
}

/** A card with a plot, a legend that hides lines, and a table of the same numbers; its menu has the files and the rows behind. */
export function DrawnCard(props: DrawnCardProps) {
  const { entry, answer, width, height, view, isOld, file, onBehind, isEmpty, legend, hidden, onHide } = props
  const { t, i18n } = useTranslation()
  const savePicture = usePicture()
  const [chart, setChart] = useState<ECharts | null>(null)
  const [isTable, setTable] = useState(false)
  const title = textIn(entry.title, i18n.language)
  const { className = '', parts, paperHeight, children: filling } = props.place ?? {}
  const hide = (key: string) =>
    onHide(hidden.has(key) ? new Set([...hidden].filter((one) => one !== key)) : new Set([...hidden, key]))
  const png = (drawn: ECharts) => () =>
    void savePicture(drawn, {
      id: entry.id,
      title,
      period: answer.period,
      view,
      legend: legend.filter(({ key }) => !hidden.has(key)),
    })
  return (
    <Card
      title={title}
      entries={[entry]}
      width={width}
      isOld={isOld}
      menu={{
        table: { isShown: isTable, toggle: () => setTable(!isTable) },
        panels: [{ entry, answer, file }],
        isBlank: isEmpty,
        isComing: !isTable && chart === null,
        ...(isTable || chart === null ? {} : { png: png(chart) }),
        rows: entry.rowsOf === null ? [] : [{ of: entry.rowsOf, open: () => onBehind(entry, {}) }],
      }}
    >
      <div className="panel-body" style={{ minHeight: height }}>
        {isEmpty ? (
          <p className="card-nothing soft">{t('card.empty')}</p>
        ) : isTable ? (
          <section className="card-table" {...scrollable} aria-label={t('card.table', { title })}>
            {props.table}
          </section>
        ) : (
          <div className="card-plot">
            <Legend entries={legend} hidden={hidden} direction="row" onHide={hide} onFilter={undefined} />
            <div className={`plot-place ${className}`} data-parts={parts}>
              {filling}
              <Suspense fallback={<Skeleton className="coming" radius={8} />}>
                <Plot
                  option={props.option}
                  label={`${title}: ${props.summary}`}
                  onPick={props.onPick}
                  onChart={setChart}
                  paperHeight={paperHeight}
                />
              </Suspense>
            </div>
          </div>
        )}
        {props.children}
      </div>
    </Card>
  )
}
