import { useSyncExternalStore } from 'react'

let isReady = false
const listeners = new Set<() => void>()

// A canvas does not redraw by itself when a face arrives, so plots wait for it (and give up waiting after 3 s).
const loaded = Promise.all(
  ['400', '600'].map((weight) => document.fonts.load(`${weight} 12px "Inter Variable"`, 'Aя1')),
)
void Promise.race([loaded, new Promise((resolve) => setTimeout(resolve, 3000))])
  .catch(() => undefined)
  .finally(() => {
    isReady = true
    for (const listener of listeners) listener()
  })

/** Whether the face of the page has arrived. */
export function useFontReady(): boolean {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => isReady,
  )
}
