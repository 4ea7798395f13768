import { keepNotice } from './tell-end.ts'
import type { Ledger, LedgerTransaction } from '../../stores/ledger/open.ts'
import { takeTurn } from '../../stores/ledger/open.ts'

/** Who makes a report has so long to tell that they still do; after that somebody else makes it. */
export const leaseMilliseconds = 20_000
/** A report in the making of which the program ended so often is given up. */
const attemptsMax = 3

/** A report that was taken to be made; what is told of it names all of these, so that nobody tells of another run. */
export type Taken = { id: string; company: number; run: number; attempt: number; worker: string }

export type Taking = { worker: string; atOnce: number; now: number }

/**
 * Takes the next report for this worker: of the company that has least being made, and whose last one began longest ago; undefined
 * when nothing waits, or so many are being made already.
 */
export async function takeNext(ledger: Ledger, taking: Taking): Promise<Taken | undefined> {
  return ledger.asPlatform(async (db) => {
    // One takes at a time: all processes together make so many at once.
    await takeTurn(db, 'reports', 0)
    await giveUp(db, taking.now)
    const making = await beingMade(db, taking.now)
    if ([...making.values()].reduce((sum, many) => sum + many, 0) >= taking.atOnce) return undefined
    for (const { id } of await nextOfCompanies(db, making, taking.now)) {
      const taken = await take(db, id, taking)
      if (taken !== undefined) return taken
    }
    return undefined
  })
}

/** Lets go of everything that is being made: to be called by who knows that nobody else is there. */
export async function letGo(ledger: Ledger): Promise<void> {
  await ledger.asPlatform((db) =>
    db
      .updateTable('reports')
      .set({ lease_until: new Date(0) })
      .where('status', '=', 'generating')
      .where('lease_until', 'is not', null)
      .execute(),
  )
}

/** How many are being made, by company. */
async function beingMade(db: LedgerTransaction, now: number): Promise<Map<number, number>> {
  const rows = await db
    .selectFrom('reports')
    .select((select) => ['company', select.fn.countAll<string>().as('many')])
    .where('status', '=', 'generating')
    .where('lease_until', '>', new Date(now))
    .groupBy('company')
    .execute()
  return new Map(rows.map(({ company, many }) => [company, Number(many)]))
}

/** Reports that wait: nobody makes them, or whoever did is not heard of any more. */
function waiting(db: LedgerTransaction, now: number) {
  return db
    .selectFrom('reports')
    .where('status', '=', 'generating')
    .where((where) => where.or([where('lease_until', 'is', null), where('lease_until', '<=', new Date(now))]))
}

/** The oldest of each company that waits, in the order in which they are taken. */
async function nextOfCompanies(db: LedgerTransaction, making: ReadonlyMap<number, number>, now: number) {
  const oldest = await waiting(db, now)
    .distinctOn('company')
    .select(['id', 'company', 'queued_at'])
    .orderBy('company')
    .orderBy('queued_at')
    .orderBy('id')
    .execute()
  if (oldest.length === 0) return []
  const began = await db
    .selectFrom('reports')
    .select((select) => ['company', select.fn.max('started_at').as('at')])
    .where(
      'company',
      'in',
      oldest.map(({ company }) => company),
    )
    .groupBy('company')
    .execute()
  const beganAt = new Map(began.map(({ company, at }) => [company, at?.getTime() ?? 0]))
  return oldest.toSorted(
    (a, b) =>
      (making.get(a.company) ?? 0) - (making.get(b.company) ?? 0) ||
      beganAt.get(a.company)! - beganAt.get(b.company)! ||
      a.queued_at.getTime() - b.queued_at.getTime(),
  )
}

/** Takes a report, unless somebody cancels or deletes it at this moment. */
async function take(db: LedgerTransaction, id: string, { worker, now }: Taking): Promise<Taken | undefined> {
  const row = await waiting(db, now)
    .select(['id', 'company', 'run', 'attempts'])
    .where('id', '=', id)
    .forUpdate()
    .skipLocked()
    .executeTakeFirst()
  if (row === undefined) return undefined
  const attempt = row.attempts + 1
  await db
    .updateTable('reports')
    .set({
      worker,
      attempts: attempt,
      lease_until: new Date(now + leaseMilliseconds),
      started_at: new Date(now),
      phase: 'counting',
      rows_done: '0',
      rows_all: null,
      seconds_left: null,
    })
    .where('id', '=', id)
    .execute()
  return { id: row.id, company: row.company, run: row.run, attempt, worker }
}

const crashed = `The program ended ${attemptsMax} times while this report was made. Try again, or ask for a shorter period.`

