import { useTranslation } from 'react-i18next'
import type { ReactNode } from 'react'
import type { PanelAnswer } from '../asking/answers.ts'
import { Refusal } from '../asking/ask.ts'
import { change, count, money, percent } from '../numbers.ts'
import { amountsOf, numberOf } from '../panel-numbers.ts'
import type { PageState } from '../use-page-state.ts'
import { CardAnchor } from './Card.tsx'
import { Counter, type Figure } from './Counter.tsx'
import { Delta, type Meaning } from './Delta.tsx'
import { FailureNote } from './FailureNote.tsx'
import { PerMessage } from './PerMessage.tsx'
import { Rate } from './Rate.tsx'

export type NumberKind = 'count' | 'delivered-share' | 'share' | 'parts' | 'price'

type NumberCardProps = { state: PageState; panel: string; kind: NumberKind; width: number }

/** The counter of a panel, by the kind of its number. */
export function NumberCard({ state, panel, kind, width }: NumberCardProps) {
  const answer = state.answerOf(panel)
  const entry = state.entryOf(panel)
  if (entry === undefined) return null
  const good = answer instanceof Refusal ? undefined : answer
  const retry = { onRetry: () => state.retryPanels([panel]), isRetrying: state.isRetrying(panel) }
  return (
    // Of a panel that is drawn, too, the plot is called as the panel is.
    <CardAnchor value={state.link !== undefined ? undefined : entry.chart === 'counter' ? panel : `${panel}.number`}>
      <Counter
        title={state.titleOf(panel)}
        entries={[entry]}
        width={width}
        figures={good === undefined ? undefined : figuresOf[kind](good, state.company.currency)}
        isOld={state.isOld}
        onOpen={entry.rowsOf === null ? undefined : (at) => state.openBehind(panel, at)}
        menu={{
          panels: [{ entry, answer: good, file: state.fileOf(panel) }],
          rows: entry.rowsOf ? [{ of: entry.rowsOf, open: () => state.openBehind(panel, {}) }] : [],
        }}
        {...(answer instanceof Refusal ? { failure: <FailureNote error={answer} {...retry} /> } : {})}
      />
    </CardAnchor>
  )
}

const figuresOf: Readonly<Record<NumberKind, (answer: PanelAnswer, currency: string) => Figure[]>> = {
  count: (answer) => {
    const measure = answer.columns.find(({ name }) => name in answer.totals)?.name ?? ''
    const note = (
      <CountNote answer={answer} measure={measure}>
        <Rate share={numberOf(answer, 'delivered_share')} />
      </CountNote>
    )
    return [{ value: countText(answer, measure), note }]
  },
  parts: (answer) => [
    {
      value: countText(answer, 'parts'),
      note: (
        <CountNote answer={answer} measure="parts" meaning="more-is-worse">
          <PerMessage totals={answer.totals} word="perMessage" />
        </CountNote>
      ),
    },
  ],
  'delivered-share': (answer) => {
    const share = numberOf(answer, 'delivered_share')
    return [{ value: share === undefined ? '—' : percent(share), note: <ShareNote answer={answer} /> }]
  },
  share: (answer) => {
    const measure = answer.columns.at(-1)!.name
    const share = numberOf(answer, measure)
    return [{ value: share === undefined ? '—' : percent(share), note: <Points answer={answer} measure={measure} /> }]
  },
  price: (answer, currency) => {
    const amounts = amountsOf(answer, answer.rows)
    if (amounts.length === 0) return [{ value: money('0', currency), note: null }]
    return amounts.map(([unit, amount]) => ({
      value: money(amount, unit),
      note: <PriceNote answer={answer} unit={unit} amount={amount} />,
      at: { currency: unit },
    }))
  },
}

function countText(answer: PanelAnswer, measure: string): string {
  return count(numberOf(answer, measure) ?? 0)
}

type CountNoteProps = { answer: PanelAnswer; measure: string; meaning?: Meaning; children: ReactNode }

function CountNote({ answer, measure, meaning = 'more-is-better', children }: CountNoteProps) {
  if (answer.compare === undefined) return children
  const was = numberOf({ ...answer, ...answer.compare }, measure) ?? 0
  const difference = change(numberOf(answer, measure) ?? 0, was)
  return (
    <>
      <Difference difference={difference} meaning={meaning} was={count(was)} />
      {children}
    </>
  )
}

function PriceNote({ answer, unit, amount }: { answer: PanelAnswer; unit: string; amount: string }) {
  if (answer.compare === undefined) return null
  const was = new Map(amountsOf(answer, answer.compare.rows)).get(unit) ?? '0'
  return <Difference difference={change(amount, was)} meaning="more-is-worse" was={money(was, unit)} />
}

function ShareNote({ answer }: { answer: PanelAnswer }) {
  const { t } = useTranslation()
  const { openShare } = answer.completeness
  return (
    <>
      <span className="soft">{t('counter.ofFinal')}</span>
      <Points answer={answer} measure="delivered_share" />
      {openShare === null ? null : <span className="soft">{t('counter.open', { share: percent(openShare) })}</span>}
    </>
  )
}

/** By how many hundredths of the whole a share differs from that of the period compared with. */
function Points({ answer, measure }: { answer: PanelAnswer; measure: string }) {
  const { t } = useTranslation()
  const { compare } = answer
  if (compare === undefined) return null
  const now = numberOf(answer, measure)
  const before = numberOf({ ...answer, ...compare }, measure)
  const difference = now === undefined || before === undefined ? undefined : now - before
  const points = count(Math.round(Math.abs(difference ?? 0) * 1000) / 10)
  return <Delta difference={difference} text={t('counter.points', { value: points })} meaning="more-is-better" />
}

function Difference({ difference, meaning, was }: { difference: number | undefined; meaning: Meaning; was: string }) {
  const { t } = useTranslation()
  return (
    <span>
      <Delta difference={difference} text={percent(Math.abs(difference ?? 0))} meaning={meaning} />
      {difference === undefined ? null : <span className="versus soft"> {t('counter.versus', { value: was })}</span>}
    </span>
  )
}
