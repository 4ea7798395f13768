/**
 * What an invoice says: all of it, and nothing that is not on paper. It is made once, kept as text, and never changes; the PDF and
 * the XML are made from it alone. Amounts are decimal texts, rounded to the digits of the currency where they are `Rounded`.
 */
export type InvoiceDocument = {
  kind: InvoiceKind
  /** The account number; null of a draft. */
  number: string | null
  /** 0 as it was issued, then 1, 2, 3 … as staff revised it. */
  revision: number
  language: 'en' | 'ru'
  /** ISO 4217. */
  currency: string
  /** `YYYY-MM-DD`, days of the buyer's zone. */
  issuedOn: string
  /** By when it must be paid; null where nothing is due. */
  dueOn: string | null
  /** What it is for: from the first day to the last, both included, in the buyer's zone; null of one that was asked for. */
  period: { first: string; last: string; zone: string } | null
  /** What a credit note gives back. */
  credits: { number: string; issuedOn: string } | null
  supplier: InvoiceParty
  buyer: InvoiceParty & { companyNumber: number }
  lines: readonly InvoiceLine[]
  /** One per category and rate. */
  taxes: readonly InvoiceTax[]
  totals: InvoiceTotals
  /** The expenses by day, exact, those that became known late with their own days; none of documents that are not about usage. */
  days: readonly InvoiceDay[]
  /** What staff said about a revision, or why it was voided. */
  comment: string | null
}

/** Of a month, for usage; asked for by the buyer, to fill the balance; a credit note, which takes one of those back. */
export type InvoiceKind = 'usage' | 'topup' | 'credit'

export type InvoiceParty = {
  name: string
  taxId: string | null
  country: string | null
  city: string | null
  street: string | null
  postalCode: string | null
  email: string | null
  bankName: string | null
  bankAccount: string | null
  /** BIC, or БИК. */
  bankCode: string | null
}

export type InvoiceLine = {
  /** What tells it from others of the document, the same in every revision. */
  key: string
  /** A word of `services` in billing; `balance` of money for the balance; `other` of what staff wrote. */
  service: string
  /** As charges have it (`rate`, `told`, `package`, `volume`), or `topup`, or `manual`. */
  kind: string
  /** The rate it goes by, such as `sms network=26201`, or what staff wrote. */
  name: string
  /** Of usage before the period that became known after its invoice: the days it is about. */
  adjusts: { first: string; last: string } | null
  /** Whole units; less than nothing where something is taken back. */
  quantity: string
  unit: InvoiceUnit
  /** For one unit, of seconds for a minute; null where units cost differently. */
  unitPrice: string | null
  /** What was charged, exact. */
  exact: string
  /** The net amount, rounded so that lines add up to the totals. */
  amount: string
  taxCategory: TaxCategory
  /** Percent. */
  taxRate: string
}

export type InvoiceUnit = 'part' | 'message' | 'dialogue' | 'second' | 'piece'

/** UNCL 5305: standard rate, zero rate, exempt, reverse charge, export, not subject to tax. */
export type TaxCategory = 'S' | 'Z' | 'E' | 'AE' | 'G' | 'O'

export type InvoiceTax = {
  category: TaxCategory
  /** Percent, such as `20` or `8.1`. */
  rate: string
  /** Why there is none; null of S and Z. */
  reason: string | null
  /** What it is on, and what it is: rounded. */
  base: string
  tax: string
}

export type InvoiceTotals = {
  /** All lines, without tax. */
  net: string
  tax: string
  /** With tax. */
  total: string
  /** What makes an amount that was asked for with tax come out even; most often nothing. */
  rounding: string
  /** What was on the balance for it, or paid, when the document was made. */
  paid: string
  /** What is to be paid: total + rounding − paid. */
  due: string
}

export type InvoiceDay = { day: string; service: string; unit: InvoiceUnit; quantity: string; exact: string }
