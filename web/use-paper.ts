import { useSyncExternalStore } from 'react'

const paper = matchMedia('print')

/** Whether the page is being printed. */
export function usePaper(): boolean {
  return useSyncExternalStore(subscribe, () => paper.matches)
}

function subscribe(listener: () => void): () => void {
  paper.addEventListener('change', listener)
  return () => paper.removeEventListener('change', listener)
}
