import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { AskedPeriod } from './answers.ts'
import { isSignedOut } from './ask.ts'
import type { PanelSource } from './queries.ts'

/** So many lanes are shown at once. */
export const lanesAtOnce = 10

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
  const query = new URLSearchParams()
  const known = new URLSearchParams(asked)
  for (const name of ['from', 'to', 'tz', 'operator', 'group'])
    for (const value of known.getAll(name)) query.append(name, value)
  query.set('order', order)
  query.set('offset', String(offset))
  query.set('limit', String(lanesAtOnce))
  return useQuery({
    queryKey: ['presence', query.toString()],
    queryFn: async ({ signal }) => ({ ...(await source.lanes(panel, query, signal)), of }),
    placeholderData: keepPreviousData,
    staleTime: 30_000,
    retry: (times: number, error: Error) => !isSignedOut(error) && times < 1,
  })
}
