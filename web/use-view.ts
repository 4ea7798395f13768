import { useNavigate, useSearch } from '@tanstack/react-router'
import { useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Catalogue } from './asking/answers.ts'
import { catalogueQuery, sessionQuery } from './asking/queries.ts'
import type { SharedAbout } from './asking/shared-page.ts'
import { viewsQuery, type SavedView } from './asking/views.ts'
import { textIn } from './i18n/language.ts'
import { openedIn, type OpenedRows, type Subject } from './opened-rows.ts'
import {
  noSavedView,
  searchOf,
  viewOf,
  withFilter,
  withSaved,
  type KnownFilters,
  type Search,
  type View,
} from './view.ts'

/** What is viewed of a page, and the ways to view something else. */
export type Viewed = {
  view: View
  /** What of the address was not understood. */
  ignored: readonly string[]
  /** The rows that the address opens. */
  opened: OpenedRows | undefined
  /** The message, dialogue or call that it opens. */
  subject: Subject | undefined
  /** The id of the view that the address names. */
  saved: string | undefined
  openSaved: (kept: SavedView) => void
  /** What is shown stays, and is of no view any more. */
  closeSaved: () => void
  setView: (changed: Partial<View>) => void
  setFilter: (name: string, chosen: readonly string[]) => void
  clear: () => void
  zone: string
  company: { name: string; zone: string; currency: string }
  catalogue: Catalogue
  /** Of what is shown without an account. */
  link?: SharedAbout
}

/** The view of a page that the URL says, what of the URL was not understood, and a way to change it. */
export function useView(page: string): Viewed {
  const search: Search = useSearch({ strict: false })
  const navigate = useNavigate()
  const { data: catalogue } = useSuspenseQuery(catalogueQuery)
  const { data: session } = useSuspenseQuery(sessionQuery)
  const { view, ignored } = useMemo(() => viewOf(search, knownFilters(catalogue, page)), [search, catalogue, page])
  const rows = useMemo(() => openedIn(search, catalogue, page), [search, catalogue, page])
  const named = namedView(search)
  const queries = useQueryClient()
  /** An address that says nothing is where somebody's own view opens: what shows a fresh page instead says so. */
  const addressOf = (wanted: Search): Search => {
    const isPlain = Object.keys(wanted).length === 0
    const hasOwn = queries.getQueryData(viewsQuery.queryKey)?.some((one) => one.page === page && one.isDefault)
    return isPlain && hasOwn === true ? noSavedView : wanted
  }
  const go = (wanted: (now: Search) => Search) =>
    void navigate({ to: '.', search: (now: Search) => addressOf(wanted(now)), resetScroll: false })
  // What is pressed while the page still draws the press before goes on from the address, not from what is drawn.
  const change = (changedOf: (view: View) => Partial<View>) =>
    go((now) => {
      const { view: current } = viewOf(now, knownFilters(catalogue, page))
      const id = namedView(now)
      return { ...(id === undefined ? {} : { view: [id] }), ...searchOf({ ...current, ...changedOf(current) }) }
    })
  const setView = (changed: Partial<View>) => change(() => changed)
  const setFilter = (name: string, chosen: readonly string[]) =>
    change((current) => ({ filters: withFilter(current, filtersOf(catalogue, page), name, chosen) }))
  const clear = () => go(() => ({}))
  return {
    view,
    ignored: [...ignored, ...rows.ignored],
    opened: rows.opened,
    subject: rows.subject,
    saved: named,
    openSaved: (kept: SavedView) => go(() => withSaved(kept)),
    closeSaved: () => go(() => searchOf(view)),
    setView,
    setFilter,
    clear,
    zone: view.zone ?? session.company.zone,
    company: session.company,
    catalogue,
  }
}

/** The id of the saved view that an address names. */
function namedView(search: Search): string | undefined {
  const id = search['view']?.[0]
  return id === noSavedView['view'][0] ? undefined : id
}

/** Titles of the words of a dimension in the language of the page, and their order. */
export function useWords() {
  const { i18n } = useTranslation()
  const { data: catalogue } = useSuspenseQuery(catalogueQuery)
  return useMemo(() => {
    const titles = new Map(
      Object.entries(catalogue.dimensions).flatMap(([dimension, { values }]) =>
        values.map(({ value, title }) => [`${dimension} ${value}`, textIn(title, i18n.language)] as const),
      ),
    )
    return {
      titleOf: (dimension: string, word: string) => titles.get(`${dimension} ${word}`) ?? word,
      dimensionTitle: (dimension: string) => {
        const title = catalogue.dimensions[dimension]?.title
        return title === undefined ? dimension : textIn(title, i18n.language)
      },
      measureTitle: (name: string) => {
        const title = catalogue.panels
          .flatMap(({ measures, totals }) => [...measures, ...totals])
          .find((one) => one.name === name)?.title
        return title === undefined ? name : textIn(title, i18n.language)
      },
      orderOf: (dimension: string) => valuesOf(catalogue, dimension),
    }
  }, [catalogue, i18n.language])
}

/** The filters that a page of graphs has, in their order. */
export function filtersOf({ pages }: Catalogue, page: string): readonly string[] {
  return pages.find(({ id }) => id === page)?.filters ?? []
}

/** The panels of a page that its period is about, where it has others that follow the clock; none stands for all of them. */
export function panelsAsked({ pages, panels }: Catalogue, page: string): readonly string[] {
  const own = pages.find(({ id }) => id === page)?.panels ?? []
  const live = new Set(panels.filter((panel) => panel.live !== null).map(({ id }) => id))
  return own.some((id) => live.has(id)) ? own.filter((id) => !live.has(id)) : []
}

/** What a view of a page may filter by. */
export function knownFilters(catalogue: Catalogue, page: string): KnownFilters {
  return new Map(
    filtersOf(catalogue, page).map((name) => {
      const kind = filterKind(catalogue, name)
      const words = valuesOf(catalogue, name)
      return [name, kind === 'names' ? undefined : kind === 'box' ? words.slice(0, 1) : words]
    }),
  )
}

/** How a filter is set: by names that come from the data, by a box for the first of two words, else by words of a list. */
export function filterKind(catalogue: Catalogue, name: string): 'words' | 'names' | 'box' {
  const words = valuesOf(catalogue, name)
  if (words.length === 0) return 'names'
  return words.length === 2 && words[0] === 'yes' ? 'box' : 'words'
}

function valuesOf({ dimensions }: Catalogue, name: string): readonly string[] {
  return dimensions[name]?.values.map(({ value }) => value) ?? []
}
