import type { Ledger } from '../stores/ledger/open.ts'
import { deliverDue } from './deliveries.ts'
import { balanceLetter } from './letters.ts'
import { noticeLowBalances } from './low-balance.ts'
import { openMail } from './mail.ts'
import type { Readable } from 'node:stream'
import type { BalanceNotice, Notice, ReportNotice } from './notice.ts'
import { attachedBytesMax, reportLetter } from './report-letters.ts'
import { mayReachBy } from './public-address.ts'
import type { Means } from './settings.ts'
import { postSigned } from './webhook.ts'

export type NoticesOptions = {
  ledger: Ledger
  config: {
    smtpUrl: string | undefined
    mailFrom: string | undefined
    /** Private networks that webhooks may go to. */
    webhookNetworks: readonly string[] | undefined
    publicUrl: string | undefined
  }
  /** Opens the file of a report. */
  fileOf: (key: string, bytes: number) => Promise<Readable>
  now: () => number
  everySeconds: number
  onTrouble: (error: Error) => void
}

/** Notices what people want to know, and tells them, again and again. */
export type Notices = {
  means: Means
  /** Looks, and tells what is due; resolves when that was tried. */
  lookNow: () => Promise<void>
  stop: () => Promise<void>
}

/** @throws Failure misconfigured */
export function startNotices({ ledger, config, fileOf, now, everySeconds, onTrouble }: NoticesOptions): Notices {
  const mail = openMail(config)
  const mayReach = mayReachBy(config.webhookNetworks ?? [])
  let running: Promise<void> = Promise.resolve()

  const tell = {
    async email(address: string, notice: Notice) {
      if (mail === undefined) throw new Error('This installation has no mail server any more (TALKMETER_SMTP_URL).')
      if (notice.of === 'balance') return mail.send(balanceLetter(notice, address, config.publicUrl))
      const letter = reportLetter(notice, address, config.publicUrl)
      const { file } = notice.report
      if (file === null || file.bytes > attachedBytesMax) return mail.send(letter)
      const content = await fileOf(file.key, file.bytes)
      try {
        await mail.send({ ...letter, file: { name: file.name, content } })
      } finally {
        content.destroy()
      }
    },
    webhook: (url: string, secret: string, notice: Notice) =>
      postSigned(
        {
          url,
          secret,
          id: `${notice.of === 'balance' ? 'low-balance' : 'report'}-${notice.id}`,
          at: new Date(now()),
          body: bodyOf(notice, config.publicUrl),
        },
        { mayReach },
      ),
  }

  function next(): Promise<void> {
    running = running
      .then(() => noticeLowBalances(ledger, new Date(now())))
      .then(() => deliverDue(ledger, tell, now))
      .catch(onTrouble)
    return running
  }

  const timer = setInterval(() => void next(), everySeconds * 1000).unref()
  return {
    means: { canMail: mail !== undefined, canReachPrivate: config.webhookNetworks !== undefined },
    lookNow: next,
    async stop() {
      clearInterval(timer)
      await running
      mail?.close()
    },
  }
}

/** What a webhook is told. */
function bodyOf(notice: Notice, publicUrl: string | undefined): string {
  const { type, data } = notice.of === 'balance' ? balanceTold(notice) : reportTold(notice, publicUrl)
  return JSON.stringify({ type, timestamp: notice.at.toISOString(), data })
}

function balanceTold({ company, amount, threshold, currency, chargedUntil }: BalanceNotice) {
  return {
    type: 'balance.low',
    data: {
      company: company.number,
      name: company.name,
      amount,
      threshold,
      currency,
      chargedUntil: chargedUntil?.toISOString() ?? null,
    },
  }
}

function reportTold({ company, report }: ReportNotice, publicUrl: string | undefined) {
  const { id, name, service, type, error, file } = report
  const address = `${publicUrl ?? ''}/api/v1/reports/${id}`
  return {
    type: file === null ? 'report.failed' : 'report.ready',
    data: {
      company: company.number,
      id,
      name,
      service,
      type,
      error,
      file: file === null ? null : { url: `${address}/file`, bytes: file.bytes, sha256: file.sha256, rows: file.rows },
    },
  }
}
