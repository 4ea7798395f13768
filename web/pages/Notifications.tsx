import { Refusal } from '../asking/ask.ts'
import { ComingCard } from '../parts/ComingCard.tsx'
import { FailedCard } from '../parts/FailedCard.tsx'
import { GraphsPage } from '../parts/GraphsPage.tsx'
import { NumberCard } from '../parts/NumberCard.tsx'
import { PanelCard } from '../parts/PanelCard.tsx'
import { usePageState, type PageState } from '../use-page-state.ts'

const counters = [
  { panel: 'notifications.sent', kind: 'count' },
  { panel: 'notifications.delivered', kind: 'delivered-share' },
  { panel: 'notifications.sms-parts', kind: 'parts' },
  { panel: 'notifications.price', kind: 'price' },
] as const

/** The nine panels in their order, with columns of twelve and the plot's height in pixels. */
const plots = [
  { panel: 'notifications.by-status', width: 4, height: 190 },
  { panel: 'notifications.delivered-by-channel-by-day', width: 8, height: 196 },
  { panel: 'notifications.over-time', width: 8, height: 206 },
  { panel: 'notifications.by-channel', width: 4, height: 228 },
  { panel: 'notifications.by-short-status', width: 4, height: 190 },
  { panel: 'notifications.sent-by-channel-by-day', width: 8, height: 196 },
  { panel: 'notifications.sms-parts', width: 5, height: 186 },
  { panel: 'notifications.viber-by-status-by-day', width: 7, height: 196 },
  { panel: 'notifications.viber-by-status-by-day-share', width: 12, height: 210 },
] as const

/** Notification graphs. */
export function Notifications() {
  const state = usePageState('notifications')
  return (
    <GraphsPage state={state}>
      {counters.map(({ panel, kind }) => (
        <NumberCard key={panel} state={state} panel={panel} kind={kind} width={3} />
      ))}
      {plots.map((plot) => (
        <PlotCard key={plot.panel} state={state} {...plot} />
      ))}
    </GraphsPage>
  )
}

function PlotCard({ state, panel, width, height }: { state: PageState; panel: string; width: number; height: number }) {
  const entry = state.entryOf(panel)
  const answer = state.answerOf(panel)
  const title = state.titleOf(panel)
  if (entry === undefined || answer === undefined) return <ComingCard title={title} width={width} height={height} />
  if (answer instanceof Refusal)
    return <FailedCard title={title} width={width} height={height} error={answer} onRetry={state.retry} />
  return (
    <PanelCard
      entry={entry}
      answer={answer}
      width={width}
      height={height}
      zone={state.zone}
      compare={state.view.compare}
      isOld={state.isOld}
      csv={state.csvOf(panel)}
      onBehind={(behind, selectors, cell) => state.openBehind(behind.id, selectors, cell)}
      onFilter={state.filterBy}
    />
  )
}
