import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { commandLine } from '../src/accounts/actor.ts'
import { createCompany } from '../src/accounts/companies.ts'
import { openAccounts } from '../src/accounts/open.ts'
import type { Accounts } from '../src/accounts/open.ts'
import type { Scope } from '../src/accounts/scopes.ts'
import { setUpUnattended } from '../src/accounts/setup.ts'
import type { OpenId } from '../src/accounts/openid.ts'
import { startCharging } from '../src/billing/charging.ts'
import type { Charging } from '../src/billing/charging.ts'
import { buildServer } from '../src/api/server.ts'
import type { Rooms } from '../src/api/server.ts'
import { openEventPath } from '../src/event-path.ts'
import type { EventPath, EventPathOptions } from '../src/event-path.ts'
import { createInFlight } from '../src/intake/in-flight.ts'
import type { InFlight } from '../src/intake/in-flight.ts'
import { createCompanyPrices } from '../src/billing/company-prices.ts'
import { startReports } from '../src/jobs/reports/open.ts'
import type { Reports, ReportsOptions } from '../src/jobs/reports/open.ts'
import { makeMissingFiles } from '../src/invoices/files.ts'
import { startInvoicing } from '../src/invoices/invoicing.ts'
import { papers } from '../src/papers/papers.ts'
import type { InvoicingRun } from '../src/invoices/invoicing.ts'
import { startSchedules } from '../src/jobs/schedules/open.ts'
import type { Schedules } from '../src/jobs/schedules/open.ts'
import { startNotices } from '../src/notices/open.ts'
import type { Notices, NoticesOptions } from '../src/notices/open.ts'
import { begunIn } from '../src/privacy/begun.ts'
import { openPrivacy } from '../src/privacy/open.ts'
import type { Privacy } from '../src/privacy/open.ts'
import { openRecipients } from '../src/privacy/recipients.ts'
import type { Recipients } from '../src/privacy/recipients.ts'
import type { Facts } from '../src/stores/events/facts.ts'
import { openFolderFiles } from '../src/stores/files/folder-files.ts'
import { openFacts } from '../src/stores/events/open.ts'
import { openLedger } from '../src/stores/ledger/open.ts'
import { putStores } from './prepared-stores.ts'

/** The whole house in the process of a test: the real engines in a folder of its own, the real server on a real port. */
export type ApiServer = {
  url: string
  port: number
  folder: string
  /** A token of the first company with every scope. */
  token: string
  /** Who may sign in. */
  admin: { email: string; password: string }
  accounts: Accounts
  facts: Facts
  path: EventPath
  privacy: Privacy
  /** Charges when a test says so. */
  charging: Charging
  /** Makes the invoices of months when a test says so. */
  invoicing: InvoicingRun
  /** Looks and tells when a test says so. */
  notices: Notices
  /** Makes reports as they are asked for. */
  reports: Reports
  /** Asks for what is due when a test says so. */
  schedules: Schedules
  recipients: Recipients
  tokenWith: (scopes: readonly Scope[]) => Promise<string>
  /** A token, with every scope, of a company of its own: what a test counts there is its own, too. */
  newCompany: () => Promise<{ company: number; token: string }>
  get: (address: string, token?: string) => Promise<Answered>
  post: (address: string, token?: string) => Promise<Answered>
  /** Sends a body to the door for events. */
  send: (token: string, type: string, body: Body, headers?: Record<string, string>) => Promise<Answered>
  /** The messages that a panel counts for the company of a token, once everything acknowledged is folded. */
  counted: (token: string) => Promise<number>
  close: () => Promise<void>
}

type Body = string | Uint8Array<ArrayBuffer>

export type Answered = { status: number; headers: Headers; body: unknown }

export type ApiServerOptions = Partial<Omit<EventPathOptions, 'dataFolder' | 'facts' | 'recipients'>> & {
  inFlight?: InFlight
  /** Settings that differ from the usual ones. */
  config?: Partial<Rooms['config']>
  openId?: OpenId
  /** Mail server and networks of notices. */
  telling?: Partial<NoticesOptions['config']>
  /** How reports are made, where it differs. */
  reporting?: Partial<ReportsOptions>
  /** Puts something between the house and its store of facts, such as a slow disk. */
  reach?: (facts: Facts) => Facts
}

const admin = { email: 'admin@localhost', password: 'four words of the admin' }
const requestsPerMinuteMax = 1_000_000
const allScopes: readonly Scope[] = ['ingest', 'read', 'billing', 'admin']

