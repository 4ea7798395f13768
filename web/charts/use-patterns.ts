import { useSyncExternalStore } from 'react'

const key = 'talkmeter-patterns'
const listeners = new Set<() => void>()
// Unless a person has chosen, it is on where the system asks for more contrast.
let isOn = readKept() ?? matchMedia('(prefers-contrast: more)').matches

/** Whether colours are told apart by patterns as well, and how to change it now and for later visits. */
export function usePatterns(): [isOn: boolean, setPatterns: (isOn: boolean) => void] {
  return [useSyncExternalStore(subscribe, () => isOn), setPatterns]
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

function setPatterns(next: boolean): void {
  isOn = next
  try {
    localStorage.setItem(key, String(next))
  } catch {
    // Storage can be forbidden; the choice then holds until the page is closed.
  }
  for (const listener of listeners) listener()
}

function readKept(): boolean | undefined {
  try {
    const kept = localStorage.getItem(key)
    return kept === null ? undefined : kept === 'true'
  } catch {
    return undefined
  }
}
