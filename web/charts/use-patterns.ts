import { keptSwitch } from '../kept-switch.ts'

// Unless a person has chosen, it is on where the system asks for more contrast.
const patterns = keptSwitch('talkmeter-patterns', matchMedia('(prefers-contrast: more)').matches)

/** Whether colours are told apart by patterns as well, and how to change it now and for later visits. */
export const usePatterns = patterns.useSwitch
