import { useTranslation } from 'react-i18next'
import type { PanelAnswer } from '../asking/answers.ts'
import { Refusal } from '../asking/ask.ts'
import { change, count, money, percent } from '../numbers.ts'
import { amountsOf, numberOf } from '../panel-numbers.ts'
import type { PageState } from '../use-page-state.ts'
import { Counter } from './Counter.tsx'
import { Delta } from './Delta.tsx'
import { FailureNote } from './FailureNote.tsx'

export type NumberKind = 'count' | 'delivered-share' | 'parts' | 'price'

type NumberCardProps = { state: PageState; panel: string; kind: NumberKind; width: number }

/** The counter of a panel, by the kind of its number. */
export function NumberCard({ state, panel, kind, width }: NumberCardProps) {
  const answer = state.answerOf(panel)
  const entry = state.entryOf(panel)
  const good = answer instanceof Refusal ? undefined : answer
  return (
    <Counter
      title={state.titleOf(panel)}
      entries={entry === undefined ? [] : [entry]}
      width={width}
      values={good === undefined ? undefined : valuesOf(good, kind, state.company.currency)}
      note={good === undefined ? null : <Note answer={good} kind={kind} />}
      isOld={state.isOld}
      menu={{ csv: [{ href: state.csvOf(panel) }], rows: [{ open: () => state.openBehind(panel, {}, '') }] }}
      {...(answer instanceof Refusal ? { failure: <FailureNote error={answer} onRetry={state.retry} /> } : {})}
    />
  )
}

function valuesOf(answer: PanelAnswer, kind: NumberKind, currency: string): string[] {
  if (kind === 'price') {
    const amounts = amountsOf(answer, answer.rows)
    return amounts.length === 0 ? [money('0', currency)] : amounts.map(([unit, amount]) => money(amount, unit))
  }
  if (kind === 'delivered-share') {
    const share = numberOf(answer, 'delivered_share')
    return [share === undefined ? '—' : percent(share)]
  }
  return [count(numberOf(answer, measureOf(answer, kind)) ?? 0)]
}

function Note({ answer, kind }: { answer: PanelAnswer; kind: NumberKind }) {
  const { t } = useTranslation()
  const { compare } = answer
  if (kind === 'delivered-share') {
    const open = answer.completeness.openShare
    const now = numberOf(answer, 'delivered_share')
    const before = compare === undefined ? undefined : numberOf({ ...answer, ...compare }, 'delivered_share')
    const difference = now === undefined || before === undefined ? undefined : now - before
    const points = count(Math.round(Math.abs(difference ?? 0) * 1000) / 10)
    return (
      <>
        {compare === undefined ? null : (
          <>
            <Delta difference={difference} text={t('counter.points', { value: points })} meaning="more-is-better" />
            <span className="soft">·</span>
          </>
        )}
        <span className="soft">
          {t('counter.ofFinal')}
          {open === null || open === undefined ? '' : ` · ${t('counter.open', { share: percent(open) })}`}
        </span>
      </>
    )
  }
  if (kind === 'price') {
    if (compare === undefined) return null
    const before = new Map(amountsOf(answer, compare.rows))
    return amountsOf(answer, answer.rows).map(([unit, amount]) => {
      const was = before.get(unit) ?? '0'
      const difference = change(amount, was)
      return (
        <span key={unit}>
          <Delta difference={difference} text={percent(Math.abs(difference ?? 0))} meaning="more-is-worse" />{' '}
          {difference === undefined ? null : (
            <span className="soft">{t('counter.versus', { value: money(was, unit) })}</span>
          )}
        </span>
      )
    })
  }
  const measure = measureOf(answer, kind)
  const now = numberOf(answer, measure) ?? 0
  const was = compare === undefined ? undefined : numberOf({ ...answer, ...compare }, measure)
  const perMessage = answer.totals['parts_per_message']
  const difference = was === undefined ? undefined : change(now, was)
  return (
    <>
      {compare === undefined ? null : (
        <>
          <Delta
            difference={difference}
            text={percent(Math.abs(difference ?? 0))}
            meaning={kind === 'parts' ? 'more-is-worse' : 'more-is-better'}
          />{' '}
          {difference === undefined ? null : (
            <span className="soft">{t('counter.versus', { value: count(was ?? 0) })}</span>
          )}
        </>
      )}
      {kind === 'parts' && typeof perMessage === 'number' ? (
        <span className="soft">
          {compare === undefined ? '' : '· '}
          {t('counter.perMessage', { value: count(Math.round(perMessage * 100) / 100) })}
        </span>
      ) : null}
    </>
  )
}

function measureOf(answer: PanelAnswer, kind: NumberKind): string {
  if (kind === 'parts') return 'parts'
  return answer.columns.find((column) => column.name in answer.totals)?.name ?? answer.columns.at(-1)!.name
}
