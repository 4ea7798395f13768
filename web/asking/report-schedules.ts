import { queryOptions } from '@tanstack/react-query'
import { ask, isSignedOut } from './ask.ts'
import type { ReportForm } from './reports.ts'

/** Schedules of reports as the API answers them, and the webhook that tells of reports. */

export const scheduleTimes = ['day', 'week', 'month', 'cron'] as const
export const coveredPeriods = ['day', 'week', 'month'] as const

export type Timetable = {
  every: (typeof scheduleTimes)[number]
  at: string | null
  /** 1 is Monday. */
  weekday: number | null
  monthDay: number | null
  cron: string | null
  /** The whole one before the day on which it is due. */
  covers: (typeof coveredPeriods)[number]
}

export type Schedule = ReportForm &
  Timetable & {
    id: string
    isOn: boolean
    emails: readonly string[]
    /** Whether it was made by itself, because the service is in use. */
    isDefault: boolean
    zone: string
    /** When it is due next; nothing while it is off. */
    nextAt: string | null
    lastAt: string | null
    /** Why it stopped by itself. */
    stopped: 'maker-gone' | 'maker-may-not' | null
    version: number
  }

export type Schedules = {
  schedules: readonly Schedule[]
  /** Whether this installation has a mail server. */
  canMail: boolean
}

export type ReportWebhook = { webhookUrl: string | null; version: number }
/** The secret is there when it is new, this one time. */
export type ChangedWebhook = ReportWebhook & { webhookSecret: string | null }

const retry = (times: number, error: Error) => !isSignedOut(error) && times < 1

export const schedulesPath = 'reports/schedules'
export const reportWebhookPath = 'reports/webhook'

export const schedulesQuery = queryOptions({
  queryKey: ['report-schedules'],
  queryFn: ({ signal }) => ask<Schedules>(schedulesPath, { signal }),
  retry,
})

export const reportWebhookQuery = queryOptions({
  queryKey: ['report-webhook'],
  queryFn: ({ signal }) => ask<ReportWebhook>(reportWebhookPath, { signal }),
  retry,
})
