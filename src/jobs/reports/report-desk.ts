import type { Readable } from 'node:stream'
import type { Actor } from '../../accounts/actor.ts'
import { noteAct } from '../../accounts/audit.ts'
import { failure } from '../../failure.ts'
import { containing } from '../../stores/ledger/containing.ts'
import type { Ledger, LedgerTransaction } from '../../stores/ledger/open.ts'
import type { Reports } from './open.ts'
import { queuePlaces } from './queue.ts'
import { contentOf } from './report-request.ts'
import type { ReportRequest } from './report-request.ts'
import { fileNameOf, findReport, reportsFor, reportStatuses, reportView } from './report-view.ts'
import type { ReportRecord, ReportStatus, ReportView } from './report-view.ts'

/** Who does something: in which company, and what they may. */
export type Visitor = { company: number; actor: Actor; may: readonly string[] }

/** What somebody sends twice is done once. */
export type Repeatable = { key: string; content: string }

export type ReportsSearch = {
  text?: string | undefined
  status?: ReportStatus | undefined
  services: readonly string[]
  /** When they were asked for. */
  from?: Date | undefined
  to?: Date | undefined
  /** The id of the last one of the page before. */
  after?: string | undefined
  limit: number
}

export type ReportsFound = {
  reports: ReportView[]
  counts: Record<'all' | ReportStatus, number>
  next: string | null
}

/** What people do with reports: each act is noted in the same transaction. */
export type ReportDesk = {
  ask: (
    visitor: Visitor,
    request: ReportRequest,
    again: Repeatable | undefined,
  ) => Promise<{ report: ReportView; isNew: boolean }>
  /** What was asked for with this key before; undefined where nothing was. */
  before: (visitor: Visitor, again: Repeatable | undefined) => Promise<ReportView | undefined>
  find: (visitor: Pick<Visitor, 'company' | 'may'>, search: ReportsSearch) => Promise<ReportsFound>
  one: (visitor: Pick<Visitor, 'company' | 'may'>, id: string) => Promise<ReportView>
  generate: (visitor: Visitor, id: string) => Promise<ReportView>
  cancel: (visitor: Visitor, id: string) => Promise<ReportView>
  remove: (visitor: Visitor, id: string) => Promise<void>
  file: (visitor: Visitor, id: string) => Promise<{ name: string; bytes: number; sha256: string; stream: Readable }>
}

export function createReportDesk(reports: Reports): ReportDesk {
  const { ledger, files, now } = reports.rooms

  /** A file that cannot be taken away now has no row any more: it is swept later, which tells what is wrong. */
  function removeOrLeave(key: string): Promise<void> {
    return files.remove(key).catch(() => undefined)
  }

  async function viewOf(row: ReportRecord): Promise<ReportView> {
    return reportView(row, await placesFor(ledger, [row], now()))
  }

  /** Works on a report that is held until the end. */
  function held<Result>(
    visitor: Visitor,
    id: string,
    work: (db: LedgerTransaction, row: ReportRecord) => Promise<Result>,
  ) {
    return ledger.asCompany(visitor.company, async (db) => {
      const row = await findReport(db, visitor.company, id, { may: visitor.may, isHeld: true })
      if (row === undefined) throw noReport(id)
      return work(db, row)
    })
  }

  function note(
    db: LedgerTransaction,
    { actor, company }: Visitor,
    action: ReportAct,
    row: Pick<ReportRecord, 'id' | 'name'>,
  ) {
    return noteAct(
      db,
      actor,
      { company, action, subject: `report:${row.id}`, after: { name: row.name } },
      new Date(now()),
    )
  }

  async function make(visitor: Visitor, { type, name, needs, asked }: ReportRequest, again: Repeatable | undefined) {
    const { company, actor } = visitor
    const at = new Date(now())
    return ledger.asCompany(company, async (db) => {
      const row = await db
        .insertInto('reports')
        .values({
          company,
          name,
          service: type.service,
          type: type.type,
          needs,
          asked: JSON.stringify(asked),
          actor: actor.id,
          actor_name: actor.name,
          key: again?.key ?? null,
          key_content: again?.content ?? null,
          status: 'generating',
          added_at: at,
          queued_at: at,
        })
        .onConflict((conflict) => conflict.columns(['company', 'key']).doNothing())
        .returningAll()
        .executeTakeFirst()
      if (row === undefined) return { row: await askedBefore(db, visitor, again!), isNew: false }
      await note(db, visitor, 'report.created', row)
      return { row, isNew: true }
    })
  }

  return {
    async ask(visitor, request, again) {
      const { row, isNew } = await make(visitor, request, again)
      if (isNew) reports.wake()
      return { report: await viewOf(row), isNew }
    },
    async before(visitor, again) {
      if (again === undefined) return undefined
      const { company } = visitor
      const isThere = await ledger.asCompany(company, (db) =>
        db
          .selectFrom('reports')
          .select('id')
          .where('company', '=', company)
          .where('key', '=', again.key)
          .executeTakeFirst(),
      )
      if (isThere === undefined) return undefined
      return viewOf(await ledger.asCompany(company, (db) => askedBefore(db, visitor, again)))
    },
    find: (visitor, search) => findReports(ledger, visitor, search, now()),
    async one({ company, may }, id) {
      const row = await ledger.asCompany(company, (db) => findReport(db, company, id, { may }))
      if (row === undefined) throw noReport(id)
      return viewOf(row)
    },
    async generate(visitor, id) {
      const old = await held(visitor, id, async (db, row) => {
        // Two clicks are one.
        if (row.status === 'generating') return null
        await db
          .updateTable('reports')
          .set((set) => ({ ...unmade, queued_at: new Date(now()), run: set('run', '+', 1) }))
          .where('id', '=', row.id)
          .execute()
        await note(db, visitor, 'report.generated-again', row)
        return row.file_key
      })
      reports.wake()
      if (old !== null) await removeOrLeave(old)
      return this.one(visitor, id)
    },
    async cancel(visitor, id) {
      await held(visitor, id, async (db, row) => {
        if (row.status !== 'generating') throw failure('conflict', 'This report is not being generated.')
        await db
          .updateTable('reports')
          .set({
            status: 'error',
            error_code: 'canceled',
            error: `Canceled by ${visitor.actor.name}.`,
            phase: 'done',
            worker: null,
            lease_until: null,
            seconds_left: null,
            formed_at: new Date(now()),
          })
          .where('id', '=', row.id)
          .execute()
        await note(db, visitor, 'report.canceled', row)
      })
      reports.stopMaking(id)
      return this.one(visitor, id)
    },
    async remove(visitor, id) {
      const key = await held(visitor, id, async (db, row) => {
        await db.deleteFrom('reports').where('id', '=', row.id).execute()
        await note(db, visitor, 'report.deleted', row)
        return row.file_key
      })
      reports.stopMaking(id)
      if (key !== null) await removeOrLeave(key)
    },
    async file(visitor, id) {
      const row = await ledger.asCompany(visitor.company, (db) => findReport(db, visitor.company, id, visitor))
      if (row === undefined) throw noReport(id)
      if (row.file_key === null) throw failure('conflict', whyNoFile(row))
      const stream = await files.read(row.file_key, Number(row.file_bytes))
      try {
        await ledger.asCompany(visitor.company, (db) => note(db, visitor, 'report.downloaded', row))
      } catch (error) {
        stream.destroy()
        throw error
      }
      return { name: fileNameOf(row), bytes: Number(row.file_bytes), sha256: row.file_sha256!, stream }
    },
  }
}

