import { failure } from '../failure.ts'
import type { FieldFault } from '../failure.ts'
import type { InvoiceDocument, InvoiceLine, InvoiceParty, TaxCategory } from '../invoices/document.ts'
import { divideRounded } from '../measures/decimal.ts'
import type { Amount } from '../measures/decimal.ts'
import { countedIn, titleOf } from './line-words.ts'
import { digitsOf } from '../invoices/rounding.ts'
import { amountOf, exactly, fixed } from './numbers.ts'
import type { Language } from './numbers.ts'
import { escaped } from './xml.ts'

/**
 * A document in the terms of EN 16931-1 (BT: a business term, BG: a group of them). Both syntaxes are written from it, so that they
 * say the same. Amounts and quantities are texts as they stand in the XML.
 */
export type EInvoice = {
  /** BT-1. A revision has a number of its own, since an invoice with a number that came before is taken for the same. */
  number: string
  /** BT-3 (UNTDID 1001). */
  type: '325' | '380' | '381' | '384'
  issuedOn: string
  dueOn: string | null
  /** BT-20, where something is due and no day is told. */
  terms: string | null
  currency: string
  note: string | null
  period: { first: string; last: string } | null
  /** BG-3. */
  preceding: { number: string; issuedOn: string | null } | null
  seller: Party
  buyer: Party
  payment: Payment | null
  lines: readonly Line[]
  taxes: readonly Tax[]
  totals: Readonly<Record<keyof InvoiceDocument['totals'], string>>
}

export type Party = {
  /** BT-29, BT-46. */
  identifier: string | null
  name: string
  /** BT-31, BT-48: with the country in front. */
  vatId: string | null
  /** BT-30, BT-47, where the document is not subject to VAT. */
  legalId: string | null
  /** BT-34, BT-49. */
  email: string | null
  street: string | null
  city: string | null
  postalCode: string | null
  country: string
}

export type Payment = {
  /** BT-81 (UNTDID 4461): 58 of SEPA, 30 of any other transfer. */
  means: '30' | '58'
  /** BT-83. */
  reference: string
  account: string
  isIban: boolean
  bank: string | null
}

export type Line = {
  id: string
  key: string
  name: string
  description: string | null
  quantity: string
  unit: 'C62' | 'MIN' | 'SEC'
  amount: string
  price: string
  /** BT-149: for how many units the price is. */
  priceFor: string
  period: { first: string; last: string } | null
  category: TaxCategory
  /** BT-152; none where the document is not subject to VAT. */
  rate: string | null
}

export type Tax = {
  base: string
  tax: string
  category: TaxCategory
  rate: string | null
  reason: string | null
  reasonCode: string | null
}

/**
 * @throws {Failure} where the document lacks what the standard wants, naming each field
 */
export function eInvoiceOf(document: InvoiceDocument): EInvoice {
  const faults = lacking(document)
  if (faults.length > 0) {
    const what = faults.map(({ field }) => field).join(', ')
    throw failure('unprocessable', `An XML invoice (EN 16931) cannot do without: ${what}.`, faults)
  }
  const { number, kind, revision, language, currency, totals } = document
  // Credit notes say how much is given back: without a minus.
  const isNegated = kind === 'credit' && amountOf(totals.total) < 0n
  const digits = digitsOf(currency)
  const told = (text: string) => fixed(isNegated ? -amountOf(text) : amountOf(text), digits)
  const due = told(totals.due)
  const isOutside = document.taxes.some(({ category }) => category === 'O')
  return {
    number: revision === 0 ? number! : `${number!}-R${revision}`,
    type: kind === 'credit' ? '381' : kind === 'topup' ? '325' : revision > 0 ? '384' : '380',
    issuedOn: document.issuedOn,
    dueOn: document.dueOn,
    terms: document.dueOn === null && amountOf(due) > 0n ? (kind === 'credit' ? givenBack : onReceipt)[language] : null,
    currency,
    note: document.comment,
    period: document.period,
    preceding: document.credits ?? (revision > 0 ? { number: number!, issuedOn: null } : null),
    seller: partyOf(document.supplier, isOutside, identifierOf(document.supplier)),
    buyer: partyOf(document.buyer, isOutside, String(document.buyer.companyNumber)),
    payment: paymentOf(document),
    lines: document.lines.map((line, at) => lineOf(line, String(at + 1), language, digits, isNegated)),
    taxes: document.taxes.map(({ category, rate, reason, base, tax }) => ({
      base: told(base),
      tax: told(tax),
      category,
      rate: category === 'O' ? null : exactly(amountOf(rate), 0),
      reason: category === 'S' || category === 'Z' ? null : (reason ?? reasons[category][language]),
      reasonCode: category in reasonCodes ? reasonCodes[category as 'AE'] : null,
    })),
    totals: {
      net: told(totals.net),
      tax: told(totals.tax),
      total: told(totals.total),
      rounding: told(totals.rounding),
      paid: told(totals.paid),
      due,
    },
  }
}

const givenBack = { en: 'Given back to the balance', ru: 'Возвращено на баланс' }
const onReceipt = { en: 'Payable on receipt', ru: 'К оплате по получении' }

const reasonCodes = { AE: 'VATEX-EU-AE', G: 'VATEX-EU-G', O: 'VATEX-EU-O' } as const
const reasons: Readonly<Record<Exclude<TaxCategory, 'S' | 'Z'>, Readonly<Record<Language, string>>>> = {
  E: { en: 'Exempt from tax', ru: 'Без налога (НДС)' },
  AE: { en: 'Reverse charge', ru: 'Налог уплачивает покупатель (reverse charge)' },
  G: { en: 'Export outside the EU', ru: 'Экспорт' },
  O: { en: 'Not subject to VAT', ru: 'Не облагается НДС' },
}

