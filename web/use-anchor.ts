import { useLocation } from '@tanstack/react-router'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { Session } from './asking/answers.ts'
import { sessionQuery } from './asking/queries.ts'
import { withoutRows } from './opened-rows.ts'
import { parseSearch, stringifySearch } from './view.ts'

/** The place of a card in an address, after its `#`: whether it is this one's, which then comes into sight, and a link to it. */
export function useAnchor(anchor: string | undefined) {
  const queries = useQueryClient()
  const isMarked = useLocation({ select: ({ hash }) => anchor !== undefined && hash === anchor })
  useEffect(() => {
    if (isMarked) document.querySelector(`#${CSS.escape(anchor!)}`)?.scrollIntoView({ block: 'center' })
  }, [isMarked, anchor])
  /** It shows what the page shows, and names the zone. */
  const linkTo = () => {
    const zone = queries.getQueryData<Session>(sessionQuery.queryKey)?.company.zone
    const search = { ...(zone === undefined ? {} : { tz: [zone] }), ...withoutRows(parseSearch(location.search)) }
    return `${location.origin}${location.pathname}${stringifySearch(search)}#${anchor}`
  }
  return { isMarked, linkTo: anchor === undefined ? undefined : linkTo }
}
