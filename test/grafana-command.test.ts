import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { grafanaCommand } from '../src/cli/grafana.ts'
import { grafanaRowsMax } from '../src/api/routes/grafana.ts'
import { describeSettings } from '../src/config.ts'
import { Failure } from '../src/failure.ts'
import { measureOf, measures } from '../src/measures/measures.ts'
import { namesMax } from '../src/panels/list-names.ts'
import { pages } from '../src/panels/pages.ts'
import { colorOf } from '../web/charts/palette.ts'
import { dimensions } from '../src/measures/dimensions.ts'
import { dashboardOf } from '../src/renderers/grafana/dashboard.ts'
import { openapi } from '../src/renderers/openapi.ts'
import { grafanaColor } from '../src/renderers/grafana/colors.ts'
import { startGrafana } from './grafana-server.ts'
import type { GrafanaServer } from './grafana-server.ts'

/** `talkmeter grafana`: files for Grafana's provisioning, and what goes into a running one. */

let folder: string
let grafana: GrafanaServer
let said: string[]

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'talkmeter-grafana-'))
  grafana = await startGrafana()
  said = []
})

afterEach(async () => {
  rmSync(folder, { recursive: true })
  await grafana.close()
})

async function run(
  args: readonly string[],
  environment: Record<string, string> = {},
  patienceMilliseconds = 15_000,
): Promise<string> {
  said = []
  const command = grafanaCommand({ environment, print: (text) => void said.push(text), patienceMilliseconds })
  for (const one of [command, ...command.commands]) one.exitOverride().configureOutput({ writeErr: () => undefined })
  await command.parseAsync(args, { from: 'user' })
  return said.join('\n')
}

const shown = ['--url', 'https://stats.example.com/', '--zone', 'Europe/Berlin']
const filesIn = () =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).slice(folder.length + 1))
    .toSorted()

test('export writes a data source, a provider and a dashboard for each page, and says what is left to do', async () => {
  const text = await run(['export', folder, ...shown, '--server-url', 'http://talkmeter:8080'])
  expect(text.match(/^ {2}\d\./gm)).toHaveLength(3)
  expect(text).toContain('grafana cli plugins install yesoreyeram-infinity-datasource')
  expect(filesIn()).toEqual([
    ...pages.map(({ id }) => `dashboards/talkmeter/${id}.json`).toSorted(),
    'provisioning/dashboards/talkmeter.yaml',
    'provisioning/datasources/talkmeter.yaml',
  ])
  expect(readFileSync(join(folder, 'provisioning/datasources/talkmeter.yaml'), 'utf8')).toBe(`\
# Made by "talkmeter grafana export".
apiVersion: 1
datasources:
  - name: "Talkmeter"
    uid: "talkmeter"
    type: "yesoreyeram-infinity-datasource"
    access: "proxy"
    url: "http://talkmeter:8080"
    isDefault: false
    jsonData:
      auth_method: "bearerToken"
      allowedHosts:
        - "http://talkmeter:8080"
      customHealthCheckEnabled: true
      customHealthCheckUrl: "http://talkmeter:8080/api/v1/grafana/health"
    editable: false
    secureJsonData:
      bearerToken: $TALKMETER_GRAFANA_TOKEN
`)
  expect(readFileSync(join(folder, 'provisioning/dashboards/talkmeter.yaml'), 'utf8')).toContain(
    '    options:\n      path: "/var/lib/grafana/dashboards/talkmeter"\n',
  )
  const dashboard = readFileSync(join(folder, 'dashboards/talkmeter/notifications.json'), 'utf8')
  expect(JSON.parse(dashboard)).toMatchObject({ id: null, uid: 'talkmeter-notifications', timezone: 'Europe/Berlin' })
  expect(dashboard).toContain('"https://stats.example.com/api/v1/grafana/open/notifications.sent?')
  expect(dashboard).not.toContain('http://talkmeter:8080')
})

test('export makes its own files anew, in another language too, and writes over no others', async () => {
  await run(['export', folder, ...shown])
  await run(['export', folder, ...shown, '--lang', 'ru'])
  const path = join(folder, 'dashboards/talkmeter/chats.json')
  expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ title: 'Графики чатов' })
  writeFileSync(path, '{"title":"Mine","uid":"mine"}')
  const before = readFileSync(join(folder, 'dashboards/talkmeter/analytics.json'), 'utf8')
  await expect(run(['export', folder, ...shown])).rejects.toThrow(`Nothing was written: ${path} is there`)
  expect(readFileSync(path, 'utf8')).toBe('{"title":"Mine","uid":"mine"}')
  expect(readFileSync(join(folder, 'dashboards/talkmeter/analytics.json'), 'utf8')).toBe(before)
})

