import { useSuspenseQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import type { Asked } from './asking/charges.ts'
import { sessionQuery } from './asking/queries.ts'
import { periodOf, rfc3339, type Choice } from './periods/period.ts'
import { temporal } from './periods/temporal.ts'
import { emptyView, searchOf, viewOf, type Search, type View } from './view.ts'

/** The period of a page about charges, as the URL says it; this month where it says nothing. Days are those of the company. */
export function useChargedPeriod() {
  const { company } = useSuspenseQuery(sessionQuery).data
  const search: Search = useSearch({ strict: false })
  const navigate = useNavigate()
  const { view } = viewOf(search, new Map())
  const isAsked = ['period', 'from', 'to'].some((name) => name in search)
  const choice: Choice = isAsked ? view.choice : { preset: 'month' }
  const zone = view.zone ?? company.zone
  const { from, to } = periodOf(choice, zone, temporal.Now.instant())
  const asked: Asked = { from: rfc3339(from), to: rfc3339(to) }
  const setView = (changed: Partial<View>) => {
    const next = { ...emptyView, choice, zone: view.zone, ...changed }
    // The week is what pages of graphs show where nothing is said; here that is this month.
    const isWeek = 'preset' in next.choice && next.choice.preset === '7d'
    void navigate({
      to: '.',
      search: { ...(isWeek ? { period: ['7d'] } : {}), ...searchOf(next) },
      resetScroll: false,
    })
  }
  return { view: { ...emptyView, choice, zone: view.zone }, zone, companyZone: company.zone, company, asked, setView }
}
