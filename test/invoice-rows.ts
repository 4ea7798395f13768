import type { LedgerTransaction } from '../src/stores/ledger/open.ts'

let place = 0

/** An invoice as it stands in the ledger, made without its usage: what payments need to know of it. */
export async function insertInvoice(
  db: LedgerTransaction,
  asked: {
    company: number
    number: string
    total: string
    kind?: 'usage' | 'topup' | 'credit'
    currency?: string
    credits?: string
    issuedAt?: Date
  },
): Promise<string> {
  const { company, number, total, kind = 'usage', currency = 'EUR', credits = null, issuedAt = new Date() } = asked
  place++
  const day = new Date(Date.UTC(2000, place, 1)).toISOString().slice(0, 10)
  const next = new Date(Date.UTC(2000, place + 1, 1)).toISOString().slice(0, 10)
  const isUsage = kind === 'usage'
  const { id } = await db
    .insertInto('invoices')
    .values({
      company,
      seller: 0,
      kind,
      number,
      series: 'test',
      place,
      currency,
      period_from: isUsage ? day : null,
      period_to: isUsage ? next : null,
      zone: 'UTC',
      charge_mark: isUsage ? '0' : null,
      issued_at: issuedAt,
      issued_on: issuedAt.toISOString().slice(0, 10),
      due_on: null,
      credits,
      entry: null,
      key: null,
      voided_at: null,
      voided_by: null,
      void_reason: null,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  await db
    .insertInto('invoice_documents')
    .values({
      invoice: id,
      revision: 0,
      company,
      document: '{}',
      total,
      made_at: issuedAt,
      actor: 'system',
      actor_name: 'Talkmeter',
      actor_email: null,
      approved_by: null,
      already_paid: null,
      comment: null,
      entry: null,
    })
    .execute()
  return id
}
