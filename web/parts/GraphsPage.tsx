import type { ReactNode } from 'react'
import { isBlank } from '../asking/queries.ts'
import type { PageState } from '../use-page-state.ts'
import { CompletenessNote } from './CompletenessNote.tsx'
import { EmptyCompany } from './EmptyCompany.tsx'
import { EmptyPage } from './EmptyPage.tsx'
import { FailureNote } from './FailureNote.tsx'
import { FilterBar } from './FilterBar.tsx'
import { RowsDrawer } from './RowsDrawer.tsx'

/** A page of graphs: filter bar, note of completeness, cards or the reason why there are none, drill-down. */
export function GraphsPage({ state, children }: { state: PageState; children: ReactNode }) {
  const { page, error, view, setView, zone } = state
  const isEmpty = page !== undefined && !state.isOld && page.completeness.messages === 0 && !state.hasClock
  if (page !== undefined && page.completeness.messages === 0 && isBlank(page)) return <EmptyCompany />
  if (error !== null)
    return (
      <>
        <FilterBar state={state} />
        <section className="card page-failure">
          <FailureNote error={error} isRetrying={state.isUpdating} onRetry={state.retry} />
        </section>
      </>
    )
  return (
    <>
      <FilterBar state={state} />
      <CompletenessNote state={state} />
      {isEmpty ? (
        <EmptyPage page={page} view={view} zone={zone} onChange={setView} />
      ) : (
        <div className="cards">{children}</div>
      )}
      <RowsDrawer behind={state.behind} view={view} zone={zone} onClose={state.closeBehind} />
    </>
  )
}
