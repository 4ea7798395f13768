import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useAct } from './asking/accounts.ts'
import { shownOf, viewsPath, viewsQuery, type SavedView } from './asking/views.ts'
import type { PageState } from './use-page-state.ts'
import { knownFilters } from './use-view.ts'
import { searchOf, stringifySearch, viewOf, withSaved } from './view.ts'

/** The views of a page that a person has: which one is open, whether the page shows something else by now, and what can be done. */
export function useSavedViews({ id: page, view, saved, catalogue }: PageState) {
  const { data } = useQuery(viewsQuery)
  const queries = useQueryClient()
  const act = useAct()
  const views = data?.filter((one) => one.page === page) ?? []
  const opened = views.find(({ id }) => id === saved)
  const told = () => queries.invalidateQueries({ queryKey: viewsQuery.queryKey })
  const known = knownFilters(catalogue, page)
  const keeping = useMutation({
    mutationFn: ({ id, ...body }: { id?: string } & Partial<SavedView>) =>
      act<SavedView>(id === undefined ? viewsPath : `${viewsPath}/${id}`, {
        method: id === undefined ? 'POST' : 'PATCH',
        body: id === undefined ? { page, ...shownOf(view), ...body } : body,
      }),
    onSuccess: told,
  })
  const removing = useMutation({
    mutationFn: ({ id }: SavedView) => act(`${viewsPath}/${id}`, { method: 'DELETE' }),
    onSuccess: told,
  })
  return {
    own: views.filter(({ isShared }) => !isShared),
    ofCompany: views.filter(({ isShared }) => isShared),
    opened,
    /** Whether the address names one that is not there for this person. */
    isGone: saved !== undefined && data !== undefined && opened === undefined,
    isChanged:
      opened !== undefined &&
      stringifySearch(searchOf(view)) !== stringifySearch(searchOf(viewOf(withSaved(opened), known).view)),
    keeping,
    removing,
    /** Keeps in the open view what the page shows by now. */
    update: ({ id, version }: SavedView) => keeping.mutate({ id, version, ...shownOf(view) }),
  }
}

export type SavedViews = ReturnType<typeof useSavedViews>
