import { useComputedColorScheme } from '@mantine/core'
import { useSyncExternalStore } from 'react'
import type { Scheme } from './palette.ts'

const paper = matchMedia('print')

/** The theme that is shown now; paper is light. */
export function useScheme(): Scheme {
  const chosen = useComputedColorScheme('light', { getInitialValueInEffect: false })
  const isPaper = useSyncExternalStore(subscribe, () => paper.matches)
  return isPaper ? 'light' : chosen
}

function subscribe(listener: () => void): () => void {
  paper.addEventListener('change', listener)
  return () => paper.removeEventListener('change', listener)
}
