import { useLocalStorage } from '@mantine/hooks'

/** Whether colours are told apart by patterns as well; on by itself where the system asks for more contrast. */
export function usePatterns() {
  return useLocalStorage<boolean>({
    key: 'talkmeter-patterns',
    defaultValue: matchMedia('(prefers-contrast: more)').matches,
    getInitialValueInEffect: false,
  })
}
