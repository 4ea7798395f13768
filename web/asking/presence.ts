import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { AskedPeriod } from './answers.ts'
import { ask, isSignedOut } from './ask.ts'

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

/**
 * The lanes of some operators.
 * @param asked the query of the page; what of it does not concern presence is left out
 * @param of what stays the same while only the clock goes on; the answer has it, too
 */
export function useLanes(asked: string, order: 'online' | 'paused', { offset, of }: { offset: number; of: string }) {
  const query = new URLSearchParams()
  const known = new URLSearchParams(asked)
  for (const name of ['from', 'to', 'tz', 'operator', 'group'])
    for (const value of known.getAll(name)) query.append(name, value)
  query.set('order', order)
  query.set('offset', String(offset))
  query.set('limit', String(lanesAtOnce))
  const path = `presence?${query.toString()}`
  return useQuery({
    queryKey: ['presence', path],
    queryFn: async ({ signal }) => ({ ...(await ask<LanesAnswer>(path, { signal })), of }),
    placeholderData: keepPreviousData,
    staleTime: 30_000,
    retry: (times: number, error: Error) => !isSignedOut(error) && times < 1,
  })
}
