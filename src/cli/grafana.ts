import { Command, Option } from 'commander'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { readConfig } from '../config.ts'
import type { Config } from '../config.ts'
import { failure } from '../failure.ts'
import { isZone } from '../measures/zone.ts'
import { dashboardUid } from '../renderers/grafana/dashboard.ts'
import { dashboardsFolder, grafanaFiles, isOfOurs, tokenVariable } from '../renderers/grafana/files.ts'
import { dataSource } from '../renderers/grafana/queries.ts'
import type { Showing } from '../renderers/grafana/say.ts'
import { pushToGrafana } from './grafana-push.ts'

export type GrafanaSurroundings = {
  environment: Readonly<Record<string, string | undefined>>
  print: (text: string) => void
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
    .option('--url <url>', 'where people open Talkmeter (default: TALKMETER_PUBLIC_URL, else TALKMETER_URL)')
    .option('--server-url <url>', 'where Grafana’s server reaches Talkmeter, if not there')
    .option('--zone <zone>', 'the zone of days, such as Europe/Berlin (default: that of this machine)')
    .addOption(new Option('--lang <language>', 'the language of titles').choices(['en', 'ru']).default('en'))
}

function exportFiles({ environment, print }: GrafanaSurroundings, dir: string, asked: AskedToExport): void {
  const showing = showingOf(readConfig(environment), asked)
  const files = grafanaFiles(showing, asked.dashboardsPath).map((file) => ({
    ...file,
    path: join(resolve(dir), file.name),
  }))
  // All or none: a folder that is half of somebody else is in nobody's interest.
  const foreign = files.filter(
    ({ path, name }) => existsSync(path) && !isOfOurs({ name, text: readFileSync(path, 'utf8') }),
  )
  if (foreign.length > 0) {
    const names = foreign.map(({ path }) => path).join(', ')
    throw failure(
      'conflict',
      `Nothing was written: ${names} is there, and was not made by Talkmeter. Take another folder.`,
    )
  }
  for (const { path, text } of files) {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, text)
  }
  print(`${files.length} files are in ${resolve(dir)}. Three steps are left:
  1. Install the plugin in Grafana:
       grafana cli plugins install ${dataSource.type}
  2. Copy provisioning/ to the provisioning folder of Grafana (usually /etc/grafana/provisioning)
     and dashboards/talkmeter/ to ${asked.dashboardsPath}.
  3. Make a token with the scope "read" on the page Tokens, set it as ${tokenVariable}
     in the environment of Grafana, and restart Grafana. The graphs are at /d/${dashboardUid('notifications')}.`)
}

async function push({ environment, print }: GrafanaSurroundings, asked: AskedToPush): Promise<void> {
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
  await pushToGrafana({ url: addressOf(url, '--grafana'), serviceToken, readToken, showing, print })
}

function mustBe(value: string | undefined, needed: string): string {
  if (value !== undefined && value !== '') return value
  throw failure('misconfigured', `This needs ${needed}.`)
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
  if (/^https?:$/.test(URL.parse(text)?.protocol ?? '')) return text.replace(/\/+$/, '')
  throw failure('bad-request', `${option}: "${text.slice(0, 200)}" is not a URL that starts with https:// or http://.`)
}
