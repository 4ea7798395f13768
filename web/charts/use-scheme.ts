import { useComputedColorScheme } from '@mantine/core'
import type { Scheme } from './palette.ts'

/** The theme that is shown now. */
export function useScheme(): Scheme {
  return useComputedColorScheme('light', { getInitialValueInEffect: false })
}
