import fc from 'fast-check'
import type {
  InvoiceDay,
  InvoiceDocument,
  InvoiceKind,
  InvoiceLine,
  InvoiceTax,
  TaxCategory,
} from '../src/invoices/document.ts'
import { decimalOf, divideRounded, readDecimal } from '../src/measures/decimal.ts'
import { chance } from './chance.ts'

/** What an invoice is made of, where it is not chance. */
export type InvoiceWishes = {
  seed: number
  kind: InvoiceKind
  language: 'en' | 'ru'
  currency: string
  category: TaxCategory
  lines: number
  revision: number
}

/** Any document that may be issued: of each kind, category of tax and language, in currencies of 0, 2 and 3 digits. */
export function anyInvoice({ mostLines }: { mostLines: number }): fc.Arbitrary<InvoiceDocument> {
  return fc
    .record({
      seed: fc.integer(),
      kind: fc.constantFrom('usage', 'usage', 'topup', 'credit'),
      language: fc.constantFrom('en', 'ru'),
      currency: fc.constantFrom(
        'EUR',
        'RUB',
        'USD',
        'KZT',
        'UAH',
        'GBP',
        'AMD',
        'GEL',
        'JPY',
        'KWD',
        'INR',
        'TRY',
        'AZN',
      ),
      category: fc.constantFrom('S', 'S', 'Z', 'E', 'AE', 'G', 'O'),
      lines: fc.oneof(fc.integer({ min: 1, max: Math.min(12, mostLines) }), fc.integer({ min: 1, max: mostLines })),
      revision: fc.constantFrom(0, 0, 0, 1, 7),
    })
    .map((wishes) => invoiceOf(wishes as InvoiceWishes))
}

const digits: Readonly<Record<string, number>> = { JPY: 0, KWD: 3 }
const services = [
  ['sms', 'part', ['sms', 'sms network=26201', 'sms country=DE']],
  ['viber', 'message', ['viber', 'viber network=25001']],
  ['email', 'message', ['email']],
  ['chat', 'message', ['chat messenger=telegram author=user', 'chat author=operator']],
  ['dialogue', 'dialogue', ['dialogue messenger=web']],
  ['call', 'second', ['call prefix=49 trunk=main office', 'call direction=outbound', 'call']],
] as const
const reasons: Readonly<Record<TaxCategory, string | null>> = {
  S: null,
  Z: null,
  E: 'Exempt under Article 132 of Directive 2006/112/EC',
  AE: 'Reverse charge',
  G: null,
  O: 'Not subject to VAT',
}

