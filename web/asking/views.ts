import { queryOptions } from '@tanstack/react-query'
import type { View } from '../view.ts'
import { ask, isSignedOut } from './ask.ts'

/** What people keep of pages of graphs, as the API answers it. */

/** What a page shows, in the words of the API. */
export type Shown = {
  period: string | null
  /** On the clock of the zone. */
  from: string | null
  to: string | null
  zone: string | null
  filters: Readonly<Record<string, readonly string[]>>
  compare: 'previous' | 'year' | null
}

export type SavedView = Shown & {
  id: string
  page: string
  name: string
  isShared: boolean
  /** Whether the page opens with it for this person. */
  isDefault: boolean
  isOwn: boolean
  mayChange: boolean
  madeBy: string
  version: number
}

export const viewsPath = 'views'

export const viewsQuery = queryOptions({
  queryKey: ['views'],
  queryFn: async ({ signal }) => (await ask<{ views: readonly SavedView[] }>(viewsPath, { signal })).views,
  staleTime: 30_000,
  retry: (times: number, error: Error) => !isSignedOut(error) && times < 1,
})

/** What a page shows, as the API keeps it. */
export function shownOf({ choice, zone, filters, compare }: View): Shown {
  return {
    ...('preset' in choice ? { period: choice.preset, from: null, to: null } : { period: null, ...choice }),
    zone: zone ?? null,
    filters,
    compare: compare === 'off' ? null : compare,
  }
}
