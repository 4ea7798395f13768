import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import { useDeferredValue } from 'react'
import type { Names } from './answers.ts'
import { ask, isSignedOut } from './ask.ts'

const staleMilliseconds = 60_000

/** The names of a kind that contain what is sought, and what an id is called as far as it is known. */
export function useNames(kind: string, sought: string) {
  const { data: all } = useQuery(namesQuery('names'))
  const words = useDeferredValue(sought.trim())
  const isMore = all?.more.includes(kind) ?? false
  // Those that were told are searched here; only of what was not told the company's own list knows more.
  const query = new URLSearchParams({ kind, q: words })
  const found = useQuery({
    ...namesQuery(`names?${query.toString()}`),
    placeholderData: keepPreviousData,
    enabled: isMore && words !== '',
  }).data
  const told = all?.[kind] ?? []
  const names =
    isMore && words !== ''
      ? (found?.[kind] ?? [])
      : told.filter(({ id, name }) => [id, name].some((text) => contains(text, words)))
  return {
    names,
    nameOf: (id: string) => [...told, ...(found?.[kind] ?? [])].find((one) => one.id === id)?.name ?? id,
    hasAny: told.length > 0,
    isMore: isMore && (words === '' || (found?.more.includes(kind) ?? false)),
  }
}

/** What the filters of the page call an id; undefined where they have not asked for names. */
export function useToldName(): (kind: string, id: string) => string | undefined {
  const queries = useQueryClient()
  return (kind, id) => {
    const told = queries.getQueryData<Names>(namesQuery('names').queryKey)
    return told?.[kind]?.find((one) => one.id === id)?.name
  }
}

function namesQuery(path: string) {
  return {
    queryKey: ['names', path],
    queryFn: ({ signal }: { signal: AbortSignal }) => ask<Names>(path, { signal }),
    staleTime: staleMilliseconds,
    retry: (times: number, error: Error) => !isSignedOut(error) && times < 1,
  }
}

function contains(text: string, words: string): boolean {
  return text.toLocaleLowerCase().includes(words.toLocaleLowerCase())
}
