import { rolledUp } from '../../events/rolled-up.ts'
import type { Query } from '../../measures/ask.ts'
import { reportTypeOf } from '../../reports/catalogue.ts'
import type { ReportType } from '../../reports/report-type.ts'
import type { Ledger } from '../../stores/ledger/open.ts'
import { needsOf } from '../reports/report-request.ts'
import type { ReportForm } from '../reports/report-request.ts'
import { nextAfter } from './timetable.ts'
import type { Timetable } from './timetable.ts'

/** What is made by itself of each service that is in use, and where that shows. */
const usual = [
  { service: 'notifications', type: 'by-day', rollUp: 'messages' },
  { service: 'chats', type: 'dialogues', rollUp: 'dialogues' },
  { service: 'calls', type: 'by-day', rollUp: 'calls_by_lines' },
  { service: 'finance', type: 'charges', rollUp: undefined },
] as const

const timetable: Timetable = { every: 'month', monthDay: 1, at: '06:00' }

/** Makes the monthly schedule of each service that companies have begun to use: once, whatever becomes of it. */
export async function makeDefaults(ledger: Ledger, query: Query, now: number): Promise<void> {
  for (const { service, type, rollUp } of usual) {
    const using = rollUp === undefined ? await charged(ledger) : await companiesIn(query, rolledUp(rollUp))
    if (using.length === 0) continue
    const known = await ledger.asPlatform((db) =>
      db.selectFrom('report_defaults').select('company').where('service', '=', service).execute(),
    )
    const made = new Set(known.map(({ company }) => company))
    for (const company of using)
      if (!made.has(company)) await makeOne(ledger, company, reportTypeOf(service, type)!, now)
  }
}

async function companiesIn(query: Query, table: string): Promise<number[]> {
  const rows = await query(`SELECT DISTINCT company FROM ${table} WHERE bucket_seconds = 86400`)
  return rows.map(([company]) => Number(company))
}

async function charged(ledger: Ledger): Promise<number[]> {
  const rows = await ledger.asPlatform((db) => db.selectFrom('charges').select('company').distinct().execute())
  return rows.map(({ company }) => company)
}

async function makeOne(ledger: Ledger, company: number, type: ReportType, now: number): Promise<void> {
  const at = new Date(now)
  await ledger.asPlatform(async (db) => {
    const owner = await db
      .selectFrom('companies')
      .select(['zone', 'language'])
      .where('number', '=', company)
      .executeTakeFirst()
    if (owner === undefined) return
    const fresh = await db
      .insertInto('report_defaults')
      .values({ company, service: type.service, made_at: at })
      .onConflict((conflict) => conflict.doNothing())
      .returning('company')
      .executeTakeFirst()
    if (fresh === undefined) return
    const language = owner.language === 'ru' ? 'ru' : 'en'
    const columns = type.columns.filter(({ isExtra }) => isExtra === undefined).map(({ name }) => name)
    const form: ReportForm = { filters: {}, columns, format: 'xlsx', language }
    await db
      .insertInto('report_schedules')
      .values({
        company,
        name: type.title[language],
        service: type.service,
        type: type.type,
        needs: needsOf(type, columns),
        form: JSON.stringify(form),
        timetable: JSON.stringify(timetable),
        covers: 'month',
        is_on: true,
        emails: [],
        is_default: true,
        zone: owner.zone,
        next_at: new Date(nextAfter(timetable, owner.zone, now)!),
        created_at: at,
        maker: null,
        stopped: null,
      })
      .execute()
  })
}
