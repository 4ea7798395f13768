import {
  keepPreviousData,
  queryOptions,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'
import { isLive, periodOf, rfc3339 } from '../periods/period.ts'
import { temporal } from '../periods/temporal.ts'
import { emptyView, type View } from '../view.ts'
import type {
  Branding,
  CallAnswer,
  Catalogue,
  DialogueAnswer,
  MessageAnswer,
  PageAnswer,
  PanelAnswer,
  RowsAnswer,
  Session,
} from './answers.ts'
import type { LanesAnswer } from './presence.ts'
import { ask, isSignedOut, Refusal } from './ask.ts'

const liveMilliseconds = 30_000
/** While an installation waits for its first event. */
const waitingMilliseconds = 3000
const rowsAtOnce = 50

/** Row selectors of a drill-down: dimension or `measure` to the word chosen. */
export type Selectors = Readonly<Record<string, string>>

export const sessionQuery = {
  queryKey: ['session'],
  queryFn: () => ask<Session>('session'),
  staleTime: 300_000,
  retry: (times: number, error: Error) => !isSignedOut(error) && times < 2,
}

/** Whether anybody can sign in yet. */
export const setupQuery = {
  queryKey: ['setup'],
  queryFn: () => ask<{ isSetUp: boolean }>('setup'),
  staleTime: 10_000,
}

/** The name and logo of the installation, and who else people can sign in with. */
export const brandingQuery = {
  queryKey: ['branding'],
  queryFn: () => ask<Branding>('branding'),
  staleTime: 300_000,
}

/** What the pages call themselves: the brand's name and logo in place of ours. The name is empty until it is known. */
export function useBranding(): { name: string; logo: string; openIdName: string | undefined } {
  const { data, isPending } = useQuery(brandingQuery)
  return {
    name: data?.brandName ?? (isPending ? '' : 'Talkmeter'),
    logo: data?.logo ?? '/icon.svg',
    openIdName: data?.openIdName ?? undefined,
  }
}

export const catalogueQuery = {
  queryKey: ['catalogue'],
  queryFn: () => ask<Catalogue>('panels'),
  staleTime: Number.POSITIVE_INFINITY,
}

/** Where a page of graphs has its answers from; each is asked by the query of the page. */
export type PanelSource = {
  page: (page: string, query: URLSearchParams, signal: AbortSignal) => Promise<PageAnswer>
  panel: (panel: string, query: URLSearchParams) => Promise<PanelAnswer>
  /** The address of a file. */
  file: (panel: string, query: URLSearchParams, format: 'csv' | 'xlsx') => string
  /** Lanes of operators, of a panel of presence. */
  lanes: (panel: string, query: URLSearchParams, signal: AbortSignal) => Promise<LanesAnswer>
}

/** What the person who is signed in may read. */
export const ownPanels: PanelSource = {
  page: (page, query, signal) => ask<PageAnswer>(`pages/${page}?${query.toString()}`, { signal }),
  panel: (panel, query) => ask<PanelAnswer>(`panels/${panel}?${query.toString()}`),
  file: (panel, query, format) => `/api/v1/panels/${panel}?${query.toString()}&format=${format}`,
  lanes: (_panel, query, signal) => ask<LanesAnswer>(`presence?${query.toString()}`, { signal }),
}

/** How often panels that follow the clock are asked for again, by what they are about: of a year less changes. */
const clockMilliseconds = { short: 5000, year: 60_000 }

/**
 * The answer about panels of a page that follow the clock, asked for again while the page is seen; one that was hidden asks
 * at once when it is seen again.
 */
export function useClockPanels(
  page: string,
  panels: readonly string[],
  pace: keyof typeof clockMilliseconds,
  { view, zone, language, source }: { view: View; zone: string; language: string; source: PanelSource },
) {
  const asked = { ...view, choice: emptyView.choice }
  return useQuery({
    queryKey: ['clock', ...pageKey(page, asked, zone, language), pace],
    queryFn: ({ signal }) => {
      const query = new URLSearchParams(askedOf(asked, zone, language))
      for (const panel of panels) query.append('panel', panel)
      return source.page(page, query, signal)
    },
    enabled: panels.length > 0,
    placeholderData: keepPreviousData,
    refetchInterval: clockMilliseconds[pace],
    refetchIntervalInBackground: false,
    refetchOnWindowFocus: 'always',
    retry: false,
  })
}

/** The answer of a page; periods that touch now are asked again every 30 s while the page is seen. */
export function usePage(page: string, panels: readonly string[], asked: PageAsked, source: PanelSource) {
  const { view, zone } = asked
  return useQuery({
    ...pageQuery(page, panels, asked, source),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state: { data } }) => {
      if (data !== undefined && isBlank(data)) return waitingMilliseconds
      return isLive(view.choice, zone, temporal.Now.instant()) ? liveMilliseconds : false
    },
    refetchIntervalInBackground: false,
  })
}

/** What a page is asked about. */
export type PageAsked = { view: View; zone: string; language: string }

/**
 * A page by one request.
 * @param panels of it; all of them when there are none named
 */
