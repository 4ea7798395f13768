import type { ReportTotal } from '../../reports/file.ts'
import type { LedgerTransaction } from '../../stores/ledger/open.ts'
import { daysOf } from './report-request.ts'
import type { KeptRequest } from './report-request.ts'

export const reportStatuses = ['generating', 'generated', 'error'] as const
export type ReportStatus = (typeof reportStatuses)[number]

/** A report as the API gives it. */
export type ReportView = {
  id: string
  name: string
  service: string
  type: string
  status: ReportStatus
  addedAt: string
  /** When its file was made, or it went wrong. */
  formedAt: string | null
  askedBy: string
  /** Whether a schedule asked for it. */
  isAutomatic: boolean
  period: { from: string; to: string; zone: string }
  filters: KeptRequest['filters']
  columns: string[]
  format: string
  language: string
  /** While it is generating. */
  progress: {
    phase: string
    /** In the queue, while it waits: 1 is next. */
    place: number | null
    rowsDone: number
    rowsAll: number | null
    secondsLeft: number | null
  } | null
  error: { code: string; detail: string } | null
  file: {
    name: string
    bytes: number
    /** Of the bytes of the file. */
    sha256: string
    rows: number
    /** Of its rows: the same data has the same in every format. */
    checksum: string
    totals: ReportTotal[]
    readAt: string
  } | null
  /** When its file was taken away because it was old. */
  expiredAt: string | null
}

export type ReportRecord = Awaited<ReturnType<typeof findReport>> & object

/** A report of a company, if it is there and for somebody who may that; a second look holds it until the end. */
export async function findReport(
  db: LedgerTransaction,
  company: number,
  id: string,
  { may, isHeld = false }: { may: readonly string[]; isHeld?: boolean },
) {
  if (!/^\d{1,18}$/.test(id)) return undefined
  let query = reportsFor(db, company, may).selectAll().where('id', '=', id)
  if (isHeld) query = query.forUpdate()
  return query.executeTakeFirst()
}

/** The reports of a company that are for somebody who may that. */
export function reportsFor(db: LedgerTransaction, company: number, may: readonly string[]) {
  return db
    .selectFrom('reports')
    .where('company', '=', company)
    .where((where) => where('needs', '<@', where.val([...may])))
}

/** @param places of those that wait, in the queue */
export function reportView(row: ReportRecord, places: ReadonlyMap<string, number>): ReportView {
  const { from, to, zone, filters, columns, format, language } = row.asked as KeptRequest
  return {
    id: row.id,
    name: row.name,
    service: row.service,
    type: row.type,
    status: row.status as ReportStatus,
    addedAt: row.added_at.toISOString(),
    formedAt: row.formed_at?.toISOString() ?? null,
    askedBy: row.actor_name,
    isAutomatic: row.is_automatic,
    period: { from, to, zone },
    filters,
    columns,
    format,
    language,
    progress:
      row.status === 'generating'
        ? {
            phase: row.phase,
            place: places.get(row.id) ?? null,
            rowsDone: Number(row.rows_done),
            rowsAll: row.rows_all === null ? null : Number(row.rows_all),
            secondsLeft: row.seconds_left,
          }
        : null,
    error: row.error_code === null ? null : { code: row.error_code, detail: row.error! },
    file:
      row.file_key === null
        ? null
        : {
            name: fileNameOf(row),
            bytes: Number(row.file_bytes),
            sha256: row.file_sha256!,
            rows: Number(row.rows),
            checksum: row.checksum!,
            totals: row.totals as ReportTotal[],
            readAt: row.read_at!.toISOString(),
          },
    expiredAt: row.expired_at?.toISOString() ?? null,
  }
}

/** The name of a file is made by us: what somebody called a report is a text, and may hold anything. */
export function fileNameOf(row: Pick<ReportRecord, 'id' | 'service' | 'type' | 'asked'>): string {
  const { format, ...period } = row.asked as KeptRequest
  const [first, last] = daysOf(period)
  return `${row.service}_${row.type}_${first}_${last}_${row.id}.${format}`
}
