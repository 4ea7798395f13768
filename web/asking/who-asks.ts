import { useMutation, useQueryClient, type QueryClient } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import type { Session } from './answers.ts'
import { isLanguage, setLanguage } from '../i18n/language.ts'
import { mayLeave } from '../unsaved.ts'
import { ask } from './ask.ts'
import { offerQuery, profileQuery } from './own-account.ts'
import { brandingQuery, catalogueQuery, sessionQuery, setupQuery } from './queries.ts'

/** What is the same whoever asks, and about whichever company. */
const impersonal: readonly unknown[] = [brandingQuery, catalogueQuery, setupQuery, offerQuery('')].map(
  ({ queryKey }) => queryKey[0],
)

/** The tabs of a browser share one session: what one of them changes about it, the others have to follow. */
const tabs = new BroadcastChannel('talkmeter-session')

/** From now on this person asks, about this company, or nobody: answers to anybody else are forgotten, in every tab. */
export function becomes(queries: QueryClient, session: Session | undefined): void {
  const kept = [...impersonal, sessionQuery.queryKey[0]]
  queries.removeQueries({ predicate: ({ queryKey }) => !kept.includes(queryKey[0]) })
  if (session === undefined) void queries.resetQueries({ queryKey: sessionQuery.queryKey })
  else queries.setQueryData(sessionQuery.queryKey, session)
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel has no other origin
  tabs.postMessage(asks(session))
}

/** This person has just signed in: the page becomes theirs, in their own language. */
export async function enters(queries: QueryClient, session: Session): Promise<void> {
  becomes(queries, session)
  const profile = await queries.fetchQuery(profileQuery).catch(() => undefined)
  if (isLanguage(profile?.language)) await setLanguage(profile.language)
}

/** Starts the page anew when another tab signed out, in as somebody else, or went to another company. */
export function followOtherTabs(queries: QueryClient): void {
  tabs.addEventListener('message', ({ data }) => {
    if (data !== asks(queries.getQueryData<Session>(sessionQuery.queryKey))) location.reload()
  })
}

/** Looks at another company, on this page or at `to`; a page that holds what is not saved is asked about before. */
export function useSwitch(to?: '/notifications') {
  const queries = useQueryClient()
  const router = useRouter()
  const switching = useMutation({
    mutationFn: (company: number) => ask<Session>('session', { method: 'PUT', body: { company } }),
    onSuccess: async (session) => {
      becomes(queries, session)
      await (to === undefined ? router.invalidate() : router.navigate({ to }))
    },
  })
  const mutate: typeof switching.mutate = (company, options) => {
    if (mayLeave()) switching.mutate(company, options)
  }
  return { ...switching, mutate }
}

function asks(session: Session | undefined): string {
  return session === undefined ? 'nobody' : `${session.user.id} of ${session.company.number}`
}
