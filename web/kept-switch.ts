import { useSyncExternalStore } from 'react'

/** Whether something is on, and how to change it now and for later visits. */
export type KeptSwitch = { isOn: () => boolean; useSwitch: () => [isOn: boolean, set: (isOn: boolean) => void] }

/**
 * A switch that the browser remembers.
 * @param otherwise what holds unless a person has chosen
 */
export function keptSwitch(key: string, otherwise: boolean): KeptSwitch {
  const listeners = new Set<() => void>()
  let isOn = readKept(key) ?? otherwise
  const subscribe = (listener: () => void) => {
    listeners.add(listener)
    return () => listeners.delete(listener)
  }
  const set = (next: boolean) => {
    isOn = next
    try {
      localStorage.setItem(key, String(next))
    } catch {
      // Storage can be forbidden; the choice then holds until the page is closed.
    }
    for (const listener of listeners) listener()
  }
  return { isOn: () => isOn, useSwitch: () => [useSyncExternalStore(subscribe, () => isOn), set] }
}

function readKept(key: string): boolean | undefined {
  try {
    const kept = localStorage.getItem(key)
    return kept === null ? undefined : kept === 'true'
  } catch {
    return undefined
  }
}
