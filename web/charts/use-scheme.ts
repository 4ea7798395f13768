import { useComputedColorScheme } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import type { Scheme } from './palette.ts'

/** The theme that is shown now; paper is light. */
export function useScheme(): Scheme {
  const chosen = useComputedColorScheme('light', { getInitialValueInEffect: false })
  const isPaper = useMediaQuery('print', false, { getInitialValueInEffect: false })
  return isPaper ? 'light' : chosen
}
