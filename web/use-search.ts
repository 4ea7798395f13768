import { useNavigate, useSearch } from '@tanstack/react-router'
import { periodOf, rfc3339, type Choice } from './periods/period.ts'
import { temporal } from './periods/temporal.ts'
import { emptyView, searchOf, viewOf, type Search } from './view.ts'

/** Parameters of the address to set; those without a value are taken away. */
type Changed = Readonly<Record<string, readonly string[] | string | undefined>>

/** The state of a page of records that its address carries. */
export function useAddress() {
  const search: Search = useSearch({ strict: false })
  const navigate = useNavigate()
  return {
    search,
    /** @param as whether it is a step of its own, or a while of typing that the way back skips */
    set: (changed: Changed, as: 'step' | 'typing' = 'step'): void => {
      void navigate({
        to: '.',
        search: (before: Search) => changedSearch(before, changed),
        replace: as === 'typing',
        resetScroll: false,
      })
    },
  }
}

export function changedSearch(search: Search, changed: Changed): Search {
  const all = { ...search, ...changed }
  return Object.fromEntries(
    Object.entries(all)
      .map(([name, value]) => [name, typeof value === 'string' ? [value] : (value ?? [])] as const)
      .filter(([, values]) => values.some((value) => value !== '')),
  )
}

/** The period of an address, where it has one, on the clock of its zone or of the company's. */
export function searchedPeriod(search: Search, companyZone: string) {
  const { view } = viewOf(search, new Map())
  const choice = ['period', 'from', 'to'].some((name) => name in search) ? view.choice : undefined
  const zone = view.zone ?? companyZone
  const period = choice === undefined ? undefined : periodOf(choice, zone, temporal.Now.instant())
  return {
    choice,
    zone,
    from: period && rfc3339(period.from),
    to: period && rfc3339(period.to),
  }
}

/** The parameters that say a period; without one, none. */
export function paramsOfPeriod(choice: Choice | undefined, zone: string, companyZone: string): Changed {
  const none = { period: undefined, from: undefined, to: undefined, tz: undefined }
  if (choice === undefined) return none
  // The week is what pages of graphs show where nothing is said; in a list that is all there is.
  const isWeek = 'preset' in choice && choice.preset === '7d'
  const said = searchOf({ ...emptyView, choice, zone: zone === companyZone ? undefined : zone })
  return { ...none, ...(isWeek ? { period: ['7d'] } : {}), ...said }
}
