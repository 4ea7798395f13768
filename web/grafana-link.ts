import { periodOf } from './periods/period.ts'
import type { PresetId } from './periods/presets.ts'
import type { temporal } from './periods/temporal.ts'
import type { View } from './view.ts'

/**
 * Named periods in Grafana's words: they follow the clock there, too. Its end of a day is a millisecond before midnight, which is
 * read as midnight where it asks us.
 */
const relative: Readonly<Record<PresetId, { from: string; to: string }>> = {
  today: { from: 'now/d', to: 'now' },
  yesterday: { from: 'now-1d/d', to: 'now-1d/d' },
  '15m': { from: 'now-15m', to: 'now' },
  '60m': { from: 'now-60m', to: 'now' },
  '7d': { from: 'now-6d/d', to: 'now' },
  '30d': { from: 'now-29d/d', to: 'now' },
  month: { from: 'now/M', to: 'now' },
  'last-month': { from: 'now-1M/M', to: 'now-1M/M' },
  year: { from: 'now/y', to: 'now' },
}

type Moment = ReturnType<(typeof temporal)['Now']['instant']>

/** The address of a dashboard that shows what a page shows: its period, zone and filters. */
export function grafanaLink(
  { grafanaUrl, uid }: { grafanaUrl: string; uid: string },
  { choice, filters }: Pick<View, 'choice' | 'filters'>,
  zone: string,
  now: Moment,
): string {
  const { from, to } = periodOf(choice, zone, now)
  const search = new URLSearchParams(
    'preset' in choice
      ? relative[choice.preset]
      : { from: String(from.epochMilliseconds), to: String(to.epochMilliseconds) },
  )
  search.set('timezone', zone)
  for (const [name, chosen] of Object.entries(filters)) for (const word of chosen) search.append(`var-${name}`, word)
  return `${grafanaUrl}/d/${uid}/${uid}?${search.toString()}`
}
