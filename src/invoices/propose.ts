import type { Actor } from '../accounts/actor.ts'
import { noteAct } from '../accounts/audit.ts'
import { failure } from '../failure.ts'
import { decimalOf, readDecimal } from '../measures/decimal.ts'
import type { Amount } from '../measures/decimal.ts'
import type { LedgerTransaction } from '../stores/ledger/open.ts'
import type { InvoiceDocument } from './document.ts'
import type { Invoice } from './invoice.ts'
import { readInvoicing } from './settings.ts'

/** Who changes something about an invoice, as lists name them. */
export type Reviser = { actor: Actor; name: string; email: string | null }

/** Whether what moves so much needs a second person. */
export async function needsApproval(db: LedgerTransaction, size: Amount): Promise<boolean> {
  const { approvalAbove } = await readInvoicing(db)
  return approvalAbove !== null && size > readDecimal(approvalAbove)!
}

/** Throws `conflict` where something about the invoice waits for a second person. */
export async function mustHaveNoProposal(db: LedgerTransaction, { id, number }: Invoice): Promise<void> {
  const waiting = await db
    .selectFrom('invoice_proposals')
    .select('id')
    .where('invoice', '=', id)
    .where('state', '=', 'waiting')
    .executeTakeFirst()
  if (waiting === undefined) return
  throw failure('conflict', `A change of ${number} waits for a second person; decide about it first.`)
}

/**
 * Keeps what somebody wants to do until somebody else decides about it.
 * @returns the id of the proposal
 */
export async function propose(
  db: LedgerTransaction,
  { actor, name, email }: Reviser,
  { invoice, change, document, size }: { invoice: Invoice; change: object; document: InvoiceDocument; size: Amount },
  at: Date,
): Promise<string> {
  const { id } = await db
    .insertInto('invoice_proposals')
    .values({
      invoice: invoice.id,
      company: invoice.company,
      base_revision: invoice.revision,
      change: JSON.stringify(change),
      document: JSON.stringify(document),
      amount: decimalOf(size),
      proposed_at: at,
      actor: actor.id,
      actor_name: name,
      actor_email: email,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  const act = { company: invoice.company, action: 'invoice.revision-proposed', subject: invoice.number } as const
  await noteAct(db, actor, { ...act, after: change }, at)
  return id
}
