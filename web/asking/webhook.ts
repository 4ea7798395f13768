import { queryOptions } from '@tanstack/react-query'
import { ask, isSignedOut } from './ask.ts'

/** What was told lately, and whether it came. */
export type Telling = {
  at: string
  event: string
  subject: string
  way: 'email' | 'webhook'
  target: string
  attempts: number
  sentAt: string | null
  nextAt: string | null
  error: string | null
}

/** Which happenings the company is told by a webhook, and whether it is written to about new invoices. */
export type Webhook = {
  isOn: boolean
  url: string | null
  events: readonly string[]
  mailsInvoices: boolean
  version: number
  /** All that there are. */
  eventsKnown: readonly string[]
  /** Whether this installation has a mail server. */
  canMail: boolean
  email: string | null
  latest: readonly Telling[]
}

/** The secret is there when it is new, this one time. */
export type ChangedWebhook = Webhook & { secret: string | null }

export const webhookPath = 'notices/webhook'

export const webhookQuery = queryOptions({
  queryKey: ['webhook'],
  queryFn: ({ signal }) => ask<Webhook>(webhookPath, { signal }),
  retry: (times, error) => !isSignedOut(error) && times < 1,
})
