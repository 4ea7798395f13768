import { useTranslation } from 'react-i18next'
import type { AskedPeriod, Catalogue, PageAnswer, PanelAnswer, PanelEntry, Problem } from './asking/answers.ts'
import { Refusal } from './asking/ask.ts'
import {
  askedOf,
  ownPanels,
  useClockPanels,
  usePage,
  usePanelRetry,
  type PanelSource,
  type Selectors,
} from './asking/queries.ts'
import { textIn } from './i18n/language.ts'
import type { FileAddress } from './parts/CardMenu.tsx'
import { useOpenedRows } from './use-opened-rows.ts'
import { isLive, rfc3339 } from './periods/period.ts'
import { temporal } from './periods/temporal.ts'
import { panelsAsked, useView, type Viewed } from './use-view.ts'

/** What pages of graphs share: the answer, what is dimmed, the drill-down, and the filters by click. */
export function usePageState(pageId: string) {
  return useAnswers(pageId, useView(pageId), ownPanels)
}

export type PageState = ReturnType<typeof useAnswers>

/**
 * The same of what is viewed, wherever its answers come from.
 * @param source asked for everything that the page shows
 */
export function useAnswers(pageId: string, viewed: Viewed, source: PanelSource) {
  const { i18n } = useTranslation()
  const { view, opened, setFilter, zone, catalogue } = viewed
  const about = { view, zone, language: i18n.language }
  const query = usePage(pageId, panelsAsked(catalogue, pageId), about, source)
  const clockOf = useClock(pageId, catalogue, { ...about, source })
  const panelRetry = usePanelRetry(pageId, about, source)
  const { data: page, error } = query

  const asked = page === undefined ? askedOf(view, zone, i18n.language) : askedAs(page, view, zone, i18n.language)
  const entryOf = (id: string): PanelEntry | undefined => catalogue.panels.find((panel) => panel.id === id)
  const titleOf = (id: string) => {
    const entry = entryOf(id)
    return entry === undefined ? id : textIn(entry.title, i18n.language)
  }

  /** The same of one panel: it has nothing to do with those filters of the page that it does not name. */
  const askedOfPanel = (id: string) => {
    const live = clockOf(id)?.data
    const own = new URLSearchParams(asked)
    const shown = live?.panels[id]
    if (shown !== undefined && !isProblem(shown)) inPeriod(own, shown.period, zone)
    for (const name of Object.keys(view.filters)) if (entryOf(id)?.filters.includes(name) === false) own.delete(name)
    return own.toString()
  }

  const answerOf = (id: string): PanelAnswer | Refusal | undefined => {
    const reading = clockOf(id)
    if (reading === undefined) return answerIn(page, id)
    const { data, error: failed } = reading
    return data === undefined && failed instanceof Refusal ? failed : answerIn(data, id)
  }
  /** What a panel that follows the clock is about by now: its rows stay those of that time. */
  const momentsOfClock = (id: string): Selectors => {
    if (entryOf(id)?.live === null) return {}
    const own = new URLSearchParams(askedOfPanel(id))
    return { from: own.get('from')!, to: own.get('to')! }
  }
  const openedPanel = opened?.panel ?? ''
  const rows = useOpenedRows(opened, {
    entry: entryOf(openedPanel),
    answer: query.isPlaceholderData ? undefined : answerOf(openedPanel),
    asked: askedOfPanel(openedPanel),
  })

  return {
    id: pageId,
    ...viewed,
    /** Whether some of its panels follow the clock: these show something whatever period is asked about. */
    hasClock: catalogue.panels.some((panel) => panel.page === pageId && panel.live !== null),
    page,
    /** Why there is nothing to show; a failed update of what is shown is told by `isStale`. */
    error: page === undefined ? error : null,
    isStale: page !== undefined && query.isRefetchError,
    isOld: query.isPlaceholderData,
    isUpdating: query.isFetching,
    isLive: isLive(view.choice, zone, temporal.Now.instant()),
    retry: () => void query.refetch(),
    retryPanels: (panels: readonly string[]) => panelRetry.mutate({ panels, askedOf: askedOfPanel }),
    isRetrying: (id: string) => panelRetry.isPending && panelRetry.variables.panels.includes(id),
    entryOf,
    titleOf,
    answerOf,
    /** Where all that it shows is asked for. */
    source,
    /** Of a panel that follows the clock: when it was read, and whether it could not be read again since. */
    readingOf: (id: string): Reading | undefined => {
      const reading = clockOf(id)
      return reading?.data && { asOf: reading.data.asOf, zone, isStale: reading.isRefetchError }
    },
    askedOf: askedOfPanel,
    /** A panel as a file; of a card that shows a part of it, that part. */
    fileOf:
      (id: string, part: Readonly<Record<string, string>> = {}): FileAddress =>
      (format) => {
        const own = new URLSearchParams(askedOfPanel(id))
        for (const [name, word] of Object.entries(part)) own.set(name, word)
        return source.file(id, own, format)
      },
    /** The rows that are opened, once what they are behind is there. */
    behind: rows.behind,
    /** Whether a number was pressed for them; else an address led to them. */
    isBehindOpenedHere: rows.isOpenedHere,
    closeBehind: rows.close,
    openSubject: rows.openSubject,
    closeSubject: rows.closeSubject,
    openBehind: (id: string, selectors: Selectors) => rows.open(id, { ...momentsOfClock(id), ...selectors }),
    /** Filters the page to one word of a dimension, or takes that filter away. */
    filterBy: (dimension: string, word: string) => {
      const chosen = view.filters[dimension] ?? []
      setFilter(dimension, chosen.length === 1 && chosen[0] === word ? [] : [word])
    },
  }
}

