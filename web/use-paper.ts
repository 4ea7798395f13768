import { useSyncExternalStore } from 'react'

const paper = matchMedia('print')

/** Browsers lay a page out for paper as soon as the listeners of `beforeprint` are done: what changes after that is cut off. */
let isPrinting = false
addEventListener('beforeprint', () => (isPrinting = true))
addEventListener('afterprint', () => (isPrinting = false))

/** Whether the page is being printed. */
export function usePaper(): boolean {
  return useSyncExternalStore(subscribe, () => isPrinting || paper.matches)
}

function subscribe(listener: () => void): () => void {
  const listening = new AbortController()
  const { signal } = listening
  addEventListener('beforeprint', listener, { signal })
  addEventListener('afterprint', listener, { signal })
  paper.addEventListener('change', listener, { signal })
  return () => listening.abort()
}
