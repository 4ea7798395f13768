import { missingForInvoices } from '../accounts/companies.ts'
import type { Company } from '../accounts/companies.ts'
import { daysAfter, inZone } from '../measures/zone.ts'
import { readDecimal } from '../measures/decimal.ts'
import type { Amount } from '../measures/decimal.ts'
import type { LedgerTransaction } from '../stores/ledger/open.ts'
import type { InvoiceDocument } from './document.ts'
import type { ChargeToInvoice } from './invoiced-charges.ts'
import { usageDocument } from './make-document.ts'
import type { Month } from './make-document.ts'
import { partyOf, supplierOf } from './parties.ts'
import type { Supplier } from './parties.ts'
import type { Invoicing } from './settings.ts'
import { freeMoney, nameOfPurse } from './settle.ts'
import type { Purse } from './settle.ts'

/** What the invoice of a month says, still without a number, and what keeps it from being issued. */
export type UsageDraft = {
  purse: Purse
  document: InvoiceDocument
  /** The details that are missing of the buyer, and whether some are of the supplier. */
  missing: { buyer: readonly string[]; supplier: readonly string[] }
}

/** The invoices that some charges make: one for each company, seller and currency. */
export async function usageDrafts(
  db: LedgerTransaction,
  {
    companies,
    charges,
    month,
    invoicing,
    now,
  }: {
    companies: ReadonlyMap<number, Company>
    charges: readonly ChargeToInvoice[]
    month: Pick<Month, 'first' | 'next'>
    invoicing: Invoicing
    /** Milliseconds since 1970. */ now: number
  },
): Promise<UsageDraft[]> {
  const byPurse = Map.groupBy(charges, nameOfPurse)
  const purses = [...byPurse.values()].map((own): Purse => {
    const { company, seller, currency } = own[0]!
    return { company, seller, currency }
  })
  const free = await freeMoney(db, purses)
  const suppliers = new Map<number, Supplier>()
  for (const seller of new Set(purses.map((purse) => purse.seller))) suppliers.set(seller, await supplierOf(db, seller))
  return purses.map((purse) => {
    const buyer = companies.get(purse.company)!
    const supplier = suppliers.get(purse.seller)!
    const document = usageDocument(headingOf({ buyer, supplier, currency: purse.currency, invoicing, now }), {
      month: { ...month, zone: buyer.zone },
      charges: byPurse.get(nameOfPurse(purse))!,
      rules: invoicing.taxes,
      free: free.get(nameOfPurse(purse)) ?? 0n,
    })
    const isDue = readDecimal(document.totals.due)! > 0n
    return {
      purse,
      document: isDue ? document : { ...document, dueOn: null },
      missing: { buyer: missingForInvoices(buyer), supplier: supplier.missing },
    }
  })
}

/** What every document of a buyer begins with. */
export function headingOf({
  buyer,
  supplier,
  currency,
  invoicing,
  now,
}: {
  buyer: Company
  supplier: Supplier
  currency: string
  invoicing: Invoicing
  now: number
}) {
  const issuedOn = inZone(now, buyer.zone).slice(0, 10)
  return {
    number: null,
    language: buyer.language === 'ru' ? ('ru' as const) : ('en' as const),
    currency,
    issuedOn,
    dueOn: daysAfter(issuedOn, invoicing.termDays),
    supplier: supplier.party,
    buyer: { ...partyOf(buyer), companyNumber: buyer.number },
  }
}

/** What the charges of a document come to, exactly. */
export function exactOf({ lines }: InvoiceDocument): Amount {
  return lines.reduce((sum, { exact }) => sum + readDecimal(exact)!, 0n)
}
