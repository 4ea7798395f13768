import { useNavigate, useSearch } from '@tanstack/react-router'
import { useSuspenseQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Catalogue } from './asking/answers.ts'
import { catalogueQuery, sessionQuery } from './asking/queries.ts'
import { textIn } from './i18n/language.ts'
import { emptyView, searchOf, viewOf, type Search, type View } from './view.ts'

/** The view that the URL says, what of the URL was not understood, and a way to change it. */
export function useView() {
  const search: Search = useSearch({ strict: false })
  const navigate = useNavigate()
  const { data: catalogue } = useSuspenseQuery(catalogueQuery)
  const { data: session } = useSuspenseQuery(sessionQuery)
  const { view, ignored } = useMemo(() => viewOf(search, wordsOf(catalogue)), [search, catalogue])
  const setView = (changed: Partial<View>) =>
    void navigate({ to: '.', search: searchOf({ ...view, ...changed }), resetScroll: false })
  const clear = () => setView(emptyView)
  return { view, ignored, setView, clear, zone: view.zone ?? session.company.zone, company: session.company, catalogue }
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
      orderOf: (dimension: string) => valuesOf(catalogue, dimension),
      has: (dimension: string) => catalogue.dimensions[dimension] !== undefined,
    }
  }, [catalogue, i18n.language])
}

/** The words that a view may filter by. */
export function wordsOf(catalogue: Catalogue): { channels: readonly string[]; statuses: readonly string[] } {
  return { channels: valuesOf(catalogue, 'channel'), statuses: valuesOf(catalogue, 'status') }
}

function valuesOf({ dimensions }: Catalogue, name: string): readonly string[] {
  return dimensions[name]?.values.map(({ value }) => value) ?? []
}
