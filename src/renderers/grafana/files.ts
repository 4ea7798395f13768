import { pages } from '../../panels/pages.ts'
import { dashboardOf } from './dashboard.ts'
import { dataSource } from './queries.ts'
import type { Showing } from './say.ts'

/** A file for Grafana, by its path in the folder of all of them. */
export type GrafanaFile = { name: string; text: string }

/** The folder of Grafana that the dashboards are in. */
export const folder = { uid: 'talkmeter', title: 'Talkmeter' } as const

/** The variable of Grafana's environment that the token of its data source comes from. */
export const tokenVariable = 'TALKMETER_GRAFANA_TOKEN'

/** Where Grafana reads dashboards from, unless another folder is named. */
export const dashboardsFolder = '/var/lib/grafana/dashboards/talkmeter'

const madeBy = '# Made by "talkmeter grafana export".'

/** Whether a file that is there already is one of these, so that it may be made anew. */
export function isOfOurs({ name, text }: GrafanaFile): boolean {
  if (name.endsWith('.yaml')) return text.startsWith(madeBy)
  try {
    const { uid, tags } = JSON.parse(text) as { uid?: unknown; tags?: unknown }
    return typeof uid === 'string' && uid.startsWith('talkmeter-') && Array.isArray(tags) && tags.includes('talkmeter')
  } catch {
    return false
  }
}

/** All that Grafana needs to show our pages: its data source, where dashboards are, and a dashboard for each page. */
export function grafanaFiles(showing: Showing, path = dashboardsFolder): GrafanaFile[] {
  return [
    {
      name: 'provisioning/datasources/talkmeter.yaml',
      text: yaml({
        apiVersion: 1,
        datasources: [
          {
            ...dataSourceOf(showing),
            editable: false,
            secureJsonData: { bearerToken: new Unquoted(`$${tokenVariable}`) },
          },
        ],
      }),
    },
    {
      name: 'provisioning/dashboards/talkmeter.yaml',
      text: yaml({
        apiVersion: 1,
        providers: [
          {
            name: 'Talkmeter',
            type: 'file',
            folder: folder.title,
            folderUid: folder.uid,
            allowUiUpdates: false,
            disableDeletion: false,
            updateIntervalSeconds: 60,
            options: { path },
          },
        ],
      }),
    },
    ...pages.map((page) => ({
      name: `dashboards/talkmeter/${page.id}.json`,
      text: `${JSON.stringify(dashboardOf(page, showing), null, 2)}\n`,
    })),
  ]
}

/** The data source as Grafana's provisioning and its API know it, without its token. */
export function dataSourceOf({ publicUrl, serverUrl = publicUrl }: Showing) {
  return {
    name: 'Talkmeter',
    uid: dataSource.uid,
    type: dataSource.type,
    // Asks from Grafana's server; without it the plugin answers 400 to everything.
    access: 'proxy',
    url: serverUrl,
    isDefault: false,
    jsonData: {
      auth_method: 'bearerToken',
      // With a token the plugin asks no host that is not here.
      allowedHosts: [new URL(serverUrl).origin],
      customHealthCheckEnabled: true,
      customHealthCheckUrl: `${serverUrl}/api/v1/grafana/health`,
    },
  } as const
}

type Scalar = string | number | boolean | Unquoted
type Fields = { readonly [name: string]: Scalar | readonly (Scalar | Fields)[] | Fields }

/** A word that stands as it is, such as a variable of the environment. */
class Unquoted {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

function yaml(value: Fields): string {
  return `${madeBy}\n${linesOf(value).join('\n')}\n`
}

function linesOf(value: Fields): string[] {
  return Object.entries(value).flatMap(([name, one]) => {
    if (isScalar(one)) return [`${name}: ${scalar(one)}`]
    return [`${name}:`, ...(isList(one) ? one.flatMap(itemOf) : indented(linesOf(one)))]
  })
}

function itemOf(item: Scalar | Fields): string[] {
  const [first, ...rest] = isScalar(item) ? [scalar(item)] : linesOf(item)
  return [`  - ${first}`, ...indented(indented(rest))]
}

function isScalar(value: Fields[string]): value is Scalar {
  return typeof value !== 'object' || value instanceof Unquoted
}

function isList(value: Fields | readonly (Scalar | Fields)[]): value is readonly (Scalar | Fields)[] {
  return Array.isArray(value)
}

function indented(lines: readonly string[]): string[] {
  return lines.map((line) => `  ${line}`)
}

/** Texts of JSON are texts of YAML; Grafana puts variables in place of dollar signs. */
function scalar(value: Scalar): string {
  if (value instanceof Unquoted) return value.text
  return typeof value === 'string' ? JSON.stringify(value).replaceAll('$', '$$$$') : String(value)
}
