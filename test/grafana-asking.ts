import type { DashboardFile, DashboardPanel } from '../src/renderers/grafana/dashboard.ts'
import type { InfinityQuery } from '../src/renderers/grafana/queries.ts'

/**
 * How Grafana and its data source Infinity ask, after their documents: variables are put in place by the format that is named
 * (https://grafana.com/docs/grafana/latest/visualizations/dashboards/variables/variable-syntax/), then the macros of time
 * (https://grafana.com/docs/plugins/yesoreyeram-infinity-datasource/latest/query/macros/), then parameters are encoded.
 */
export type Viewed = {
  from: number
  to: number
  /** As Grafana says it: `utc`, or the name of a zone. */
  timezone: string
  /** What is chosen of a variable; all of it when it is not here. */
  chosen: Readonly<Record<string, readonly string[]>>
}

/** The address that Grafana's server asks for. */
export function addressAsked(
  { url, url_options: { params } }: InfinityQuery,
  viewed: Viewed,
  { templating }: DashboardFile,
): string {
  const replaced = params.map(({ key, value }): [string, string] => {
    const shown = value.replaceAll(/\$\{(\w+)(?::(\w+))?\}/g, (whole, name: string, format: string | undefined) => {
      if (name === '__timezone') return viewed.timezone
      const variable = templating!.list!.find((one) => one.name === name)
      if (variable === undefined) return whole
      const values = viewed.chosen[name]
      // The value for all is put in as it stands, whatever the format.
      return values === undefined ? variable.allValue! : formatted(values, format)
    })
    return [key, timed(shown, viewed).replaceAll(/^ +| +$/g, '')]
  })
  return `${url}?${new URLSearchParams(replaced).toString()}`
}

function formatted(values: readonly string[], format: string | undefined): string {
  if (format === 'csv') return values.join(',')
  if (format === 'json') return JSON.stringify(values)
  throw new Error(`The format ${format} is not tried here.`)
}

function timed(text: string, { from, to }: Viewed): string {
  return text
    .replaceAll('${__timeFrom:date:iso}', new Date(from).toISOString())
    .replaceAll('${__timeTo:date:iso}', new Date(to).toISOString())
}

export type Field = { name: string; type: string; values: (string | number | null)[] }

/** What Infinity's parser of the server makes of an answer: a field for each column that is told, by their names. */
export function parsed(
  { columns }: Pick<InfinityQuery, 'columns'>,
  rows: readonly Record<string, string | number | null>[],
): Field[] {
  return columns
    .map(({ selector, text, type }) => ({ name: text, type, values: rows.map((row) => cellOf(row[selector], type)) }))
    .toSorted((one, other) => (one.name < other.name ? -1 : 1))
}

function cellOf(value: string | number | null | undefined, type: string): string | number | null {
  if (value === null || value === undefined) return null
  if (type === 'string') return String(value)
  // Milliseconds are cut to whole ones.
  return type === 'timestamp_epoch' ? Math.trunc(Number(value)) : Number(value)
}

/** Long frames with one time, as `format: timeseries` makes series of them: a value for each time and labels, once. */
export function seriesOf(fields: readonly Field[]): Map<string, Map<number, number | null>> {
  const time = fields.find(({ type }) => type === 'timestamp_epoch')!
  const labels = fields.filter(({ type }) => type === 'string')
  const series = new Map<string, Map<number, number | null>>()
  let before = -Infinity
  for (const [at, instant] of time.values.entries()) {
    if (typeof instant !== 'number' || instant < before) throw new Error('Times must be there, and go up.')
    before = instant
    for (const { name, values } of fields.filter(({ type }) => type === 'number')) {
      const key = JSON.stringify([name, ...labels.map((label) => label.values[at])])
      const points = series.get(key) ?? new Map<number, number | null>()
      if (points.has(instant)) throw new Error(`Two values of ${key} at one time.`)
      series.set(key, points.set(instant, values[at] as number | null))
    }
  }
  return series
}

/**
 * A data link for a row, with what Grafana puts in place of `${__data.fields.NAME}`: what it would show, which has few digits
 * where none are told; with `.numeric` the number itself
 * (https://grafana.com/docs/grafana/latest/panels-visualizations/configure-data-links/).
 */
export function linked(url: string, row: Readonly<Record<string, string | number | null>>): string {
  return url.replaceAll(
    /\$\{__data\.fields\.(\w+)(\.numeric)?(?::percentencode)?\}/g,
    (_, name: string, exact?: string) => {
      const value = row[name] ?? null
      if (typeof value !== 'number' || exact !== undefined) return encodeURIComponent(String(value ?? ''))
      return encodeURIComponent(value.toFixed(shownDigits(value)))
    },
  )
}

/** How many digits Grafana shows after the point, unless it is told. */
function shownDigits(value: number): number {
  if (Number.isInteger(value)) return 0
  const power = Math.floor(Math.log10(Math.abs(value)))
  const isMore = Math.abs(value) / 10 ** (power - 1) > 2.25
  return Math.max(0, 1 - power + (isMore ? 1 : 0))
}

/** All queries of a dashboard. */
export function queriesOf({ panels }: DashboardFile): { panel: DashboardPanel; query: InfinityQuery }[] {
  return panels.flatMap((panel) => panel.targets.map((query) => ({ panel, query })))
}
