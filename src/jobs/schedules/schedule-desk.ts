import { noteAct } from '../../accounts/audit.ts'
import { checkForm, mustBeVersion } from '../../accounts/fields.ts'
import type { FormCheck } from '../../accounts/fields.ts'
import { failure } from '../../failure.ts'
import { checkEmails } from '../../notices/settings.ts'
import type { Means } from '../../notices/settings.ts'
import type { ReportType } from '../../reports/report-type.ts'
import type { Ledger, LedgerTransaction } from '../../stores/ledger/open.ts'
import { fieldsOf, formFields, mustBeAllowed, needsOf, readForm, readType } from '../reports/report-request.ts'
import type { Asker, ReportForm } from '../reports/report-request.ts'
import type { Visitor } from '../reports/report-desk.ts'
import { readCron } from './cron.ts'
import type { Stopped } from './maker.ts'
import { covered, nextAfter } from './timetable.ts'
import type { Covered, Timetable } from './timetable.ts'

/** A schedule as the API gives it. */
export type ScheduleView = ReportForm & {
  id: string
  name: string
  service: string
  type: string
  every: Timetable['every']
  at: string | null
  weekday: number | null
  monthDay: number | null
  cron: string | null
  covers: Covered
  isOn: boolean
  emails: string[]
  /** Whether it was made by itself, because the service is in use. */
  isDefault: boolean
  zone: string
  /** When it is due next; nothing while it is off. */
  nextAt: string | null
  lastAt: string | null
  /** Why it stopped by itself: who answers for it is gone, or may not any more. */
  stopped: Stopped | null
  version: number
}

/** Who comes: files are mailed only for who has the scope `admin`. */
export type Planner = Visitor & { mayMail: boolean }

const schedulesMax = 100
const timeFields = ['every', 'at', 'weekday', 'monthDay', 'cron'] as const
const fields = [...formFields, ...timeFields, 'covers', 'isOn', 'emails', 'version']
const everyWords = ['day', 'week', 'month', 'cron'] as const

export type ScheduleDesk = {
  list: (visitor: Pick<Visitor, 'company' | 'may'>) => Promise<ScheduleView[]>
  add: (visitor: Planner, body: unknown, asker: Asker) => Promise<ScheduleView>
  change: (visitor: Planner, id: string, body: unknown, asker: Asker) => Promise<ScheduleView>
  remove: (visitor: Visitor, id: string) => Promise<void>
}

