import { moneyOf } from '../billing/charged-sums.ts'
import type { LedgerTransaction } from '../stores/ledger/open.ts'
import type { InvoiceDocument } from './document.ts'

/** What a revision of an invoice says. */
export async function documentOf(db: LedgerTransaction, invoice: string, revision: number): Promise<InvoiceDocument> {
  const { document } = await db
    .selectFrom('invoice_documents')
    .select('document')
    .where('invoice', '=', invoice)
    .where('revision', '=', revision)
    .executeTakeFirstOrThrow()
  return JSON.parse(document) as InvoiceDocument
}

/** A revision as lists show it; 0 is the invoice as it was issued. */
export type Revision = {
  revision: number
  /** What was paid by then, where staff said so; else null. */
  amount: string | null
  /** What the invoice asks for since. */
  total: string
  revisedAt: string
  byWhom: string
  email: string | null
  approvedBy: string | null
  comment: string | null
}

/** All revisions of an invoice, the latest first. */
export async function revisionsOf(db: LedgerTransaction, invoice: string): Promise<Revision[]> {
  const rows = await db
    .selectFrom('invoice_documents')
    .select(['revision', 'already_paid', 'total', 'made_at', 'actor_name', 'actor_email', 'approved_by', 'comment'])
    .where('invoice', '=', invoice)
    .orderBy('revision', 'desc')
    .execute()
  return rows.map((row) => ({
    revision: row.revision,
    amount: row.already_paid === null ? null : moneyOf(row.already_paid),
    total: moneyOf(row.total),
    revisedAt: row.made_at.toISOString(),
    byWhom: row.actor_name,
    email: row.actor_email,
    approvedBy: row.approved_by,
    comment: row.comment,
  }))
}
