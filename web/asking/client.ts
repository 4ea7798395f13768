import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query'
import { isSignedOut } from './ask.ts'
import { sessionQuery } from './queries.ts'

/** Asks the API and keeps its answers; tells, once, when the session ended while a page was open. */
export function makeQueries(onSignedOut: () => Promise<void>): QueryClient {
  let isLeaving = false
  const onError = (error: Error) => {
    // Where no session was known there is none to end.
    if (isLeaving || !isSignedOut(error) || queries.getQueryData(sessionQuery.queryKey) === undefined) return
    void leave()
  }
  const leave = async () => {
    isLeaving = true
    await onSignedOut()
    isLeaving = false
  }
  const queries = new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: { queries: { refetchOnWindowFocus: true, gcTime: 600_000 } },
  })
  return queries
}
