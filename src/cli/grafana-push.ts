import { failure } from '../failure.ts'
import { pages } from '../panels/pages.ts'
import { dashboardOf } from '../renderers/grafana/dashboard.ts'
import { dataSourceOf, folder, tokenVariable } from '../renderers/grafana/files.ts'
import { dataSource } from '../renderers/grafana/queries.ts'
import type { Showing } from '../renderers/grafana/say.ts'

export type Push = {
  /** Where Grafana is, without a slash at the end. */
  url: string
  serviceToken: string
  /** What Grafana reads our numbers with; without one, the token that it has stays. */
  readToken: string | undefined
  showing: Showing
  print: (text: string) => void
  /** How long an answer may take. */
  patienceMilliseconds?: number | undefined
}

type Answer = { status: number; body: Record<string, unknown> }
type Asking = (method: 'GET' | 'POST' | 'PUT', path: string, body?: object) => Promise<Answer>

const usualPatience = 15_000

/**
 * Puts the folder, the data source and the dashboards into a running Grafana by its HTTP API, where they are not yet, and brings
 * them up to date where they are.
 * @throws Failure that says what to do in Grafana, also when all is there and Grafana does not reach us
 */
export async function pushToGrafana(wanted: Push): Promise<void> {
  const { url, readToken, showing, print } = wanted
  const ask = askerOf(wanted)
  await mustHavePlugin(ask)
  if ((await ask('GET', `folders/${folder.uid}`)).status === 404) {
    mustBeDone('The folder', await ask('POST', 'folders', folder))
    print(`The folder ${folder.title} is made.`)
  }
  print(await putDataSource(ask, showing, readToken))
  for (const page of pages) {
    const dashboard = dashboardOf(page, showing)
    const message = 'talkmeter grafana push'
    const answer = await ask('POST', 'dashboards/db', { dashboard, folderUid: folder.uid, overwrite: true, message })
    mustBeDone(`The dashboard "${dashboard.title}"`, answer)
    print(`${dashboard.title}: ${url}/d/${dashboard.uid}`)
  }
  await mustReachUs(ask)
  print('Grafana reaches Talkmeter with its token.')
}

async function mustHavePlugin(ask: Asking): Promise<void> {
  const { status } = await ask('GET', `plugins/${dataSource.type}/settings`)
  if (status !== 404) return
  throw failure(
    'not-found',
    `Grafana does not have the plugin Infinity: install it (grafana cli plugins install ${dataSource.type}), restart Grafana, and push again.`,
  )
}

async function putDataSource(ask: Asking, showing: Showing, readToken: string | undefined): Promise<string> {
  const known = await ask('GET', `datasources/uid/${dataSource.uid}`)
  if (known.status === 200 && known.body['readOnly'] === true) {
    return 'The data source comes from a file of Grafana’s provisioning, and stays as it is there.'
  }
  if (known.status !== 200 && readToken === undefined) {
    throw failure(
      'misconfigured',
      `Grafana needs a token with the scope "read" to ask with: make one on the page Tokens, and set ${tokenVariable}, or give --token.`,
    )
  }
  const body = {
    ...dataSourceOf(showing),
    ...(readToken === undefined ? {} : { secureJsonData: { bearerToken: readToken } }),
  }
  const answer =
    known.status === 200
      ? await ask('PUT', `datasources/uid/${dataSource.uid}`, body)
      : await ask('POST', 'datasources', body)
  mustBeDone('The data source', answer)
  return `The data source is ${known.status === 200 ? 'up to date' : 'made'}.`
}

/** What “Save & test” of the data source says: whether Grafana reaches us, and may read. */
async function mustReachUs(ask: Asking): Promise<void> {
  const { status, body } = await ask('GET', `datasources/uid/${dataSource.uid}/health`)
  if (status === 200) return
  const said = typeof body['message'] === 'string' ? body['message'].trim().slice(0, 300) : `status ${status}`
  throw failure(
    'misconfigured',
    `The dashboards are in Grafana, but it does not reach Talkmeter yet: ${said.replace(/\.$/, '')}. Look at --server-url and at the token, and push again.`,
  )
}

function askerOf({ url, serviceToken, patienceMilliseconds = usualPatience }: Push): Asking {
  const notAnswered = (error: unknown) => {
    const isLate = error instanceof Error && error.name === 'TimeoutError'
    const what = isLate
      ? `Grafana at ${url} does not answer within ${patienceMilliseconds / 1000} s. Look at whether it is well, and push again.`
      : `Nothing answers at ${url}. Say where Grafana runs with --grafana or TALKMETER_GRAFANA_URL.`
    return failure('not-found', what, [], error)
  }
  return async (method, path, body) => {
    const response = await fetch(`${url}/api/${path}`, {
      method,
      headers: { authorization: `Bearer ${serviceToken}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      redirect: 'manual',
      signal: AbortSignal.timeout(patienceMilliseconds),
    }).catch((error: unknown) => {
      throw notAnswered(error)
    })
    const text = await response.text().catch((error: unknown) => {
      throw notAnswered(error)
    })
    const answer = jsonIn(text)
    if (response.status === 401) {
      throw failure(
        'unauthenticated',
        'Grafana does not know this token: make one for a service account (Administration, Service accounts).',
      )
    }
    if (typeof answer !== 'object' || answer === null) {
      throw failure(
        'not-found',
        `What answers at ${url} is no Grafana (status ${response.status}). Is a path missing, such as /grafana?`,
      )
    }
    return { status: response.status, body: answer as Record<string, unknown> }
  }
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** @throws Failure with what Grafana said, and what can be done */
function mustBeDone(what: string, { status, body }: Answer): void {
  if (status < 300) return
  const said = typeof body['message'] === 'string' ? `: ${body['message'].slice(0, 300)}` : ''
  if (status === 403) {
    throw failure(
      'forbidden',
      `${what} is not allowed to this service account${said}. It needs the role Admin, or the rights to write data sources, folders and dashboards.`,
    )
  }
  if (status === 400 && /provisioned/i.test(said)) {
    throw failure(
      'conflict',
      `${what} comes from a file of Grafana’s provisioning${said}. Change the file (talkmeter grafana export), or take it away.`,
    )
  }
  throw failure('conflict', `${what} could not be put into Grafana, which answered ${status}${said}`)
}
