import { useSuspenseQuery } from '@tanstack/react-query'
import { Outlet } from '@tanstack/react-router'
import { sessionQuery } from '../asking/queries.ts'

/** The graphs, for whoever may read them; others see nothing of them while they are led on. */
export function ReadersOnly() {
  const { scopes } = useSuspenseQuery(sessionQuery).data
  return scopes.includes('read') ? <Outlet /> : null
}
