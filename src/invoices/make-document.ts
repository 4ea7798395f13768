import { serviceByWord, services } from '../billing/service.ts'
import { decimalOf, lesserOf, readDecimal } from '../measures/decimal.ts'
import type { Amount } from '../measures/decimal.ts'
import type {
  InvoiceDay,
  InvoiceDocument,
  InvoiceKind,
  InvoiceLine,
  InvoiceTax,
  InvoiceTotals,
  InvoiceUnit,
} from './document.ts'
import type { ChargeToInvoice } from './invoiced-charges.ts'
import { daysAfter } from '../measures/zone.ts'
import { digitsOf, roundedTo, roundedTogether } from './rounding.ts'
import { taxOf, taxOn, withoutTax } from './tax.ts'
import type { TaxRule } from './tax.ts'

/** What is on every document, whatever it is for. */
export type Heading = Pick<
  InvoiceDocument,
  'number' | 'language' | 'currency' | 'issuedOn' | 'dueOn' | 'supplier' | 'buyer'
>

/** A month: its first day, and the first after it. */
export type Month = { first: string; next: string; zone: string }

/** The invoice of a month: what was charged, by service and price, and what became known late of the months before. */
export function usageDocument(
  heading: Heading,
  {
    month,
    charges,
    rules,
    free,
  }: {
    month: Month
    charges: readonly ChargeToInvoice[]
    rules: readonly TaxRule[]
    /** What is on the balance for it. */ free: Amount
  },
): InvoiceDocument {
  const { currency } = heading
  const own = charges.filter(({ day }) => day >= month.first)
  const late = charges.filter(({ day }) => day < month.first)
  const lines = [...linesOf(own, false), ...linesOf(late, true)]
  return finished(
    { ...heading, kind: 'usage', period: { first: month.first, last: daysAfter(month.next, -1), zone: month.zone } },
    withTax(lines, heading, rules),
    {
      days: daysOf(charges),
      paid: (total) => lesserOf(free < 0n ? 0n : free, total < 0n ? 0n : total),
      digits: digitsOf(currency),
    },
  )
}

/** A document that asks for an amount, with tax, to be put on the balance. */
export function topUpDocument(heading: Heading, amount: Amount, rules: readonly TaxRule[]): InvoiceDocument {
  const { buyer, language, currency } = heading
  const digits = digitsOf(currency)
  const { category, rate, reason } = taxOf(rules, {
    company: buyer.companyNumber,
    country: buyer.country,
    service: 'balance',
    language,
  })
  const net = decimalOf(withoutTax(amount, rate, digits))
  const line: InvoiceLine = {
    key: 'balance',
    service: 'balance',
    kind: 'topup',
    name: '',
    adjusts: null,
    quantity: '1',
    unit: 'piece',
    unitPrice: net,
    exact: net,
    amount: net,
    taxCategory: category,
    taxRate: rate,
  }
  const { taxes, totals } = summed([line], [reason], digits, () => 0n)
  const rounding = amount - readDecimal(totals.total)!
  return {
    ...heading,
    kind: 'topup',
    revision: 0,
    period: null,
    credits: null,
    lines: [line],
    taxes,
    totals: { ...totals, rounding: decimalOf(rounding), due: decimalOf(amount) },
    days: [],
    comment: null,
  }
}

/** A document that takes back all that another one asks for. */
export function creditDocument(
  of: InvoiceDocument,
  { number, issuedOn, reason }: { number: string; issuedOn: string; reason: string },
): InvoiceDocument {
  return {
    ...of,
    kind: 'credit',
    number,
    revision: 0,
    issuedOn,
    dueOn: null,
    credits: { number: of.number!, issuedOn: of.issuedOn },
    totals: { ...of.totals, paid: decimalOf(0n), due: of.totals.total },
    days: [],
    comment: reason,
  }
}

/** The same document with other lines, and with what was paid by now. */
export function revisedDocument(
  of: InvoiceDocument,
  {
    lines,
    comment,
    paid,
    rules,
  }: { lines: readonly InvoiceLine[]; comment: string; paid: Amount; rules: readonly TaxRule[] },
): InvoiceDocument {
  const { buyer, language } = of
  const reasons = lines.map(({ taxCategory, taxRate, service }) => {
    const known = of.taxes.find(({ category, rate }) => category === taxCategory && rate === taxRate)
    const asked = { company: buyer.companyNumber, country: buyer.country, service, language }
    return known === undefined ? taxOf(rules, asked).reason : known.reason
  })
  const { taxes, totals } = summed(lines, reasons, digitsOf(of.currency), () => paid)
  // An amount that was asked for with tax stays as it was asked for.
  const { rounding } = of.totals
  const due = decimalOf(readDecimal(totals.due)! + readDecimal(rounding)!)
  return { ...of, revision: of.revision + 1, lines, taxes, totals: { ...totals, rounding, due }, comment }
}

type Untaxed = Omit<InvoiceLine, 'taxCategory' | 'taxRate' | 'amount'>

