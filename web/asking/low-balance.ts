import { queryOptions } from '@tanstack/react-query'
import { ask, isSignedOut } from './ask.ts'

export type Notice = {
  at: string
  amount: string
  threshold: string
  currency: string
  deliveries: readonly {
    way: 'email' | 'webhook'
    target: string
    attempts: number
    sentAt: string | null
    nextAt: string | null
    error: string | null
  }[]
}

/** When the company is told that its balance is low, and how. */
export type LowBalance = {
  isOn: boolean
  threshold: string
  emails: readonly string[]
  webhookUrl: string | null
  version: number
  currency: string
  /** Whether this installation has a mail server. */
  canMail: boolean
  latest: readonly Notice[]
}

/** The secret is there when it is new, this one time. */
export type ChangedLowBalance = LowBalance & { webhookSecret: string | null }

export const lowBalancePath = 'notices/low-balance'

export const lowBalanceQuery = queryOptions({
  queryKey: ['low-balance'],
  queryFn: ({ signal }) => ask<LowBalance>(lowBalancePath, { signal }),
  retry: (times, error) => !isSignedOut(error) && times < 1,
})
