import { noteAct } from '../accounts/audit.ts'
import { readCompany } from '../accounts/companies.ts'
import { postEntries } from '../billing/postings.ts'
import { takeTurns } from '../billing/turns.ts'
import { failure, wrongField } from '../failure.ts'
import { decimalOf, lesserOf, readDecimal } from '../measures/decimal.ts'
import type { Amount } from '../measures/decimal.ts'
import type { Ledger, LedgerTransaction } from '../stores/ledger/open.ts'
import { transfersOf } from './close-months.ts'
import { differenceOf } from './difference.ts'
import type { InvoiceDifference } from './difference.ts'
import type { InvoiceDocument } from './document.ts'
import { documentOf } from './documents.ts'
import { noteHappening } from './happenings.ts'
import { invoiceNamed } from './invoice.ts'
import type { Invoice } from './invoice.ts'
import { revisedDocument } from './make-document.ts'
import { recordPayment } from './payment.ts'
import { mustHaveNoProposal, needsApproval, propose } from './propose.ts'
import type { Reviser } from './propose.ts'
import { changedLines, readChange } from './revision.ts'
import type { Change } from './revision.ts'
import { freeMoney, nameOfPurse, settle } from './settle.ts'
import { readInvoicing } from './settings.ts'
import { takeBack } from './void.ts'

/** What came of a revision: it is made, or waits for a second person. */
export type Revised = { state: 'applied'; revision: number } | { state: 'waiting'; proposal: string }

/**
 * Revises an invoice: other amounts, further lines, what was paid by now. What it asks for less or more is posted; documents and files
 * of before stay. A large one waits until somebody else approves it.
 * @throws Failure not-found, unprocessable naming fields; conflict where somebody else revised it meanwhile
 */
export async function reviseInvoice(
  ledger: Ledger,
  reviser: Reviser,
  { number, body }: { number: string; body: Readonly<Record<string, unknown>> },
  at: Date,
): Promise<Revised> {
  return ledger.asPlatform(async (db) => {
    const invoice = await revisable(db, number)
    const document = await documentOf(db, invoice.id, invoice.revision)
    const change = readChange(body, document)
    mustBeLatest(invoice, change)
    await mustHaveNoProposal(db, invoice)
    const made = await revisionOf(db, invoice, document, change)
    if (!(await needsApproval(db, made.size))) {
      return {
        state: 'applied',
        revision: await apply(db, reviser, { invoice, document, change, made, approvedBy: null }, at),
      }
    }
    const proposed = { invoice, change, document: made.document, size: made.size }
    return { state: 'waiting', proposal: await propose(db, reviser, proposed, at) }
  })
}

/** What a revision would change, what the invoice would say then, and whether a second person would have to approve it. */
export type RevisionPreview = {
  difference: InvoiceDifference
  totals: InvoiceDocument['totals']
  isForApproval: boolean
}

/**
 * Reckons what a revision would make of an invoice, and makes nothing.
 * @throws Failure as `reviseInvoice` does
 */
export async function previewRevision(
  ledger: Ledger,
  { number, body }: { number: string; body: Readonly<Record<string, unknown>> },
): Promise<RevisionPreview> {
  return ledger.asPlatform(async (db) => {
    const invoice = await revisable(db, number)
    const document = await documentOf(db, invoice.id, invoice.revision)
    const change = readChange(body, document)
    mustBeLatest(invoice, change)
    const made = await revisionOf(db, invoice, document, change)
    return {
      difference: differenceOf(document, made.document),
      totals: made.document.totals,
      isForApproval: await needsApproval(db, made.size),
    }
  })
}

/**
 * Decides about a revision that waits: somebody other than who proposed it.
 * @throws Failure not-found, forbidden for who proposed it, conflict where it was decided before or the invoice changed
 */
