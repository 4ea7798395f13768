import type { Temporal } from 'temporal-polyfill'

/** The calendar: the browser's own where it has one; the others fetch it, a third of the first page's code. */
export const temporal: typeof Temporal =
  (globalThis as { Temporal?: typeof Temporal }).Temporal ?? (await import('temporal-polyfill')).Temporal
