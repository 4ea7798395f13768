import { amountsLeft } from '../billing/balance.ts'
import { decimalOf, readDecimal } from '../measures/decimal.ts'
import type { Ledger, LedgerTransaction } from '../stores/ledger/open.ts'

/**
 * Notices each balance that fell below what its company set: once, and again only after it was at or above that. What is noticed and
 * how it is to be told is kept in one transaction.
 */
export async function noticeLowBalances(ledger: Ledger, at: Date): Promise<void> {
  const companies = await ledger.asPlatform((db) =>
    db.selectFrom('low_balance_settings').select('company').where('is_on', '=', true).orderBy('company').execute(),
  )
  for (const { company } of companies) await ledger.asPlatform((db) => noticeOne(db, company, at))
}

async function noticeOne(db: LedgerTransaction, company: number, at: Date): Promise<void> {
  // Whoever looks at the same company at once waits, and finds it noticed.
  const settings = await db
    .selectFrom('low_balance_settings')
    .selectAll()
    .where('company', '=', company)
    .where('is_on', '=', true)
    .forUpdate()
    .executeTakeFirst()
  if (settings === undefined) return
  const { amount, currency } = await amountsLeft(db, company)
  const isBelow = amount < readDecimal(settings.threshold)!
  if (isBelow === settings.is_below) return
  await db.updateTable('low_balance_settings').set({ is_below: isBelow }).where('company', '=', company).execute()
  if (!isBelow) return
  const charging = await db
    .selectFrom('charging')
    .select('charged_until')
    .where('company', '=', company)
    .executeTakeFirst()
  const { id: notice } = await db
    .insertInto('notices')
    .values({
      company,
      at,
      report: null,
      amount: decimalOf(amount),
      threshold: settings.threshold,
      currency,
      charged_until: charging?.charged_until ?? null,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  const ways = [
    ...settings.emails.map((target) => ({ way: 'email', target })),
    ...(settings.webhook_url === null ? [] : [{ way: 'webhook', target: settings.webhook_url }]),
  ]
  if (ways.length === 0) return
  await db
    .insertInto('notice_deliveries')
    .values(ways.map(({ way, target }) => ({ notice, company, way, target, next_at: at })))
    .execute()
}

/** A notice with how it was told, as its company sees it. */
export type NoticeView = {
  at: string
  amount: string
  threshold: string
  currency: string
  deliveries: {
    way: string
    target: string
    attempts: number
    sentAt: string | null
    /** When it is tried next; nothing when it was told, or given up. */
    nextAt: string | null
    error: string | null
  }[]
}

/** The latest notices of a company. */
export async function latestNotices(db: LedgerTransaction, company: number, limit: number): Promise<NoticeView[]> {
  const notices = await db
    .selectFrom('notices')
    .selectAll()
    .where('company', '=', company)
    .where('report', 'is', null)
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
  if (notices.length === 0) return []
  const deliveries = await db
    .selectFrom('notice_deliveries')
    .selectAll()
    .where(
      'notice',
      'in',
      notices.map(({ id }) => id),
    )
    .orderBy('id')
    .execute()
  const byNotice = Map.groupBy(deliveries, ({ notice }) => notice)
  return notices.map(({ id, at, amount, threshold, currency }) => ({
    at: at.toISOString(),
    amount: decimalOf(readDecimal(amount!)!),
    threshold: decimalOf(readDecimal(threshold!)!),
    currency: currency!,
    deliveries: (byNotice.get(id) ?? []).map((one) => ({
      way: one.way,
      target: one.target,
      attempts: one.attempts,
      sentAt: one.sent_at?.toISOString() ?? null,
      nextAt: one.next_at?.toISOString() ?? null,
      error: one.error,
    })),
  }))
}
