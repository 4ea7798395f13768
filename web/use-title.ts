import { useEffect } from 'react'
import { useBranding } from './asking/queries.ts'

/** Names the window: what the page is, and whose it is. */
export function useTitle(...parts: readonly string[]): void {
  const { name } = useBranding()
  const title = [...parts, name].filter((part) => part !== '').join(' · ')
  useEffect(() => {
    document.title = title
  }, [title])
}
