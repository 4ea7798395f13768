import { balancesOf } from '../billing/postings.ts'
import { checkOf } from '../billing/proof.ts'
import type { Check, Compared } from '../billing/proof.ts'
import { takeTurns } from '../billing/turns.ts'
import { readCompany } from '../accounts/companies.ts'
import { decimalOf, readDecimal } from '../measures/decimal.ts'
import type { Amount } from '../measures/decimal.ts'
import type { Ledger, LedgerTransaction } from '../stores/ledger/open.ts'
import type { InvoiceDocument } from './document.ts'
import { sha256Of } from './files.ts'
import { chargesToInvoice } from './invoiced-charges.ts'
import { digitsOf } from './rounding.ts'
import { taxOn } from './tax.ts'
import { exactOf } from './usage-documents.ts'

/** Tells the numbers that must stand in a file of a document, and those that do. */
export type ReadFile = (
  format: string,
  bytes: Uint8Array,
  document: InvoiceDocument,
) => Promise<Compared[]> | Compared[]

/**
 * Compares what invoices of a company say with charges and postings, their files with what they say, and its balance with all of it;
 * changes nothing.
 * @param period those that were issued in `[from, to)`, in milliseconds since 1970; the balance is that of now
 */
export async function verifyInvoices(
  { ledger, readFile }: { ledger: Ledger; readFile: ReadFile },
  company: number,
  period: { from: number; to: number },
): Promise<Check[]> {
  const { said, kept, balances } = await ledger.asPlatform(async (db) => {
    // Nothing is charged, issued or paid meanwhile.
    await takeTurns(db, [await readCompany(db, company)])
    const invoices = await db
      .selectFrom('invoices')
      .selectAll()
      .where('company', '=', company)
      .where('issued_at', '>=', new Date(period.from))
      .where('issued_at', '<', new Date(period.to))
      .orderBy('id')
      .execute()
    const told: Compared[] = []
    const filesKept: KeptFile[] = []
    for (const invoice of invoices) {
      const revisions = await documentsOf(db, invoice.id)
      for (const { document, entry } of revisions) {
        const before = document.revision === 0 ? undefined : revisions[document.revision - 1]!.document
        told.push(...sumsOf(document), {
          where: `${invoice.number} number`,
          wanted: invoice.number,
          found: document.number ?? 'none',
        })
        const isPosted = invoice.kind === 'usage' || invoice.kind === 'credit'
        const posting = document.revision === 0 ? invoice.entry : entry
        if (isPosted) told.push(...(await postingsOf(db, { document, before, entry: posting })))
      }
      if (invoice.kind === 'usage') told.push(...(await linesOf(db, invoice, revisions[0]!.document)))
      filesKept.push(...(await filesOf(db, invoice.id, revisions)))
    }
    told.push(...(await seriesOf(db, invoices)))
    return { said: told, kept: filesKept, balances: await balancesCompared(db, company) }
  })
  // Papers take a while to read: nobody waits for that.
  const filed: Compared[] = []
  for (const file of kept) filed.push(...(await comparedFile(file, readFile)))
  return [checkOf('invoices', said), checkOf('files', filed), checkOf('balance', balances)]
}

async function documentsOf(
  db: LedgerTransaction,
  invoice: string,
): Promise<{ document: InvoiceDocument; entry: string | null }[]> {
  const rows = await db
    .selectFrom('invoice_documents')
    .select(['document', 'entry'])
    .where('invoice', '=', invoice)
    .orderBy('revision')
    .execute()
  return rows.map(({ document, entry }) => ({ document: JSON.parse(document) as InvoiceDocument, entry }))
}

