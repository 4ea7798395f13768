import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/**
 * A server that answers as Grafana's documented HTTP API does
 * (https://grafana.com/docs/grafana/latest/developer-resources/api-reference/http-api/api-legacy/): folders, data sources, dashboards and
 * plugin settings by uid, for the token of a service account with a role.
 */
export type GrafanaServer = {
  url: string
  token: string
  viewerToken: string
  folders: Map<string, { uid: string; title: string }>
  dataSources: Map<string, Record<string, unknown>>
  /** By uid; one that a file of its provisioning made is not saved over. */
  dashboards: Map<
    string,
    { dashboard: Record<string, unknown>; folderUid: string; saves: number; isProvisioned?: true }
  >
  plugins: Set<string>
  asked: string[]
  /** Whether its data source reaches us. */
  reaches: boolean
  close: () => Promise<void>
}

type Answer = [status: number, body: unknown]
const notFound = (message: string): Answer => [404, { message }]

export async function startGrafana(): Promise<GrafanaServer> {
  const grafana: Omit<GrafanaServer, 'url' | 'close'> = {
    token: 'glsa_admin',
    viewerToken: 'glsa_viewer',
    folders: new Map(),
    dataSources: new Map(),
    dashboards: new Map(),
    plugins: new Set(['yesoreyeram-infinity-datasource']),
    asked: [],
    reaches: true,
  }

  function answer(method: string, path: string, body: Record<string, unknown>): Answer {
    const [kind, ...rest] = path.split('/')
    if (kind === 'plugins') {
      return grafana.plugins.has(rest[0]!)
        ? [200, { id: rest[0] }]
        : notFound('Plugin not found, no installed plugin with that id')
    }
    if (kind === 'folders') {
      if (method === 'GET')
        return grafana.folders.has(rest[0]!) ? [200, grafana.folders.get(rest[0]!)] : notFound('folder not found')
      const folder = body as { uid: string; title: string }
      if (grafana.folders.has(folder.uid)) return [409, { message: 'a folder with the same uid exists' }]
      grafana.folders.set(folder.uid, folder)
      return [200, folder]
    }
    if (kind === 'datasources') return dataSource(method, rest, body)
    if (kind === 'dashboards' && rest[0] === 'db') return dashboard(body)
    return notFound('Not found')
  }

  function dataSource(method: string, [by, uid, of]: string[], body: Record<string, unknown>): Answer {
    if (method === 'POST') {
      if (grafana.dataSources.has(body['uid'] as string))
        return [409, { message: 'data source with the same uid already exists' }]
      grafana.dataSources.set(body['uid'] as string, body)
      return [200, { message: 'Datasource added', datasource: body }]
    }
    const known = by === 'uid' ? grafana.dataSources.get(uid!) : undefined
    if (known === undefined) return notFound('Data source not found')
    if (of === 'health') {
      return grafana.reaches
        ? [200, { status: 'OK', message: 'OK' }]
        : [400, { status: 'ERROR', message: 'dial tcp: connection refused' }]
    }
    if (method === 'GET') return [200, { readOnly: false, ...known, secureJsonData: undefined }]
    if (known['readOnly'] === true) return [403, { message: 'Cannot update read-only data source' }]
    // A secret that is not sent stays.
    grafana.dataSources.set(uid!, { secureJsonData: known['secureJsonData'], ...body })
    return [200, { message: 'Datasource updated' }]
  }

  function dashboard({ dashboard: sent, folderUid, overwrite }: Record<string, unknown>): Answer {
    const { uid, id, title } = sent as { uid: string; id: unknown; title: unknown }
    if (id !== null || typeof title !== 'string' || title === '') return [400, { message: 'bad request data' }]
    if (!grafana.folders.has(folderUid as string)) return [400, { message: 'folder not found' }]
    const known = grafana.dashboards.get(uid)
    if (known?.isProvisioned) return [400, { message: 'Cannot save provisioned dashboard' }]
    if (known !== undefined && overwrite !== true) {
      return [412, { status: 'version-mismatch', message: 'The dashboard has been changed by someone else' }]
    }
    const saves = (known?.saves ?? 0) + 1
    grafana.dashboards.set(uid, { dashboard: sent as Record<string, unknown>, folderUid: folderUid as string, saves })
    return [200, { uid, url: `/d/${uid}/x`, status: 'success', version: saves }]
  }

  const server = createServer((request, response) => {
    let text = ''
    request.on('data', (bytes) => (text += String(bytes)))
    request.on('end', () => {
      const method = request.method!
      const path = request.url!.replace('/api/', '')
      grafana.asked.push(`${method} ${path}`)
      const token = request.headers.authorization?.replace('Bearer ', '')
      const isKnown = token === grafana.token || token === grafana.viewerToken
      const [status, body]: Answer = !isKnown
        ? [401, { message: 'Invalid API key' }]
        : token === grafana.viewerToken && method !== 'GET'
          ? [403, { message: 'You’ll need additional permissions to perform this action.' }]
          : answer(method, path, text === '' ? {} : (JSON.parse(text) as Record<string, unknown>))
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return Object.assign(grafana, {
    url: `http://127.0.0.1:${port}`,
    close: () => new Promise<void>((resolve) => void server.close(() => resolve())),
  })
}
