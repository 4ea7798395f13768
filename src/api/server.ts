import cookie from '@fastify/cookie'
import helmet from '@fastify/helmet'
import { fastify, LogController, type FastifyInstance, type FastifyRequest } from 'fastify'
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import type { Accounts } from '../accounts/open.ts'
import type { OpenId } from '../accounts/openid.ts'
import type { Charging } from '../billing/charging.ts'
import { scopes } from '../accounts/scopes.ts'
import { createThrottle } from '../accounts/throttle.ts'
import { createCompanyPrices } from '../billing/company-prices.ts'
import { clone } from '../clone.ts'
import type { Config } from '../config.ts'
import { failure } from '../failure.ts'
import { papers } from '../papers/papers.ts'
import type { InvoicingRun } from '../invoices/invoicing.ts'
import { createInFlight } from '../intake/in-flight.ts'
import type { InFlight } from '../intake/in-flight.ts'
import type { Intake } from '../intake/intake.ts'
import type { Reports } from '../jobs/reports/open.ts'
import type { Notices } from '../notices/open.ts'
import type { Privacy } from '../privacy/open.ts'
import { apiPage, apiPageStyle } from '../renderers/api-page.ts'
import { openapi } from '../renderers/openapi.ts'
import type { Facts } from '../stores/events/facts.ts'
import type { Log } from '../stores/log/log.ts'
import { createShareLinks } from '../views/share-links.ts'
import { cookieName, createCalling } from './caller.ts'
import { harden } from './hardening.ts'
import { limitRequests } from './limits.ts'
import { createPanelAnswers } from './panel-answers.ts'
import type { Reading } from '../panels/every-row.ts'
import { answerUnreadable, answerWithProblem, bareHeaders } from './problem.ts'
import { tellRefusals } from './refusal-log.ts'
import { auditRoute } from './routes/audit.ts'
import { chargesRoute } from './routes/charges.ts'
import { companyChargesRoute } from './routes/company-charges.ts'
import { companyRoute } from './routes/company.ts'
import { callsRoute } from './routes/calls.ts'
import { dialoguesRoute } from './routes/dialogues.ts'
import { eventsRoute } from './routes/events.ts'
import { invoicesRoute } from './routes/invoices.ts'
import { grafanaFilesRoute } from './routes/grafana-files.ts'
import { grafanaOpenRoute } from './routes/grafana-open.ts'
import { grafanaRoute } from './routes/grafana.ts'
import { healthRoute } from './routes/health.ts'
import { messagesRoute } from './routes/messages.ts'
import { metricsRoute } from './routes/metrics.ts'
import { namesRoute } from './routes/names.ts'
import { noticesRoute } from './routes/notices.ts'
import { openIdRoute } from './routes/openid.ts'
import { panelsRoute } from './routes/panels.ts'
import { paymentWebhookRoute } from './routes/payment-webhook.ts'
import { paymentsRoute } from './routes/payments.ts'
import { peopleRoute } from './routes/people.ts'
import { privacyRoute } from './routes/privacy.ts'
import { presenceRoute } from './routes/presence.ts'
import { proofRoute } from './routes/proof.ts'
import { profileRoute } from './routes/profile.ts'
import { reportSchedulesRoute } from './routes/report-schedules.ts'
import { reportsRoute } from './routes/reports.ts'
import { refusedEventsRoute } from './routes/refused-events.ts'
import { sessionRoute } from './routes/session.ts'
import { setupRoute } from './routes/setup.ts'
import { sharedPageRoute } from './routes/shared-page.ts'
import { shareLinksRoute } from './routes/share-links.ts'
import { staffInvoicesRoute } from './routes/staff-invoices.ts'
import { statementsRoute } from './routes/statements.ts'
import { staffRoute } from './routes/staff.ts'
import { tariffsRoute } from './routes/tariffs.ts'
import { tokensRoute } from './routes/tokens.ts'
import { transactionsRoute } from './routes/transactions.ts'
import { viewsRoute } from './routes/views.ts'
import { webRoute } from './routes/web.ts'
import { webhookSettingsRoute } from './routes/webhook-settings.ts'
import { sessionCookie } from './session-cookie.ts'

