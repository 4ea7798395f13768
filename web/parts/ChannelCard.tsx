import { Skeleton } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { PanelAnswer, Row } from '../asking/answers.ts'
import { Refusal } from '../asking/ask.ts'
import type { Selectors } from '../asking/queries.ts'
import { change, count, money, percent } from '../numbers.ts'
import { amountsOf } from '../panel-numbers.ts'
import type { PageState } from '../use-page-state.ts'
import { useWords } from '../use-view.ts'
import { Card } from './Card.tsx'
import { Delta, type Meaning } from './Delta.tsx'
import { useMarkStyle } from './Dot.tsx'
import { OpenNumber } from './OpenNumber.tsx'
import { Rate } from './Rate.tsx'

type ChannelCardProps = {
  state: PageState
  channel: string
  panels: readonly [sent: string, delivered: string, price: string]
}

/** One channel: sent, delivered, price; each opens the messages behind it. */
export function ChannelCard({ state, channel, panels }: ChannelCardProps) {
  const { t } = useTranslation()
  const { titleOf } = useWords()
  const title = titleOf('channel', channel)
  const [sent, delivered, price] = panels.map((id) => goodAnswer(state, id))
  const names = [t('analytics.sent'), t('analytics.delivered'), t('analytics.price')]
  const figures = [
    [countFigure(sent, 'sent', channel)],
    [countFigure(delivered, 'delivered', channel)],
    priceFigures(price, channel, state.company.currency),
  ]
  // What the catalogue does not have is not shown.
  const lines = panels.flatMap((id, index) => {
    const entry = state.entryOf(id)
    if (entry === undefined) return []
    const open = entry.rowsOf === null ? undefined : (at: Selectors = {}) => state.openBehind(id, { channel, ...at })
    return [{ id, entry, open, name: names[index]!, figures: figures[index]! }]
  })
  return (
    <Card
      title={title}
      entries={lines.map(({ entry }) => entry)}
      width={12}
      isOld={state.isOld}
      className="channel"
      menu={{
        panels: lines.map(({ id, entry, name }) => ({
          entry,
          answer: ofChannel(goodAnswer(state, id), channel),
          file: state.fileOf(id, { channel }),
          title: name,
        })),
        rows: lines.flatMap(({ open, name }) =>
          open === undefined ? [] : [{ of: 'messages', open: () => open(), title: name }],
        ),
      }}
    >
      <SentShare channel={channel} share={shareOf(sent, channel)} />
      <dl>
        {lines.map(({ id, open, name, figures: own }) => (
          <div key={id} className="channel-line">
            <dt>{name}</dt>
            {state.page === undefined ? (
              <dd>
                <Skeleton height={18} width={90} radius={4} />
              </dd>
            ) : (
              own.map(({ value, delta, at }) => (
                <dd key={value}>
                  <OpenNumber className="channel-figure" onOpen={open && (() => open(at))}>
                    {value}
                  </OpenNumber>
                  <span className="channel-delta">{delta}</span>
                  {id === panels[1] ? <Rate share={rateOf(delivered, channel)} /> : null}
                </dd>
              ))
            )}
          </div>
        ))}
      </dl>
    </Card>
  )
}

function SentShare({ channel, share }: { channel: string; share: number | undefined }) {
  const { t } = useTranslation()
  const style = useMarkStyle(channel)
  return (
    <>
      <div className="channel-bar" aria-hidden>
        <i style={{ ...style, width: `${(share ?? 0) * 100}%` }} />
      </div>
      <p className="soft channel-share">
        {share === undefined ? '\u00a0' : t('counter.ofSent', { share: percent(share) })}
      </p>
    </>
  )
}

type Figure = { value: string; delta: ReactNode; at?: Selectors }

function countFigure(answer: PanelAnswer | undefined, measure: string, channel: string): Figure {
  if (answer === undefined) return { value: '—', delta: null }
  const { compare } = answer
  const now = countOf(answer, answer.rows, measure, channel)
  if (compare === undefined) return { value: count(now), delta: null }
  const difference = change(now, countOf(answer, compare.rows, measure, channel))
  return { value: count(now), delta: <Change difference={difference} meaning="more-is-better" /> }
}

/** One for each currency that the channel has; nothing is zero in the company's own. */
function priceFigures(answer: PanelAnswer | undefined, channel: string, currency: string): Figure[] {
  if (answer === undefined) return [{ value: '—', delta: null }]
  const { compare } = answer
  const own = (rows: readonly Row[]) => amountsOf(answer, rowsOf(answer, rows, channel))
  const amounts = own(answer.rows).filter(([, amount]) => Number(amount) !== 0)
  if (amounts.length === 0) return [{ value: money('0', currency), delta: null }]
  const before = new Map(compare === undefined ? [] : own(compare.rows))
  return amounts.map(([unit, amount]) => ({
    value: money(amount, unit),
    at: { currency: unit },
    delta:
      compare === undefined ? null : (
        <Change difference={change(amount, before.get(unit) ?? '0')} meaning="more-is-worse" />
      ),
  }))
}

function Change({ difference, meaning }: { difference: number | undefined; meaning: Meaning }) {
  return <Delta difference={difference} text={percent(Math.abs(difference ?? 0))} meaning={meaning} />
}

function goodAnswer(state: PageState, id: string): PanelAnswer | undefined {
  const answer = state.answerOf(id)
  return answer instanceof Refusal ? undefined : answer
}

/** What an answer tells of the channel alone. */
function ofChannel(answer: PanelAnswer | undefined, channel: string): PanelAnswer | undefined {
  if (answer === undefined) return undefined
  const { rows, compare } = answer
  const before = compare && { ...compare, rows: rowsOf(answer, compare.rows, channel) }
  return { ...answer, rows: rowsOf(answer, rows, channel), ...(before === undefined ? {} : { compare: before }) }
}

/** The channel's part of all that was sent; undefined while it is not known, or nothing was sent. */
function shareOf(sent: PanelAnswer | undefined, channel: string): number | undefined {
  const all = Number(sent?.totals['sent'] ?? 0)
  return sent === undefined || all === 0 ? undefined : countOf(sent, sent.rows, 'sent', channel) / all
}

/** What share of the messages with an outcome was delivered. */
function rateOf(delivered: PanelAnswer | undefined, channel: string): number | undefined {
  if (delivered === undefined) return undefined
  const column = delivered.columns.findIndex(({ name }) => name === 'delivered_share')
  const cell = rowsOf(delivered, delivered.rows, channel)[0]?.[column]
  return typeof cell === 'number' ? cell : undefined
}

function countOf(answer: PanelAnswer, rows: readonly Row[], measure: string, channel: string): number {
  const column = answer.columns.findIndex(({ name }) => name === measure)
  return Number(rowsOf(answer, rows, channel)[0]?.[column] ?? 0)
}

function rowsOf(answer: PanelAnswer, rows: readonly Row[], channel: string): Row[] {
  const column = answer.columns.findIndex(({ name }) => name === 'channel')
  return rows.filter((row) => row[column] === channel)
}