/** What must be there: BR-02, BR-06 to BR-11 of all, and what the rules of a category of tax want of the parties. */
function lacking({ number, supplier, buyer, taxes }: InvoiceDocument): FieldFault[] {
  const isTaxable = taxes.some(({ category }) => category !== 'O')
  const isReversed = taxes.some(({ category }) => category === 'AE')
  const wanted: [field: string, value: string | null, isWanted: boolean][] = [
    ['number', number, true],
    ['supplier.name', supplier.name, true],
    ['supplier.country', countryOf(supplier), true],
    ['supplier.taxId', supplier.taxId, isTaxable],
    ['buyer.name', buyer.name, true],
    ['buyer.country', countryOf(buyer), true],
    ['buyer.taxId', buyer.taxId, isReversed],
  ]
  return wanted.flatMap(([field, value, isWanted]) =>
    isWanted && escaped(value ?? '') === '' ? [{ field, detail: 'Must be known for an invoice in XML.' }] : [],
  )
}

function countryOf({ country }: InvoiceParty): string | null {
  return country !== null && /^[A-Z]{2}$/.test(country) ? country : null
}

function partyOf(party: InvoiceParty, isOutside: boolean, identifier: string | null): Party {
  const { name, email, street, city, postalCode } = party
  const taxId = party.taxId === null || escaped(party.taxId) === '' ? null : party.taxId
  const country = countryOf(party)!
  return {
    identifier,
    name,
    // BR-O-02: who is not subject to VAT tells no number of it.
    vatId: isOutside || taxId === null ? null : vatIdOf(taxId, country),
    legalId: isOutside ? taxId : null,
    email: email !== null && email.includes('@') ? email : null,
    street,
    city,
    postalCode,
    country,
  }
}

/** BR-CO-26: a seller is known by one number at least; one without a tax id by its address for mail, or by its name. */
function identifierOf({ taxId, email, name }: InvoiceParty): string | null {
  return taxId === null || escaped(taxId) === '' ? (email ?? name) : null
}

/**
 * BR-CO-09: a number of VAT begins with the letters of a country; where it does not, those of the party's are put before it (EL of
 * Greece).
 */
function vatIdOf(taxId: string, country: string): string {
  const bare = taxId.toUpperCase().replace(/[\s.\-/]/g, '')
  const letters = bare.slice(0, 2)
  const isNamed =
    letters === 'EL' || letters === 'XI' || (/^[A-Z]{2}$/.test(letters) && regions.of(letters) !== undefined)
  return isNamed ? bare : `${country === 'GR' ? 'EL' : country}${bare}`
}

const regions = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' })

function paymentOf({ number, currency, supplier, totals }: InvoiceDocument): Payment | null {
  const account = supplier.bankAccount?.replace(/\s/g, '') ?? ''
  if (escaped(account) === '' || amountOf(totals.due) <= 0n) return null
  const isIban = /^[A-Z]{2}\d{2}[A-Z0-9]{10,30}$/.test(account)
  return {
    means: isIban && currency === 'EUR' ? '58' : '30',
    reference: number!,
    account,
    isIban,
    bank: supplier.bankCode,
  }
}

function lineOf(line: InvoiceLine, id: string, language: Language, digits: number, isNegated: boolean): Line {
  const amount = isNegated ? -amountOf(line.amount) : amountOf(line.amount)
  return {
    id,
    key: line.key.replaceAll('\t', ' '),
    name: titleOf(line, language),
    description: line.adjusts === null ? null : becameKnown[language],
    ...pricedFor(line, amount, isNegated, digits),
    amount: fixed(amount, digits),
    period: line.adjusts,
    category: line.taxCategory,
    rate: line.taxCategory === 'O' ? null : exactly(amountOf(line.taxRate), 0),
  }
}

const becameKnown = {
  en: 'Usage of earlier days that became known later',
  ru: 'Использование за прежние дни, ставшее известным позже',
}

type Priced = Pick<Line, 'quantity' | 'unit' | 'price' | 'priceFor'>

/**
 * A price is never less than nothing (BR-27): the quantity has the sign of the amount. Where quantity × price is the amount, the price is
 * that of the line; elsewhere (units that cost differently, parts of a coin) it is the whole amount for the whole quantity, which
 * comes to the amount without a remainder.
 */
function pricedFor(line: InvoiceLine, amount: Amount, isNegated: boolean, digits: number): Priced {
  const { quantity, unitPrice } = line
  const counted = isNegated ? -amountOf(quantity) : amountOf(quantity)
  const unit = countedIn(line)
  const code = unit === 'second' ? 'SEC' : unit === 'minute' ? 'MIN' : 'C62'
  const units = unit === 'second' ? 60n : 1n
  const price = unitPrice === null ? null : amountOf(unitPrice)
  const step = 10n ** BigInt(6 - digits)
  if (price !== null && price >= 0n && divideRounded(counted * price, units * 1_000_000n * step) * step === amount)
    return { quantity: exactly(counted, 0), unit: code, price: exactly(price, 2), priceFor: String(units) }
  const size = counted < 0n ? -counted : counted
  const sign = amount < 0n ? -1n : 1n
  const whole = fixed(amount * sign, digits)
  // What has no quantity is one piece of its amount.
  if (size === 0n) return { quantity: String(sign), unit: 'C62', price: whole, priceFor: '1' }
  return { quantity: exactly(sign * size, 0), unit: code, price: whole, priceFor: exactly(size, 0) }
}
