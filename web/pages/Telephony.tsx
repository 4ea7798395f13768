import { GraphsPage } from '../parts/GraphsPage.tsx'
import { PlotCard } from '../parts/PlotCard.tsx'
import { usePageState, type PageState } from '../use-page-state.ts'

/** The height below the title in pixels. */
const heights: Readonly<Record<string, number>> = { bars: 250, 'time-lines': 250, 'split-lines': 200, rates: 190 }
const heightUsual = 250

/** Telephony graphs, as the catalogue has them. */
export function Telephony() {
  const state = usePageState('telephony')
  return (
    <GraphsPage state={state}>
      <TelephonyCards state={state} />
    </GraphsPage>
  )
}

/** Its cards, as far as the catalogue has them. */
export function TelephonyCards({ state }: { state: PageState }) {
  const ids = state.catalogue.pages.find(({ id }) => id === state.id)?.panels ?? []
  const entries = ids.flatMap((id) => state.entryOf(id) ?? [])
  return (
    <>
      {entries.map(({ id, chart, width }) => (
        <PlotCard key={id} state={state} panel={id} width={width} height={heights[chart] ?? heightUsual} />
      ))}
    </>
  )
}
