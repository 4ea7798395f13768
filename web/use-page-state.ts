import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { PageAnswer, PanelAnswer, PanelEntry, Problem } from './asking/answers.ts'
import { Refusal } from './asking/ask.ts'
import { askedOf, usePage, usePanelRetry, type Selectors } from './asking/queries.ts'
import { textIn } from './i18n/language.ts'
import type { Behind } from './parts/RowsDrawer.tsx'
import { isLive, rfc3339 } from './periods/period.ts'
import { temporal } from './periods/temporal.ts'
import { useView } from './use-view.ts'

/** What pages of graphs share: the answer, what is dimmed, the drill-down, and the filters by click. */
export function usePageState(pageId: string) {
  const { i18n } = useTranslation()
  const { view, ignored, setView, setFilter, clear, zone, catalogue, company } = useView(pageId)
  const query = usePage(pageId, view, zone, i18n.language)
  const panelRetry = usePanelRetry(pageId, view, zone, i18n.language)
  const [behind, setBehind] = useState<Behind>()
  const { data: page, error } = query

  const asked = page === undefined ? askedOf(view, zone, i18n.language) : askedAs(page, view, zone, i18n.language)
  const entryOf = (id: string): PanelEntry | undefined => catalogue.panels.find((panel) => panel.id === id)
  const titleOf = (id: string) => {
    const entry = entryOf(id)
    return entry === undefined ? id : textIn(entry.title, i18n.language)
  }

  /** The same of one panel: it has nothing to do with those filters of the page that it does not name. */
  const askedOfPanel = (id: string) => {
    const own = new URLSearchParams(asked)
    for (const name of Object.keys(view.filters)) if (entryOf(id)?.filters.includes(name) === false) own.delete(name)
    return own.toString()
  }

  return {
    id: pageId,
    view,
    /** What of the address was not understood. */
    ignored,
    setView,
    setFilter,
    clear,
    zone,
    catalogue,
    company,
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
    answerOf: (id: string): PanelAnswer | Refusal | undefined => answerIn(page, id),
    askedOf: askedOfPanel,
    csvOf: (id: string) => `/api/v1/panels/${id}?${askedOfPanel(id)}&format=csv`,
    behind,
    closeBehind: () => setBehind(undefined),
    openBehind: (id: string, selectors: Selectors, cell: string) =>
      setBehind({ panel: id, title: titleOf(id), of: entryOf(id)?.rowsOf ?? 'messages', cell, asked, selectors }),
    /** Filters the page to one word of a dimension, or takes that filter away. */
    filterBy: (dimension: string, word: string) => {
      const chosen = view.filters[dimension] ?? []
      setFilter(dimension, chosen.length === 1 && chosen[0] === word ? [] : [word])
    },
  }
}

export type PageState = ReturnType<typeof usePageState>

/** The query that gave an answer: the same moments, so that files and rows equal what is on the screen. */
function askedAs(page: PageAnswer, view: Parameters<typeof askedOf>[0], zone: string, language: string): string {
  const query = new URLSearchParams(askedOf(view, zone, language))
  query.set('from', rfc3339(temporal.Instant.from(page.period.from).toZonedDateTimeISO(zone)))
  query.set('to', rfc3339(temporal.Instant.from(page.period.to).toZonedDateTimeISO(zone)))
  return query.toString()
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
