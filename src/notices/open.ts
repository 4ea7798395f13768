import type { Ledger } from '../stores/ledger/open.ts'
import { fileOf as paperOf } from '../invoices/files.ts'
import type { Papers } from '../invoices/files.ts'
import { deliverDue } from './deliveries.ts'
import { happeningTold, tellHappenings } from './happening.ts'
import { happeningLetter } from './happening-letters.ts'
import { balanceLetter } from './letters.ts'
import { noticeLowBalances } from './low-balance.ts'
import { openMail } from './mail.ts'
import type { Readable } from 'node:stream'
import type { BalanceNotice, HappeningNotice, Notice, ReportNotice } from './notice.ts'
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
  /** Makes the files of invoices that go with letters. */
  papers: Papers
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
  /** Posts to a webhook at once, once; throws an Error that says why it was not taken. */
  tryWebhook: (post: { url: string; secret: string; id: string; body: string }) => Promise<void>
  stop: () => Promise<void>
}

/** @throws Failure misconfigured */
export function startNotices({
  ledger,
  config,
  papers,
  fileOf,
  now,
  everySeconds,
  onTrouble,
}: NoticesOptions): Notices {
  const mail = openMail(config)
  const mayReach = mayReachBy(config.webhookNetworks ?? [])
  let running: Promise<void> = Promise.resolve()

  const tell = {
    async email(address: string, notice: Notice) {
      if (mail === undefined) throw new Error('This installation has no mail server any more (TALKMETER_SMTP_URL).')
      if (notice.of === 'balance') return mail.send(balanceLetter(notice, address, config.publicUrl))
      if (notice.of === 'happening') {
        const { publicUrl } = config
        return mail.send(happeningLetter(notice, { to: address, publicUrl, file: await invoiceFile(notice) }))
      }
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
          id: `${idWords[notice.of]}-${notice.id}`,
          at: new Date(now()),
          body: bodyOf(notice, config.publicUrl),
        },
        { mayReach },
      ),
  }

  /** The PDF of an invoice; nothing where none can be made: the letter has a link. */
  async function invoiceFile({ invoice }: HappeningNotice) {
    if (invoice === undefined) return undefined
    const asked = { invoice: invoice.id, revision: invoice.revision, format: 'pdf' } as const
    const made = await paperOf({ ledger, papers }, asked, new Date(now())).catch(() => undefined)
    return made === undefined ? undefined : { name: invoice.fileName, content: Buffer.from(made.bytes) }
  }

  function next(): Promise<void> {
    running = running
      .then(() => noticeLowBalances(ledger, new Date(now())))
      .then(() => tellHappenings(ledger, { canMail: mail !== undefined, at: new Date(now()) }))
      .then(() => deliverDue(ledger, tell, now))
      .catch(onTrouble)
    return running
  }

  const timer = setInterval(() => void next(), everySeconds * 1000).unref()
  return {
    means: { canMail: mail !== undefined, canReachPrivate: config.webhookNetworks !== undefined },
    lookNow: next,
    tryWebhook: (post) => postSigned({ ...post, at: new Date(now()) }, { mayReach }),
    async stop() {
      clearInterval(timer)
      await running
      mail?.close()
    },
  }
}

/** By which a webhook knows what it was told before. */
const idWords = { balance: 'low-balance', report: 'report', happening: 'happening' } as const

/** What a webhook is told. */
function bodyOf(notice: Notice, publicUrl: string | undefined): string {
  const { type, data } = told(notice, publicUrl)
  return JSON.stringify({ type, timestamp: notice.at.toISOString(), data })
}

function told(notice: Notice, publicUrl: string | undefined) {
  if (notice.of === 'balance') return balanceTold(notice)
  return notice.of === 'report' ? reportTold(notice, publicUrl) : happeningTold(notice)
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
