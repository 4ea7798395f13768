import { join } from 'node:path'
import { openAccounts } from './accounts/open.ts'
import { openIdOf } from './accounts/openid.ts'
import { offerSetup, setUpUnattended } from './accounts/setup.ts'
import { buildServer } from './api/server.ts'
import { startCharging } from './billing/charging.ts'
import { createCompanyPrices } from './billing/company-prices.ts'
import type { Config } from './config.ts'
import { openEventPath } from './event-path.ts'
import { failure } from './failure.ts'
import { startReports } from './jobs/reports/open.ts'
import { makeMissingFiles } from './invoices/files.ts'
import { startInvoicing } from './invoices/invoicing.ts'
import { startSchedules } from './jobs/schedules/open.ts'
import { papers } from './papers/papers.ts'
import { startNotices } from './notices/open.ts'
import { begunIn } from './privacy/begun.ts'
import { startDaily } from './privacy/daily.ts'
import { openPrivacy } from './privacy/open.ts'
import { openRecipients } from './privacy/recipients.ts'
import { openBucketFiles } from './stores/files/bucket-files.ts'
import type { FileStore } from './stores/files/file-store.ts'
import { openFolderFiles } from './stores/files/folder-files.ts'
import type { FolderLock } from './stores/lock.ts'
import type { Stores } from './stores/open.ts'

export type App = {
  /** Where it listens, as a person can open it. */
  url: string
  /** The code of the setup page, to be shown in the terminal; undefined when the installation is set up. */
  setupCode: string | undefined
  /** Ends everything in the reverse order of its start. */
  close: () => Promise<void>
}

type Foundations = Stores & {
  /** Over the data folder; released at the end. */
  lock: FolderLock
}

/** Requests under way when we stop get so long to end by themselves. */
const lastRequestsMilliseconds = 5000

/**
 * Opens every room over the open stores and listens; when one cannot be opened, everything is closed again, the stores
 * included, before the failure is thrown.
 */
export async function startApp(
  config: Config,
  { lock, ledger, facts }: Foundations,
  say: (line: string) => void,
): Promise<App> {
  const closing: (() => void | Promise<unknown>)[] = []
  async function close() {
    for (const step of closing.splice(0).toReversed()) await step()
  }
  try {
    closing.push(
      () => lock.release(),
      () => ledger.close(),
      () => facts.close(),
    )
    const accounts = openAccounts(ledger)
    closing.push(() => accounts.close())
    await setUpUnattended(
      ledger,
      {
        adminEmail: config.initialAdminEmail,
        adminPassword: config.initialAdminPassword,
        token: config.initialToken,
        zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      },
      new Date(),
    )
    const setupCode = await offerSetup(ledger)
    const openId = openIdOf(config)
    const recipients = await openRecipients(ledger, Date.now())
    const path = await openEventPath({
      dataFolder: config.dataDir,
      facts,
      recipients,
      onCatchUp: progressOf('Folding what the last run left in the log', say),
      ...tellTrouble(say),
    })
    closing.push(() => path.close())
    const privacy = openPrivacy({
      ledger,
      facts,
      recipients,
      log: path.log,
      folder: path.folder,
      intake: path.intake,
      begun: begunIn(config.dataDir),
      now: Date.now,
    })
    closing.push(() => privacy.close())
    const daily = startDaily(privacy, say)
    closing.push(daily.stop)

    const charging = startCharging({
      ledger,
      // Beside the questions of pages, which it must not hold up.
      query: (sql) => facts.query(sql, { session: 'exports' }),
      reading: path.folder.reading,
      countedUntil: () => path.folder.behindSince() ?? Date.now(),
      now: Date.now,
      everySeconds: config.chargeEverySeconds,
      onTrouble: (company, error) =>
        say(`What company ${company} used could not be charged; it is tried again soon. ${error.message}`),
    })
    closing.push(() => charging.stop())
    const invoicing = startInvoicing({
      ledger,
      chargeNow: charging.chargeNow,
      standing: charging.standing,
      makeFiles: (isStopped) => makeMissingFiles({ ledger, papers }, { now: Date.now, isStopped }),
      now: Date.now,
      everySeconds: config.chargeEverySeconds,
      onTrouble: (error) => say(`Invoices could not be made; it is tried again soon. ${error.message}`),
    })
    closing.push(() => invoicing.stop())

    const files = openReportFiles(config)
    const notices = startNotices({
      ledger,
      papers,
      config,
      fileOf: files.read,
      now: Date.now,
      everySeconds: 60,
      onTrouble: (error) => say(`Balances could not be looked at; it is tried again in a minute. ${error.message}`),
    })
    closing.push(() => notices.stop())
    const reports = startReports({
      ledger,
      query: (sql) => facts.query(sql, { session: 'exports' }),
      reading: path.folder.reading,
      files,
      pricesOf: createCompanyPrices(ledger, Date.now),
      rowsMax: config.reportRowsMax,
      atOnce: config.reportsAtOnce,
      // The embedded ledger is of one process.
      isAlone: config.databaseUrl === undefined,
      keepDays: config.reportsKeepDays,
      everySeconds: 2,
      onEnd: () => void notices.lookNow(),
      now: Date.now,
      onTrouble: (error) => say(`A report could not be made. ${error.stack ?? error.message}`),
    })
    closing.push(() => reports.stop())
    const schedules = startSchedules({
      ledger,
      query: (sql) => facts.query(sql, { session: 'exports' }),
      wake: reports.wake,
      now: Date.now,
      everySeconds: 20,
      onTrouble: (error) =>
        say(`Schedules of reports could not be looked at; it is tried again soon. ${error.message}`),
    })
    closing.push(() => schedules.stop())
    void schedules.lookNow()

    const ready = async () => {
      await Promise.all([
        ledger.asPlatform((db) => db.selectFrom('installation').select('name').limit(1).execute()),
        facts.query('SELECT 1', { secondsMax: 5 }),
      ])
    }
    const server = await buildServer({
      config,
      accounts,
      openId,
      facts,
      log: path.log,
      intake: path.intake,
      privacy,
      charging,
      invoicing,
      notices,
      reports,
      waiting: () => path.folder.waiting().events,
      reading: path.folder.reading,
      ready,
      isCounting: () => path.folder.trouble() === undefined,
      now: Date.now,
    })
    closing.push(async () => {
      const force = setTimeout(() => server.server.closeAllConnections(), lastRequestsMilliseconds)
      await server.close()
      clearTimeout(force)
    })
    await server.listen({ host: config.host, port: config.port }).catch((error: NodeJS.ErrnoException) => {
      throw listenFailure(error, config)
    })
    const address = server.addresses()[0]
    const port = typeof address === 'object' ? address.port : config.port
    const url = config.publicUrl ?? `http://${shownHost(config.host)}:${port}`
    lock.announce(url)
    void privacy
      .goOn()
      .catch((error: Error) => say(`An erasure could not go on; it is tried again soon. ${error.message}`))
    return { url, setupCode, close }
  } catch (error) {
    await close()
    throw error
  }
}

