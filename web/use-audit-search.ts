import { useNavigate, useSearch } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import type { AuditSearch } from './asking/audit.ts'
import { periodOf, rfc3339, type Choice } from './periods/period.ts'
import { temporal } from './periods/temporal.ts'
import { searchOf, viewOf, emptyView, type Search } from './view.ts'

const typingMilliseconds = 300

/** What is looked for in an audit log, as the URL says it: words, and a period or none. Applies as it changes. */
export function useAuditSearch(companyZone: string) {
  const search: Search = useSearch({ strict: false })
  const navigate = useNavigate()
  const text = search['q']?.[0] ?? ''
  const { view } = viewOf(search, new Map())
  const zone = view.zone ?? companyZone
  const choice = ['period', 'from', 'to'].some((name) => name in search) ? view.choice : undefined
  const [box, setBox] = useState({ typed: text, sent: text, seen: text })
  // A text that the address got from elsewhere, such as the way back, takes the place of what was typed.
  if (box.seen !== text) setBox(text === box.sent ? { ...box, seen: text } : { typed: text, sent: text, seen: text })
  const { typed } = box
  const go = (changed: { text?: string; choice?: Choice | undefined; zone?: string | undefined }) => {
    const next = { text, choice, zone: view.zone, ...changed }
    void navigate({ to: '.', search: searchOfAudit(next), replace: 'text' in changed, resetScroll: false })
  }
  useEffect(() => {
    if (typed === text) return undefined
    const timer = setTimeout(() => {
      setBox((latest) => ({ ...latest, sent: typed }))
      go({ text: typed })
    }, typingMilliseconds)
    return () => clearTimeout(timer)
  })
  return {
    typed,
    setTyped: (to: string) => setBox((latest) => ({ ...latest, typed: to })),
    choice,
    zone,
    setPeriod: (to: Choice | undefined, at: string) =>
      go({ choice: to, zone: to === undefined || at === companyZone ? undefined : at }),
    asked: askedOf(text, choice, zone),
  }
}

function searchOfAudit(asked: { text: string; choice: Choice | undefined; zone: string | undefined }): Search {
  const { text, choice, zone } = asked
  const period = choice === undefined ? {} : searchOf({ ...emptyView, choice, zone })
  // The week is what pages of graphs show where nothing is said; here that is all there is.
  const isWeek = choice !== undefined && 'preset' in choice && choice.preset === '7d'
  return { ...(text === '' ? {} : { q: [text] }), ...(isWeek ? { period: ['7d'] } : {}), ...period }
}

function askedOf(text: string, choice: Choice | undefined, zone: string): AuditSearch {
  if (choice === undefined) return { text, from: undefined, to: undefined }
  const { from, to } = periodOf(choice, zone, temporal.Now.instant())
  return { text, from: rfc3339(from), to: rfc3339(to) }
}