async function giveUp(db: LedgerTransaction, now: number): Promise<void> {
  await db
    .updateTable('reports')
    .set({ status: 'error', error_code: 'crashed', error: crashed, phase: 'done', worker: null, lease_until: null })
    .where('status', '=', 'generating')
    .where('lease_until', '<=', new Date(now))
    .where('attempts', '>=', attemptsMax)
    .execute()
}

/** How far the making of a report is. */
export type Progress = {
  phase: 'counting' | 'reading' | 'storing'
  rowsDone: number
  rowsAll: number | undefined
  secondsLeft: number | undefined
}

/** Tells how far it is, and that it goes on; false when it is not this worker's any more: canceled, deleted, or taken over. */
export async function tellProgress(ledger: Ledger, taken: Taken, progress: Progress, now: number): Promise<boolean> {
  const { phase, rowsDone, rowsAll, secondsLeft } = progress
  return changeTaken(ledger, taken, {
    phase,
    rows_done: String(rowsDone),
    rows_all: rowsAll === undefined ? null : String(rowsAll),
    seconds_left: secondsLeft ?? null,
    lease_until: new Date(now + leaseMilliseconds),
  })
}

/** Puts a report back, as if it had not been taken: who made it stops. */
export async function putBack(ledger: Ledger, taken: Taken): Promise<void> {
  const attempts = taken.attempt - 1
  await changeTaken(ledger, taken, { attempts, worker: null, lease_until: null, phase: 'waiting', rows_done: '0' })
}

/** What ends a report: its file, or what went wrong. */
export type Ended =
  | {
      file: { key: string; bytes: number; sha256: string }
      rows: number
      checksum: string
      totals: string
      readAt: Date
    }
  | { error: { code: string; detail: string } }

/** Tells the end; false when it is not this worker's any more: then its file is nobody's. */
export async function tellEnd(ledger: Ledger, taken: Taken, ended: Ended, at: Date): Promise<boolean> {
  const common = { phase: 'done', worker: null, lease_until: null, seconds_left: null, formed_at: at }
  if ('error' in ended) {
    const { code, detail } = ended.error
    const gone = { ...common, status: 'error', error_code: code, error: detail }
    return changeTaken(ledger, taken, gone, (db) => keepNotice(db, taken.id, at))
  }
  const { file, rows, checksum, totals, readAt } = ended
  const made = {
    ...common,
    status: 'generated',
    rows_done: String(rows),
    rows_all: String(rows),
    file_key: file.key,
    file_bytes: String(file.bytes),
    file_sha256: file.sha256,
    rows: String(rows),
    checksum,
    totals,
    read_at: readAt,
  }
  return changeTaken(ledger, taken, made, (db) => keepNotice(db, taken.id, at))
}

type Changes = {
  status?: string
  phase?: string
  worker?: null
  attempts?: number
  lease_until?: Date | null
  rows_done?: string
  rows_all?: string | null
  seconds_left?: number | null
  formed_at?: Date
  error_code?: string
  error?: string
  file_key?: string
  file_bytes?: string
  file_sha256?: string
  rows?: string
  checksum?: string
  totals?: string
  read_at?: Date
}

/** @param besides what is done in the same transaction, where it is this worker's */
async function changeTaken(
  ledger: Ledger,
  { id, worker, run, attempt }: Taken,
  changes: Changes,
  besides?: (db: LedgerTransaction) => Promise<void>,
): Promise<boolean> {
  return ledger.asPlatform(async (db) => {
    const { numUpdatedRows } = await db
      .updateTable('reports')
      .set(changes)
      .where('id', '=', id)
      .where('worker', '=', worker)
      .where('run', '=', run)
      .where('attempts', '=', attempt)
      .where('status', '=', 'generating')
      .executeTakeFirstOrThrow()
    if (numUpdatedRows === 1n) await besides?.(db)
    return numUpdatedRows === 1n
  })
}

/** So many that wait have a place that is told. */
const placesMax = 1000

/** Which place reports have in the queue, by their ids: 1 is next. As companies take turns, that is not the order of asking. */
export async function queuePlaces(ledger: Ledger, now: number): Promise<Map<string, number>> {
  return ledger.asPlatform(async (db) => {
    const making = await beingMade(db, now)
    const first = (await nextOfCompanies(db, making, now)).map(({ company }) => company)
    const rows = await waiting(db, now)
      .select(['id', 'company'])
      .orderBy('queued_at')
      .orderBy('id')
      .limit(placesMax)
      .execute()
    const turns = new Map<number, number>()
    const placed = rows.map(({ id, company }) => {
      const turn = turns.get(company) ?? making.get(company) ?? 0
      turns.set(company, turn + 1)
      return { id, turn, place: first.indexOf(company) }
    })
    return new Map(placed.toSorted((a, b) => a.turn - b.turn || a.place - b.place).map(({ id }, at) => [id, at + 1]))
  })
}
