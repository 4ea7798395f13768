import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { PageAnswer } from '../asking/answers.ts'
import { isBlank } from '../asking/queries.ts'
import type { PageState } from '../use-page-state.ts'
import { PageView } from './Card.tsx'
import { CompletenessNote } from './CompletenessNote.tsx'
import { EmptyCompany } from './EmptyCompany.tsx'
import { EmptyPage } from './EmptyPage.tsx'
import { FailureNote } from './FailureNote.tsx'
import { FilterBar } from './FilterBar.tsx'
import { isOfPeriod, PeriodRefused } from './PeriodRefused.tsx'
import { PrintHead } from './PrintHead.tsx'
import { RowsDrawer } from './RowsDrawer.tsx'
import { SharedBar } from './SharedBar.tsx'

/** A page of graphs: filter bar, note of completeness, cards or the reason why there are none, drill-down. */
export function GraphsPage({ state, children }: { state: PageState; children: ReactNode }) {
  const { t } = useTranslation()
  const { page, error, view, setView, zone } = state
  const isCountless = page !== undefined && page.completeness.messages === 0 && !tellsTime(page)
  const isEmpty = isCountless && !state.isOld && !state.hasClock
  const { link } = state
  const isNew = page !== undefined && page.completeness.messages === 0 && isBlank(page)
  if (isNew && link === undefined) return <EmptyCompany />
  const bar = link === undefined ? <FilterBar state={state} /> : <SharedBar state={state} link={link} />
  if (error !== null)
    return (
      <>
        {bar}
        <section className="card page-failure">
          {isOfPeriod(error) ? (
            <PeriodRefused error={error} state={state} />
          ) : (
            <FailureNote error={error} isRetrying={state.isUpdating} onRetry={state.retry} />
          )}
        </section>
      </>
    )
  return (
    <>
      {link === undefined ? <PrintHead state={state} /> : null}
      {bar}
      <CompletenessNote state={state} />
      {isEmpty && link !== undefined ? (
        <section className="empty">
          <h2>{t('sharedPage.empty')}</h2>
          <p className="soft">{t('sharedPage.emptyText')}</p>
        </section>
      ) : isEmpty ? (
        <EmptyPage page={page} view={view} zone={zone} onChange={setView} />
      ) : (
        <PageView value={view}>
          <div className="cards">{children}</div>
        </PageView>
      )}
      {link === undefined ? <RowsDrawer state={state} /> : null}
    </>
  )
}

/** Whether it tells how long something lasted, such as the hours of operators: of that nothing is counted. */
function tellsTime({ panels }: PageAnswer): boolean {
  return Object.values(panels).some(
    (one) => one !== undefined && 'rows' in one && one.panel.chart === 'timeline' && one.rows.length > 0,
  )
}
