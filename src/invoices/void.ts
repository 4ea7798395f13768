import type { Actor } from '../accounts/actor.ts'
import { noteAct } from '../accounts/audit.ts'
import { readCompany } from '../accounts/companies.ts'
import { postEntries } from '../billing/postings.ts'
import { takeTurns } from '../billing/turns.ts'
import { failure } from '../failure.ts'
import { readDecimal } from '../measures/decimal.ts'
import { inZone } from '../measures/zone.ts'
import type { Ledger, LedgerTransaction } from '../stores/ledger/open.ts'
import { documentOf } from './documents.ts'
import { noteHappening } from './happenings.ts'
import { invoiceNamed } from './invoice.ts'
import type { Invoice } from './invoice.ts'
import { creditDocument } from './make-document.ts'
import { mustHaveNoProposal, needsApproval, propose } from './propose.ts'
import type { Reviser } from './propose.ts'
import { readInvoicing } from './settings.ts'
import { settle } from './settle.ts'
import { keepInvoice, numbered } from './top-up.ts'

/** What came of voiding: it is done, or waits for a second person. */
export type Voided =
  | { state: 'applied'; invoice: Invoice; creditNote: Invoice | null }
  | { state: 'waiting'; proposal: string }

/**
 * Voids an invoice. That of a month is taken back by a credit note, which puts all that it asked for on the balance again; what was
 * paid of it goes to others that are open. One that was to fill the balance just ends. A large one of a month waits until somebody
 * else approves it.
 * @throws Failure not-found; conflict where it cannot be voided, saying why
 */
export async function voidInvoice(
  ledger: Ledger,
  voider: Reviser,
  { number, reason }: { number: string; reason: string },
  at: Date,
): Promise<Voided> {
  return ledger.asPlatform(async (db) => {
    const invoice = await voidable(db, number)
    await mustHaveNoProposal(db, invoice)
    const size = invoice.kind === 'usage' ? readDecimal(invoice.total)! : 0n
    if (await needsApproval(db, size)) {
      const document = { ...(await documentOf(db, invoice.id, invoice.revision)), comment: reason }
      const proposed = { invoice, change: { void: reason }, document, size }
      return { state: 'waiting', proposal: await propose(db, voider, proposed, at) }
    }
    return { state: 'applied', ...(await takeBack(db, voider.actor, { number, reason }, at)) }
  })
}

/** Voids an invoice, whoever had to approve it. */
export async function takeBack(
  db: LedgerTransaction,
  actor: Actor,
  { number, reason }: { number: string; reason: string },
  at: Date,
): Promise<{ invoice: Invoice; creditNote: Invoice | null }> {
  const invoice = await voidable(db, number)
  await db
    .updateTable('invoices')
    .set({ voided_at: at, voided_by: actor.name, void_reason: reason })
    .where('id', '=', invoice.id)
    .execute()
  const credit = invoice.kind === 'usage' ? await creditNoteOf(db, actor, { invoice, reason, at }) : undefined
  const act = { company: invoice.company, action: 'invoice.voided', subject: number } as const
  await noteAct(db, actor, { ...act, after: { reason, creditNote: credit ?? null } }, at)
  return {
    invoice: (await invoiceNamed(db, number))!,
    creditNote: credit === undefined ? null : (await invoiceNamed(db, credit))!,
  }
}

async function voidable(db: LedgerTransaction, number: string): Promise<Invoice> {
  const found = await invoiceNamed(db, number)
  if (found === undefined) throw failure('not-found', `There is no invoice ${number.slice(0, 60)}.`)
  await takeTurns(db, [await readCompany(db, found.company)])
  const invoice = (await invoiceNamed(db, number))!
  mustBeVoidable(invoice)
  return invoice
}

function mustBeVoidable({ number, kind, status, paid }: Invoice): void {
  if (status === 'void') throw failure('conflict', `Invoice ${number} was voided before.`)
  if (kind === 'credit') throw failure('conflict', `${number} is a credit note; it cannot be voided.`)
  if (kind === 'topup' && readDecimal(paid)! > 0n) {
    throw failure('conflict', `${number} was paid (${paid}): take the payment back first, then void it.`)
  }
}

async function creditNoteOf(
  db: LedgerTransaction,
  actor: Actor,
  { invoice, reason, at }: { invoice: Invoice; reason: string; at: Date },
): Promise<string> {
  const { company, seller, currency } = invoice
  const { zone } = await readCompany(db, company)
  const of = await documentOf(db, invoice.id, invoice.revision)
  const invoicing = await readInvoicing(db)
  const issuedOn = inZone(at.getTime(), zone).slice(0, 10)
  const unnumbered = creditDocument(of, { number: '', issuedOn, reason })
  const { document, series, place } = await numbered(db, { document: unnumbered, seller, form: invoicing.numberForm })
  const [entry] = await postEntries(db, [
    {
      company,
      seller,
      kind: 'credit',
      at,
      reason: document.number!,
      key: `invoice:${document.number}`,
      transfers: (['net', 'tax'] as const).map((part) => ({
        from: part === 'net' ? ('sales' as const) : ('tax' as const),
        to: 'balance' as const,
        amount: readDecimal(document.totals[part])!,
        currency,
      })),
    },
  ])
  const id = await keepInvoice(db, actor, {
    row: { company, seller, kind: 'credit', series, place, currency, credits: invoice.id, entry: entry ?? null },
    document,
    zone,
    at,
  })
  const paid = await settle(db, [{ company, seller, currency }], at)
  await noteHappening(db, 'invoice.issued', [id], at)
  await noteHappening(db, 'invoice.paid', paid, at)
  return document.number!
}
