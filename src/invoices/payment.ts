import type { Actor } from '../accounts/actor.ts'
import { noteAct } from '../accounts/audit.ts'
import { postEntries } from '../billing/postings.ts'
import { takeTurns } from '../billing/turns.ts'
import { failure, wrongField } from '../failure.ts'
import type { Amount } from '../measures/decimal.ts'
import { decimalOf, readDecimal } from '../measures/decimal.ts'
import type { LedgerTransaction } from '../stores/ledger/open.ts'
import { invoiceNamed } from './invoice.ts'
import type { Invoice } from './invoice.ts'
import { noteHappening } from './happenings.ts'
import { settle } from './settle.ts'

/** From where it is known that money came: from people, a bank's statement, a signed webhook, a revision of an invoice. */
export const paymentSources = ['manual', 'statement', 'webhook', 'revision'] as const
export type PaymentSource = (typeof paymentSources)[number]

/** Money that came from a company. */
export type NewPayment = {
  company: number
  /** The account number of what it pays; without one it goes to the balance, and so to the oldest open invoice. */
  invoice?: string
  /** More than nothing. */
  amount: Amount
  currency: string
  receivedAt: Date
  source: PaymentSource
  /** Where it came from: a line of a statement, an id of a webhook. */
  reference?: string
  /** What is asked for twice with one key is done once. */
  key: string
  /** What else is said of it. */
  note?: string
}

export type Payment = {
  id: string
  company: number
  /** The account number of the invoice that the payer named. */
  invoice: string | null
  amount: string
  currency: string
  receivedAt: string
  recordedAt: string
  source: PaymentSource
  /** What it is for: the account number, and the amount. */
  base: string
  note: string
  /** What of it the invoice did not lack: it lies on the balance, and pays other invoices. */
  beyondDue: string
  /** The id of the payment that this one takes back. */
  takesBack: string | null
  reference: string
}

/**
 * Records a payment: it is on the balance, and on the invoices that it pays. The same key gives the payment that was recorded with it.
 * @throws Failure not-found, unprocessable naming the field; conflict where the key was used for another payment
 */
