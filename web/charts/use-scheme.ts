import { useComputedColorScheme } from '@mantine/core'
import { usePaper } from '../use-paper.ts'
import type { Scheme } from './palette.ts'

/** The theme that is shown now; paper is light. */
export function useScheme(): Scheme {
  const chosen = useComputedColorScheme('light', { getInitialValueInEffect: false })
  return usePaper() ? 'light' : chosen
}
