import { Command, Option } from 'commander'
import { join, resolve } from 'node:path'
import { readConfig } from '../config.ts'
import type { Config } from '../config.ts'
import { failure } from '../failure.ts'
import { isZone } from '../measures/zone.ts'
import { dashboardUid } from '../renderers/grafana/dashboard.ts'
import { dashboardsFolder, grafanaFiles, isOfOurs, tokenVariable } from '../renderers/grafana/files.ts'
import { dataSource } from '../renderers/grafana/queries.ts'
import type { Showing } from '../renderers/grafana/say.ts'
import { pushToGrafana } from './grafana-push.ts'
import { putFiles, textAt } from './put-files.ts'

export type GrafanaSurroundings = {
  environment: Readonly<Record<string, string | undefined>>
  print: (text: string) => void
  /** How long Grafana may take to answer. */
  patienceMilliseconds?: number
}

type Shown = { url?: string; serverUrl?: string; zone?: string; lang: 'en' | 'ru' }
type AskedToExport = Shown & { dashboardsPath: string }
type AskedToPush = Shown & { grafana?: string; grafanaToken?: string; token?: string }

/** `talkmeter grafana`: the same graphs in Grafana, by files or by its API. */
export function grafanaCommand(surroundings: GrafanaSurroundings): Command {
  const grafana = new Command('grafana').description('the pages of graphs as dashboards of Grafana')
  shownBy(grafana.command('export <dir>'))
    .description('write the data source, the provider and the dashboards as files for the provisioning of Grafana')
    .option(
      '--dashboards-path <path>',
      'the folder on Grafana’s machine where the dashboards will be',
      dashboardsFolder,
    )
    .action((dir: string, asked: AskedToExport) => exportFiles(surroundings, dir, asked))
  shownBy(grafana.command('push'))
    .description('put the data source and the dashboards into a running Grafana; again to bring them up to date')
    .option('--grafana <url>', 'where Grafana is (default: TALKMETER_GRAFANA_URL)')
    .option('--grafana-token <token>', 'a service account’s token (default: TALKMETER_GRAFANA_SERVICE_TOKEN)')
    .option('--token <token>', `a token with the scope "read" for Grafana to ask with (default: ${tokenVariable})`)
    .action((asked: AskedToPush) => push(surroundings, asked))
  return grafana
}

function shownBy(command: Command): Command {
  return command
    .option(
      '--url <url>',
      'where people open Talkmeter (default: TALKMETER_PUBLIC_URL, else TALKMETER_URL, else this machine)',
    )
    .option('--server-url <url>', 'where Grafana’s server reaches Talkmeter, if not there')
    .option('--zone <zone>', 'the zone of days, such as Europe/Berlin (default: that of this machine)')
    .addOption(new Option('--lang <language>', 'the language of titles').choices(['en', 'ru']).default('en'))
}

function exportFiles({ environment, print }: GrafanaSurroundings, dir: string, asked: AskedToExport): void {
  const config = readConfig(environment)
  const showing = showingOf(config, asked)
  const files = grafanaFiles(showing, asked.dashboardsPath).map((file) => ({
    ...file,
    path: join(resolve(dir), file.name),
  }))
  // All or none: a folder that is half of somebody else is in nobody's interest.
  const foreign = files.filter(({ path, name }) => {
    const text = textAt(path)
    return text !== undefined && !isOfOurs({ name, text })
  })
  if (foreign.length > 0) {
    const names = foreign.map(({ path }) => path).join(', ')
    throw failure(
      'conflict',
      `Nothing was written: ${names} is there, and was not made by Talkmeter. Take another folder.`,
    )
  }
  putFiles(files)
  print(addressesTaken(config, asked, showing))
  print(`${files.length} files are in ${resolve(dir)}. Three steps are left:
  1. Install the plugin in Grafana:
       grafana cli plugins install ${dataSource.type}
  2. Copy provisioning/ to the provisioning folder of Grafana (usually /etc/grafana/provisioning)
     and dashboards/talkmeter/ to ${asked.dashboardsPath}.
  3. Make a token with the scope "read" on the page Tokens, set it as ${tokenVariable}
     in the environment of Grafana, and restart Grafana. The graphs are at /d/${dashboardUid('notifications')}.`)
}

/** Which addresses are in what Grafana gets: nobody sees them there, and links that lead nowhere are noticed late. */
function addressesTaken(config: Config, asked: Shown, { publicUrl, serverUrl = publicUrl }: Showing): string {
  const isTold = asked.url !== undefined || config.publicUrl !== undefined || config.clientUrl !== undefined
  return [
    `Links lead to ${publicUrl}, and Grafana asks ${serverUrl} for the numbers.`,
    ...(isTold
      ? []
      : ['That is this machine alone: say where people open Talkmeter by --url or TALKMETER_PUBLIC_URL.']),
  ].join('\n')
}

async function push(
  { environment, print, patienceMilliseconds }: GrafanaSurroundings,
  asked: AskedToPush,
): Promise<void> {
  const config = readConfig(environment)
  const url = mustBe(
    asked.grafana ?? config.grafanaUrl,
    'where Grafana is: set TALKMETER_GRAFANA_URL, or give --grafana',
  )
  const serviceToken = mustBe(
    asked.grafanaToken ?? config.grafanaServiceToken,
    'the token of a service account of Grafana with the role Admin: set TALKMETER_GRAFANA_SERVICE_TOKEN, or give --grafana-token',
  )
  const readToken = asked.token ?? config.grafanaToken
  const showing = showingOf(config, asked)
  mustBeToken(serviceToken, 'TALKMETER_GRAFANA_SERVICE_TOKEN, or --grafana-token,')
  mustBeToken(readToken ?? '', `${tokenVariable}, or --token,`)
  const grafanaUrl = addressOf(url, '--grafana')
  print(addressesTaken(config, asked, showing))
  await pushToGrafana({ url: grafanaUrl, serviceToken, readToken, showing, print, patienceMilliseconds })
}

function mustBe(value: string | undefined, needed: string): string {
  if (value !== undefined && value !== '') return value
  throw failure('misconfigured', `This needs ${needed}.`)
}

/** A header of HTTP can be nothing else, and an error about it would not say which token it is. */
function mustBeToken(token: string, name: string): void {
  if (/^[\x21-\x7e]*$/.test(token)) return
  throw failure(
    'misconfigured',
    `${name} is no token: it has a line break, a space or a letter that no token has. Copy it again, without what stands around it.`,
  )
}

function showingOf(config: Config, asked: Shown): Showing {
  const zone = asked.zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone
  if (!isZone(zone))
    throw failure('bad-request', `"${zone.slice(0, 64)}" is not an IANA time zone such as "Europe/Berlin".`)
  const publicUrl = asked.url ?? config.publicUrl ?? config.clientUrl ?? `http://localhost:${config.port}`
  return {
    language: asked.lang,
    zone,
    publicUrl: addressOf(publicUrl, '--url'),
    ...(asked.serverUrl === undefined ? {} : { serverUrl: addressOf(asked.serverUrl, '--server-url') }),
  }
}

/** An address without a slash at its end. */
function addressOf(text: string, option: string): string {
  const url = URL.parse(text)
  if (url !== null && (url.username !== '' || url.password !== '')) {
    throw failure(
      'bad-request',
      `${option}: leave out the name and password before "@${url.host}": everybody who sees the dashboards would see them.`,
    )
  }
  if (/^https?:$/.test(url?.protocol ?? '')) return text.replace(/\/+$/, '')
  throw failure('bad-request', `${option}: "${text.slice(0, 200)}" is not a URL that starts with https:// or http://.`)
}