/** When a panel was read that follows the clock. */
export type Reading = { asOf: string; zone: string; isStale: boolean }

/** The answers about the panels of a page that follow the clock, by panel; undefined for the other panels. */
function useClock(pageId: string, { pages, panels }: Catalogue, asked: Parameters<typeof useClockPanels>[3]) {
  const own = new Set(pages.find(({ id }) => id === pageId)?.panels)
  const live = panels.filter((panel) => panel.live !== null && own.has(panel.id))
  const ofYear = live.filter((panel) => panel.live === 'year').map(({ id }) => id)
  const ofShort = live.filter((panel) => panel.live !== 'year').map(({ id }) => id)
  const short = useClockPanels(pageId, ofShort, 'short', asked)
  const year = useClockPanels(pageId, ofYear, 'year', asked)
  return (id: string) => (ofYear.includes(id) ? year : ofShort.includes(id) ? short : undefined)
}

/** The query that gave an answer: the same moments, so that files and rows equal what is on the screen. */
function askedAs(page: PageAnswer, view: Parameters<typeof askedOf>[0], zone: string, language: string): string {
  const query = new URLSearchParams(askedOf(view, zone, language))
  inPeriod(query, page.period, zone)
  return query.toString()
}

function inPeriod(query: URLSearchParams, { from, to }: AskedPeriod, zone: string): void {
  query.set('from', rfc3339(temporal.Instant.from(from).toZonedDateTimeISO(zone)))
  query.set('to', rfc3339(temporal.Instant.from(to).toZonedDateTimeISO(zone)))
}

function answerIn(page: PageAnswer | undefined, id: string): PanelAnswer | Refusal | undefined {
  if (page === undefined) return undefined
  const answer = page.panels[id]
  if (answer === undefined)
    return new Refusal({ title: id, status: 404, code: 'not-found', detail: `No answer for “${id}”.` })
  return isProblem(answer) ? new Refusal(answer) : answer
}

function isProblem(answer: PanelAnswer | Problem): answer is Problem {
  return !('rows' in answer)
}