/** A document, the same for the same wishes; its lines add up to its totals. */
export function invoiceOf(wishes: InvoiceWishes): InvoiceDocument {
  const { kind, language, currency, category, revision } = wishes
  const next = chance(wishes.seed)
  const whole = (most: number) => Math.floor(next() * most)
  const pick = <T>(of: readonly T[]) => of[whole(of.length)]!
  const step = 10n ** BigInt(6 - (digits[currency] ?? 2))
  const round = (amount: bigint) => divideRounded(amount, step) * step
  const rates = category === 'S' ? ['19', '7', '8.1'] : ['0']
  const sign = kind === 'credit' && next() < 0.3 ? -1n : 1n
  const issuedOn = `2026-${pick(['01', '06', '12'])}-0${1 + whole(9)}`

  const lines: InvoiceLine[] = Array.from({ length: kind === 'topup' ? 1 : wishes.lines }, (_, at) => {
    if (kind === 'topup') {
      const amount = round(BigInt(1 + whole(1e9)) * 10_000n)
      const texts = { quantity: '1', unitPrice: decimalOf(amount), exact: decimalOf(amount), amount: decimalOf(amount) }
      return { ...lineFrame(at), key: 'topup', service: 'balance', kind: 'topup', name: '', unit: 'piece', ...texts }
    }
    const [service, unit, names] = pick(services)
    const isAdjusted = next() < 0.2
    const isOther = next() < 0.1
    const quantity = next() < 0.05 ? 0 : whole(next() < 0.3 ? 1e7 : 2000) * (isAdjusted && next() < 0.5 ? -1 : 1)
    const price = BigInt(whole(next() < 0.5 ? 500_000 : 99))
    const hasPrice = next() < 0.7
    const exact = hasPrice
      ? divideRounded(BigInt(quantity) * price, unit === 'second' ? 60n : 1n)
      : BigInt(whole(1e9)) * (quantity < 0 ? -1n : 1n)
    return {
      ...lineFrame(at),
      key: `${service} ${at}`,
      service: isOther ? 'other' : service,
      kind: isOther ? 'manual' : pick(['rate', 'rate', 'told', 'package', 'volume']),
      name: isOther ? 'Discount <for> "waiting" & more' : pick(names),
      adjusts: isAdjusted ? { first: '2025-12-12', last: '2025-12-14' } : null,
      quantity: String(BigInt(quantity) * sign),
      unit: isOther ? 'piece' : unit,
      unitPrice: hasPrice ? decimalOf(price) : null,
      exact: decimalOf(exact * sign),
      amount: decimalOf(round(exact) * sign),
    }
  })

  function lineFrame(at: number): Pick<InvoiceLine, 'adjusts' | 'taxCategory' | 'taxRate'> {
    return { adjusts: null, taxCategory: category, taxRate: rates[at % rates.length]! }
  }

  const taxes: InvoiceTax[] = [...Map.groupBy(lines, ({ taxRate }) => taxRate)].map(([rate, of]) => {
    const base = sumOf(of.map(({ amount }) => amount))
    const tax = round(divideRounded(base * readDecimal(rate)!, 100_000_000n))
    return { category, rate, reason: reasons[category], base: decimalOf(base), tax: decimalOf(tax) }
  })
  const net = sumOf(lines.map(({ amount }) => amount))
  const tax = sumOf(taxes.map((one) => one.tax))
  const rounding = next() < 0.1 ? step * sign : 0n
  const total = net + tax
  const paid = kind !== 'usage' || next() < 0.4 ? 0n : next() < 0.5 ? total + rounding : round(total / 3n)
  const due = total + rounding - paid
  const isRussian = currency === 'RUB'
  return {
    kind,
    number: `${issuedOn.slice(0, 4)}-${1 + whole(99_999)}`,
    revision: kind === 'credit' ? 0 : revision,
    language,
    currency,
    issuedOn,
    dueOn: due > 0n && next() < 0.9 ? `${issuedOn.slice(0, 8)}28` : null,
    period:
      kind === 'usage'
        ? { first: '2025-12-01', last: '2025-12-31', zone: pick(['Europe/Berlin', 'Asia/Kathmandu']) }
        : null,
    credits: kind === 'credit' ? { number: '2025-17', issuedOn: '2025-12-01' } : null,
    supplier: {
      name: isRussian ? 'ООО «Толкметр»' : 'Talkmeter Plattform GmbH',
      taxId: isRussian ? '7707083893' : 'DE 136695976',
      country: isRussian ? 'RU' : 'DE',
      city: isRussian ? 'Москва' : 'Berlin',
      street: isRussian ? 'ул. Народная, д. 1' : 'Invalidenstraße 113',
      postalCode: isRussian ? '115172' : '10115',
      email: 'billing@example.com',
      bankName: isRussian ? 'АО «Банк»' : 'Musterbank',
      bankAccount: isRussian ? '40702810900000012345' : 'DE89 3704 0044 0532 0130 00',
      bankCode: isRussian ? '044525225' : 'COBADEFFXXX',
    },
    buyer: {
      name: pick([
        'Καφές & Σία <b>ΑΕ</b>',
        'Żółta Łódź Sp. z o.o.',
        'ТОО «Қазақ Үні»',
        'Nordic Notes AB',
        'חברת "שלום" בע"מ',
      ]),
      taxId: category === 'AE' || next() < 0.8 ? pick(['123456789', 'SE556677889901', 'ATU12345678']) : null,
      country: pick(['GR', 'PL', 'SE', 'KZ']),
      city: 'Αθήνα',
      street: next() < 0.8 ? 'Sunset\tBlvd. 1 "A"' : null,
      postalCode: '00-950',
      email: next() < 0.8 ? 'accounts@example.org' : null,
      bankName: null,
      bankAccount: null,
      bankCode: null,
      companyNumber: 1 + whole(9999),
    },
    lines,
    taxes,
    totals: {
      net: decimalOf(net),
      tax: decimalOf(tax),
      total: decimalOf(total),
      rounding: decimalOf(rounding),
      paid: decimalOf(paid),
      due: decimalOf(due),
    },
    days: kind === 'usage' ? daysOf(lines) : [],
    comment: revision === 0 ? null : 'The price of SMS was wrong; see <ticket> 4711.\nSorry.',
  }
}

/** What was used by day: a third on the first, a third on the tenth, the rest on the last. */
function daysOf(lines: readonly InvoiceLine[]): InvoiceDay[] {
  return ['2025-12-01', '2025-12-10', '2025-12-31'].flatMap((day, at) =>
    [...Map.groupBy(lines, ({ service, unit }) => `${service} ${unit}`).values()].map((of) => {
      const [{ service, unit }] = of as [InvoiceLine]
      const quantity = of.reduce((all, one) => all + BigInt(one.quantity), 0n)
      return {
        day,
        service,
        unit,
        quantity: String(share(quantity, at)),
        exact: decimalOf(share(sumOf(of.map(({ exact }) => exact)), at)),
      }
    }),
  )
}

function share(whole: bigint, at: number): bigint {
  return at < 2 ? whole / 3n : whole - 2n * (whole / 3n)
}

function sumOf(texts: readonly string[]): bigint {
  return texts.reduce((sum, text) => sum + readDecimal(text)!, 0n)
}
