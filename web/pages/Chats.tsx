import { GraphsPage } from '../parts/GraphsPage.tsx'
import { NumberCard } from '../parts/NumberCard.tsx'
import { PlotCard } from '../parts/PlotCard.tsx'
import { usePageState, type PageState } from '../use-page-state.ts'

/** The height below the title in pixels: of tables ten rows, of plots enough for the names of all messengers. */
const heights: Readonly<Record<string, number>> = {
  'table-bars': 362,
  bars: 220,
  lines: 260,
  map: 460,
  timeline: 200,
}
const heightUsual = 300

/** Chat graphs, as the catalogue has them. */
export function Chats() {
  const state = usePageState('chats')
  return (
    <GraphsPage state={state}>
      <ChatsCards state={state} />
    </GraphsPage>
  )
}

/** Its cards, as far as the catalogue has them. */
export function ChatsCards({ state }: { state: PageState }) {
  const ids = state.catalogue.pages.find(({ id }) => id === state.id)?.panels ?? []
  const entries = ids.flatMap((id) => state.entryOf(id) ?? [])
  return (
    <>
      {entries.map(({ id, chart, unit, width }) =>
        chart === 'counter' ? (
          <NumberCard key={id} state={state} panel={id} kind={unit === 'share' ? 'share' : 'count'} width={width} />
        ) : (
          <PlotCard key={id} state={state} panel={id} width={width} height={heights[chart] ?? heightUsual} />
        ),
      )}
    </>
  )
}
