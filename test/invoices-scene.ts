import { commandLine } from '../src/accounts/actor.ts'
import { changeCompany } from '../src/accounts/companies.ts'
import { changePlatform } from '../src/accounts/platform.ts'
import { postCharges } from '../src/billing/charges.ts'
import type { Line } from '../src/billing/lines.ts'
import { startInvoicing } from '../src/invoices/invoicing.ts'
import type { InvoicingRun } from '../src/invoices/invoicing.ts'
import { changeInvoicing } from '../src/invoices/settings.ts'
import { readDecimal } from '../src/measures/decimal.ts'
import type { Ledger } from '../src/stores/ledger/open.ts'
import { openAccountsScene } from './accounts-scene.ts'
import type { AccountsScene } from './accounts-scene.ts'

/** A supplier, and buyers who are charged for what the test says: what invoices are made of, without usage. */
export type InvoicesScene = AccountsScene & {
  invoicing: InvoicingRun
  /** A company with all details. */
  newBuyer: (fields?: Readonly<Record<string, unknown>>) => Promise<number>
  charge: (company: number, line: ChargedOf) => Promise<void>
}

/** `sms`, a rate of 0.05 and one part by default. */
export type ChargedOf = { day: string; amount: string; quantity?: number } & Partial<
  Pick<Line, 'service' | 'kind' | 'rate' | 'currency'>
> & { unitPrice?: string | undefined; seller?: number }

export const supplier = {
  supplierName: 'Talk GmbH',
  supplierTaxId: 'DE123456789',
  supplierCountry: 'DE',
  supplierCity: 'Berlin',
  supplierStreet: 'Unter den Linden 1',
  supplierPostalCode: '10117',
  supplierEmail: 'billing@talk.example',
  supplierBankName: 'Bank',
  supplierBankAccount: 'DE89370400440532013000',
  supplierBankCode: 'COBADEFFXXX',
}

export const buyer = {
  legalName: 'Buyer AG',
  taxId: 'DE987654321',
  country: 'DE',
  city: 'Hamburg',
  street: 'Hafen 2',
  postalCode: '20457',
  email: 'buyer@example.com',
}

export const standardTax = { company: null, country: null, service: null, category: 'S', rate: '20', reason: null }

export async function openInvoicesScene(startsAt?: string): Promise<InvoicesScene> {
  const scene = await openAccountsScene(startsAt)
  const { ledger, now } = scene
  await changePlatform(ledger, commandLine, supplier, new Date(now()))
  await changeInvoicing(ledger, commandLine, { taxes: [standardTax] }, new Date(now()))
  const invoicing = invoicingOf(ledger, now)
  let buyers = 0
  return {
    ...scene,
    invoicing,
    async newBuyer(fields = {}) {
      const company = await scene.newCompany(`Buyer ${++buyers}`)
      await changeCompany(ledger, commandLine, company, { ...buyer, ...fields }, new Date(now()))
      return company
    },
    charge: (company, line) => charge(ledger, company, line, now()),
    async close() {
      await invoicing.stop()
      await scene.close()
    },
  }
}

/** What makes invoices when a test says so; everything is charged. */
export function invoicingOf(ledger: Ledger, now: () => number): InvoicingRun {
  return startInvoicing({
    ledger,
    chargeNow: async () => {},
    standing: () => ({ until: now(), failed: new Set() }),
    now,
    everySeconds: 86_400,
    makeFiles: async () => {},
    onTrouble: (error) => {
      throw error
    },
  })
}

async function charge(ledger: Ledger, company: number, line: ChargedOf, now: number): Promise<void> {
  const { unitPrice = '0.05', amount, seller = 0, ...rest } = line
  const charged: Line = {
    service: 'sms',
    kind: 'rate',
    rate: 'sms',
    currency: 'EUR',
    events: 1,
    quantity: 1,
    ...rest,
    unitPrice: readDecimal(unitPrice)!,
    amount: readDecimal(amount)!,
  }
  await ledger.asPlatform((db) =>
    postCharges(
      db,
      [{ payer: company, seller, usedBy: company, lines: [charged], isClosed: () => false }],
      new Date(now),
    ),
  )
}