const isRoot = process.getuid?.() === 0

test('export says what is in the way, and leaves everything as it was', async () => {
  const at = (...names: string[]) => join(folder, ...names)
  writeFileSync(at('file'), 'mine')
  mkdirSync(at('taken', 'dashboards/talkmeter/chats.json'), { recursive: true })
  mkdirSync(at('pipe', 'provisioning'), { recursive: true })
  writeFileSync(at('pipe', 'provisioning', 'dashboards'), 'mine')
  symlinkSync(at('nowhere'), at('link'))
  mkdirSync(at('linked', 'provisioning/datasources'), { recursive: true })
  symlinkSync(at('nowhere'), at('linked', 'provisioning/datasources/talkmeter.yaml'))
  mkdirSync(at('closed'), { mode: 0o500 })
  const before = readdirSync(folder, { recursive: true }).toSorted()
  const ways: readonly [dir: string, sentence: string][] = [
    [at('file'), 'a folder is needed'],
    [at('file', 'deeper'), 'a folder is needed'],
    [at('taken'), `${at('taken', 'dashboards/talkmeter/chats.json')} is there, and is no file`],
    [at('pipe'), 'a folder is needed'],
    [at('link'), `${at('link')} is a link to nothing`],
    [at('linked'), 'talkmeter.yaml is a link to nothing'],
    // Who may do everything may write there.
    ...(isRoot ? [] : [[at('closed'), 'may not be written by this user'] as [string, string]]),
    ...(existsSync('/proc/self') ? [['/proc/x', '/proc/x cannot be made there'] as [string, string]] : []),
  ]
  for (const [dir, sentence] of ways) {
    const told = await run(['export', dir, ...shown]).catch((error: unknown) => error)
    expect(told, dir).toBeInstanceOf(Failure)
    expect((told as Failure).message).toContain(sentence)
    expect((told as Failure).message).toContain('Nothing was written')
    expect(readdirSync(folder, { recursive: true }).toSorted(), dir).toEqual(before)
  }
})

test('export and push say which addresses they took', async () => {
  const zone = ['--zone', 'UTC']
  const environment = { TALKMETER_PUBLIC_URL: 'https://public.example.com' }
  const told = await run(['export', folder, ...zone, '--server-url', 'http://talkmeter:8080'], environment)
  expect(told).toContain('Links lead to https://public.example.com, and Grafana asks http://talkmeter:8080 for')
  expect(told).not.toContain('this machine alone')
  expect(await run(['export', folder, ...zone])).toMatch(/Links lead to http:\/\/localhost:\d+, .*\n.*by --url or/)
  expect(await run([...pushed(), ...tokens()])).toContain('Links lead to https://stats.example.com, and Grafana asks')
})

test.each([
  [['--zone', 'Mars/Base'], 'is not an IANA time zone'],
  [['--url', 'stats.example.com'], '--url: "stats.example.com" is not a URL'],
  [['--url', 'https://anna:secret@stats.example.com'], '--url: leave out the name and password before "@stats.'],
  [['--server-url', 'ftp://x'], '--server-url: "ftp://x" is not a URL'],
  [['--lang', 'de'], 'Allowed choices are en, ru'],
])('%j is refused in words', async (args, sentence) => {
  await expect(run(['export', folder, ...shown, ...args])).rejects.toThrow(sentence)
})

test('dashboards have the colours of our pages', () => {
  const words = Object.values(dimensions).flatMap(({ values = [] }) => values.map(({ value }) => value))
  const wrong = words.filter(
    (word) => grafanaColor(word) !== undefined && grafanaColor(word) !== colorOf(word, 'light'),
  )
  expect(wrong).toEqual([])
  const uncolored = words.filter((word) => grafanaColor(word) === undefined)
  // Those of filters that no chart is drawn by, and of hours, which are a table in Grafana.
  const ofFilters = ['yes', 'no', 'yes', 'no', 'wrote', 'active', 'skipped']
  expect(uncolored).toEqual([...ofFilters, 'online', 'paused', 'offline'])
})