export function createScheduleDesk({
  ledger,
  means,
  now,
}: {
  ledger: Ledger
  means: Means
  now: () => number
}): ScheduleDesk {
  return {
    list: ({ company, may }) =>
      ledger.asCompany(company, async (db) =>
        (await schedulesFor(db, company, may).selectAll().orderBy('id').execute()).map(viewOf),
      ),
    async add(visitor, body, asker) {
      const asked = fieldsOf(body, fields)
      const { type, values } = checked(asked, undefined, { ...asker, means })
      const { company, actor, mayMail } = visitor
      if (values.emails.length > 0) mustMayMail(mayMail)
      const at = new Date(asker.now)
      return ledger.asCompany(company, async (db) => {
        const { many } = await schedulesFor(db, company, ['read', 'billing', 'staff'])
          .select((select) => select.fn.countAll<string>().as('many'))
          .executeTakeFirstOrThrow()
        if (Number(many) >= schedulesMax) {
          throw failure('conflict', `A company has ${schedulesMax} schedules at most. Delete one first.`)
        }
        const row = await db
          .insertInto('report_schedules')
          .values({
            company,
            service: type.service,
            type: type.type,
            created_at: at,
            maker: actor.id,
            stopped: null,
            ...values,
          })
          .returningAll()
          .executeTakeFirstOrThrow()
        const after = viewOf(row)
        await noteAct(
          db,
          actor,
          { company, action: 'report-schedule.created', subject: `schedule:${row.id}`, after },
          at,
        )
        return after
      })
    },
    async change({ company, actor, may, mayMail }, id, body, asker) {
      const asked = fieldsOf(body, fields)
      const at = new Date(asker.now)
      return ledger.asCompany(company, async (db) => {
        const row = await held(db, company, id, may)
        const before = viewOf(row)
        const { type, values } = checked({ ...before, ...asked }, before, { ...asker, means })
        if (asked['version'] !== undefined && asked['version'] !== row.version) {
          throw failure(
            'conflict',
            'Somebody else changed this schedule in the meantime. Load it again, then repeat your change.',
          )
        }
        const isMailed = values.emails.length > 0
        if (values.emails.join() !== row.emails.join()) mustMayMail(mayMail)
        // Who switches on what stopped answers for it from then on.
        if (row.stopped !== null && values.is_on && isMailed) mustMayMail(mayMail)
        const changed = await db
          .updateTable('report_schedules')
          .set({
            service: type.service,
            type: type.type,
            ...values,
            maker: isMailed && !mayMail ? row.maker : row.maker === null && !isMailed ? null : actor.id,
            stopped: values.is_on ? null : row.stopped,
            version: row.version + 1,
          })
          .where('id', '=', row.id)
          .returningAll()
          .executeTakeFirstOrThrow()
        const after = viewOf(changed)
        const act = { company, action: 'report-schedule.changed', subject: `schedule:${id}`, before, after } as const
        await noteAct(db, actor, act, at)
        return after
      })
    },
    remove({ company, actor, may }, id) {
      return ledger.asCompany(company, async (db) => {
        const row = await held(db, company, id, may)
        await db.deleteFrom('report_schedules').where('id', '=', row.id).execute()
        const act = {
          company,
          action: 'report-schedule.deleted',
          subject: `schedule:${id}`,
          before: viewOf(row),
        } as const
        await noteAct(db, actor, act, new Date(now()))
      })
    },
  }
}

function mustMayMail(mayMail: boolean): void {
  if (mayMail) return
  const detail = 'Sending files by e-mail, and changing to whom, needs the scope "admin".'
  throw failure('forbidden', detail, [{ field: 'emails', detail }])
}

function schedulesFor(db: LedgerTransaction, company: number, may: readonly string[]) {
  return db
    .selectFrom('report_schedules')
    .where('company', '=', company)
    .where((where) => where('needs', '<@', where.val([...may])))
}

async function held(db: LedgerTransaction, company: number, id: string, may: readonly string[]) {
  const row = /^\d{1,18}$/.test(id)
    ? await schedulesFor(db, company, may).selectAll().where('id', '=', id).forUpdate().executeTakeFirst()
    : undefined
  if (row === undefined) throw failure('not-found', `There is no schedule ${id.slice(0, 20)}.`)
  return row
}

type ScheduleRow = Awaited<ReturnType<typeof held>>

function viewOf(row: ScheduleRow): ScheduleView {
  const timetable = row.timetable as Timetable
  return {
    id: row.id,
    name: row.name,
    service: row.service,
    type: row.type,
    ...(row.form as ReportForm),
    every: timetable.every,
    at: 'at' in timetable ? timetable.at : null,
    weekday: timetable.every === 'week' ? timetable.weekday : null,
    monthDay: timetable.every === 'month' ? timetable.monthDay : null,
    cron: timetable.every === 'cron' ? timetable.cron : null,
    covers: row.covers as Covered,
    isOn: row.is_on,
    emails: row.emails,
    isDefault: row.is_default,
    zone: row.zone,
    nextAt: row.next_at?.toISOString() ?? null,
    lastAt: row.last_at?.toISOString() ?? null,
    stopped: row.stopped as Stopped | null,
    version: row.version,
  }
}