/** Charges of all days by service and price. */
function linesOf(charges: readonly ChargeToInvoice[], isLate: boolean): Untaxed[] {
  const alike = Map.groupBy(charges, ({ service, kind, rate, unitPrice }) =>
    [service, kind, rate, unitPrice ?? ''].join('\t'),
  )
  const lines = [...alike].flatMap(([key, some]): { place: string; line: Untaxed }[] => {
    const { service, kind, rate, unitPrice } = some[0]!
    const quantity = some.reduce((sum, one) => sum + one.quantity, 0n)
    const exact = some.reduce((sum, one) => sum + one.amount, 0n)
    if (quantity === 0n && exact === 0n) return []
    const days = some.map(({ day }) => day).toSorted()
    return [
      {
        place: [placeOf(service), kindPlace.indexOf(kind), rate, unitPrice ?? ''].join('\t'),
        line: {
          key: `${isLate ? 'late' : 'own'}\t${key}`,
          service,
          kind,
          name: rate,
          adjusts: isLate ? { first: days[0]!, last: days.at(-1)! } : null,
          quantity: String(quantity),
          unit: unitOf(service),
          unitPrice: unitPrice === null ? null : decimalOf(readDecimal(unitPrice)!),
          exact: decimalOf(exact),
        },
      },
    ]
  })
  return lines.toSorted((a, b) => (a.place < b.place ? -1 : 1)).map(({ line }) => line)
}

const kindPlace = ['rate', 'told', 'package', 'volume']

function placeOf(service: string): string {
  return String(services.findIndex(({ word }) => word === service)).padStart(2, '0')
}

function unitOf(service: string): InvoiceUnit {
  return serviceByWord.get(service)?.unit ?? 'piece'
}

function daysOf(charges: readonly ChargeToInvoice[]): InvoiceDay[] {
  const alike = Map.groupBy(charges, ({ day, service }) => `${day}\t${placeOf(service)}`)
  return [...alike]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([, some]) => ({
      day: some[0]!.day,
      service: some[0]!.service,
      unit: unitOf(some[0]!.service),
      // What a package is of was not used by that.
      quantity: String(some.reduce((sum, { kind, quantity }) => sum + (kind === 'package' ? 0n : quantity), 0n)),
      exact: decimalOf(some.reduce((sum, { amount }) => sum + amount, 0n)),
    }))
}

type TaxedLine = { line: Omit<InvoiceLine, 'amount'>; reason: string | null }

function withTax(lines: readonly Untaxed[], { buyer, language }: Heading, rules: readonly TaxRule[]): TaxedLine[] {
  return lines.map((line) => {
    const asked = { company: buyer.companyNumber, country: buyer.country, service: line.service, language }
    const { category, rate, reason } = taxOf(rules, asked)
    return { line: { ...line, taxCategory: category, taxRate: rate }, reason }
  })
}

type Unfinished = Heading & { kind: InvoiceKind; period: InvoiceDocument['period'] }

/** Rounds the lines of each tax together, and adds up. */
function finished(
  head: Unfinished,
  taxed: readonly TaxedLine[],
  { days, paid, digits }: { days: readonly InvoiceDay[]; paid: (total: Amount) => Amount; digits: number },
): InvoiceDocument {
  const amounts = new Map<TaxedLine, Amount>()
  for (const group of Map.groupBy(taxed, ({ line }) => `${line.taxCategory} ${line.taxRate}`).values()) {
    const rounded = roundedTogether(
      group.map(({ line }) => readDecimal(line.exact)!),
      digits,
    )
    for (const [place, one] of group.entries()) amounts.set(one, rounded[place]!)
  }
  const lines = taxed.map((one) => ({ ...one.line, amount: decimalOf(amounts.get(one)!) }))
  const reasons = taxed.map(({ reason }) => reason)
  const { taxes, totals } = summed(lines, reasons, digits, paid)
  return { ...head, revision: 0, credits: null, lines, taxes, totals, days, comment: null }
}

/** The taxes and totals of lines: tax is rounded once for each category and rate (EN 16931, BR-CO-10 to BR-CO-17). */
function summed(
  lines: readonly InvoiceLine[],
  reasons: readonly (string | null)[],
  digits: number,
  paidOf: (total: Amount) => Amount,
): { taxes: InvoiceTax[]; totals: InvoiceTotals } {
  const places = [...lines.keys()]
  const groups = Map.groupBy(places, (place) => `${lines[place]!.taxCategory} ${lines[place]!.taxRate}`)
  const taxes = [...groups.values()].map((own): InvoiceTax => {
    const { taxCategory, taxRate } = lines[own[0]!]!
    const base = own.reduce((sum, place) => sum + readDecimal(lines[place]!.amount)!, 0n)
    const tax = taxOn(base, taxRate, digits)
    return {
      category: taxCategory,
      rate: taxRate,
      reason: reasons[own[0]!]!,
      base: decimalOf(base),
      tax: decimalOf(tax),
    }
  })
  const net = lines.reduce((sum, { amount }) => sum + readDecimal(amount)!, 0n)
  const tax = taxes.reduce((sum, one) => sum + readDecimal(one.tax)!, 0n)
  const total = net + tax
  const paid = roundedTo(paidOf(total), digits)
  return {
    taxes,
    totals: {
      net: decimalOf(net),
      tax: decimalOf(tax),
      total: decimalOf(total),
      rounding: decimalOf(0n),
      paid: decimalOf(paid),
      due: decimalOf(total - paid),
    },
  }
}
