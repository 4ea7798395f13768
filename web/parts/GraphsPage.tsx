import type { ReactNode } from 'react'
import { isFiltered } from '../view.ts'
import type { PageState } from '../use-page-state.ts'
import { CompletenessNote } from './CompletenessNote.tsx'
import { EmptyPage } from './EmptyPage.tsx'
import { FailureNote } from './FailureNote.tsx'
import { FilterBar } from './FilterBar.tsx'
import { RowsDrawer } from './RowsDrawer.tsx'

/** A page of graphs: filter bar, note of completeness, cards or the reason why there are none, drill-down. */
export function GraphsPage({ state, children }: { state: PageState; children: ReactNode }) {
  const { page, error, view, setView, zone } = state
  const isEmpty = page !== undefined && !state.isOld && page.completeness.messages === 0
  const isOnboarding = isEmpty && page.completeness.newestEventAt === null && !isFiltered(view)
  return (
    <>
      {isOnboarding ? null : <FilterBar />}
      {isOnboarding || error !== null ? null : (
        <CompletenessNote page={page} zone={zone} isLive={state.isLive} isUpdating={state.isUpdating} />
      )}
      {error === null ? null : (
        <section className="card page-failure">
          <FailureNote error={error} onRetry={state.retry} />
        </section>
      )}
      {isEmpty ? (
        <EmptyPage completeness={page.completeness} asOf={page.asOf} view={view} zone={zone} onChange={setView} />
      ) : error === null ? (
        <div className="cards">{children}</div>
      ) : null}
      <RowsDrawer behind={state.behind} zone={zone} onClose={state.closeBehind} />
    </>
  )
}
