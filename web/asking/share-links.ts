import { queryOptions } from '@tanstack/react-query'
import { ask, isSignedOut } from './ask.ts'
import type { Shown } from './views.ts'

/** Links that show a page of graphs without an account, as their company sees them. */

export type ShareLink = Shown & {
  id: string
  name: string
  page: string
  /** The one panel that it shows; null for all of the page. */
  panel: string | null
  showsMoney: boolean
  madeBy: string
  isOwn: boolean
  state: 'open' | 'expired' | 'maker-gone' | 'maker-may-not'
  createdAt: string
  expiresAt: string
  openedAt: string | null
  openedTimes: number
}
/** The address is told this one time. */
export type NewShareLink = ShareLink & { link: string }

export const shareLinksPath = 'share-links'

export const shareLinksQuery = queryOptions({
  queryKey: ['share-links'],
  queryFn: async ({ signal }) => (await ask<{ links: readonly ShareLink[] }>(shareLinksPath, { signal })).links,
  retry: (times: number, error: Error) => !isSignedOut(error) && times < 1,
})
