import { moneyOf } from '../billing/charged-sums.ts'
import type { LedgerTransaction } from '../stores/ledger/open.ts'
import { differenceOf } from './difference.ts'
import type { InvoiceDifference } from './difference.ts'
import type { InvoiceDocument } from './document.ts'
import { documentOf } from './documents.ts'

/** A revision that waits for a second person, or was decided about. */
export type Proposal = {
  id: string
  act: 'revise' | 'void'
  number: string
  company: number
  currency: string
  state: string
  /** How much it moves. */
  amount: string
  comment: string
  proposedAt: string
  byWhom: string
  email: string | null
  /** Who proposed it, as the audit log has them: they cannot decide. */
  actor: string
  decidedAt: string | null
  decidedBy: string | null
  decisionNote: string | null
  difference: InvoiceDifference
}

const shownMax = 200

/** Revisions that wait, and those that were decided about; the latest first. */
export async function listProposals(db: LedgerTransaction): Promise<Proposal[]> {
  const rows = await db
    .selectFrom('invoice_proposals')
    .innerJoin('invoices', 'invoices.id', 'invoice_proposals.invoice')
    .selectAll('invoice_proposals')
    .select(['number', 'currency'])
    .orderBy('invoice_proposals.id', 'desc')
    .limit(shownMax)
    .execute()
  const proposals: Proposal[] = []
  for (const row of rows) {
    const document = JSON.parse(row.document) as InvoiceDocument
    proposals.push({
      id: row.id,
      act: Object.hasOwn(row.change as object, 'void') ? 'void' : 'revise',
      number: row.number,
      company: row.company,
      currency: row.currency,
      state: row.state,
      amount: moneyOf(row.amount),
      comment: document.comment ?? '',
      proposedAt: row.proposed_at.toISOString(),
      byWhom: row.actor_name,
      email: row.actor_email,
      actor: row.actor,
      decidedAt: row.decided_at?.toISOString() ?? null,
      decidedBy: row.decided_by_name,
      decisionNote: row.decision_note,
      difference: differenceOf(await documentOf(db, row.invoice, row.base_revision), document),
    })
  }
  return proposals
}
