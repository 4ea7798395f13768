import { decimalOf, readDecimal } from '../measures/decimal.ts'
import type { Ledger, LedgerTransaction } from '../stores/ledger/open.ts'
import { happeningsToTell } from './happening.ts'
import type { Notice } from './notice.ts'

/** A way of telling a notice that is due. */
type Delivery = { id: string; way: 'email' | 'webhook'; target: string; attempts: number; notice: Notice }

/** Tells a notice, or throws an Error that says what went wrong. */
export type Tell = {
  email: (address: string, notice: Notice) => Promise<void>
  webhook: (url: string, secret: string, notice: Notice) => Promise<void>
}

/** So long after each attempt that failed the next one is made; after the last one it is given up: in all about a day. */
const waitSeconds = [60, 300, 900, 3600, 3 * 3600, 6 * 3600, 12 * 3600]
/** Who tries has so long; after a crash another one tries again. */
const leaseMilliseconds = 120_000
const atOnce = 20
const errorLengthMax = 300

/** Tells what is due, each once; what cannot be told is tried again later. Resolves when all of it was tried. */
export async function deliverDue(ledger: Ledger, tell: Tell, now: () => number): Promise<void> {
  for (;;) {
    const due = await ledger.asPlatform((db) => takeDue(db, new Date(now())))
    if (due.length === 0) return
    await Promise.all(due.map((delivery) => deliver(ledger, tell, delivery, now)))
  }
}

/** Takes deliveries so that nobody else does at the same time. */
async function takeDue(db: LedgerTransaction, at: Date): Promise<Delivery[]> {
  const rows = await db
    .selectFrom('notice_deliveries')
    .selectAll()
    .where('next_at', '<=', at)
    .orderBy('next_at')
    .limit(atOnce)
    .forUpdate()
    .skipLocked()
    .execute()
  if (rows.length === 0) return []
  await db
    .updateTable('notice_deliveries')
    .set((set) => ({
      next_at: new Date(at.getTime() + leaseMilliseconds),
      attempts: set('attempts', '+', 1),
    }))
    .where(
      'id',
      'in',
      rows.map(({ id }) => id),
    )
    .execute()
  const noticeOf = await noticesNamed(db, idsIn(rows.map(({ notice }) => notice)))
  const happeningOf = await happeningsToTell(db, idsIn(rows.map(({ happening }) => happening)), at)
  return rows.map(({ id, way, target, attempts, notice, happening }) => ({
    id,
    way: way as Delivery['way'],
    target,
    attempts: attempts + 1,
    notice: notice === null ? happeningOf.get(happening!)! : noticeOf.get(notice)!,
  }))
}

function idsIn(ids: readonly (string | null)[]): string[] {
  return ids.filter((id) => id !== null)
}

async function noticesNamed(db: LedgerTransaction, ids: readonly string[]): Promise<Map<string, Notice>> {
  if (ids.length === 0) return new Map()
  const rows = await db
    .selectFrom('notices')
    .innerJoin('companies', 'companies.number', 'notices.company')
    .leftJoin('reports', 'reports.id', 'notices.report')
    .select(['notices.id', 'notices.company', 'at', 'amount', 'threshold', 'notices.currency', 'charged_until'])
    .select(['companies.name', 'companies.language', 'companies.zone'])
    .select(['report', 'reports.name as report_name', 'service', 'type', 'error', 'rows'])
    .select(['file_key', 'file_bytes', 'file_sha256'])
    .where('notices.id', 'in', ids)
    .execute()
  return new Map(
    rows.map((row): [string, Notice] => {
      const { id, at, company: number, name, language, zone } = row
      const common = { id, at, company: { number, name, language, zone } }
      if (row.report === null) {
        return [
          id,
          {
            ...common,
            of: 'balance',
            amount: decimalOf(readDecimal(row.amount!)!),
            threshold: decimalOf(readDecimal(row.threshold!)!),
            currency: row.currency!,
            chargedUntil: row.charged_until,
          },
        ]
      }
      const file =
        row.file_key === null
          ? null
          : {
              key: row.file_key,
              name: `${row.service}_${row.type}_${row.report}.${row.file_key.split('.').at(-1)}`,
              bytes: Number(row.file_bytes),
              sha256: row.file_sha256!,
              rows: Number(row.rows),
            }
      const { report, report_name, service, type, error } = row
      const told = { id: report, name: report_name!, service: service!, type: type!, error, file }
      return [id, { ...common, of: 'report', report: told }]
    }),
  )
}

async function deliver(ledger: Ledger, tell: Tell, delivery: Delivery, now: () => number): Promise<void> {
  const error = await attempt(ledger, tell, delivery).catch((trouble: unknown) =>
    (trouble instanceof Error ? trouble.message : String(trouble)).replaceAll('\0', '').slice(0, errorLengthMax),
  )
  const at = now()
  const wait = waitSeconds[delivery.attempts - 1]
  await ledger.asPlatform((db) =>
    db
      .updateTable('notice_deliveries')
      .set(
        error === undefined
          ? { sent_at: new Date(at), next_at: null, error: null }
          : { next_at: wait === undefined ? null : new Date(at + wait * 1000), error },
      )
      .where('id', '=', delivery.id)
      .execute(),
  )
}

async function attempt(ledger: Ledger, tell: Tell, { way, target, notice }: Delivery): Promise<undefined> {
  if (way === 'email') {
    await tell.email(target, notice)
    return
  }
  // The address may have been changed since: what was for the old one is signed for nobody.
  const found = await ledger.asPlatform((db) => webhookOf(db, notice))
  if (found?.url !== target) throw new Error('The address of the webhook was changed since.')
  await tell.webhook(target, found.secret!, notice)
}

function webhookOf(db: LedgerTransaction, { of, company }: Notice) {
  if (of === 'happening') {
    return db
      .selectFrom('webhook_settings')
      .select(['url', 'secret'])
      .where('company', '=', company.number)
      .executeTakeFirst()
  }
  return db
    .selectFrom(of === 'report' ? 'report_settings' : 'low_balance_settings')
    .select(['webhook_url as url', 'webhook_secret as secret'])
    .where('company', '=', company.number)
    .executeTakeFirst()
}
