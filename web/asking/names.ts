import { keepPreviousData, useQueries, useQuery, useQueryClient } from '@tanstack/react-query'
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

/** Those of some chosen ids that the company does not know any more, as far as that is known by now. */
export function useUnknownNames(chosen: readonly (readonly [kind: string, ids: readonly string[]])[]) {
  const asked = chosen.flatMap(([kind, ids]) => ids.filter((id) => id !== '').map((id) => ({ kind, id })))
  const { data: all } = useQuery({ ...namesQuery('names'), enabled: asked.length > 0 })
  const untold =
    all === undefined ? [] : asked.filter(({ kind, id }) => !(all[kind] ?? []).some((one) => one.id === id))
  // Of a kind with more names than are told at once, each is looked for by itself.
  const found = useQueries({
    queries: untold.slice(0, soughtMax).map(({ kind, id }) => ({
      ...namesQuery(`names?${new URLSearchParams({ kind, q: id }).toString()}`),
      enabled: all?.more.includes(kind) ?? false,
    })),
  })
  return untold.filter(({ kind, id }, at) => {
    if (!all!.more.includes(kind)) return true
    const answer = found[at]?.data
    return answer !== undefined && !answer.more.includes(kind) && !(answer[kind] ?? []).some((one) => one.id === id)
  })
}

const soughtMax = 20

/** What the filters of the page call an id; undefined where they have not asked for names. */
export function useToldName(): (kind: string, id: string) => string | undefined {
  const queries = useQueryClient()
  return (kind, id) => {
    const told = queries.getQueryData<Names>(namesQuery('names').queryKey)
    return told?.[kind]?.find((one) => one.id === id)?.name
  }
}

/** Where the names stand that were told without a search. */
export const toldNamesKey = ['names', 'names']

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