type ReportAct =
  | 'report.created'
  | 'report.generated-again'
  | 'report.canceled'
  | 'report.deleted'
  | 'report.downloaded'

/** A report as it is before it is made. */
const unmade = {
  status: 'generating',
  attempts: 0,
  worker: null,
  lease_until: null,
  phase: 'waiting',
  rows_done: '0',
  rows_all: null,
  seconds_left: null,
  error_code: null,
  error: null,
  formed_at: null,
  read_at: null,
  file_key: null,
  file_bytes: null,
  file_sha256: null,
  rows: null,
  checksum: null,
  totals: null,
  expired_at: null,
} as const

function noReport(id: string): Error {
  return failure('not-found', `There is no report ${id.slice(0, 20)}.`)
}

function whyNoFile({ status, expired_at }: ReportRecord): string {
  if (expired_at !== null) return 'The file was old, and was taken away. Generate it again.'
  if (status === 'generating') return 'The report is still being generated.'
  return 'The report has no file: it went wrong. Generate it again.'
}

async function askedBefore(db: LedgerTransaction, { company, may }: Visitor, { key, content }: Repeatable) {
  const row = await reportsFor(db, company, may).selectAll().where('key', '=', key).executeTakeFirst()
  if (row !== undefined && row.key_content === content) return row
  throw failure('unprocessable', 'This Idempotency-Key was used for another request.', [
    { field: 'Idempotency-Key', detail: 'was used for another request.' },
  ])
}

/** The places in the queue, where any of the reports waits. */
async function placesFor(ledger: Ledger, rows: readonly ReportRecord[], now: number) {
  const isWaiting = rows.some(({ status, lease_until }) => status === 'generating' && lease_until === null)
  return isWaiting ? queuePlaces(ledger, now) : new Map<string, number>()
}

async function findReports(
  ledger: Ledger,
  { company, may }: Pick<Visitor, 'company' | 'may'>,
  search: ReportsSearch,
  now: number,
): Promise<ReportsFound> {
  const { status, after, limit } = search
  const { counted, rows } = await ledger.asCompany(company, async (db) => {
    const found = sought(db, company, may, search)
    let page = status === undefined ? found : found.where('status', '=', status)
    if (after !== undefined) page = page.where('id', '<', after)
    return {
      counted: await found
        .select((select) => ['status', select.fn.countAll<string>().as('many')])
        .groupBy('status')
        .execute(),
      rows: await page
        .selectAll()
        .orderBy('id', 'desc')
        .limit(limit + 1)
        .execute(),
    }
  })
  const many = (wanted: string) => Number(counted.find((one) => one.status === wanted)?.many ?? 0)
  const shown = rows.slice(0, limit)
  const places = await placesFor(ledger, shown, now)
  return {
    reports: shown.map((row) => reportView(row, places)),
    counts: {
      all: counted.reduce((sum, one) => sum + Number(one.many), 0),
      ...(Object.fromEntries(reportStatuses.map((one) => [one, many(one)])) as Record<ReportStatus, number>),
    },
    next: rows.length > limit ? shown.at(-1)!.id : null,
  }
}

function sought(db: LedgerTransaction, company: number, may: readonly string[], search: ReportsSearch) {
  const { text, services, from, to } = search
  let query = reportsFor(db, company, may)
  if (text !== undefined) query = query.where('name', 'ilike', containing(text))
  if (services.length > 0) query = query.where('service', 'in', [...services])
  if (from !== undefined) query = query.where('added_at', '>=', from)
  return to === undefined ? query : query.where('added_at', '<', to)
}

/** A request as it is known again. */
export function repeatable(key: string | undefined, body: unknown): Repeatable | undefined {
  if (key === undefined) return undefined
  return { key, content: contentOf(body) }
}
