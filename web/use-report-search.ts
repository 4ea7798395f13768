import { reportStatuses, type ReportsAsked, type ReportStatus } from './asking/reports.ts'
import type { Choice } from './periods/period.ts'
import { paramsOfPeriod, searchedPeriod, useAddress } from './use-search.ts'
import { useTyped } from './use-typed.ts'

/** What of the address narrows the list. */
const filters = ['q', 'status', 'period', 'from', 'to', 'tz'] as const

/** Which reports are looked for, as the URL says it. Applies as it changes. */
export function useReportSearch(companyZone: string) {
  const { search, set } = useAddress()
  const text = search['q']?.[0] ?? ''
  const status = reportStatuses.find((one) => one === search['status']?.[0])
  const { choice, zone, from, to } = searchedPeriod(search, companyZone)
  const [typed, setTyped] = useTyped(text, (q) => set({ q }, 'typing'))
  const asked: ReportsAsked = { text: text.trim(), status, from, to }
  return {
    asked,
    typed,
    setTyped,
    choice,
    zone,
    setPeriod: (chosen: Choice | undefined, at: string) => set(paramsOfPeriod(chosen, at, companyZone)),
    setStatus: (chosen: ReportStatus | undefined) => set({ status: chosen }),
    isFiltered: typed !== '' || filters.some((name) => name in search),
    clear: () => {
      setTyped('')
      set(Object.fromEntries(filters.map((name) => [name, undefined])))
    },
  }
}

export type ReportSearch = ReturnType<typeof useReportSearch>