/** Where the files of reports are: a folder, or a bucket with a folder for what is on its way to it. */
function openReportFiles(config: Config): FileStore {
  const folder = config.reportsDir ?? join(config.dataDir, 'reports')
  const { reportsS3Url: url, reportsS3Key: key, reportsS3Secret: secret, reportsS3Region: region } = config
  if (url === undefined) return openFolderFiles(folder)
  if (key === undefined || secret === undefined) {
    throw failure(
      'misconfigured',
      'TALKMETER_REPORTS_S3_URL needs TALKMETER_REPORTS_S3_KEY and TALKMETER_REPORTS_S3_SECRET.',
    )
  }
  return openBucketFiles({ url, key, secret, region, folder, now: Date.now })
}

const troubleToldEveryMilliseconds = 60_000

/** Says that events are kept but not counted at the moment, once and then once a minute, and when it is over. */
function tellTrouble(say: (line: string) => void): { onTrouble: (error: Error) => void; onRecovered: () => void } {
  let toldAt = -Infinity
  return {
    onTrouble(error) {
      if (performance.now() - toldAt < troubleToldEveryMilliseconds) return
      toldAt = performance.now()
      say(`Events are kept, but cannot be counted at the moment; it is tried again every second. ${error.message}`)
    },
    onRecovered() {
      toldAt = -Infinity
      say('Events are counted again.')
    },
  }
}

/** Says how far something long is, once a second at most; something short is not mentioned. */
function progressOf(title: string, say: (line: string) => void): (done: number, all: number) => void {
  let saidAt = performance.now()
  return (done, all) => {
    if (performance.now() - saidAt < 1000) return
    saidAt = performance.now()
    say(`${title}: ${Math.floor((done / all) * 100)} %`)
  }
}

function listenFailure(error: NodeJS.ErrnoException, { host, port }: Config): Error {
  if (error.code === 'EADDRINUSE') {
    const advice = 'Stop it, or choose another port, for example: TALKMETER_PORT=8081 npm start'
    return failure('misconfigured', `Port ${port} on ${host} is in use by another program. ${advice}`, [], error)
  }
  if (error.code === 'EACCES') {
    return failure(
      'misconfigured',
      `This user may not listen on port ${port}; ports from 1024 up need no rights.`,
      [],
      error,
    )
  }
  return failure('misconfigured', `Talkmeter cannot listen on ${host}:${port}: ${error.message}.`, [], error)
}

/** An address that means "all of them" is none that a browser can open. */
function shownHost(host: string): string {
  if (host === '0.0.0.0' || host === '::') return 'localhost'
  return host.includes(':') ? `[${host}]` : host
}
