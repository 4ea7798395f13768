import type { AuditSearch } from './asking/audit.ts'
import type { Choice } from './periods/period.ts'
import { paramsOfPeriod, searchedPeriod, useAddress } from './use-search.ts'
import { useTyped } from './use-typed.ts'

/** What is looked for in an audit log, as the URL says it: words, and a period or none. Applies as it changes. */
export function useAuditSearch(companyZone: string) {
  const { search, set } = useAddress()
  const text = search['q']?.[0] ?? ''
  const { choice, zone, from, to } = searchedPeriod(search, companyZone)
  const [typed, setTyped] = useTyped(text, (q) => set({ q }, 'typing'))
  const asked: AuditSearch = { text, from, to }
  return {
    typed,
    setTyped,
    choice,
    zone,
    setPeriod: (chosen: Choice | undefined, at: string) => set(paramsOfPeriod(chosen, at, companyZone)),
    asked,
  }
}