/** No number of a series is missing: it has as many invoices as its last number says. */
async function seriesOf(
  db: LedgerTransaction,
  invoices: readonly { seller: number; series: string }[],
): Promise<Compared[]> {
  const all: Compared[] = []
  const series = new Map(invoices.map((invoice) => [`${invoice.seller} ${invoice.series}`, invoice]))
  for (const [name, one] of series) {
    const of = await db
      .selectFrom('invoices')
      .select((select) => [select.fn.countAll<string>().as('count'), select.fn.max('place').as('most')])
      .where('seller', '=', one.seller)
      .where('series', '=', one.series)
      .executeTakeFirstOrThrow()
    const { last } = await db
      .selectFrom('invoice_series')
      .select('last')
      .where('seller', '=', one.seller)
      .where('series', '=', one.series)
      .executeTakeFirstOrThrow()
    all.push({ where: `numbers of ${name}`, wanted: `${last} of ${last}`, found: `${of.count} of ${of.most}` })
  }
  return all
}

function nameOf({ number, revision }: InvoiceDocument): string {
  return revision === 0 ? number! : `${number} revision ${revision}`
}

/** A document adds up (EN 16931, BR-CO-10 to BR-CO-17). */
function sumsOf(document: InvoiceDocument): Compared[] {
  const { lines, taxes, totals, currency } = document
  const where = nameOf(document)
  const digits = digitsOf(currency)
  const taxOfAll = sumOf(taxes.map(({ tax }) => tax))
  const due = readDecimal(totals.total)! + readDecimal(totals.rounding)! - readDecimal(totals.paid)!
  return [
    same(`${where} net`, sumOf(lines.map(({ amount }) => amount)), totals.net),
    same(`${where} tax`, taxOfAll, totals.tax),
    same(`${where} total`, readDecimal(totals.net)! + taxOfAll, totals.total),
    same(`${where} due`, due, totals.due),
    ...taxes.flatMap(({ category, rate, base, tax }) => {
      const own = lines.filter(({ taxCategory, taxRate }) => taxCategory === category && taxRate === rate)
      return [
        same(`${where} base of ${category} ${rate} %`, sumOf(own.map(({ amount }) => amount)), base),
        same(`${where} tax of ${category} ${rate} %`, taxOn(readDecimal(base)!, rate, digits), tax),
      ]
    }),
  ]
}

function sumOf(amounts: readonly string[]): Amount {
  return amounts.reduce((all, amount) => all + readDecimal(amount)!, 0n)
}

function same(where: string, wanted: Amount, found: string): Compared {
  return { where, wanted: decimalOf(wanted), found: decimalOf(readDecimal(found)!) }
}

/** What a document took from the balance besides charges: tax and rounding; of a revision what it changed, of a credit note all. */
async function postingsOf(
  db: LedgerTransaction,
  { document, before, entry }: { document: InvoiceDocument; before: InvoiceDocument | undefined; entry: string | null },
): Promise<Compared[]> {
  const changed = (part: 'net' | 'tax') => partOf(document, part) - partOf(before, part)
  const wanted: Record<string, Amount> =
    document.kind === 'credit'
      ? { sales: -changed('net'), tax: -changed('tax') }
      : before === undefined
        ? { tax: changed('tax'), rounding: changed('net') - exactOf(document) }
        : { sales: changed('net'), tax: changed('tax') }
  const rows =
    entry === null
      ? []
      : await db
          .selectFrom('postings')
          .innerJoin('ledger_accounts', 'ledger_accounts.id', 'postings.account')
          .select(['kind', 'amount'])
          .where('entry', '=', entry)
          .execute()
  const found = new Map(rows.map(({ kind, amount }) => [kind, readDecimal(amount)!]))
  const all = Object.values(wanted).reduce((sum, amount) => sum + amount, 0n)
  return Object.entries({ ...wanted, balance: -all }).map(([account, amount]) =>
    same(`${nameOf(document)} posted to ${account}`, amount, decimalOf(found.get(account) ?? 0n)),
  )
}

function partOf(document: InvoiceDocument | undefined, part: 'net' | 'tax'): Amount {
  return document === undefined ? 0n : readDecimal(document.totals[part])!
}

type UsageInvoice = {
  company: number
  seller: number
  currency: string
  number: string
  period_from: string | null
  period_to: string | null
  charge_mark: string | null
}

