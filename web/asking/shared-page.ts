import { QueryCache, QueryClient } from '@tanstack/react-query'
import type { AskedPeriod, Catalogue, Named, PageAnswer, PanelAnswer } from './answers.ts'
import { ask, Refusal } from './ask.ts'
import { catalogueQuery, type PanelSource } from './queries.ts'
import { toldNamesKey } from './names.ts'
import type { LanesAnswer } from './presence.ts'
import type { Shown } from './views.ts'

/** What a link shows without an account. */
export type SharedAbout = Shown & {
  name: string
  company: { name: string; currency: string }
  page: string
  panel: string | null
  zone: string
  asked: AskedPeriod
  /** What the ids of the filters are called, by filter. */
  names: Readonly<Record<string, readonly Named[]>>
  showsMoney: boolean
  expiresAt: string
  catalogue: Catalogue
}

/** Who looks by a link asks by its secret only: neither a session nor what a person was told has to do with it. */
export function makeSharedQueries(onOver: (error: Refusal) => void): QueryClient {
  return new QueryClient({
    queryCache: new QueryCache({ onError: (error) => isOver(error) && onOver(error) }),
    defaultOptions: { queries: { gcTime: Number.POSITIVE_INFINITY } },
  })
}

/** Whether a link leads nowhere, or not any more. */
export function isOver(error: unknown): error is Refusal {
  return error instanceof Refusal && [401, 410].includes(error.problem.status)
}

/** What the link is, which its page is drawn by. */
export function aboutQuery(secret: string, queries: QueryClient) {
  return {
    queryKey: ['shared'],
    queryFn: async () => {
      const about = await ask<SharedAbout>('shared', { bearer: secret })
      queries.setQueryData(catalogueQuery.queryKey, about.catalogue)
      queries.setQueryData(toldNamesKey, { more: [], ...about.names })
      return about
    },
    staleTime: Number.POSITIVE_INFINITY,
    retry: (times: number, error: Error) => !isOver(error) && times < 1,
  }
}

/** The answers of a link: nothing of what a page asks about is sent along, for it is in the record of the link. */
export function sharedPanels(secret: string): PanelSource {
  return {
    page: (_page, query, signal) =>
      ask<PageAnswer>(`shared/page?${kept(query, ['lang', 'panel'])}`, { bearer: secret, signal }),
    panel: (id, query) => ask<PanelAnswer>(`shared/panels/${id}?${kept(query, ['lang'])}`, { bearer: secret }),
    lanes: (id, query, signal) =>
      ask<LanesAnswer>(`shared/panels/${id}/lanes?${kept(query, ['offset', 'limit'])}`, { bearer: secret, signal }),
    file: (id, query, format) => `/api/v1/shared/panels/${id}?${kept(query, ['lang'])}&format=${format}`,
  }
}

function kept(query: URLSearchParams, names: readonly string[]): string {
  return new URLSearchParams([...query].filter(([name]) => names.includes(name))).toString()
}

/** Fetches a file of a link, with the name that it came with. @throws Refusal */
export async function fetchSharedFile(address: string, secret: string): Promise<{ blob: Blob; name: string }> {
  const response = await fetch(address, { credentials: 'omit', headers: { authorization: `Bearer ${secret}` } })
  if (!response.ok) throw new Refusal({ title: response.statusText, status: response.status, code: 'internal' })
  const [, name] = /filename="([^"]+)"/.exec(response.headers.get('content-disposition') ?? '') ?? []
  return { blob: await response.blob(), name: name ?? 'talkmeter' }
}
