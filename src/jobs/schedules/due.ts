import { system } from '../../accounts/actor.ts'
import { noteAct } from '../../accounts/audit.ts'
import { reportTypeOf } from '../../reports/catalogue.ts'
import type { Ledger, LedgerTransaction } from '../../stores/ledger/open.ts'
import { usualName } from '../reports/report-request.ts'
import type { KeptRequest, ReportForm } from '../reports/report-request.ts'
import { whyStopped } from './maker.ts'
import type { Stopped } from './maker.ts'
import { lastUntil, nextAfter, periodCovered } from './timetable.ts'
import type { Covered, Timetable } from './timetable.ts'

const atOnce = 50

/**
 * Asks for the reports of schedules that are due; one that was due several times, while nobody looked, is asked for once, for the last
 * of them. Gives how many were asked for.
 */
export async function askForDue(ledger: Ledger, now: number): Promise<number> {
  await moveToZones(ledger, now)
  let asked = 0
  for (;;) {
    const some = await ledger.asPlatform((db) => askForSome(db, now))
    asked += some.asked
    if (some.looked < atOnce) return asked
  }
}

/** Whose company moved to another zone is due by the clock there. */
async function moveToZones(ledger: Ledger, now: number): Promise<void> {
  await ledger.asPlatform(async (db) => {
    const rows = await db
      .selectFrom('report_schedules')
      .innerJoin('companies', 'companies.number', 'report_schedules.company')
      .select(['id', 'timetable', 'companies.zone'])
      .whereRef('report_schedules.zone', '!=', 'companies.zone')
      .where('next_at', '>', new Date(now))
      .execute()
    for (const { id, timetable, zone } of rows) {
      const next = nextAfter(timetable as Timetable, zone, now)
      await db
        .updateTable('report_schedules')
        .set({ zone, next_at: next === undefined ? null : new Date(next) })
        .where('id', '=', id)
        .execute()
    }
  })
}

async function askForSome(db: LedgerTransaction, now: number): Promise<{ looked: number; asked: number }> {
  const due = await db
    .selectFrom('report_schedules')
    .selectAll()
    .where('is_on', '=', true)
    .where('next_at', '<=', new Date(now))
    .orderBy('next_at')
    .limit(atOnce)
    .forUpdate()
    .skipLocked()
    .execute()
  let asked = 0
  for (const row of due) {
    const why = await whyStopped(db, row, now)
    if (why !== undefined) {
      await stop(db, row, { why, now })
      continue
    }
    const timetable = row.timetable as Timetable
    const last = lastUntil(timetable, row.zone, now) ?? row.next_at!.getTime()
    const next = nextAfter(timetable, row.zone, now)
    await db
      .updateTable('report_schedules')
      .set({ last_at: new Date(last), next_at: next === undefined ? null : new Date(next) })
      .where('id', '=', row.id)
      .execute()
    asked += await askForOne(db, row, { last, now })
  }
  return { looked: due.length, asked }
}

/** It stays off, and says why, until somebody who may switches it on. */
async function stop(
  db: LedgerTransaction,
  { id, company, name }: { id: string; company: number; name: string },
  { why, now }: { why: Stopped; now: number },
): Promise<void> {
  await db
    .updateTable('report_schedules')
    .set((set) => ({ is_on: false, next_at: null, stopped: why, version: set('version', '+', 1) }))
    .where('id', '=', id)
    .execute()
  const [before, after] = [
    { name, isOn: true, stopped: null },
    { name, isOn: false, stopped: why },
  ]
  const act = { company, action: 'report-schedule.changed', subject: `schedule:${id}`, before, after } as const
  await noteAct(db, system, act, new Date(now))
}

type Due = { id: string; company: number; name: string; service: string; type: string; needs: string[] } & {
  form: unknown
  covers: string
  zone: string
}

async function askForOne(
  db: LedgerTransaction,
  row: Due,
  { last, now }: { last: number; now: number },
): Promise<number> {
  const type = reportTypeOf(row.service, row.type)
  if (type === undefined) return 0
  const { from, to, zone } = periodCovered(row.covers as Covered, last, row.zone)
  const asked: KeptRequest = {
    from: new Date(from).toISOString(),
    to: new Date(to).toISOString(),
    zone,
    ...(row.form as ReportForm),
  }
  const at = new Date(now)
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('reports')
    .values({
      company: row.company,
      // The schedule's name in place of the type's, with the days.
      name: usualName({ ...type, title: { en: row.name, ru: row.name } }, asked),
      service: row.service,
      type: row.type,
      needs: row.needs,
      asked: JSON.stringify(asked),
      actor: system.id,
      actor_name: system.name,
      is_automatic: true,
      schedule: row.id,
      due_at: new Date(last),
      status: 'generating',
      added_at: at,
      queued_at: at,
    })
    .onConflict((conflict) => conflict.columns(['schedule', 'due_at']).doNothing())
    .executeTakeFirst()
  return Number(numInsertedOrUpdatedRows ?? 0n)
}
