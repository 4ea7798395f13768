import type { Actor } from '../accounts/actor.ts'
import { noteAct } from '../accounts/audit.ts'
import { missingForInvoices, readCompany } from '../accounts/companies.ts'
import { takeTurns } from '../billing/turns.ts'
import { failure, wrongField } from '../failure.ts'
import { decimalOf, readDecimal } from '../measures/decimal.ts'
import type { Amount } from '../measures/decimal.ts'
import type { Ledger, LedgerTransaction } from '../stores/ledger/open.ts'
import type { InvoiceDocument } from './document.ts'
import { noteHappening } from './happenings.ts'
import { invoiceNamed } from './invoice.ts'
import type { Invoice } from './invoice.ts'
import { topUpDocument } from './make-document.ts'
import { supplierOf } from './parties.ts'
import { digitsOf, roundedTo } from './rounding.ts'
import { seriesOf, takeNumbers } from './series.ts'
import { readInvoicing } from './settings.ts'
import { headingOf } from './usage-documents.ts'

/** No invoice asks for more. */
const amountMax = 1_000_000_000_000_000n

/**
 * Makes an invoice by which a company fills its balance.
 * @param key what is asked for twice with one key is done once
 * @throws Failure unprocessable naming each field of the amount; missing-details naming those of the company
 */
export async function issueTopUp(
  ledger: Ledger,
  actor: Actor,
  { company, amount, currency, key }: { company: number; amount: Amount; currency: string; key: string | undefined },
  at: Date,
): Promise<{ invoice: Invoice; isNew: boolean }> {
  return ledger.asPlatform(async (db) => {
    const buyer = await readCompany(db, company)
    await takeTurns(db, [buyer])
    const known = key === undefined ? undefined : await topUpOfKey(db, company, key)
    if (known !== undefined) {
      if (known.total === decimalOf(amount) && known.currency === currency) return { invoice: known, isNew: false }
      throw failure('conflict', 'This key was used for an invoice of another amount; choose a new one.')
    }
    mustBeAmount(amount, currency, buyer.currency)
    const supplier = await supplierOf(db, buyer.parent ?? 0)
    const missing = missingForInvoices(buyer)
    if (missing.length > 0) {
      throw failure(
        'missing-details',
        `Fill in the details of the company first: ${missing.join(', ')}.`,
        missing.map((field) => ({ field, detail: 'is missing in the details of the company.' })),
      )
    }
    if (supplier.missing.length > 0) {
      throw failure(
        'conflict',
        'The supplier has not given its details yet, so no invoice can be made. Please tell them.',
      )
    }
    const invoicing = await readInvoicing(db)
    const heading = headingOf({ buyer, supplier, currency, invoicing, now: at.getTime() })
    const unnumbered = topUpDocument(heading, amount, invoicing.taxes)
    const seller = buyer.parent ?? 0
    const { document, series, place } = await numbered(db, { document: unnumbered, seller, form: invoicing.numberForm })
    const id = await keepInvoice(db, actor, {
      row: { company, seller, kind: 'topup', series, place, currency, key: key ?? null },
      document,
      zone: buyer.zone,
      at,
    })
    await noteHappening(db, 'invoice.issued', [id], at)
    const act = { company, action: 'invoice.created', subject: document.number! } as const
    await noteAct(db, actor, { ...act, after: { amount: decimalOf(amount), currency } }, at)
    return { invoice: (await invoiceNamed(db, document.number!, company, at.getTime()))!, isNew: true }
  })
}

function mustBeAmount(amount: Amount, currency: string, ofCompany: string): void {
  const digits = digitsOf(currency)
  if (currency !== ofCompany) throw wrongField('amount.currency', `must be ${ofCompany}, the currency of the company.`)
  if (amount <= 0n) throw wrongField('amount.amount', 'must be more than 0.')
  if (amount > amountMax) throw wrongField('amount.amount', `must be at most ${decimalOf(amountMax)}.`)
  if (roundedTo(amount, digits) !== amount) {
    throw wrongField('amount.amount', `must have at most ${digits} digits after the point in ${currency}.`)
  }
}

/** A document with the next number of its series. */
export async function numbered(
  db: LedgerTransaction,
  { document, seller, form }: { document: InvoiceDocument; seller: number; form: string },
): Promise<{ document: InvoiceDocument; series: string; place: number }> {
  const { series, numberOf } = seriesOf(form, seller, document.issuedOn)
  const place = await takeNumbers(db, { seller, series }, 1)
  return { document: { ...document, number: numberOf(place) }, series, place }
}

/** Keeps an invoice that is no month's, with its document as it was issued. */
export async function keepInvoice(
  db: LedgerTransaction,
  actor: Actor,
  {
    row,
    document,
    zone,
    at,
  }: {
    row: {
      company: number
      seller: number
      kind: 'topup' | 'credit'
      series: string
      place: number
      currency: string
      key?: string | null
      credits?: string
      entry?: string | null
    }
    document: InvoiceDocument
    zone: string
    at: Date
  },
): Promise<string> {
  const { id } = await db
    .insertInto('invoices')
    .values({
      ...row,
      number: document.number!,
      zone,
      issued_at: at,
      issued_on: document.issuedOn,
      due_on: document.dueOn,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  const { total, rounding } = document.totals
  await db
    .insertInto('invoice_documents')
    .values({
      invoice: id,
      revision: 0,
      company: row.company,
      document: JSON.stringify(document),
      total: decimalOf(readDecimal(total)! + readDecimal(rounding)!),
      made_at: at,
      actor: actor.id,
      actor_name: actor.name,
      comment: document.comment,
    })
    .execute()
  return id
}

async function topUpOfKey(db: LedgerTransaction, company: number, key: string): Promise<Invoice | undefined> {
  const row = await db
    .selectFrom('invoices')
    .select('number')
    .where('company', '=', company)
    .where('key', '=', key)
    .executeTakeFirst()
  return row === undefined ? undefined : invoiceNamed(db, row.number, company)
}
