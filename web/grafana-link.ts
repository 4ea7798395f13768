import { periodOf } from './periods/period.ts'
import type { PresetId } from './periods/presets.ts'
import type { temporal } from './periods/temporal.ts'
import type { View } from './view.ts'

/**
 * Named periods in Grafana's words, where these say the same: they follow the clock there, too. What ends at a midnight is not
 * here, since Grafana's end of a day is a millisecond before it.
 */
const relative: Readonly<Partial<Record<PresetId, string>>> = {
  today: 'now/d',
  '15m': 'now-15m',
  '60m': 'now-60m',
  '7d': 'now-6d/d',
  '30d': 'now-29d/d',
  month: 'now/M',
  year: 'now/y',
}

type Moment = ReturnType<(typeof temporal)['Now']['instant']>

/** The address of a dashboard that shows what a page shows: its period, zone and filters. */
export function grafanaLink(
  { grafanaUrl, uid }: { grafanaUrl: string; uid: string },
  { choice, filters }: Pick<View, 'choice' | 'filters'>,
  zone: string,
  now: Moment,
): string {
  const named = 'preset' in choice ? relative[choice.preset] : undefined
  const { from, to } = periodOf(choice, zone, now)
  const search = new URLSearchParams(
    named === undefined
      ? { from: String(from.epochMilliseconds), to: String(to.epochMilliseconds) }
      : { from: named, to: 'now' },
  )
  search.set('timezone', zone)
  for (const [name, chosen] of Object.entries(filters)) for (const word of chosen) search.append(`var-${name}`, word)
  return `${grafanaUrl}/d/${uid}/${uid}?${search.toString()}`
}
