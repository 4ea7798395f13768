import type { VariableModel } from '@grafana/schema'
import { dimensions } from '../../measures/dimensions.ts'
import type { FilterName, Panel } from '../../panels/panel.ts'
import { flatColumns, seriesColumn } from './flat-rows.ts'
import type { FlatColumn } from './flat-rows.ts'
import type { Say } from './say.ts'
import type { Written } from './written.ts'

/** The one data source of all dashboards: the plugin Infinity, which asks our API. */
export const dataSource = { type: 'yesoreyeram-infinity-datasource', uid: 'talkmeter' } as const

/** A query of Infinity; see https://grafana.com/docs/plugins/yesoreyeram-infinity-datasource. */
export type InfinityQuery = {
  refId: string
  datasource: typeof dataSource
  type: 'json'
  source: 'url'
  /** Alerts, shared dashboards and caches need the parser of Grafana's server. */
  parser: 'backend'
  format: 'table' | 'timeseries'
  url: string
  url_options: { method: 'GET'; data: ''; params: { key: string; value: string }[] }
  root_selector: ''
  columns: InfinityColumn[]
  filters: []
}
type InfinityColumn = { selector: string; text: string; type: 'string' | 'number' | 'timestamp_epoch' }

/** How Infinity reads a column. Milliseconds need no format to be guessed, and no text to be parsed. */
const typeOf = { time: 'timestamp_epoch', text: 'string', number: 'number' } as const

/**
 * The query of a panel, with all that its chart shows typed. Columns are called by their names: what they are called on the
 * screen is said by the panel, in whose order they also come, since Infinity sorts them.
 */
export function panelQuery(panel: Panel, format: InfinityQuery['format'], columns: readonly FlatColumn[], say: Say) {
  const params = [
    // These two are filled in by Infinity on Grafana's server, and so by alerts, too.
    { key: 'from', value: '${__timeFrom:date:iso}' },
    { key: 'to', value: '${__timeTo:date:iso}' },
    { key: 'tz', value: '${__timezone}' },
    { key: 'lang', value: say.language },
    ...panel.filters.map((name) => ({ key: name, value: `\${${name}:${listFormat(name)}}` })),
  ]
  return infinity(`/api/v1/grafana/panels/${panel.id}`, params, columns, format)
}

/** The columns that a chart of series over time takes: one number a series, labelled by words and by what it is called. */
export function seriesColumns(panel: Panel): FlatColumn[] {
  const isShares = panel.chart === 'stacked-bars-share'
  return flatColumns(panel).filter(
    ({ name, unit }) => name !== 'day' && (!isShares || unit === null || name === panel.measures[0]),
  )
}

const valueColumns = ['__text', '__value'].map((name) => ({ name, type: 'text' }) as const)

/** A filter of a page as a variable of its dashboard. */
export function variableOf(name: FilterName, say: Say): Written<VariableModel> & { name: string } {
  const params = [{ key: 'lang', value: say.language }]
  const query = infinity(`/api/v1/grafana/variables/${name}`, params, valueColumns, 'table')
  return {
    type: 'query',
    name,
    label: say(dimensions[name].title),
    datasource: dataSource,
    query: { queryType: 'infinity', query: '', refId: 'variable', infinityQuery: { ...query, refId: 'variable' } },
    multi: true,
    includeAll: true,
    allValue: '*',
    current: { text: ['All'], value: ['$__all'] },
    options: [],
    refresh: 1,
    regex: '',
    sort: 0,
    skipUrlSync: false,
    hide: 0,
  }
}

/** Words of closed lists hold no commas; ids may hold anything. */
function listFormat(name: FilterName): 'csv' | 'json' {
  return dimensions[name].values === undefined ? 'json' : 'csv'
}

function infinity(
  url: string,
  params: { key: string; value: string }[],
  columns: readonly Pick<FlatColumn, 'name' | 'type'>[],
  format: InfinityQuery['format'],
): InfinityQuery {
  return {
    refId: 'A',
    datasource: dataSource,
    type: 'json',
    source: 'url',
    parser: 'backend',
    format,
    url,
    url_options: { method: 'GET', data: '', params },
    root_selector: '',
    columns: columns.map(({ name, type }) => ({ selector: name, text: name, type: typeOf[type] })),
    filters: [],
  }
}

/** The name of a label that says what a series is called. */
export const seriesLabel = `\${__field.labels.${seriesColumn}}`