export async function decideRevision(
  ledger: Ledger,
  decider: Reviser,
  { proposal: id, isApproved, note }: { proposal: string; isApproved: boolean; note: string | null },
  at: Date,
): Promise<{ number: string; revision: number | null }> {
  return ledger.asPlatform(async (db) => {
    const proposal = await db
      .selectFrom('invoice_proposals')
      .selectAll()
      .where('id', '=', id)
      .forUpdate()
      .executeTakeFirst()
    if (proposal === undefined) throw failure('not-found', `There is no proposal ${id}.`)
    if (proposal.state !== 'waiting') throw failure('conflict', `This was decided before: ${proposal.state}.`)
    if ((await personsOf(db, proposal.actor)).some((person) => person === decider.actor.id)) {
      throw failure('forbidden', 'Somebody other than who proposed a revision must decide about it.')
    }
    if (!decider.actor.id.startsWith('user:')) throw failure('forbidden', 'A person must decide about a revision.')
    const { number } = await db
      .selectFrom('invoices')
      .select('number')
      .where('id', '=', proposal.invoice)
      .executeTakeFirstOrThrow()
    await db
      .updateTable('invoice_proposals')
      .set({
        state: isApproved ? 'approved' : 'refused',
        decided_at: at,
        decided_by: decider.actor.id,
        decided_by_name: decider.name,
        decision_note: note,
      })
      .where('id', '=', id)
      .execute()
    if (!isApproved) {
      const act = { company: proposal.company, action: 'invoice.revision-refused', subject: number } as const
      await noteAct(db, decider.actor, { ...act, after: { note } }, at)
      return { number, revision: null }
    }
    const { void: reason, ...change } = proposal.change as Change & { void?: string }
    if (reason !== undefined) {
      await takeBack(db, { ...decider.actor, id: proposal.actor, name: proposal.actor_name }, { number, reason }, at)
      return { number, revision: null }
    }
    const invoice = await revisable(db, number)
    mustBeLatest(invoice, change)
    const document = await documentOf(db, invoice.id, invoice.revision)
    const made = await revisionOf(db, invoice, document, change)
    const proposer = {
      actor: { ...decider.actor, id: proposal.actor, name: proposal.actor_name },
      name: proposal.actor_name,
      email: proposal.actor_email,
    }
    const revision = await apply(db, proposer, { invoice, document, change, made, approvedBy: decider }, at)
    return { number, revision }
  })
}

/** The people behind an actor: a token is whose who made it. */
async function personsOf(db: LedgerTransaction, actor: string): Promise<string[]> {
  const token = /^token:(\d+)$/.exec(actor)?.[1]
  if (token === undefined) return [actor]
  const row = await db.selectFrom('tokens').select('created_by').where('id', '=', token).executeTakeFirst()
  return (row?.created_by ?? null) === null ? [actor] : [actor, `user:${row!.created_by}`]
}

async function revisable(db: LedgerTransaction, number: string): Promise<Invoice> {
  const found = await invoiceNamed(db, number)
  if (found === undefined) throw failure('not-found', `There is no invoice ${number.slice(0, 60)}.`)
  await takeTurns(db, [await readCompany(db, found.company)])
  const invoice = (await invoiceNamed(db, number))!
  if (invoice.kind === 'credit') throw failure('conflict', `${number} is a credit note; it stays as it is.`)
  if (invoice.status === 'void') throw failure('conflict', `${number} was voided; it stays as it is.`)
  return invoice
}

function mustBeLatest({ number, revision }: Invoice, change: Change): void {
  if (change.revision === revision) return
  throw failure(
    'conflict',
    `Somebody else revised ${number} meanwhile (revision ${revision}). Look at it, then repeat your change.`,
  )
}

type Made = {
  document: InvoiceDocument
  /** What was paid that nobody recorded. */
  unrecorded: Amount
  /** How much money is moved at most since a second person looked at it: what decides whether one must. */
  size: Amount
}

async function revisionOf(
  db: LedgerTransaction,
  invoice: Invoice,
  document: InvoiceDocument,
  change: Change,
): Promise<Made> {
  const { taxes } = await readInvoicing(db)
  const lines = changedLines(document, change, taxes)
  const { totals } = revisedDocument(document, { lines, comment: change.comment, paid: 0n, rules: taxes })
  const total = readDecimal(totals.total)! + readDecimal(totals.rounding)!
  const recorded = await paidAfter(db, invoice, total)
  const paid = change.amount === null ? recorded : readDecimal(change.amount)!
  if (change.amount !== null && paid > total)
    throw wrongField('amount', `must be at most ${decimalOf(total)}, what the invoice asks for.`)
  if (paid < recorded) {
    throw wrongField(
      'amount',
      `must be at least ${decimalOf(recorded)}, which is recorded as paid; take a payment back where that is wrong.`,
    )
  }
  const unrecorded = paid - recorded
  mustNotTurn(total, readDecimal(invoice.total)!)
  const before = await sinceApproved(db, invoice)
  const moved = total - before.total
  const size = [moved < 0n ? -moved : moved, before.paid + unrecorded].reduce((a, b) => (a > b ? a : b))
  return {
    document: revisedDocument(document, { lines, comment: change.comment, paid, rules: taxes }),
    unrecorded,
    size,
  }
}