test('docs/grafana.md names what there is: its commands run, its settings and paths are known', async () => {
  const doc = readFileSync(resolve(import.meta.dirname, '../docs/grafana.md'), 'utf8')
  const commands = [...doc.matchAll(/^npx --no talkmeter grafana (.+)$/gm)].map(([, words]) => words!.split(' '))
  expect(commands.map(([name]) => name)).toEqual(['export', 'push'])
  const environment = { TALKMETER_GRAFANA_SERVICE_TOKEN: grafana.token, TALKMETER_GRAFANA_TOKEN: 'tm_read' }
  for (const words of commands) {
    const args = words.map((word) =>
      word === './for-grafana' ? folder : word.replace('https://grafana.example.com', grafana.url),
    )
    await run([...args, ...(words[0] === 'export' ? ['--server-url', 'http://talkmeter:8080'] : [])], environment)
  }
  expect(filesIn()).toHaveLength(pages.length + 2)
  expect(grafana.dashboards.size).toBe(pages.length)
  const settings = new Set(describeSettings({}).map(({ variable }) => variable))
  expect(doc.match(/TALKMETER_\w+/g)!.filter((name) => !settings.has(name))).toEqual([])
  const { paths } = openapi({ serverUrl: '/', scopes: [], cookieName: 'x' }) as { paths: Record<string, unknown> }
  const told = [...doc.matchAll(/`(\/api\/v1\/grafana\/[\w./{}]+)`/g)].map(([, path]) => path!)
  expect([...new Set(told)].toSorted()).toEqual(
    Object.keys(paths)
      .filter((path) => path.includes('/grafana/'))
      .toSorted(),
  )
  expect(doc).toContain(`${grafanaRowsMax.toLocaleString('en')} rows`)
  expect(doc).toContain(`${namesMax.toLocaleString('en')} names`)
})

test.each(pages)('the dashboard of $id holds together', (page) => {
  const dashboard = dashboardOf(page, { language: 'ru', zone: 'UTC', publicUrl: 'https://stats.example.com' })
  expect(dashboard.templating!.list!.map(({ name }) => name)).toEqual(page.filters)
  expect(dashboard.panels.map(({ title }) => title)).toEqual(page.panels.map(({ title }) => title.ru))
  const { panels } = dashboard
  expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length)
  for (const [at, { gridPos, description, targets, transformations, title, fieldConfig }] of panels.entries()) {
    expect(gridPos!.x + gridPos!.w, title).toBeLessThanOrEqual(24)
    expect(
      panels.slice(at + 1).every((other) => isApart(gridPos!, other.gridPos!)),
      title,
    ).toBe(true)
    const { columns, url_options: options } = targets[0]
    const { measures: own, filters } = page.panels[at]!
    expect(description, title).toContain(measureOf(own[0]).definition.ru)
    expect(options.params.map(({ key }) => key)).toEqual(['from', 'to', 'tz', 'lang', ...filters])
    // What is put in order and made fields of is there, and so is what is overridden by name.
    const names = new Set(columns.map(({ text }) => text))
    const told = JSON.stringify(transformations).match(/(?<="fieldName":")[^"]+/g) ?? []
    expect(
      told.filter((name) => !names.has(name)),
      title,
    ).toEqual([])
    const ofMeasures = fieldConfig!.overrides
      .map(({ matcher }) => matcher.options)
      .filter((name) => measureNames.has(name as string))
    expect(
      ofMeasures.filter((name) => !names.has(name as string)),
      title,
    ).toEqual([])
  }
})

type Place = { x: number; y: number; w: number; h: number }

function isApart(one: Place, other: Place): boolean {
  const isBeside = one.x + one.w <= other.x || other.x + other.w <= one.x
  return isBeside || one.y + one.h <= other.y || other.y + other.h <= one.y
}

const measureNames = new Set<string>(measures.map(({ name }) => name))

const pushed = () => ['push', '--grafana', grafana.url, ...shown]
const tokens = () => ['--grafana-token', grafana.token, '--token', 'tm_read']

