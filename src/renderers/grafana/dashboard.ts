import type { Dashboard, Panel as GrafanaPanel } from '@grafana/schema'
import { measureOf } from '../../measures/measures.ts'
import type { LivePeriod } from '../../measures/live-period.ts'
import type { Page } from '../../panels/pages.ts'
import type { Panel } from '../../panels/panel.ts'
import { drawn } from './charts.ts'
import { pageLink } from './links.ts'
import { dataSource, panelQuery, variableOf } from './queries.ts'
import type { InfinityQuery } from './queries.ts'
import { sayIn } from './say.ts'
import type { Say, Showing } from './say.ts'
import type { Written } from './written.ts'

/** A panel of a dashboard, with its one query. */
export type DashboardPanel = Written<Omit<GrafanaPanel, 'targets'>> & {
  id: number
  title: string
  targets: [InfinityQuery]
}
export type DashboardFile = Written<Omit<Dashboard, 'panels'>> & { uid: string; panels: DashboardPanel[] }

/** Dashboards in the form that Grafana has loaded since version 10 and turns into its newer ones itself. */
const schemaVersion = 41
const columnsMax = 24

/** The name of a page's dashboard in Grafana: the same for ever, since links lead to it. */
export function dashboardUid(page: string): string {
  return `talkmeter-${page}`
}

/** The dashboard of a page: its panels, with its filters as variables, and links back. */
export function dashboardOf(page: Page, showing: Showing): DashboardFile {
  const say = sayIn(showing)
  const { title, url } = pageLink(page, say)
  return {
    id: null,
    uid: dashboardUid(page.id),
    title: say(page.title),
    description: say({
      en: 'Made by Talkmeter. To change it, save a copy: this one is made anew with each version.',
      ru: 'Сделано в Talkmeter. Чтобы изменить, сохраните копию: этот дашборд создаётся заново с каждой версией.',
    }),
    tags: ['talkmeter'],
    schemaVersion,
    version: 0,
    editable: true,
    graphTooltip: 1,
    timezone: showing.zone,
    weekStart: 'monday',
    time: { from: 'now-7d', to: 'now' },
    refresh: page.panels.some(({ live }) => live !== undefined) ? '1m' : '',
    timepicker: {},
    annotations: { list: [] },
    links: [
      {
        type: 'link',
        title,
        url,
        icon: 'external link',
        tooltip: '',
        tags: [],
        asDropdown: false,
        targetBlank: true,
        // The address has both already.
        keepTime: false,
        includeVars: false,
      },
    ],
    templating: { list: page.filters.map((name) => variableOf(name, say)) },
    panels: placed(page.panels.map((panel, at) => panelOf(panel, at + 1, say))),
  }
}

function panelOf(panel: Panel, id: number, say: Say): Omit<DashboardPanel, 'gridPos'> & Sized {
  const { columns, format, height, transformations = [], ...rest } = drawn(panel, say)
  return {
    id,
    title: say(panel.title),
    description: descriptionOf(panel, say),
    datasource: dataSource,
    ...rest,
    transformations,
    links: [panelLink(panel, say)],
    targets: [panelQuery(panel, format, columns, say)],
    ...(panel.live === undefined ? {} : { timeFrom: timesFrom[panel.live] }),
    size: { w: panel.width * 2, h: height },
  }
}

type Sized = { size: { w: number; h: number } }

function panelLink(panel: Panel, say: Say) {
  const { title, url, targetBlank } = pageLink(panel, say)
  const bare = { icon: '', tooltip: '', tags: [], asDropdown: false, keepTime: false, includeVars: false }
  return { type: 'link', title, url, targetBlank, ...bare } as const
}

/** What follows the clock with us follows it in Grafana, too, as long as the dashboard does. */
const timesFrom: Readonly<Record<LivePeriod, string>> = {
  '15m': '15m',
  '30m': '30m',
  '60m': '60m',
  today: 'now/d',
  year: 'now/y',
}

function descriptionOf({ measures, live }: Panel, say: Say): string {
  const definitions = measures.map((name) => `${say(measureOf(name).title)}: ${say(measureOf(name).definition)}`)
  if (live === undefined) return definitions.join('\n\n')
  const note = say({
    en: 'While the time range of the dashboard is fixed, this is about that range.',
    ru: 'Пока период дашборда задан точными датами, здесь показан этот период.',
  })
  return [...definitions, note].join('\n\n')
}

/** Puts panels side by side as long as they fit, then under each other; those beside each other are as high as the highest. */
function placed(panels: readonly (Omit<DashboardPanel, 'gridPos'> & Sized)[]): DashboardPanel[] {
  const rows: (typeof panels)[number][][] = []
  let used = columnsMax
  for (const panel of panels) {
    if (used + panel.size.w > columnsMax) {
      rows.push([])
      used = 0
    }
    rows.at(-1)!.push(panel)
    used += panel.size.w
  }
  let y = 0
  return rows.flatMap((row) => {
    const h = Math.max(...row.map(({ size }) => size.h))
    let x = 0
    const own = row.map(({ size, ...panel }): DashboardPanel => {
      const gridPos = { x, y, w: size.w, h }
      x += size.w
      return { ...panel, gridPos }
    })
    y += h
    return own
  })
}