/** What was agreed last: as it was issued, or approved by a second person; and what was said to be paid since. Small steps add up. */
async function sinceApproved(db: LedgerTransaction, { id }: Invoice): Promise<{ total: Amount; paid: Amount }> {
  const agreed = await db
    .selectFrom('invoice_documents')
    .select(['total', 'made_at'])
    .where('invoice', '=', id)
    .where((where) => where.or([where('revision', '=', 0), where('approved_by', 'is not', null)]))
    .orderBy('revision', 'desc')
    .executeTakeFirstOrThrow()
  const paid = await db
    .selectFrom('payments')
    .select((select) => select.fn.sum<string | null>('amount').as('amount'))
    .where('invoice', '=', id)
    .where('source', '=', 'revision')
    .where('recorded_at', '>', agreed.made_at)
    .executeTakeFirstOrThrow()
  return { total: readDecimal(agreed.total)!, paid: readDecimal(paid.amount ?? '0')! }
}

/** A revision takes back all of an invoice at most. */
function mustNotTurn(total: Amount, before: Amount): void {
  if (total >= 0n || total >= before) return
  throw wrongField('lines', 'must not make the invoice ask for less than nothing; void it to take all of it back.')
}

/** What will lie on an invoice that asks for this much, without a further payment. */
async function paidAfter(
  db: LedgerTransaction,
  { kind, paid, company, seller, currency }: Invoice,
  total: Amount,
): Promise<Amount> {
  const settled = readDecimal(paid)!
  if (kind !== 'usage') return settled
  const purse = { company, seller, currency }
  const free = (await freeMoney(db, [purse])).get(nameOfPurse(purse)) ?? 0n
  return lesserOf(settled + (free > 0n ? free : 0n), total < 0n ? 0n : total)
}

async function apply(
  db: LedgerTransaction,
  { actor, name, email }: Reviser,
  {
    invoice,
    document,
    change,
    made,
    approvedBy,
  }: { invoice: Invoice; document: InvoiceDocument; change: Change; made: Made; approvedBy: Reviser | null },
  at: Date,
): Promise<number> {
  const { company, seller, currency, number } = invoice
  const revised = made.document
  const differenceIn = (part: 'net' | 'tax') => readDecimal(revised.totals[part])! - readDecimal(document.totals[part])!
  const [entry] =
    invoice.kind === 'topup'
      ? [null]
      : await postEntries(db, [
          {
            company,
            seller,
            kind: 'revision',
            at,
            reason: number,
            key: `revision:${number}:${revised.revision}`,
            transfers: transfersOf(currency, [
              ['sales', differenceIn('net')],
              ['tax', differenceIn('tax')],
            ]),
          },
        ])
  const { total, rounding, paid } = revised.totals
  await db
    .insertInto('invoice_documents')
    .values({
      invoice: invoice.id,
      revision: revised.revision,
      company,
      document: JSON.stringify(revised),
      total: decimalOf(readDecimal(total)! + readDecimal(rounding)!),
      made_at: at,
      actor: actor.id,
      actor_name: name,
      actor_email: email,
      approved_by: approvedBy?.name ?? null,
      already_paid: paid,
      comment: change.comment,
      entry: entry ?? null,
    })
    .execute()
  const nowPaid = await settle(db, [{ company, seller, currency }], at, invoice.id)
  await noteHappening(db, 'invoice.paid', nowPaid, at)
  if (made.unrecorded > 0n) {
    await recordPayment(
      db,
      actor,
      {
        company,
        invoice: number,
        amount: made.unrecorded,
        currency,
        receivedAt: at,
        source: 'revision',
        key: `revision:${number}:${revised.revision}`,
      },
      at,
    )
  }
  const act = { company, action: 'invoice.revised', subject: number } as const
  await noteAct(db, approvedBy?.actor ?? actor, { ...act, after: { ...change, revision: revised.revision } }, at)
  return revised.revision
}
