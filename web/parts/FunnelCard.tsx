import { useCallback, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { PanelAnswer, PanelEntry } from '../asking/answers.ts'
import { barsSeries, funnelOption, type Funnel } from '../charts/funnel.ts'
import type { Ink } from '../charts/ink.ts'
import type { Line } from '../charts/lines.ts'
import { rankWord } from '../charts/palette.ts'
import type { Mark } from '../charts/nearest-mark.ts'
import { stepTitle } from '../charts/stretches.ts'
import { count } from '../numbers.ts'
import { useWords } from '../use-view.ts'
import { DrawnCard, type DrawnProps } from './DrawnCard.tsx'
import { OpenNumber } from './OpenNumber.tsx'

/** The colours of the stages, in their order. */
const marks = [rankWord(0), rankWord(5), rankWord(1), rankWord(2)] as const

/**
 * A panel of stages: how many there are at each (the totals of the panel, in their order), and how each stage went over time
 * (its measures, in the same order).
 */
export function FunnelCard(props: DrawnProps) {
  const { entry, answer, view, onBehind } = props
  const { t } = useTranslation()
  const { measureTitle } = useWords()
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set())
  const funnel = useMemo(() => funnelOf(entry, answer, measureTitle), [entry, answer, measureTitle])
  const option = useCallback((ink: Ink) => funnelOption(funnel, hidden, ink), [funnel, hidden])
  const open = (measure: string, at?: number) => {
    if (entry.rowsOf === null) return
    const time = at === undefined ? undefined : funnel.positions[at]
    onBehind(entry, time === undefined ? { measure } : { measure, time })
  }
  const pick = ({ series, at }: Mark) => {
    const stage = funnel.stages[at]
    if (series === barsSeries && stage !== undefined) open(stage.line.key)
    else if (series !== 'weekends') open(series, at)
  }
  const { compare } = answer
  const beforeTitle = view.compare === 'off' ? '' : t(`card.before_${view.compare}`)
  return (
    <DrawnCard
      {...props}
      isEmpty={Number(answer.totals[entry.measures[0]!.name] ?? 0) === 0}
      legend={funnel.stages.map(({ line }) => ({
        key: line.key,
        title: line.title,
        mark: line.mark,
        value: count(Number(answer.totals[line.key] ?? 0)),
      }))}
      hidden={hidden}
      onHide={setHidden}
      option={option}
      summary={funnel.stages.map(({ title, number }) => `${title} ${count(number)}`).join(', ')}
      onPick={pick}
      place={{ className: 'funnel' }}
      table={
        <FunnelTable
          entry={entry}
          answer={answer}
          funnel={funnel}
          before={beforeTitle}
          onPick={entry.rowsOf === null ? undefined : open}
        />
      }
    >
      {compare === undefined ? null : (
        <p className="card-counts soft">
          {beforeTitle}:
          {[...entry.totals, ...entry.measures].map(({ name }) => (
            <span key={name}>
              {measureTitle(name)} <b>{count(Number(compare.totals[name] ?? 0))}</b>
            </span>
          ))}
        </p>
      )}
    </DrawnCard>
  )
}

type FunnelTableProps = {
  entry: PanelEntry
  answer: PanelAnswer
  funnel: Funnel
  /** What the period compared with is called. */
  before: string
  onPick: ((measure: string, at?: number) => void) | undefined
}

function FunnelTable({ entry, answer, funnel, before, onPick }: FunnelTableProps) {
  const { positions, period, stages } = funnel
  const { compare } = answer
  const { t } = useTranslation()
  const { dimensionTitle, measureTitle } = useWords()
  return (
    <table className="numbers">
      <thead>
        <tr>
          <th scope="col">{dimensionTitle('time')}</th>
          {stages.map(({ line }) => (
            <th key={line.key} scope="col">
              {line.title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {positions.map((position, at) => (
          <tr key={position}>
            <th scope="row">{stepTitle(positions, at, period)}</th>
            {stages.map(({ line }) => (
              <td key={line.key}>
                <OpenNumber onOpen={onPick && (() => onPick(line.key, at))}>{count(line.values[at] ?? 0)}</OpenNumber>
              </td>
            ))}
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">{t('card.whole')}</th>
          {stages.map(({ line }) => (
            <td key={line.key}>
              <OpenNumber onOpen={onPick && (() => onPick(line.key))}>
                {count(Number(answer.totals[line.key] ?? 0))}
              </OpenNumber>
            </td>
          ))}
        </tr>
        {compare === undefined ? null : (
          <tr>
            <th scope="row">
              {t('card.whole')}, {before}
            </th>
            {stages.map(({ line }) => (
              <td key={line.key}>{count(Number(compare.totals[line.key] ?? 0))}</td>
            ))}
          </tr>
        )}
        {entry.totals.length === 0 ? null : (
          <tr>
            <th scope="row">{t('card.numbers')}</th>
            {entry.totals.map(({ name }) => (
              <td key={name} title={measureTitle(name)}>
                {count(Number(answer.totals[name] ?? 0))}
              </td>
            ))}
          </tr>
        )}
      </tfoot>
    </table>
  )
}

function funnelOf(
  { measures, totals }: PanelEntry,
  { rows, period, totals: sums, compare }: PanelAnswer,
  titleOf: (measure: string) => string,
): Funnel {
  return {
    positions: rows.map(([time]) => String(time)),
    period,
    stages: measures.map(({ name }, at) => {
      const counted = totals[at]?.name ?? name
      const line: Line = {
        key: name,
        title: titleOf(name),
        mark: marks[at % marks.length]!,
        dash: 'solid',
        values: rows.map((row) => Number(row[at + 1] ?? 0)),
      }
      return {
        key: counted,
        title: titleOf(counted),
        number: Number(sums[counted] ?? 0),
        ...(compare === undefined ? {} : { before: Number(compare.totals[counted] ?? 0) }),
        line,
      }
    }),
  }
}