export async function recordPayment(
  db: LedgerTransaction,
  actor: Actor,
  asked: NewPayment,
  at: Date,
): Promise<{ payment: Payment; isNew: boolean }> {
  const buyer = await db
    .selectFrom('companies')
    .select(['number', 'zone', 'currency', 'parent', 'language'])
    .where('number', '=', asked.company)
    .executeTakeFirst()
  if (buyer === undefined) throw wrongField('company', `is ${asked.company}: there is no such company.`)
  await takeTurns(db, [buyer])
  const known = await paymentOfKey(db, asked.company, asked.key)
  if (known !== undefined) {
    if (isSame(known, asked)) return { payment: known, isNew: false }
    throw failure('conflict', 'This key was used for another payment; choose a new one for a new payment.')
  }
  const invoice = asked.invoice === undefined ? undefined : await payable(db, asked, asked.invoice)
  if (invoice === undefined && asked.currency !== buyer.currency) await mustHaveBalance(db, asked)
  const seller = invoice?.seller ?? buyer.parent ?? 0
  const due = invoice === undefined ? asked.amount : readDecimal(invoice.due)!
  const base = baseOf(buyer.language, asked)
  const [entry] = await postEntries(db, [
    {
      company: asked.company,
      seller,
      kind: 'payment',
      at,
      reason: base,
      key: keyOf(asked.key),
      transfers: [{ from: 'payments', to: 'balance', amount: asked.amount, currency: asked.currency }],
    },
  ])
  const { id } = await db
    .insertInto('payments')
    .values({
      company: asked.company,
      seller,
      invoice: invoice?.id ?? null,
      amount: decimalOf(asked.amount),
      currency: asked.currency,
      received_at: asked.receivedAt,
      recorded_at: at,
      source: asked.source,
      base,
      note: asked.note ?? '',
      beyond_due: decimalOf(asked.amount > due ? asked.amount - due : 0n),
      reference: asked.reference ?? '',
      takes_back: null,
      entry: entry!,
      actor: actor.id,
      actor_name: actor.name,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  await settled(db, { company: asked.company, seller, currency: asked.currency }, at, invoice)
  await noteAct(
    db,
    actor,
    {
      company: asked.company,
      action: 'payment.recorded',
      subject: `payment:${id}`,
      after: {
        amount: decimalOf(asked.amount),
        currency: asked.currency,
        invoice: invoice?.number ?? null,
        source: asked.source,
        note: asked.note ?? '',
      },
    },
    at,
  )
  return { payment: (await paymentOfKey(db, asked.company, asked.key))!, isNew: true }
}

/**
 * Takes a payment back that was recorded by mistake, or that the bank returned: a further payment of less than nothing.
 * @throws Failure not-found; conflict where it was taken back before
 */
export async function takePaymentBack(
  db: LedgerTransaction,
  actor: Actor,
  { id, note }: { id: string; note: string },
  at: Date,
): Promise<Payment> {
  const found = await db.selectFrom('payments').selectAll().where('id', '=', id).executeTakeFirst()
  if (found === undefined || found.takes_back !== null) throw failure('not-found', `There is no payment ${id}.`)
  const buyer = await db
    .selectFrom('companies')
    .select(['number', 'zone', 'currency', 'language'])
    .where('number', '=', found.company)
    .executeTakeFirstOrThrow()
  await takeTurns(db, [buyer])
  const again = await db.selectFrom('payments').select('id').where('takes_back', '=', id).executeTakeFirst()
  if (again !== undefined) throw failure('conflict', `Payment ${id} was taken back before, by payment ${again.id}.`)
  const amount = readDecimal(found.amount)!
  const { company, seller, currency } = found
  const base = `${wordsOf(buyer.language).takenBack}: ${found.base}`
  const [entry] = await postEntries(db, [
    {
      company,
      seller,
      kind: 'payment',
      at,
      reason: base,
      key: keyOf(`takes-back:${id}`),
      transfers: [{ from: 'balance', to: 'payments', amount, currency }],
    },
  ])
  await db
    .insertInto('payments')
    .values({
      company,
      seller,
      invoice: found.invoice,
      amount: decimalOf(-amount),
      currency,
      received_at: at,
      recorded_at: at,
      source: 'manual',
      base,
      note,
      takes_back: id,
      entry: entry!,
      actor: actor.id,
      actor_name: actor.name,
    })
    .execute()
  await settled(db, { company, seller, currency }, at, undefined)
  await noteAct(
    db,
    actor,
    { company, action: 'payment.taken-back', subject: `payment:${id}`, after: { note, amount: decimalOf(-amount) } },
    at,
  )
  return (await paymentOfKey(db, company, `takes-back:${id}`))!
}

function isSame(known: Payment, asked: NewPayment): boolean {
  return (
    known.amount === decimalOf(asked.amount) &&
    known.currency === asked.currency &&
    known.invoice === (asked.invoice ?? null) &&
    known.receivedAt === asked.receivedAt.toISOString() &&
    known.note === (asked.note ?? '')
  )
}

/** What a payment is for, in the language of who paid. */
function baseOf(language: string, { invoice, amount, currency }: NewPayment): string {
  const words = wordsOf(language)
  const reason = invoice === undefined ? words.balance : `${words.invoice} ${invoice}`
  return `${reason}, ${decimalOf(amount)} ${currency}`
}

function wordsOf(language: string) {
  return language === 'ru'
    ? { invoice: 'Счёт', balance: 'Пополнение баланса', takenBack: 'Отменено' }
    : { invoice: 'Invoice', balance: 'To the balance', takenBack: 'Taken back' }
}

/** Puts money to invoices, and notes those that are paid by that. */
async function settled(
  db: LedgerTransaction,
  purse: { company: number; seller: number; currency: string },
  at: Date,
  named: Invoice | undefined,
): Promise<void> {
  const ids = await settle(db, [purse], at, named?.id)
  // One that fills the balance is paid by what names it.
  if (named?.kind === 'topup' && !named.isPaid && (await isPaidUp(db, named))) ids.push(named.id)
  await noteHappening(db, 'invoice.paid', ids, at)
}

async function isPaidUp(db: LedgerTransaction, { number, company }: Invoice): Promise<boolean> {
  return (await invoiceNamed(db, number, company))!.isPaid
}

/** The invoice that a payment names, when it can be paid. */
async function payable(db: LedgerTransaction, { company, currency }: NewPayment, number: string): Promise<Invoice> {
  const invoice = await invoiceNamed(db, number, company)
  if (invoice === undefined) {
    throw wrongField('invoice', `is ${number.slice(0, 60)}: company ${company} has no such invoice.`)
  }
  if (invoice.kind === 'credit') {
    throw wrongField('invoice', `is the credit note ${number}: nothing is to be paid of it.`)
  }
  if (invoice.status === 'void') {
    throw wrongField(
      'invoice',
      `is ${number}, which was voided; leave the invoice out to put the money on the balance.`,
    )
  }
  if (invoice.currency !== currency) {
    throw wrongField('amount.currency', `is ${currency}; invoice ${number} is in ${invoice.currency}.`)
  }
  return invoice
}

/** Money without an invoice is in a currency that the company has to do with. */
async function mustHaveBalance(db: LedgerTransaction, { company, currency }: NewPayment): Promise<void> {
  const found = await db
    .selectFrom('ledger_accounts')
    .select('id')
    .where('company', '=', company)
    .where('kind', '=', 'balance')
    .where('currency', '=', currency)
    .executeTakeFirst()
  if (found === undefined)
    throw wrongField('amount.currency', `is ${currency}; company ${company} has no balance in that.`)
}

function keyOf(key: string): string {
  return `payment:${key}`
}

async function paymentOfKey(db: LedgerTransaction, company: number, key: string): Promise<Payment | undefined> {
  const row = await paymentsOf(db)
    .where('entries.company', '=', company)
    .where('entries.key', '=', keyOf(key))
    .executeTakeFirst()
  return row === undefined ? undefined : paymentOf(row)
}

/** Payments with the account number of what they pay. */
export function paymentsOf(db: LedgerTransaction) {
  return db
    .selectFrom('payments')
    .innerJoin('entries', 'entries.id', 'payments.entry')
    .leftJoin('invoices', 'invoices.id', 'payments.invoice')
    .select([
      'payments.id as id',
      'payments.company as company',
      'invoices.number as invoice',
      'payments.amount as amount',
      'payments.currency as currency',
      'received_at',
      'recorded_at',
      'source',
      'base',
      'note',
      'beyond_due',
      'reference',
      'takes_back',
    ])
}

type PaymentRow = Awaited<ReturnType<ReturnType<typeof paymentsOf>['execute']>>[number]

export function paymentOf(row: PaymentRow): Payment {
  const { received_at, recorded_at, takes_back, beyond_due, amount, source, ...rest } = row
  return {
    ...rest,
    amount: decimalOf(readDecimal(amount)!),
    receivedAt: received_at.toISOString(),
    recordedAt: recorded_at.toISOString(),
    source: source as PaymentSource,
    beyondDue: decimalOf(readDecimal(beyond_due)!),
    takesBack: takes_back,
  }
}
