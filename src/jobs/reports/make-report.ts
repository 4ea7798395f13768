import { randomBytes } from 'node:crypto'
import { readCompany } from '../../accounts/companies.ts'
import type { Company } from '../../accounts/companies.ts'
import type { createCompanyPrices } from '../../billing/company-prices.ts'
import { Failure, failure } from '../../failure.ts'
import type { Query } from '../../measures/ask.ts'
import type { Reading } from '../../panels/every-row.ts'
import { writeReport } from '../../renderers/report-files/write-report.ts'
import { aboutFacts } from '../../reports/about-facts.ts'
import { reportTypeOf } from '../../reports/catalogue.ts'
import type { ReportCell, ReportEnd, ReportHead } from '../../reports/file.ts'
import { columnOf } from '../../reports/report-type.ts'
import type { ReportSource } from '../../reports/report-type.ts'
import type { FileStore, Written } from '../../stores/files/file-store.ts'
import type { Ledger } from '../../stores/ledger/open.ts'
import type { Progress, Taken } from './queue.ts'
import { askedOf } from './report-request.ts'
import type { KeptRequest } from './report-request.ts'

/** What reports are made with. */
export type ReportRooms = {
  ledger: Ledger
  query: Query
  reading: Reading
  files: FileStore
  pricesOf: ReturnType<typeof createCompanyPrices>
  rowsMax: number
  now: () => number
}

/** So many rows are read at once: enough that reading them is worth a question, and few enough to hold. */
const rowsAtOnce = 20_000

export type Made = { key: string; written: Written & { result: ReportEnd }; readAt: number }

/** Makes the file of a report that was taken; its progress is told from time to time. */
export async function makeReport(
  rooms: ReportRooms,
  taken: Taken,
  { progress, signal }: { progress: Progress; signal: AbortSignal },
): Promise<Made> {
  const { ledger, files, now } = rooms
  const { row, company } = await ledger.asPlatform(async (db) => ({
    row: await db
      .selectFrom('reports')
      .select(['name', 'service', 'type', 'asked'])
      .where('id', '=', taken.id)
      .executeTakeFirst(),
    company: await readCompany(db, taken.company),
  }))
  signal.throwIfAborted()
  const type = row === undefined ? undefined : reportTypeOf(row.service, row.type)
  if (row === undefined || type === undefined) {
    throw failure('unprocessable', 'There is no such report any more. Make a new one.')
  }
  const kept = row.asked as KeptRequest
  const asked = askedOf(type, kept, rowsAtOnce)
  const source = await sourceOf(rooms, company)
  const readAt = now()
  const { all, batches, facts = [] } = await type.read(source, asked)
  mustNotBeTooLong(all, rooms.rowsMax)
  progress.rowsAll = all
  progress.phase = 'reading'
  const head: ReportHead = {
    title: row.name,
    language: asked.language,
    zone: asked.period.zone,
    columns: asked.columns.map((column) => columnOf(column, asked.language)),
    facts: [
      ...(await aboutFacts(source.query, {
        company,
        language: asked.language,
        what: [{ title: { en: 'Report', ru: 'Отчёт' }[asked.language], value: type.title[asked.language] }],
        period: asked.period,
        filters: asked.filters,
        readAt,
      })),
      ...facts,
    ],
    totals: type.totals.filter((name) => asked.columns.some((column) => column.name === name)),
    sheetName: type.title[asked.language],
  }
  const key = `${taken.company}/${taken.id}-${taken.run}-${randomBytes(6).toString('hex')}.${kept.format}`
  const counted = counting(batches, { progress, rowsMax: rooms.rowsMax, now })
  const written = await files.write(key, (sink) => writeReport(kept.format, sink, head, counted, signal))
  return { key, written, readAt }
}

/** What the reports of a company are read from. */
export async function sourceOf(
  { ledger, query, reading, pricesOf, now }: Pick<ReportRooms, 'ledger' | 'query' | 'reading' | 'pricesOf' | 'now'>,
  company: Company,
): Promise<ReportSource> {
  return { query, reading, ledger, company, prices: await pricesOf(company), now: now() }
}

/** @throws Failure unprocessable that says both numbers */
export function mustNotBeTooLong(rows: number | undefined, rowsMax: number): void {
  if (rows === undefined || rows <= rowsMax) return
  const [own, most] = [rows, rowsMax].map((number) => number.toLocaleString('en'))
  const detail = `would have ${own} rows, and ${most} are the most. Choose a shorter period, or filters that keep less.`
  throw failure('unprocessable', `The report ${detail}`, [{ field: 'to', detail: `The report ${detail}` }])
}

/** Lets batches through, and counts them; what is left is told by how fast it went so far. */
async function* counting(
  batches: AsyncIterable<ReportCell[][]>,
  { progress, rowsMax, now }: { progress: Progress; rowsMax: number; now: () => number },
): AsyncGenerator<ReportCell[][]> {
  const began = now()
  for await (const batch of batches) {
    yield batch
    progress.rowsDone += batch.length
    mustNotBeTooLong(progress.rowsDone, rowsMax)
    if (progress.rowsAll === undefined || progress.rowsDone === 0) continue
    const left = Math.max(0, progress.rowsAll - progress.rowsDone)
    progress.secondsLeft = Math.ceil(((now() - began) / progress.rowsDone / 1000) * left)
  }
  progress.phase = 'storing'
  progress.secondsLeft = undefined
}

/** What went wrong, as the row of a report tells it. */
export function errorOf(error: unknown): { code: string; detail: string } {
  if (!(error instanceof Failure)) {
    return { code: 'internal', detail: 'Something went wrong here; the log of the server says more.' }
  }
  const isTooLong = error.fields.some(({ field }) => field === 'to')
  // What is set wrong here is where files are kept.
  const code = isTooLong ? 'too-long' : error.code === 'misconfigured' ? 'storage' : error.code
  return { code, detail: error.message }
}
