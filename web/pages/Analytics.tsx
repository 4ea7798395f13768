import { useTranslation } from 'react-i18next'
import { Refusal } from '../asking/ask.ts'
import { CardAnchor } from '../parts/Card.tsx'
import { ChannelCard } from '../parts/ChannelCard.tsx'
import { FailureNote } from '../parts/FailureNote.tsx'
import { GraphsPage } from '../parts/GraphsPage.tsx'
import { NumberCard } from '../parts/NumberCard.tsx'
import { usePageState, type PageState } from '../use-page-state.ts'
import { useWords } from '../use-view.ts'

const counters = [
  { panel: 'analytics.sent', kind: 'count' },
  { panel: 'analytics.delivered', kind: 'count' },
  { panel: 'analytics.price', kind: 'price' },
] as const
const byChannel = ['analytics.sent-by-channel', 'analytics.delivered-by-channel', 'analytics.price-by-channel'] as const

/** Analytics: sent, delivered and price, in all and for each channel. */
export function Analytics() {
  const state = usePageState('analytics')
  return (
    <GraphsPage state={state}>
      <AnalyticsCards state={state} />
    </GraphsPage>
  )
}

/** Its cards, as far as the catalogue has them. */
export function AnalyticsCards({ state }: { state: PageState }) {
  const { t } = useTranslation()
  const { orderOf } = useWords()
  const shown = counters.filter(({ panel }) => state.entryOf(panel) !== undefined)
  const failed = byChannel.filter((id) => state.entryOf(id) !== undefined && state.answerOf(id) instanceof Refusal)
  const { channel: chosen } = state.view.filters
  const channels = orderOf('channel').filter((channel) => chosen === undefined || chosen.includes(channel))
  return (
    <>
      <h2 className="cards-title">{t('analytics.all')}</h2>
      {shown.map(({ panel, kind }) => (
        <NumberCard key={panel} state={state} panel={panel} kind={kind} width={12 / shown.length} />
      ))}
      <h2 className="cards-title">{t('analytics.byChannel')}</h2>
      {failed[0] === undefined ? (
        <div className="channel-cards">
          {channels.map((channel) => (
            <CardAnchor key={channel} value={`analytics.${channel}`}>
              <ChannelCard state={state} channel={channel} panels={byChannel} />
            </CardAnchor>
          ))}
        </div>
      ) : (
        <div className="card span-12">
          <FailureNote
            error={state.answerOf(failed[0])}
            isRetrying={state.isRetrying(failed[0])}
            onRetry={() => state.retryPanels(failed)}
          />
        </div>
      )}
    </>
  )
}
