import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query'
import type { AskedPeriod } from './answers.ts'
import { isSignedOut } from './ask.ts'
import type { PanelSource } from './queries.ts'

/** So many lanes are shown at once. */
export const lanesAtOnce = 10
/** So many come in one answer at most. */
const lanesMax = 100
/** So many of them are asked for at most where all lanes are wanted. */
const answersMax = 5

export type State = 'online' | 'paused' | 'offline'

/** What an operator was when: stretches and dialogues, or sums by day or month of a long period. Sums are seconds. */
export type Lane = {
  id: string
  name: string
  online: number
  paused: number
  stretches: readonly { from: string; to: string; state: State }[]
  /** `to` is null while it is open. */
  dialogues: readonly { dialogue: string; from: string; to: string; isOpen: boolean }[]
  sums: readonly { day: string; online: number; paused: number }[]
  more: boolean
}

export type LanesAnswer = {
  period: AskedPeriod
  asOf: string
  drawnBy: 'stretch' | 'day' | 'month'
  /** How many operators there are to tell of. */
  total: number
  lanes: readonly Lane[]
}

type LanesAsked = {
  panel: string
  /** The query of the page; what of it does not concern presence is left out. */
  asked: string
  order: 'online' | 'paused'
  offset: number
  /** What stays the same while only the clock goes on; the answer has it, too. */
  of: string
}

/** The lanes of some operators. */
export function useLanes({ panel, asked, order, offset, of }: LanesAsked, source: PanelSource) {
  const query = lanesQuery(asked, order, offset, lanesAtOnce)
  return useQuery({
    ...reading(query),
    queryFn: async ({ signal }) => ({ ...(await source.lanes(panel, query, signal)), of }),
    placeholderData: keepPreviousData,
  })
}

/**
 * All lanes from the first, as many as are told at most. They are read before somebody asks for them: what is printed is laid out
 * at once.
 * @param shown those that are seen come first; undefined while they have not come
 */
export function useAllLanes(
  { panel, asked, order }: Pick<LanesAsked, 'panel' | 'asked' | 'order'>,
  shown: LanesAnswer | undefined,
  source: PanelSource,
): LanesAnswer | undefined {
  const total = shown === undefined || shown.total <= lanesAtOnce ? 0 : shown.total
  const answers = Math.min(answersMax, Math.ceil(total / lanesMax))
  const read = useQueries({
    queries: Array.from({ length: answers }, (_, at) => {
      const query = lanesQuery(asked, order, at * lanesMax, lanesMax)
      return {
        ...reading(query),
        queryFn: ({ signal }: { signal: AbortSignal }) => source.lanes(panel, query, signal),
      }
    }),
  })
  const come = read.flatMap(({ data }) => data ?? [])
  const [first] = come
  if (first === undefined || come.length < answers) return undefined
  // The clock may go on between two answers, and an operator with it to another place.
  const lanes = new Map(come.flatMap((one) => one.lanes).map((lane) => [lane.id, lane]))
  return { ...first, lanes: [...lanes.values()] }
}

function lanesQuery(asked: string, order: string, offset: number, limit: number): URLSearchParams {
  const query = new URLSearchParams()
  const known = new URLSearchParams(asked)
  for (const name of ['from', 'to', 'tz', 'operator', 'group'])
    for (const value of known.getAll(name)) query.append(name, value)
  query.set('order', order)
  query.set('offset', String(offset))
  query.set('limit', String(limit))
  return query
}

function reading(query: URLSearchParams) {
  return {
    queryKey: ['presence', query.toString()],
    staleTime: 30_000,
    retry: (times: number, error: Error) => !isSignedOut(error) && times < 1,
  }
}