export async function startApiServer(options: ApiServerOptions = {}): Promise<ApiServer> {
  const {
    now = Date.now,
    inFlight = createInFlight(),
    reach = (store: Facts) => store,
    config,
    openId,
    telling,
    reporting,
    ...limits
  } = options
  const folder = mkdtempSync(join(tmpdir(), 'talkmeter-api-'))
  // The embedded PostgreSQL of a test that runs as root is another user, who must reach its folder.
  chmodSync(folder, 0o755)
  putStores(folder)
  const ledger = await openLedger({ place: { dataDir: folder } })
  const facts = reach(await openFacts({ path: join(folder, 'facts') }))
  const accounts = openAccounts(ledger, now)
  await setUpUnattended(
    ledger,
    { adminEmail: admin.email, adminPassword: admin.password, token: undefined, zone: 'UTC' },
    new Date(now()),
  )
  const recipients = await openRecipients(ledger, now())
  const path = await openEventPath({ dataFolder: folder, facts, recipients, now, ...limits })
  const { log, folder: folding, intake } = path
  const privacy = openPrivacy({
    ledger,
    facts,
    recipients,
    log,
    intake,
    folder: folding,
    begun: begunIn(folder),
    now,
  })
  const charging = startCharging({
    ledger,
    query: (sql) => facts.query(sql),
    reading: path.folder.reading,
    countedUntil: () => path.folder.behindSince() ?? now(),
    now,
    everySeconds: 86_400,
    onTrouble: (_, error) => {
      throw error
    },
  })
  const invoicing = startInvoicing({
    ledger,
    chargeNow: charging.chargeNow,
    standing: charging.standing,
    makeFiles: (isStopped) => makeMissingFiles({ ledger, papers }, { now: now, isStopped }),
    now,
    everySeconds: 86_400,
    onTrouble: (error) => {
      throw error
    },
  })
  const files = reporting?.files ?? openFolderFiles(join(folder, 'reports'))
  const notices = startNotices({
    ledger,
    fileOf: files.read,
    papers,
    config: { smtpUrl: undefined, mailFrom: undefined, webhookNetworks: undefined, publicUrl: undefined, ...telling },
    now,
    everySeconds: 86_400,
    onTrouble: (error) => {
      throw error
    },
  })
  const reports = startReports({
    ledger,
    query: (sql) => facts.query(sql, { session: 'exports' }),
    reading: path.folder.reading,
    files,
    pricesOf: createCompanyPrices(ledger, now),
    rowsMax: 10_000_000,
    atOnce: 2,
    isAlone: true,
    keepDays: 90,
    everySeconds: 86_400,
    now,
    onTrouble: (error) => {
      throw error
    },
    ...reporting,
  })
  const schedules = startSchedules({
    ledger,
    query: (sql) => facts.query(sql),
    wake: reports.wake,
    now,
    everySeconds: 86_400,
    onTrouble: (error) => {
      throw error
    },
  })
  const server = await buildServer({
    config: { publicUrl: undefined, logLevel: 'silent', trustedProxies: undefined, requestsPerMinuteMax, ...config },
    openId,
    accounts,
    facts,
    log,
    intake,
    privacy,
    charging,
    invoicing,
    notices,
    reports,
    inFlight,
    waiting: () => path.folder.waiting().events,
    reading: path.folder.reading,
    ready: async () => {},
    isCounting: () => path.folder.trouble() === undefined,
    now,
  })
  await server.listen({ host: '127.0.0.1', port: 0 })
  const { port } = server.server.address() as { port: number }
  const url = `http://127.0.0.1:${port}`
  async function newToken(company: number, scopes: readonly Scope[]): Promise<string> {
    return (await accounts.tokens.create(company, commandLine, { name: 'test', scopes, expiresAt: null })).token
  }
  const token = await newToken(1, allScopes)
  async function ask(address: string, method: string, as: string): Promise<Answered> {
    return answered(await fetch(`${url}${address}`, { method, headers: { authorization: `Bearer ${as}` } }))
  }
  return {
    url,
    port,
    folder,
    token,
    admin,
    accounts,
    facts,
    path,
    privacy,
    charging,
    invoicing,
    notices,
    reports,
    schedules,
    recipients,
    tokenWith: (scopes) => newToken(1, scopes),
    async newCompany() {
      const asked = { name: 'Another company', zone: 'UTC', language: 'en', currency: 'EUR' }
      const company = await ledger.asPlatform((db) => createCompany(db, commandLine, asked, new Date(now())))
      return { company, token: await newToken(company, allScopes) }
    },
    get: (address, as = token) => ask(address, 'GET', as),
    post: (address, as = token) => ask(address, 'POST', as),
    async send(as, type, body, headers = {}) {
      const all = { authorization: `Bearer ${as}`, 'content-type': type, ...headers }
      return answered(await fetch(`${url}/api/v1/events`, { method: 'POST', headers: all, body }))
    },
    async counted(as) {
      await path.folder.settled()
      const { body } = await ask(
        '/api/v1/panels/notifications.by-status?from=2020-01-01T00:00:00Z&to=2030-01-01T00:00:00Z&tz=UTC',
        'GET',
        as,
      )
      return (body as { totals: { messages: number } }).totals.messages
    },
    async close() {
      server.server.closeAllConnections()
      await server.close()
      await schedules.stop()
      await reports.stop()
      await notices.stop()
      await invoicing.stop()
      await charging.stop()
      await privacy.close()
      await path.close()
      await accounts.close()
      await facts.close()
      await ledger.close()
      rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
    },
  }
}

/** The status, headers and JSON of a response. */
export async function answered(response: Response): Promise<Answered> {
  const text = await response.text()
  const isJson = (response.headers.get('content-type') ?? '').includes('json')
  return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text }
}
