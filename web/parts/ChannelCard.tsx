import { Skeleton } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { PanelAnswer, Row } from '../asking/answers.ts'
import { Refusal } from '../asking/ask.ts'
import { colorOf } from '../charts/palette.ts'
import { useScheme } from '../charts/use-scheme.ts'
import { change, count, money, percent } from '../numbers.ts'
import { amountsOf } from '../panel-numbers.ts'
import type { PageState } from '../use-page-state.ts'
import { useWords } from '../use-view.ts'
import { Card } from './Card.tsx'
import { Delta } from './Delta.tsx'

type ChannelCardProps = {
  state: PageState
  channel: string
  panels: readonly [sent: string, delivered: string, price: string]
}

/** One channel: sent, delivered, price; each opens the messages behind it. */
export function ChannelCard({ state, channel, panels }: ChannelCardProps) {
  const { t } = useTranslation()
  const { titleOf } = useWords()
  const scheme = useScheme()
  const title = titleOf('channel', channel)
  const [sent, delivered, price] = panels.map((id) => goodAnswer(state, id))
  const names = [t('analytics.sent'), t('analytics.delivered'), t('analytics.price')]
  const entries = panels.map((id) => state.entryOf(id)).filter((entry) => entry !== undefined)
  const open = (id: string) => () => state.openBehind(id, { channel }, title)
  const sentNow = countIn(sent, sent?.rows, channel)
  const allSent = Number(sent?.totals['sent'] ?? 0)
  const share = allSent === 0 ? 0 : sentNow / allSent
  const amounts =
    price === undefined
      ? []
      : amountsOf(
          price,
          price.rows.filter((row) => isOf(price, row, channel)),
        )
  const line = (index: number, id: string, value: ReactNode, delta: ReactNode) => (
    <div className="channel-line">
      <dt>{names[index]}</dt>
      <dd>
        {state.page === undefined ? (
          <Skeleton height={18} width={90} radius={4} />
        ) : (
          <button type="button" onClick={open(id)}>
            {value}
          </button>
        )}
        <span className="channel-delta">{delta}</span>
      </dd>
    </div>
  )
  return (
    <Card
      title={title}
      entries={entries}
      width={12}
      isOld={state.isOld}
      className="channel"
      menu={{
        csv: panels.map((id, index) => ({ href: state.csvOf(id), title: names[index]! })),
        rows: panels.map((id, index) => ({ open: open(id), title: names[index]! })),
      }}
    >
      <div className="channel-bar" aria-hidden>
        <i style={{ width: `${share * 100}%`, background: colorOf(channel, scheme) }} />
      </div>
      <p className="soft channel-share">{t('counter.ofSent', { share: percent(share) })}</p>
      <dl>
        {line(0, panels[0], count(sentNow), <CountDelta answer={sent} channel={channel} />)}
        {line(
          1,
          panels[1],
          count(countIn(delivered, delivered?.rows, channel)),
          <CountDelta answer={delivered} channel={channel} />,
        )}
        {line(
          2,
          panels[2],
          amounts.length === 0
            ? money('0', state.company.currency)
            : amounts.map(([unit, amount]) => <span key={unit}>{money(amount, unit)}</span>),
          <PriceDelta answer={price} channel={channel} />,
        )}
      </dl>
    </Card>
  )
}

function CountDelta({ answer, channel }: { answer: PanelAnswer | undefined; channel: string }) {
  if (answer?.compare === undefined) return null
  const difference = change(countIn(answer, answer.rows, channel), countIn(answer, answer.compare.rows, channel))
  return <Delta difference={difference} text={percent(Math.abs(difference ?? 0))} meaning="more-is-better" />
}

function PriceDelta({ answer, channel }: { answer: PanelAnswer | undefined; channel: string }) {
  if (answer?.compare === undefined) return null
  const own = (rows: readonly Row[]) =>
    amountsOf(
      answer,
      rows.filter((row) => isOf(answer, row, channel)),
    )
  const before = new Map(own(answer.compare.rows))
  return own(answer.rows).map(([unit, amount]) => {
    const difference = change(amount, before.get(unit) ?? '0')
    return (
      <Delta key={unit} difference={difference} text={percent(Math.abs(difference ?? 0))} meaning="more-is-worse" />
    )
  })
}

function goodAnswer(state: PageState, id: string): PanelAnswer | undefined {
  const answer = state.answerOf(id)
  return answer instanceof Refusal ? undefined : answer
}

function countIn(answer: PanelAnswer | undefined, rows: readonly Row[] | undefined, channel: string): number {
  if (answer === undefined || rows === undefined) return 0
  const measure = answer.columns.findIndex((column) => column.name !== 'channel')
  return rows.filter((row) => isOf(answer, row, channel)).reduce((sum, row) => sum + Number(row[measure] ?? 0), 0)
}

function isOf(answer: PanelAnswer, row: Row, channel: string): boolean {
  return row[answer.columns.findIndex((column) => column.name === 'channel')] === channel
}