/** What the door for machines leads to. */
export type Rooms = {
  config: Pick<Config, 'publicUrl' | 'logLevel' | 'trustedProxies' | 'requestsPerMinuteMax'> &
    Partial<Pick<Config, 'paymentWebhookSecrets' | 'grafanaUrl'>>
  accounts: Accounts
  /** The OpenID Connect provider, where there is one. */
  openId?: OpenId | undefined
  facts: Facts
  log: Log
  intake: Intake
  privacy: Privacy
  charging: Charging
  invoicing: Pick<InvoicingRun, 'closeNow'>
  notices: Notices
  reports: Reports
  /** How many events wait to be folded. */
  waiting: () => number
  reading: Reading
  /** What all requests with events may hold together; by default as much as suits a small server. */
  inFlight?: InFlight
  /** Rejects when a store does not answer. */
  ready: () => Promise<void>
  /** Whether what is kept is counted, too, at the moment. */
  isCounting: () => boolean
  now: () => number
}

/** The API as a server that does not listen yet. */
export async function buildServer(rooms: Rooms): Promise<FastifyInstance> {
  const {
    config,
    accounts,
    openId,
    facts,
    log,
    intake,
    privacy,
    charging,
    invoicing,
    notices,
    reports,
    waiting,
    reading,
    ready,
    isCounting,
    now,
    inFlight = createInFlight(),
  } = rooms
  const bare = bareHeaders(config.publicUrl)
  const server = fastify({
    logger: { level: config.logLevel },
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => randomUUID(),
    trustProxy: config.trustedProxies === undefined ? false : [...config.trustedProxies],
    bodyLimit: 1024 * 1024,
    clientErrorHandler: (error, socket) => answerUnreadable(error, socket, bare),
    frameworkErrors: (error, request, reply) => void answerWithProblem(error, request, reply.headers(bare)),
    // A connection on which nothing moves for so long is closed: a client that hangs must not hold memory for ever.
    connectionTimeout: 120_000,
    // The id of a message has 256 characters at most, of up to nine each as it stands in an address.
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 256 * 9 },
  })
  server.decorateRequest('caller', undefined)
  tellRefusals(server, now)
  server.setErrorHandler(answerWithProblem)
  server.setNotFoundHandler((request) => {
    throw failure('not-found', `There is nothing at ${request.method} ${request.url.split('?')[0]}.`)
  })
  await server.register(helmet, {
    contentSecurityPolicy: {
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        fontSrc: ["'self'"],
        connectSrc: ["'self'"],
        manifestSrc: ["'self'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
        upgradeInsecureRequests: null,
      },
    },
    strictTransportSecurity: config.publicUrl?.startsWith('https://') ?? false,
  })
  harden(server)
  await server.register(cookie)
  await limitRequests(server, {
    requestsPerMinuteMax: config.requestsPerMinuteMax,
    cookieName: cookieName(config.publicUrl),
  })
  const { publicUrl } = config
  const calling = createCalling({ accounts, publicUrl })
  const sessions = sessionCookie(publicUrl)
  healthRoute(server, { ready, isCounting })
  eventsRoute(server, {
    intake,
    inFlight,
    companyOf: async (request) => (await calling.withScope(request, 'ingest')).company,
  })
  refusedEventsRoute(server, {
    facts,
    intake,
    callerOf: calling.withScope,
  })
  const query = (sql: string) => facts.query(sql, { secondsMax: questionSecondsMax })
  const pricesOf = createCompanyPrices(accounts.ledger, now)
  const answers = createPanelAnswers({ query, waiting, reading, now })
  panelsRoute(server, {
    query,
    exportQuery: (sql) => facts.query(sql, { session: 'exports', secondsMax: questionSecondsMax }),
    companyOf: async (request) => accounts.company((await calling.withScope(request, 'read')).company),
    pricesOf,
    answers,
    reading,
    now,
  })
  proofRoute(server, {
    accounts,
    calling,
    query,
    reading,
    now,
  })
  presenceRoute(server, {
    query,
    companyOf: async (request) => accounts.company((await calling.withScope(request, 'read')).company),
    now,
  })
  grafanaRoute(server, {
    facts,
    query: (sql) => facts.query(sql, { secondsMax: questionSecondsMax }),
    companyOf: async (request) => accounts.company((await calling.withScope(request, 'read')).company),
    pricesOf: createCompanyPrices(accounts.ledger, now),
    reading,
    now,
  })
  grafanaOpenRoute(server, { now })
  grafanaFilesRoute(server, {
    companyOf: async (request) => accounts.company((await calling.withScope(request, 'read')).company),
    publicUrl,
    grafanaUrl: config.grafanaUrl,
  })
  namesRoute(server, {
    facts,
    companyOf: async (request) => (await calling.withScope(request, 'read')).company,
  })
  const ofSubjects = {
    facts,
    log,
    waiting,
    companyOf: async (request: FastifyRequest) => accounts.company((await calling.withScope(request, 'read')).company),
  }
  messagesRoute(server, ofSubjects)
  dialoguesRoute(server, ofSubjects)
  callsRoute(server, ofSubjects)
  setupRoute(server, { accounts, cookie: sessions, publicUrl, now })
  sessionRoute(server, { accounts, calling, cookie: sessions, publicUrl })
  openIdRoute(server, { accounts, calling, openId, cookie: sessions, publicUrl, now })
  profileRoute(server, { accounts, calling, cookie: sessions, now })
  companyRoute(server, { accounts, calling, now })
  peopleRoute(server, { accounts, calling, cookie: sessions, publicUrl, now })
  tokensRoute(server, { accounts, calling, now })
  privacyRoute(server, { calling, privacy })
  const ofMoney = { accounts, calling, now }
  invoicesRoute(server, { ...ofMoney, papers })
  staffInvoicesRoute(server, { ...ofMoney, invoicing })
  chargesRoute(server, {
    ...ofMoney,
    query,
    reading,
    charging,
  })
  companyChargesRoute(server, ofMoney)
  paymentsRoute(server, ofMoney)
  statementsRoute(server, ofMoney)
  paymentWebhookRoute(server, { ledger: accounts.ledger, secrets: config.paymentWebhookSecrets ?? [], now })
  transactionsRoute(server, ofMoney)
  noticesRoute(server, { ...ofMoney, notices })
  reportsRoute(server, {
    ...ofMoney,
    query,
    reports,
  })
  reportSchedulesRoute(server, { ...ofMoney, notices })
  webhookSettingsRoute(server, { ...ofMoney, notices })
  const links = createShareLinks({ ledger: accounts.ledger, now })
  shareLinksRoute(server, { accounts, calling, links, publicUrl })
  sharedPageRoute(server, {
    accounts,
    links,
    throttle: createThrottle(accounts.ledger, now),
    query,
    pricesOf,
    answers,
    now,
  })
  viewsRoute(server, { ledger: accounts.ledger, calling, now })
  auditRoute(server, { accounts, calling })
  tariffsRoute(server, { accounts, ledger: accounts.ledger, calling, now, chargeNow: charging.chargeNow })
  staffRoute(server, { accounts, calling, openIdName: openId?.name, now })
  metricsRoute(server, { waiting })
  const description = openapi({
    serverUrl: config.publicUrl ?? '/',
    scopes,
    cookieName: cookieName(config.publicUrl),
  })
  let descriptionJson: string | undefined
  let descriptionPage: string | undefined
  server.get('/api/v1/openapi.json', (_request, reply) => {
    descriptionJson ??= JSON.stringify(description)
    return reply.type('application/json; charset=utf-8').send(descriptionJson)
  })
  server.get('/api/docs', (_request, reply) => {
    descriptionPage ??= apiPage(description)
    return reply.type('text/html; charset=utf-8').send(descriptionPage)
  })
  server.get('/api/docs.css', (_request, reply) => reply.type('text/css; charset=utf-8').send(apiPageStyle))
  await webRoute(server, join(clone, 'dist/web'))
  return server
}

/** A question that takes longer is stopped: nobody waits for it any more. */
const questionSecondsMax = 30
