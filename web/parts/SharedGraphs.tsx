import { lazy, Suspense, type ComponentType } from 'react'
import type { Catalogue, PanelEntry } from '../asking/answers.ts'
import type { SharedAbout } from '../asking/shared-page.ts'
import { sharedPanels } from '../asking/shared-page.ts'
import { useAnswers, type PageState } from '../use-page-state.ts'
import { knownFilters, type Viewed } from '../use-view.ts'
import { viewOf, withSaved } from '../view.ts'
import { GraphsPage } from './GraphsPage.tsx'
import { NumberCard } from './NumberCard.tsx'
import { PlotCard } from './PlotCard.tsx'

/** The cards of each page, by its name. */
const cardsOf: Readonly<Record<string, ComponentType<{ state: PageState }>>> = {
  analytics: lazy(() => import('../pages/Analytics.tsx').then((file) => ({ default: file.AnalyticsCards }))),
  notifications: lazy(() =>
    import('../pages/Notifications.tsx').then((file) => ({ default: file.NotificationsCards })),
  ),
  chats: lazy(() => import('../pages/Chats.tsx').then((file) => ({ default: file.ChatsCards }))),
  telephony: lazy(() => import('../pages/Telephony.tsx').then((file) => ({ default: file.TelephonyCards }))),
}

/** The cards that a link shows: those of the page, or one panel of it. */
export function SharedGraphs({ link, secret }: { link: SharedAbout; secret: string }) {
  const state = useAnswers(link.page, viewedBy(link), sharedPanels(secret))
  const Cards = cardsOf[link.page]
  return (
    <GraphsPage state={state}>
      {link.panel !== null ? (
        <OnePanel state={state} panel={link.panel} />
      ) : Cards === undefined ? null : (
        <Suspense>
          <Cards state={state} />
        </Suspense>
      )}
    </GraphsPage>
  )
}

/** The kind of a counter's number by its unit. */
const kinds = { share: 'share', money: 'price' } as const
const heightOfOne = 420

function OnePanel({ state, panel }: { state: PageState; panel: string }) {
  const entry = state.entryOf(panel)
  if (entry?.chart !== 'counter') return <PlotCard state={state} panel={panel} width={12} height={heightOfOne} />
  const kind = kinds[entry.unit as keyof typeof kinds] ?? 'count'
  return <NumberCard state={state} panel={panel} kind={kind} width={6} />
}

/** A panel of numbers that the page puts into cards of its own is drawn as bars where it stands by itself. */
function byItself({ panels, ...others }: Catalogue): Catalogue {
  return { ...others, panels: panels.map((entry) => (isOfParts(entry) ? { ...entry, chart: 'bars' } : entry)) }
}

function isOfParts({ chart, by }: PanelEntry): boolean {
  return chart === 'counter' && by.some((name) => name !== 'currency')
}

/** Nothing can be changed here. */
function nothing() {}

/** What the record of a link says is viewed. */
function viewedBy(link: SharedAbout): Viewed {
  const { page, zone, company } = link
  const catalogue = link.panel === null ? link.catalogue : byItself(link.catalogue)
  const { view } = viewOf(withSaved({ id: '', ...link }), knownFilters(catalogue, page))
  return {
    view,
    ignored: [],
    opened: undefined,
    subject: undefined,
    saved: undefined,
    openSaved: nothing,
    closeSaved: nothing,
    setView: nothing,
    setFilter: nothing,
    clear: nothing,
    zone,
    company: { ...company, zone },
    catalogue,
    link,
  }
}