test('push puts folder, data source and dashboards into Grafana, and the same again changes nothing', async () => {
  const text = await run([...pushed(), ...tokens()])
  expect(text).toContain('Grafana reaches Talkmeter with its token.')
  expect([...grafana.folders.keys()]).toEqual(['talkmeter'])
  expect(grafana.dataSources.get('talkmeter')).toMatchObject({
    access: 'proxy',
    url: 'https://stats.example.com',
    jsonData: { auth_method: 'bearerToken', allowedHosts: ['https://stats.example.com'] },
    secureJsonData: { bearerToken: 'tm_read' },
  })
  expect([...grafana.dashboards.keys()]).toEqual(pages.map(({ id }) => `talkmeter-${id}`))
  const before = structuredClone([...grafana.dashboards.values()].map(({ dashboard }) => dashboard))

  // By the environment, and without a token for the data source, which has one.
  const environment = { TALKMETER_GRAFANA_URL: grafana.url, TALKMETER_GRAFANA_SERVICE_TOKEN: grafana.token }
  const again = await run(['push', ...shown], environment)
  expect(again).toContain('The data source is up to date.')
  expect(grafana.dataSources.get('talkmeter')).toMatchObject({ secureJsonData: { bearerToken: 'tm_read' } })
  expect([...grafana.dashboards.values()].map(({ dashboard }) => dashboard)).toEqual(before)
  expect(grafana.folders.size + grafana.dataSources.size).toBe(2)
})

test('push says what is wrong, and what to do', async () => {
  const push = (...args: string[]) => run([...pushed(), ...args])
  await expect(push()).rejects.toThrow('set TALKMETER_GRAFANA_SERVICE_TOKEN, or give --grafana-token')
  await expect(push('--grafana-token', 'glsa_a\nb')).rejects.toThrow(
    'or --grafana-token, is no token: it has a line break',
  )
  await expect(push('--grafana-token', grafana.token, '--token', 'tm_read\n')).rejects.toThrow(
    'or --token, is no token',
  )
  await expect(run(['push', ...shown])).rejects.toThrow('set TALKMETER_GRAFANA_URL, or give --grafana')
  await expect(push('--grafana-token', 'wrong')).rejects.toThrow('Grafana does not know this token')
  await expect(push('--grafana-token', grafana.viewerToken)).rejects.toThrow(/folder is not allowed .* role Admin/)
  await expect(push('--grafana-token', grafana.token)).rejects.toThrow('set TALKMETER_GRAFANA_TOKEN, or give --token')
  grafana.plugins.clear()
  await expect(push(...tokens())).rejects.toThrow(
    'install it (grafana cli plugins install yesoreyeram-infinity-datasource)',
  )
  grafana.plugins.add('yesoreyeram-infinity-datasource')
  grafana.reaches = false
  await expect(push(...tokens())).rejects.toThrow('does not reach Talkmeter yet: dial tcp: connection refused. Look at')
  expect(grafana.dashboards.size).toBe(pages.length)
  grafana.reaches = true
  const known = grafana.dashboards.get('talkmeter-chats')!
  grafana.dashboards.set('talkmeter-chats', { ...known, isProvisioned: true })
  await expect(push(...tokens())).rejects.toThrow('"Chat graphs" comes from a file of Grafana’s provisioning')
  grafana.dashboards.set('talkmeter-chats', known)
  grafana.dataSources.set('talkmeter', { ...grafana.dataSources.get('talkmeter'), readOnly: true })
  expect(await push(...tokens())).toContain('The data source comes from a file of Grafana’s provisioning')
})

test('push tells another server, and none, from Grafana', async () => {
  const other = createServer((_, response) =>
    response.writeHead(404, { 'content-type': 'text/html' }).end('<p>Not here'),
  )
  await new Promise<void>((done) => other.listen(0, '127.0.0.1', done))
  const url = `http://127.0.0.1:${(other.address() as AddressInfo).port}`
  const push = () => run(['push', '--grafana', url, ...shown, ...tokens()])
  await expect(push()).rejects.toThrow(`What answers at ${url} is no Grafana (status 404)`)
  await new Promise((done) => other.close(done))
  await expect(push()).rejects.toThrow(`Nothing answers at ${url}.`)
})

test('push does not take a Grafana that hangs for none', async () => {
  const silent = createServer((request, response) => {
    // Of the second path the head comes, and nothing after it.
    if (request.url!.includes('/folders/')) response.writeHead(200, { 'content-type': 'application/json' }).write('{')
    if (request.url!.includes('/plugins/') && isSecond) response.end('{}')
  })
  let isSecond = false
  await new Promise<void>((done) => silent.listen(0, '127.0.0.1', done))
  const url = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`
  const push = () => run(['push', '--grafana', url, ...shown, ...tokens()], {}, 100)
  await expect(push()).rejects.toThrow(`Grafana at ${url} does not answer within 0.1 s.`)
  isSecond = true
  await expect(push()).rejects.toThrow(`Grafana at ${url} does not answer within 0.1 s.`)
  silent.closeAllConnections()
  await new Promise((done) => silent.close(done))
})
