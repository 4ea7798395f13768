import type { ComponentType } from 'react'
import { Refusal } from '../asking/ask.ts'
import type { PageState } from '../use-page-state.ts'
import { BarsCard } from './BarsCard.tsx'
import { useWords } from '../use-view.ts'
import { Boundary } from './Boundary.tsx'
import { CardAnchor, IdleFilters } from './Card.tsx'
import { ComingCard } from './ComingCard.tsx'
import { FailedCard } from './FailedCard.tsx'
import { FunnelCard } from './FunnelCard.tsx'
import { LinesCard } from './LinesCard.tsx'
import { MapCard } from './MapCard.tsx'
import { PanelCard, type PanelCardProps } from './PanelCard.tsx'
import { RatesCard } from './RatesCard.tsx'
import { TimelineCard } from './TimelineCard.tsx'

/** The cards of charts that are no plots with a legend of words. */
const drawnBy: Readonly<Record<string, ComponentType<PanelCardProps>>> = {
  'table-bars': BarsCard,
  lines: LinesCard,
  'time-lines': LinesCard,
  'split-lines': LinesCard,
  rates: RatesCard,
  'funnel-series': FunnelCard,
  map: MapCard,
  timeline: TimelineCard,
}

type PlotCardProps = { state: PageState; panel: string; width: number; height: number }

/** A panel that comes, that is there, or that failed; one that cannot be drawn leaves the others standing. */
export function PlotCard(props: PlotCardProps) {
  return (
    <CardAnchor value={props.state.link === undefined ? props.panel : undefined}>
      <Plotted {...props} />
    </CardAnchor>
  )
}

function Plotted({ state, panel, width, height }: PlotCardProps) {
  const { dimensionTitle } = useWords()
  const entry = state.entryOf(panel)
  const answer = state.answerOf(panel)
  const place = { title: state.titleOf(panel), width, height }
  // What the catalogue does not have is not shown.
  if (entry === undefined) return null
  if (answer === undefined) return <ComingCard {...place} />
  if (answer instanceof Refusal) {
    const isRetrying = state.isRetrying(panel)
    return <FailedCard {...place} error={answer} isRetrying={isRetrying} onRetry={() => state.retryPanels([panel])} />
  }
  // Of those that show hours, why not is said there.
  const idle = Object.keys(state.view.filters).filter((name) => !entry.filters.includes(name))
  const Drawn = drawnBy[entry.chart] ?? PanelCard
  return (
    <Boundary renderFault={(error, retry) => <FailedCard {...place} error={error} onRetry={retry} />}>
      <IdleFilters value={entry.chart === 'timeline' ? [] : idle.map(dimensionTitle)}>
        <Drawn
          entry={entry}
          answer={answer}
          width={width}
          height={height}
          view={state.view}
          isOld={state.isOld && entry.live === null}
          reading={state.readingOf(panel)}
          file={state.fileOf(panel)}
          asked={state.askedOf(panel)}
          source={state.source}
          onBehind={(behind, selectors) => state.openBehind(behind.id, selectors)}
          onSubject={state.link === undefined ? state.openSubject : undefined}
          onFilter={state.link === undefined ? state.filterBy : undefined}
        />
      </IdleFilters>
    </Boundary>
  )
}
