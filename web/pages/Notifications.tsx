import { GraphsPage } from '../parts/GraphsPage.tsx'
import { NumberCard } from '../parts/NumberCard.tsx'
import { PlotCard } from '../parts/PlotCard.tsx'
import { usePageState, type PageState } from '../use-page-state.ts'

const counters = [
  { panel: 'notifications.sent', kind: 'count' },
  { panel: 'notifications.delivered', kind: 'delivered-share' },
  { panel: 'notifications.sms-parts', kind: 'parts' },
  { panel: 'notifications.price', kind: 'price' },
] as const

/** The nine panels in their order, with columns of twelve and the height below the title in pixels. */
const plots = [
  { panel: 'notifications.by-status', width: 4, height: 240 },
  { panel: 'notifications.delivered-by-channel-by-day', width: 8, height: 240 },
  { panel: 'notifications.over-time', width: 8, height: 236 },
  { panel: 'notifications.by-channel', width: 4, height: 236 },
  { panel: 'notifications.by-short-status', width: 4, height: 226 },
  { panel: 'notifications.sent-by-channel-by-day', width: 8, height: 226 },
  { panel: 'notifications.sms-parts', width: 5, height: 248 },
  { panel: 'notifications.viber-by-status-by-day', width: 7, height: 248 },
  { panel: 'notifications.viber-by-status-by-day-share', width: 12, height: 250 },
] as const

/** Notification graphs. */
export function Notifications() {
  const state = usePageState('notifications')
  return (
    <GraphsPage state={state}>
      <NotificationsCards state={state} />
    </GraphsPage>
  )
}

/** Its cards, as far as the catalogue has them. */
export function NotificationsCards({ state }: { state: PageState }) {
  const shown = counters.filter(({ panel }) => state.entryOf(panel) !== undefined)
  return (
    <>
      {shown.map(({ panel, kind }) => (
        <NumberCard key={panel} state={state} panel={panel} kind={kind} width={12 / shown.length} />
      ))}
      {plots.map((plot) => (
        <PlotCard key={plot.panel} state={state} {...plot} />
      ))}
    </>
  )
}
