import { whyStopped } from '../schedules/maker.ts'
import type { LedgerTransaction } from '../../stores/ledger/open.ts'

/** Keeps that a report ended, for those who want to know: the people of its schedule, and the webhook of its company. */
export async function keepNotice(db: LedgerTransaction, report: string, at: Date): Promise<void> {
  const { company, maker, needs, emails, webhook_url } = await db
    .selectFrom('reports')
    .leftJoin('report_schedules', 'report_schedules.id', 'reports.schedule')
    .leftJoin('report_settings', 'report_settings.company', 'reports.company')
    .select(['reports.company', 'reports.needs', 'maker', 'emails', 'webhook_url'])
    .where('reports.id', '=', report)
    .executeTakeFirstOrThrow()
  // What they may can have changed since the report was asked for.
  const isStopped = (await whyStopped(db, { company, maker, needs, emails: emails ?? [] }, at.getTime())) !== undefined
  const ways = [
    ...(isStopped ? [] : (emails ?? [])).map((target) => ({ way: 'email', target })),
    ...(webhook_url === null ? [] : [{ way: 'webhook', target: webhook_url }]),
  ]
  if (ways.length === 0) return
  const { id: notice } = await db
    .insertInto('notices')
    .values({ company, at, report, amount: null, threshold: null, currency: null, charged_until: null })
    .returning('id')
    .executeTakeFirstOrThrow()
  await db
    .insertInto('notice_deliveries')
    .values(ways.map(({ way, target }) => ({ notice, company, way, target, next_at: at })))
    .execute()
}
