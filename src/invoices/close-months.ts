import { system } from '../accounts/actor.ts'
import { readCompanies } from '../accounts/companies.ts'
import type { Company } from '../accounts/companies.ts'
import { postEntries } from '../billing/postings.ts'
import { takeTurns } from '../billing/turns.ts'
import { readDecimal } from '../measures/decimal.ts'
import type { Ledger, LedgerTransaction } from '../stores/ledger/open.ts'
import { chargesToInvoice, lastChargeOf } from './invoiced-charges.ts'
import { noteHappening } from './happenings.ts'
import type { OpenMonth } from './months.ts'
import { seriesOf, takeNumbers } from './series.ts'
import { readInvoicing } from './settings.ts'
import { settle } from './settle.ts'
import { exactOf, usageDrafts } from './usage-documents.ts'
import type { UsageDraft } from './usage-documents.ts'

/** What came of closing months: how many were closed, invoices issued, and companies that wait for details. */
export type Closed = { months: number; invoices: number; waiting: number[] }

/**
 * Closes the same month of some companies: what was charged of it, and late of those before, becomes an invoice that never changes. All
 * of it is done, or nothing; what another process closed meanwhile is left alone. A company without its details, or its seller's,
 * waits.
 * @param months of one first day; everything that was used in them is charged
 */
export async function closeMonths(ledger: Ledger, months: readonly OpenMonth[], now: number): Promise<Closed> {
  return ledger.asPlatform(async (db) => {
    const { first, next } = months[0]!
    const at = new Date(now)
    const companies = await takeTurnsWithSold(
      db,
      months.map(({ company }) => company),
    )
    const open = await stillOpen(db, companies, first)
    if (open.length === 0) return { months: 0, invoices: 0, waiting: [] }
    const invoicing = await readInvoicing(db)
    const mark = await lastChargeOf(db, open)
    const charges = await chargesToInvoice(db, open, { first, before: next, mark })
    const drafts = await usageDrafts(db, { companies, charges, month: { first, next }, invoicing, now })
    const lacking = drafts.filter(({ missing }) => missing.buyer.length > 0 || missing.supplier.length > 0)
    const waiting = [...new Set(lacking.map(({ purse }) => purse.company))]
    const ready = drafts.filter(({ purse }) => !waiting.includes(purse.company))
    await issue(db, ready, { mark, next, at, form: invoicing.numberForm })
    const done = open.filter((company) => !waiting.includes(company))
    await close(db, done, next)
    return { months: done.length, invoices: ready.length, waiting }
  })
}

/** Takes the turns of companies, and of those that they sell to: what these use is charged to them. */
async function takeTurnsWithSold(db: LedgerTransaction, numbers: readonly number[]): Promise<Map<number, Company>> {
  const sold = await db.selectFrom('companies').select('number').where('parent', 'in', numbers).execute()
  const all = await readCompanies(db, [...new Set([...numbers, ...sold.map(({ number }) => number)])])
  const turns = await takeTurns(db, [...all.values()])
  // Prices that changed are charged first.
  const isCharged = (company: Company) => {
    const turn = turns.get(company.number)!
    return turn.anew_from === null && turn.zone === company.zone && turn.currency === company.currency
  }
  const late = [...all.values()].filter((company) => !isCharged(company))
  const waiting = new Set(late.flatMap(({ number, parent }) => [number, parent ?? number]))
  return new Map([...all].filter(([number]) => numbers.includes(number) && !waiting.has(number)))
}

/** Those companies whose month nobody closed meanwhile. */
async function stillOpen(
  db: LedgerTransaction,
  companies: ReadonlyMap<number, Company>,
  first: string,
): Promise<number[]> {
  if (companies.size === 0) return []
  const rows = await db
    .selectFrom('invoicing')
    .select('company')
    .where('company', 'in', [...companies.keys()])
    .where('closed_until', '>', first)
    .execute()
  const closed = new Set(rows.map(({ company }) => company))
  return [...companies.keys()].filter((company) => !closed.has(company))
}

async function close(db: LedgerTransaction, companies: readonly number[], next: string): Promise<void> {
  if (companies.length === 0) return
  await db
    .insertInto('invoicing')
    .values(companies.map((company) => ({ company, closed_until: next })))
    .onConflict((conflict) => conflict.column('company').doUpdateSet({ closed_until: next }))
    .execute()
}

async function issue(
  db: LedgerTransaction,
  drafts: readonly UsageDraft[],
  { mark, next, at, form }: { mark: string; next: string; at: Date; form: string },
): Promise<void> {
  if (drafts.length === 0) return
  const numbered = await withNumbers(db, drafts, form)
  const entries = await postEntries(
    db,
    numbered.map(({ purse, document }) => ({
      company: purse.company,
      seller: purse.seller,
      kind: 'invoice',
      at,
      reason: document.number!,
      key: `invoice:${document.number}`,
      transfers: transfersOf(purse.currency, [
        ['tax', readDecimal(document.totals.tax)!],
        ['rounding', readDecimal(document.totals.net)! - exactOf(document)],
      ]),
    })),
  )
  const rows = await db
    .insertInto('invoices')
    .values(
      numbered.map(({ purse, document, series, place }, index) => ({
        ...purse,
        kind: 'usage',
        number: document.number!,
        series,
        place,
        period_from: document.period!.first,
        period_to: next,
        zone: document.period!.zone,
        charge_mark: mark,
        issued_at: at,
        issued_on: document.issuedOn,
        due_on: document.dueOn,
        entry: entries[index]!,
      })),
    )
    .returning(['id', 'number'])
    .execute()
  const idOf = new Map(rows.map(({ id, number }) => [number, id]))
  await db
    .insertInto('invoice_documents')
    .values(
      numbered.map(({ purse, document }) => ({
        invoice: idOf.get(document.number!)!,
        revision: 0,
        company: purse.company,
        document: JSON.stringify(document),
        total: document.totals.total,
        made_at: at,
        actor: system.id,
        actor_name: system.name,
      })),
    )
    .execute()
  const paid = await settle(
    db,
    numbered.map(({ purse }) => purse),
    at,
  )
  await noteHappening(db, 'invoice.issued', [...idOf.values()], at)
  await noteHappening(db, 'invoice.paid', paid, at)
}

/** What a document takes from the balance, besides the charges. */
export function transfersOf(currency: string, amounts: readonly (readonly ['tax' | 'rounding' | 'sales', bigint])[]) {
  return amounts.map(([to, amount]) => ({ from: 'balance' as const, to, amount, currency }))
}

type Numbered = UsageDraft & { series: string; place: number }

/** Gives account numbers, in the order of the companies. */
async function withNumbers(db: LedgerTransaction, drafts: readonly UsageDraft[], form: string): Promise<Numbered[]> {
  const ordered = drafts.toSorted((a, b) => a.purse.company - b.purse.company)
  const own = ordered.map((draft) => ({ draft, ...seriesOf(form, draft.purse.seller, draft.document.issuedOn) }))
  const bySeries = Map.groupBy(own, ({ draft, series }) => `${draft.purse.seller}\t${series}`)
  const numbered: Numbered[] = []
  // In one order, or two that issue at once would wait for each other.
  for (const [, some] of [...bySeries].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    const {
      series,
      draft: { purse },
    } = some[0]!
    const first = await takeNumbers(db, { seller: purse.seller, series }, some.length)
    for (const [index, { draft, numberOf }] of some.entries()) {
      const place = first + index
      numbered.push({ ...draft, series, place, document: { ...draft.document, number: numberOf(place) } })
    }
  }
  return numbered
}