/** What is kept of a schedule. @throws Failure unprocessable naming each field at fault, forbidden for what is not for them */
function checked(
  asked: Readonly<Record<string, unknown>>,
  before: ScheduleView | undefined,
  asker: Asker & { means: Means },
): { type: ReportType; values: ReturnType<typeof valuesOf> } {
  const form = checkForm()
  const type = readType(form, asked, asker)
  // Columns and filters are those of a type: another one has its own.
  const isOther = before !== undefined && (before.service !== asked['service'] || before.type !== asked['type'])
  const { columns, filters, ...rest } = asked
  const shown =
    type === undefined
      ? undefined
      : readForm(form, type, isOther ? rest : { ...rest, ...given({ columns, filters }) }, asker)
  const timetable = readTimetable(form, asked)
  const covers = form.field('covers', () => checkCovered(asked['covers'] ?? usualCovered[timetable?.every ?? 'day']))
  const emails = form.field('emails', () => emailsOf(asked, before, asker.means))
  const isOn = form.field('isOn', () => {
    const value = asked['isOn'] ?? true
    if (typeof value !== 'boolean') throw new Error('must be true or false.')
    return value
  })
  form.field('version', () => mustBeVersion(asked['version']))
  const next = timetable === undefined ? undefined : nextAfter(timetable, asker.zone, asker.now)
  if (timetable !== undefined && next === undefined) form.fault('cron', 'names no day that there is.')
  form.mustBeRight()
  const values = valuesOf({
    type: type!,
    name: shown!.name ?? type!.title[shown!.form.language],
    form: shown!.form,
    timetable: timetable!,
    covers: covers!,
    emails: emails!,
    isOn: isOn!,
    zone: asker.zone,
    next: next!,
  })
  mustBeAllowed(values.needs, asker.may)
  return { type: type!, values }
}

/** Addresses that are there already stay, also where no mail can be sent at the moment. */
function emailsOf(asked: Readonly<Record<string, unknown>>, before: ScheduleView | undefined, means: Means): string[] {
  const emails = asked['emails'] ?? []
  return before !== undefined && emails === before.emails ? before.emails : checkEmails(emails, means)
}

function given<Value extends Record<string, unknown>>(values: Value): Partial<Value> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Partial<Value>
}

type Checked = {
  type: ReportType
  name: string
  form: ReportForm
  timetable: Timetable
  covers: Covered
  emails: string[]
  isOn: boolean
  zone: string
  next: number
}

function valuesOf({ type, name, form, timetable, covers, emails, isOn, zone, next }: Checked) {
  return {
    name,
    needs: needsOf(type, form.columns),
    form: JSON.stringify(form),
    timetable: JSON.stringify(timetable),
    covers,
    emails,
    is_on: isOn,
    zone,
    next_at: isOn ? new Date(next) : null,
  }
}

const usualCovered = { day: 'day', week: 'week', month: 'month', cron: 'day' } as const

function checkCovered(value: unknown): Covered {
  const found = covered.find((word) => word === value)
  if (found === undefined) throw new Error(`must be one of ${covered.join(', ')}: the one before.`)
  return found
}

function readTimetable(form: FormCheck, asked: Readonly<Record<string, unknown>>): Timetable | undefined {
  const every = form.field('every', () => {
    const found = everyWords.find((word) => word === asked['every'])
    if (found === undefined) throw new Error(`must be one of ${everyWords.join(', ')}.`)
    return found
  })
  if (every === undefined) return undefined
  if (every === 'cron') {
    const cron = form.field('cron', () => {
      if (typeof asked['cron'] !== 'string') throw new Error('must be a text of five fields, such as "30 6 * * 1-5".')
      readCron(asked['cron'])
      return asked['cron'].trim()
    })
    return cron === undefined ? undefined : { every, cron }
  }
  const at = form.field('at', () => {
    const time = asked['at'] ?? '06:00'
    if (typeof time !== 'string' || !/^([01]\d|2[0-3]):[0-5]\d$/.test(time))
      throw new Error('must be a time such as "06:30".')
    return time
  })
  const weekday = every === 'week' ? form.field('weekday', () => checkNumber(asked['weekday'] ?? 1, 7)) : 1
  const monthDay = every === 'month' ? form.field('monthDay', () => checkNumber(asked['monthDay'] ?? 1, 31)) : 1
  if (at === undefined || weekday === undefined || monthDay === undefined) return undefined
  if (every === 'week') return { every, at, weekday }
  return every === 'month' ? { every, at, monthDay } : { every, at }
}

function checkNumber(value: unknown, most: number): number {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 1 || value > most) {
    throw new Error(`must be a whole number from 1 to ${most}.`)
  }
  return value
}
