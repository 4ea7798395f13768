import { useInfiniteQuery } from '@tanstack/react-query'
import type { Text } from './answers.ts'
import { ask, isSignedOut } from './ask.ts'

/** The audit log as the API answers it, and how it is asked. */

/** Whose log: that of the company that the session looks at, or the platform's. */
export type Chain = 'company' | 'platform'

export type AuditEntry = {
  place: number
  at: string
  /** `user:7`, `token:12`, `cli` or `system`. */
  actor: string
  actorName: string
  address: string
  userAgent: string
  action: string
  title: Text
  subject: string
  before: unknown
  after: unknown
  hash: string
}

export type AuditSearch = { text: string; from: string | undefined; to: string | undefined }

type AuditPage = { entries: readonly AuditEntry[]; next: number | null }

/** Entries, newest first, page after page. */
export function useAudit(chain: Chain, search: AuditSearch) {
  return useInfiniteQuery({
    queryKey: ['audit', chain, search],
    queryFn: ({ pageParam, signal }) => {
      const query = auditAsked(chain, search)
      if (pageParam !== null) query.set('before', String(pageParam))
      return ask<AuditPage>(`audit?${query}`, { signal })
    },
    initialPageParam: null as number | null,
    getNextPageParam: (last: AuditPage) => last.next ?? undefined,
    placeholderData: (known) => known,
    retry: (times, error) => !isSignedOut(error) && times < 1,
  })
}

/** The same entries as a file. */
export function auditFile(chain: Chain, search: AuditSearch): string {
  const query = auditAsked(chain, search)
  query.set('format', 'csv')
  return `/api/v1/audit?${query}`
}

/** Whether the log is as it was written. */
export function checkAudit(chain: Chain) {
  return ask<{ entries: number; brokenAt: number | null; hash: string }>(
    `audit/check?${new URLSearchParams(chain === 'platform' ? { of: 'platform' } : {})}`,
  )
}

/** The newest entry of an action, to say who was faster. */
export async function newestAct(chain: Chain, action: string): Promise<AuditEntry | undefined> {
  const query = auditAsked(chain, { text: action, from: undefined, to: undefined })
  return (await ask<AuditPage>(`audit?${query}`)).entries.find((entry) => entry.action === action)
}

function auditAsked(chain: Chain, { text, from, to }: AuditSearch): URLSearchParams {
  return new URLSearchParams({
    ...(chain === 'platform' ? { of: 'platform' } : {}),
    ...(text === '' ? {} : { q: text }),
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
  })
}
