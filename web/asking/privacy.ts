import { infiniteQueryOptions } from '@tanstack/react-query'
import type { useAct } from './accounts.ts'
import { ask } from './ask.ts'

/** What is known of a person whom the company wrote to. */
export type Known = {
  messages: number
  /** Of which they are the client. */
  dialogues: number
  /** Of which they are the client. */
  calls: number
  firstAt: string | null
  lastAt: string | null
  channels: readonly string[]
  /** Masked. */
  recipient: string
  refusedEvents: number
}

export type Proof = {
  messages: number
  dialogues: number
  calls: number
  refusedEvents: number
  logRecords: number
  /** What a search found afterwards. */
  remaining: number
  finishedAt: string
}

/** That somebody was erased; without a proof while the work goes on. */
export type Erasure = { id: string; at: string; by: string; reason: string; proof: Proof | null }

type Page = { erasures: readonly Erasure[]; next: string | null }

export const erasuresQuery = infiniteQueryOptions({
  queryKey: ['erasures'],
  queryFn: ({ pageParam, signal }) =>
    ask<Page>(`privacy/erasures${pageParam === '' ? '' : `?before=${pageParam}`}`, { signal }),
  initialPageParam: '',
  getNextPageParam: (last: Page) => last.next ?? undefined,
  refetchInterval: ({ state }) => (state.data?.pages.some(goesOn) === true ? askedAgainMilliseconds : false),
})

const askedAgainMilliseconds = 3000

function goesOn({ erasures }: Page): boolean {
  return erasures.some(({ proof }) => proof === null)
}

type Act = ReturnType<typeof useAct>

// The address goes in the body: addresses of requests are noted in many places.

export function findPerson(act: Act, address: string): Promise<Known> {
  return act('privacy/find', { method: 'POST', body: { address } })
}

/** Everything that is known of a person, as a file. */
export async function exportPerson(act: Act, address: string): Promise<Blob> {
  const everything = await act<unknown>('privacy/export', { method: 'POST', body: { address } })
  return new Blob([JSON.stringify(everything, undefined, 2)], { type: 'application/json' })
}

export function erasePerson(act: Act, address: string, reason: string): Promise<Erasure> {
  return act('privacy/erasures', { method: 'POST', body: { address, reason } })
}
