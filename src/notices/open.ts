import type { Ledger } from '../stores/ledger/open.ts'
import { deliverDue } from './deliveries.ts'
import { letterOf } from './letters.ts'
import { noticeLowBalances } from './low-balance.ts'
import { openMail } from './mail.ts'
import type { Notice } from './notice.ts'
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
export function startNotices({ ledger, config, now, everySeconds, onTrouble }: NoticesOptions): Notices {
  const mail = openMail(config)
  const mayReach = mayReachBy(config.webhookNetworks ?? [])
  let running: Promise<void> = Promise.resolve()

  const tell = {
    async email(address: string, notice: Notice) {
      if (mail === undefined) throw new Error('This installation has no mail server any more (TALKMETER_SMTP_URL).')
      await mail.send(letterOf(notice, address, config.publicUrl))
    },
    webhook: (url: string, secret: string, notice: Notice) =>
      postSigned(
        { url, secret, id: `low-balance-${notice.id}`, at: new Date(now()), body: bodyOf(notice) },
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
function bodyOf({ company, at, amount, threshold, currency, chargedUntil }: Notice): string {
  return JSON.stringify({
    type: 'balance.low',
    timestamp: at.toISOString(),
    data: {
      company: company.number,
      name: company.name,
      amount,
      threshold,
      currency,
      chargedUntil: chargedUntil?.toISOString() ?? null,
    },
  })
}
