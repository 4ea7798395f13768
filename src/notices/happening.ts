import { invoiceOf } from '../invoices/invoice.ts'
import type { Ledger, LedgerTransaction } from '../stores/ledger/open.ts'
import type { HappeningNotice } from './notice.ts'

const atOnce = 500

/**
 * Finds for all that happened, and was not looked at yet, who is to be told and how; each in one transaction with the note that it was
 * looked at.
 */
export async function tellHappenings(ledger: Ledger, { canMail, at }: { canMail: boolean; at: Date }): Promise<void> {
  for (;;) {
    const count = await ledger.asPlatform((db) => tellSome(db, canMail, at))
    if (count < atOnce) return
  }
}

async function tellSome(db: LedgerTransaction, canMail: boolean, at: Date): Promise<number> {
  const happened = await db
    .selectFrom('happenings')
    .innerJoin('companies', 'companies.number', 'happenings.company')
    .leftJoin('webhook_settings', 'webhook_settings.company', 'happenings.company')
    .select(['happenings.id', 'happenings.company', 'happenings.kind', 'companies.email'])
    .select(['is_on', 'url', 'events', 'mails_invoices'])
    .where('told_at', 'is', null)
    .orderBy('happenings.id')
    .limit(atOnce)
    .forUpdate('happenings')
    .skipLocked()
    .execute()
  if (happened.length === 0) return 0
  const deliveries = happened.flatMap(({ id, company, kind, email, is_on, url, events, mails_invoices }) =>
    [
      ...(is_on === true && url !== null && events!.includes(kind) ? [{ way: 'webhook', target: url }] : []),
      ...(kind === 'invoice.issued' && canMail && email !== null && mails_invoices !== false
        ? [{ way: 'email', target: email }]
        : []),
    ].map((way) => ({ ...way, notice: null, happening: id, company, next_at: at })),
  )
  if (deliveries.length > 0) await db.insertInto('notice_deliveries').values(deliveries).execute()
  await db
    .updateTable('happenings')
    .set({ told_at: at })
    .where(
      'id',
      'in',
      happened.map(({ id }) => id),
    )
    .execute()
  return happened.length
}

/** What is told of happenings, by id. */
export async function happeningsToTell(
  db: LedgerTransaction,
  ids: readonly string[],
  at: Date,
): Promise<ReadonlyMap<string, HappeningNotice>> {
  if (ids.length === 0) return new Map()
  const rows = await db
    .selectFrom('happenings')
    .innerJoin('companies', 'companies.number', 'happenings.company')
    .select(['happenings.id', 'happenings.company', 'kind', 'subject', 'at'])
    .select(['companies.name', 'companies.language', 'companies.zone'])
    .where('happenings.id', 'in', ids)
    .execute()
  const numbers = rows.filter(({ kind }) => kind.startsWith('invoice.')).map(({ subject }) => subject)
  const states =
    numbers.length === 0
      ? []
      : await db.selectFrom('invoice_states').selectAll().where('number', 'in', numbers).execute()
  const invoices = new Map(states.map((row) => [row.number, invoiceOf(row, at.getTime())]))
  return new Map(
    rows.map(({ id, company, name, language, zone, subject, ...row }): [string, HappeningNotice] => [
      id,
      {
        of: 'happening',
        id,
        ...row,
        subject,
        company: { number: company, name, language, zone },
        invoice: invoices.get(subject),
      },
    ]),
  )
}

/** What a webhook is told. */
export function happeningTold({ kind, company, subject, invoice }: HappeningNotice) {
  const head = { company: company.number, name: company.name }
  const data =
    invoice === undefined
      ? { ...head, subject }
      : {
          ...head,
          number: invoice.number,
          kind: invoice.kind,
          currency: invoice.currency,
          total: invoice.total,
          paid: invoice.paid,
          due: invoice.due,
          status: invoice.status,
          period: invoice.period,
          dueOn: invoice.dueOn,
        }
  return { type: kind, data }
}

/** What a webhook is told when somebody tries whether it listens. */
export function bodyOfTrial(company: { number: number; name: string }, at: Date): string {
  const data = { company: company.number, name: company.name }
  return JSON.stringify({ type: 'webhook.test', timestamp: at.toISOString(), data })
}
