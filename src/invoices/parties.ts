import { missingForInvoices, readCompany } from '../accounts/companies.ts'
import type { Company } from '../accounts/companies.ts'
import type { LedgerTransaction } from '../stores/ledger/open.ts'
import { platformOf } from '../accounts/platform.ts'
import type { Platform } from '../accounts/platform.ts'
import type { InvoiceParty } from './document.ts'

/** Who asks for money, and what an invoice still needs to know of them. */
export type Supplier = { party: InvoiceParty; missing: readonly string[] }

/** The details that an invoice needs of its supplier, besides where to pay to. */
const supplierNeeds = {
  supplierName: 'name',
  supplierTaxId: 'taxId',
  supplierCountry: 'country',
  supplierCity: 'city',
  supplierStreet: 'street',
  supplierPostalCode: 'postalCode',
  supplierBankName: 'bankName',
  supplierBankAccount: 'bankAccount',
  supplierBankCode: 'bankCode',
} as const satisfies Partial<Record<keyof Platform, keyof InvoiceParty>>

/** The platform (0) or a reseller, as it stands on invoices. */
export async function supplierOf(db: LedgerTransaction, seller: number): Promise<Supplier> {
  if (seller !== 0) {
    const company = await readCompany(db, seller)
    const bank = (['bankName', 'bankAccount', 'bankCode'] as const).filter((field) => (company[field] ?? '') === '')
    return { party: partyOf(company), missing: [...missingForInvoices(company), ...bank] }
  }
  const platform = await platformOf(db)
  return {
    party: {
      name: platform.supplierName ?? '',
      taxId: platform.supplierTaxId,
      country: platform.supplierCountry,
      city: platform.supplierCity,
      street: platform.supplierStreet,
      postalCode: platform.supplierPostalCode,
      email: platform.supplierEmail,
      bankName: platform.supplierBankName,
      bankAccount: platform.supplierBankAccount,
      bankCode: platform.supplierBankCode,
    },
    missing: (Object.keys(supplierNeeds) as (keyof typeof supplierNeeds)[]).filter(
      (field) => (platform[field] ?? '') === '',
    ),
  }
}

export function partyOf(company: Company): InvoiceParty {
  return {
    name: company.legalName ?? company.name,
    taxId: company.taxId,
    country: company.country,
    city: company.city,
    street: company.street,
    postalCode: company.postalCode,
    email: company.email,
    bankName: company.bankName,
    bankAccount: company.bankAccount,
    bankCode: company.bankCode,
  }
}