/** The lines of a month are the charges that are in it. */
async function linesOf(db: LedgerTransaction, invoice: UsageInvoice, document: InvoiceDocument): Promise<Compared[]> {
  const { company, seller, currency, number } = invoice
  const first = invoice.period_from!
  const marks = { first, before: invoice.period_to!, mark: invoice.charge_mark! }
  const charges = await chargesToInvoice(db, [company], marks)
  const wanted = new Map<string, Amount>()
  const add = (where: string, amount: Amount) => wanted.set(where, (wanted.get(where) ?? 0n) + amount)
  for (const charge of charges) {
    if (charge.seller !== seller || charge.currency !== currency) continue
    const { service, kind, rate, unitPrice, day, amount } = charge
    const price = unitPrice === null ? '' : ` at ${decimalOf(readDecimal(unitPrice)!)}`
    add(`${number} ${service} ${kind} ${rate}${price}${day < first ? ' late' : ''}`, amount)
  }
  const found = new Map(
    document.lines.map(({ service, kind, name, unitPrice, adjusts, exact }) => {
      const price = unitPrice === null ? '' : ` at ${unitPrice}`
      return [`${number} ${service} ${kind} ${name}${price}${adjusts === null ? '' : ' late'}`, readDecimal(exact)!]
    }),
  )
  return [...new Set([...wanted.keys(), ...found.keys()])].map((where) =>
    same(where, wanted.get(where) ?? 0n, decimalOf(found.get(where) ?? 0n)),
  )
}

type KeptFile = { document: InvoiceDocument; format: string; sha256: string; bytes: Uint8Array }

async function filesOf(
  db: LedgerTransaction,
  invoice: string,
  revisions: readonly { document: InvoiceDocument }[],
): Promise<KeptFile[]> {
  const rows = await db
    .selectFrom('invoice_files')
    .select(['revision', 'format', 'sha256', 'bytes'])
    .where('invoice', '=', invoice)
    .orderBy('revision')
    .orderBy('format')
    .execute()
  return rows.map(({ revision, ...file }) => ({ ...file, document: revisions[revision]!.document }))
}

async function comparedFile({ document, format, sha256, bytes }: KeptFile, readFile: ReadFile): Promise<Compared[]> {
  const where = `${nameOf(document)} ${format}`
  const read = await readFile(format, bytes, document)
  return [
    { where: `${where} checksum`, wanted: sha256, found: sha256Of(bytes) },
    ...read.map((one) => ({ ...one, where: `${where} ${one.where}` })),
  ]
}

/** A balance is what was paid, less what invoices of usage ask for, less what was charged and is in none. */
async function balancesCompared(db: LedgerTransaction, company: number): Promise<Compared[]> {
  const wanted = new Map<string, Amount>()
  const add = (seller: number, currency: string, amount: Amount) => {
    const name = `${seller} ${currency}`
    wanted.set(name, (wanted.get(name) ?? 0n) + amount)
  }
  const payments = await db
    .selectFrom('payments')
    .select(['seller', 'currency', 'amount'])
    .where('company', '=', company)
    .execute()
  for (const { seller, currency, amount } of payments) add(seller, currency, readDecimal(amount)!)
  const states = await db
    .selectFrom('invoice_states')
    .select(['seller', 'currency', 'kind', 'total'])
    .where('company', '=', company)
    .where('kind', '!=', 'topup')
    .execute()
  for (const { seller, currency, kind, total } of states) {
    add(seller, currency, kind === 'credit' ? readDecimal(total)! : -readDecimal(total)!)
  }
  const open = await chargesToInvoice(db, [company], { first: lastDay, before: lastDay, mark: lastId })
  for (const { seller, currency, amount } of open) add(seller, currency, -amount)
  const sellers = new Set([...wanted.keys()].map((name) => Number(name.split(' ')[0])))
  const all: Compared[] = []
  for (const seller of sellers) {
    const found = await balancesOf(db, company, seller)
    for (const [name, amount] of wanted) {
      const [of, currency] = name.split(' ')
      if (Number(of) !== seller) continue
      all.push(same(`balance with ${seller} in ${currency}`, amount, decimalOf(found.get(currency!) ?? 0n)))
    }
  }
  return all
}

const lastDay = '9999-12-31'
const lastId = '9223372036854775807'