export function pageQuery(page: string, panels: readonly string[], asked: PageAsked, source: PanelSource) {
  const { view, zone, language } = asked
  return queryOptions({
    queryKey: pageKey(page, view, zone, language),
    queryFn: ({ signal }) => {
      const query = new URLSearchParams(askedOf(view, zone, language))
      for (const panel of panels) query.append('panel', panel)
      return source.page(page, query, signal)
    },
    staleTime: 10_000,
    retry: (times: number, error: Error) => !isSignedOut(error) && times < 1,
  })
}

/** Asks panels of a page again by themselves; each answer, or its new refusal, takes the place of the old one. */
export function usePanelRetry(page: string, { view, zone, language }: PageAsked, source: PanelSource) {
  const queries = useQueryClient()
  const retryOne = async (id: string, asked: string) => {
    const answer = await source.panel(id, new URLSearchParams(asked)).catch((error: unknown) => {
      if (!(error instanceof Refusal)) throw error
      return error.problem
    })
    queries.setQueryData<PageAnswer>(
      pageKey(page, view, zone, language),
      (known) => known && { ...known, panels: { ...known.panels, [id]: answer } },
    )
  }
  return useMutation({
    mutationFn: ({ panels, askedOf: queryOf }: { panels: readonly string[]; askedOf: (panel: string) => string }) =>
      Promise.all(panels.map((id) => retryOne(id, queryOf(id)))),
  })
}

function pageKey(page: string, view: View, zone: string, language: string) {
  return ['page', page, view, zone, language]
}

/** Whether nothing has ever come in, as far as the page can tell. */
export function isBlank({ completeness }: PageAnswer): boolean {
  return completeness.messages === 0 && completeness.newestEventAt === null && completeness.feeds.length === 0
}

/** The events behind a number, page after page. `asked` comes from `askedOf`, so that the period stays the same. */
export function useRows(panel: string, asked: string, selectors: Selectors) {
  return useInfiniteQuery({
    queryKey: ['rows', panel, asked, selectors],
    queryFn: ({ pageParam, signal }) =>
      ask<RowsAnswer>(`panels/${panel}/events?${rowsAsked(asked, selectors, pageParam)}`, { signal }),
    initialPageParam: '',
    getNextPageParam: (last: RowsAnswer) => last.next ?? undefined,
    staleTime: 60_000,
    retry: false,
  })
}

/** The events that one message was folded from. */
export function useMessage(message: string) {
  return useQuery({
    queryKey: ['message', message],
    queryFn: ({ signal }) => ask<MessageAnswer>(`messages/${encodeURIComponent(message)}`, { signal }),
    retry: false,
  })
}

/** What was written in a dialogue, and the events that it was folded from. */
export function useDialogue(dialogue: string, zone: string) {
  const query = new URLSearchParams({ tz: zone })
  return useQuery({
    queryKey: ['dialogue', dialogue, zone],
    queryFn: ({ signal }) =>
      ask<DialogueAnswer>(`dialogues/${encodeURIComponent(dialogue)}?${query.toString()}`, { signal }),
    retry: false,
  })
}

/** A call, its legs, and the events that it was folded from. */
export function useCall(call: string, zone: string) {
  const query = new URLSearchParams({ tz: zone })
  return useQuery({
    queryKey: ['call', call, zone],
    queryFn: ({ signal }) => ask<CallAnswer>(`calls/${encodeURIComponent(call)}?${query.toString()}`, { signal }),
    retry: false,
  })
}

/** The query of the API for a view, as of now. */
export function askedOf(view: View, zone: string, language: string): string {
  const { from, to } = periodOf(view.choice, zone, temporal.Now.instant())
  const query = new URLSearchParams({ from: rfc3339(from), to: rfc3339(to), tz: zone })
  for (const [name, chosen] of Object.entries(view.filters)) for (const word of chosen) query.append(name, word)
  if (view.compare !== 'off') query.set('compare', view.compare)
  query.set('lang', language)
  return query.toString()
}

/** Makes a token that may send events; its secret is shown once. */
export async function createIngestToken(name: string): Promise<string> {
  const answer = await ask<{ token: string }>('tokens', { method: 'POST', body: { name, scopes: ['ingest'] } })
  return answer.token
}

/** The address of all rows behind a number as a file. */
export function rowsFile(panel: string, asked: string, selectors: Selectors, format: 'csv' | 'xlsx'): string {
  const query = new URLSearchParams(rowsAsked(asked, selectors, ''))
  query.delete('limit')
  query.set('format', format)
  return `/api/v1/panels/${panel}/events?${query.toString()}`
}

function rowsAsked(asked: string, selectors: Selectors, cursor: string): string {
  const query = new URLSearchParams(asked)
  query.delete('compare')
  // A selected cell is narrower than the page's filter on the same dimension, so it takes its place.
  for (const [name, value] of Object.entries(selectors)) query.set(name, value)
  query.set('limit', String(rowsAtOnce))
  if (cursor !== '') query.set('cursor', cursor)
  return query.toString()
}
