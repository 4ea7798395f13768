import type { MeasureName } from '../../measures/measures.ts'
import type { Page } from '../../panels/pages.ts'
import type { FilterName, Panel } from '../../panels/panel.ts'
import { rowsOf } from '../../panels/rows-behind.ts'
import type { Say } from './say.ts'

/** A link of a panel, a value or a dashboard to our pages; a new tab keeps the dashboard. */
export type Link = { title: string; url: string; targetBlank: true }

/** What of a clicked value names its cell: the time and words, and what the row is called, as Grafana's variables. */
export type CellVariables = Readonly<Record<string, string>>

/**
 * To the page of a panel, with the dashboard's period, zone and filters. Grafana writes its variables in its own way, so the
 * link leads to where they are read, and from there to the page.
 */
export function pageLink(about: Pick<Page | Panel, 'id' | 'filters'>, say: Say): Link {
  return {
    title: say({ en: 'Open in Talkmeter', ru: 'Открыть в Talkmeter' }),
    url: addressOf(about, say),
    targetBlank: true,
  }
}

/** To the rows behind a clicked value of a panel; none where they cannot be listed. */
export function rowsLinks(panel: Panel, cell: CellVariables, say: Say, measure?: MeasureName): Link[] {
  if (rowsOf(panel) === undefined) return []
  const at = { ...cell, ...(measure === undefined || panel.measures.length === 1 ? {} : { measure }) }
  const selectors = Object.entries({ rows: '1', ...prefixed(at) }).map(([name, value]) => `&${name}=${value}`)
  const title = say({ en: 'Rows behind this number', ru: 'Строки за этим числом' })
  return [{ title, url: addressOf(panel, say) + selectors.join(''), targetBlank: true }]
}

function prefixed(at: CellVariables): Record<string, string> {
  return Object.fromEntries(Object.entries(at).map(([name, value]) => [`at.${name}`, value]))
}

function addressOf({ id, filters }: { id: string; filters: readonly FilterName[] }, { publicUrl }: Say): string {
  const period = 'from=${__from}&to=${__to}&tz=${__timezone:percentencode}'
  const variables = filters.map((name) => `&\${${name}:queryparam}`)
  return `${publicUrl}/api/v1/grafana/open/${id}?${period}${variables.join('')}`
}
