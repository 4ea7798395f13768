import fc from 'fast-check'
import { expect, test } from 'vitest'
import { chance } from '../../test/chance.ts'
import { services } from '../billing/service.ts'
import { decimalOf, readDecimal } from '../measures/decimal.ts'
import type { ChargeToInvoice } from './invoiced-charges.ts'
import { topUpDocument, usageDocument } from './make-document.ts'
import type { Heading } from './make-document.ts'
import { digitsOf, roundedTogether } from './rounding.ts'
import type { TaxRule } from './tax.ts'

/** Documents add up, whatever they are of: an independent reckoning in fractions beside ours. */

const party = { name: 'X', taxId: null, country: 'DE', city: null, street: null, postalCode: null, email: null }
const bank = { bankName: null, bankAccount: null, bankCode: null }

function heading(currency: string): Heading {
  const common = { number: '1', language: 'en', issuedOn: '2026-11-01', dueOn: null } as const
  return { ...common, currency, supplier: { ...party, ...bank }, buyer: { ...party, ...bank, companyNumber: 7 } }
}

const rule = { company: null, country: null, reason: null }
const rules: TaxRule[] = [
  { ...rule, service: null, category: 'S', rate: '19' },
  { ...rule, service: 'email', category: 'S', rate: '7' },
  { ...rule, service: 'viber', category: 'S', rate: '8.1' },
  { ...rule, service: 'push', category: 'E', rate: '0' },
  // For others.
  { ...rule, company: 8, service: null, category: 'AE', rate: '0' },
  { ...rule, country: 'FR', service: 'sms', category: 'Z', rate: '0' },
]

const currencies = ['EUR', 'JPY', 'KWD']
const month = { first: '2026-10-01', next: '2026-11-01', zone: 'UTC' }

function randomCharges(random: () => number, currency: string): ChargeToInvoice[] {
  const whole = (most: number) => Math.floor(random() * most)
  return Array.from({ length: 1 + whole(9) }, () => ({
    company: 7,
    seller: 0,
    currency,
    day: random() < 0.2 ? '2026-09-30' : `2026-10-${String(1 + whole(31)).padStart(2, '0')}`,
    service: services[whole(services.length)]!.word,
    kind: 'rate',
    rate: ['', 'a', 'b'][whole(3)]!,
    unitPrice: random() < 0.1 ? null : decimalOf(BigInt(whole(100_000))),
    quantity: BigInt(whole(1000) - 100),
    amount: BigInt(whole(2_000_000_000) - 200_000_000),
  }))
}

function sumOf(amounts: readonly bigint[]): bigint {
  return amounts.reduce((before, amount) => before + amount, 0n)
}

/** Halves away from zero, in whole coins. */
function inCoins(millionths: bigint, divisor: bigint): bigint {
  const size = millionths < 0n ? -millionths : millionths
  const coins = (size + divisor / 2n) / divisor
  return millionths < 0n ? -coins : coins
}

const invoices = Number(process.env['TALKMETER_TEST_INVOICES'] ?? 2_000)

test('of invoices by the thousand, sum to bases, bases and taxes to totals, and no line is off by a coin', () => {
  const random = chance(11)
  for (let count = 0; count < invoices; count++) {
    const currency = currencies[count % 3]!
    const coin = 10n ** BigInt(6 - digitsOf(currency))
    const charges = randomCharges(random, currency)
    const free = BigInt(Math.floor(random() * 1000)) * 1_000_000n
    const { lines, taxes, totals, days } = usageDocument(heading(currency), { month, charges, rules, free })
    const coins = (amount: string) => {
      const read = readDecimal(amount)!
      if (read % coin !== 0n) throw new Error(`${amount} ${currency} is no whole number of coins`)
      return read / coin
    }
    let net = 0n
    for (const { category, rate, base, tax } of taxes) {
      const own = lines.filter((line) => line.taxCategory === category && line.taxRate === rate)
      const exact = own.reduce((sum, line) => sum + readDecimal(line.exact)!, 0n)
      const sum = own.reduce((all, line) => all + coins(line.amount), 0n)
      if (sum !== coins(base) || sum !== inCoins(exact, coin)) throw new Error(`${base} is not the sum of its lines`)
      // In tenths of percent: the rates above have no more.
      const tenths = BigInt(Math.round(Number(rate) * 10))
      if (coins(tax) !== inCoins(sum * tenths * coin, 1000n * coin))
        throw new Error(`${tax} is not ${rate} % of ${base}`)
      net += sum
    }
    const tax = taxes.reduce((sum, one) => sum + coins(one.tax), 0n)
    const off = lines.find((line) => {
      const difference = readDecimal(line.amount)! - readDecimal(line.exact)!
      return difference >= coin || difference <= -coin
    })
    const told = Object.values(totals).map(coins)
    const paid = coins(totals.paid)
    const wanted = [net, tax, net + tax, 0n, paid, net + tax - paid]
    const charged = charges.reduce((sum, { amount }) => sum + amount, 0n)
    const inLines = lines.reduce((sum, line) => sum + readDecimal(line.exact)!, 0n)
    const inDays = days.reduce((sum, day) => sum + readDecimal(day.exact)!, 0n)
    if (off !== undefined || String(told) !== String(wanted) || inLines !== charged || inDays !== charged) {
      expect({ off, told, inLines, inDays }).toEqual({
        off: undefined,
        told: wanted,
        inLines: charged,
        inDays: charged,
      })
    }
    if (paid < 0n || (paid > 0n && paid > net + tax)) throw new Error(`${totals.paid} cannot have been paid`)
  }
}, 300_000)

test('amounts that are rounded together are each off by less than a coin, and their sum is the rounded sum', () => {
  fc.assert(
    fc.property(
      fc.array(fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n })),
      fc.constantFrom(0, 2, 3),
      (all, digits) => {
        const coin = 10n ** BigInt(6 - digits)
        const rounded = roundedTogether(all, digits)
        expect(sumOf(rounded)).toBe(inCoins(sumOf(all), coin) * coin)
        for (const [place, amount] of rounded.entries()) {
          expect(amount % coin).toBe(0n)
          expect(amount - all[place]!).toBeLessThan(coin)
          expect(amount - all[place]!).toBeGreaterThan(-coin)
        }
      },
    ),
  )
})

test('what is asked for with tax is what is to be paid, to the coin, at every rate', () => {
  const rate = fc.integer({ min: 1, max: 400 }).map((quarters) => String(quarters / 4))
  fc.assert(
    fc.property(
      fc.bigInt({ min: 1n, max: 10n ** 9n }),
      rate,
      fc.constantFrom(...currencies),
      (coins, percent, currency) => {
        const coin = 10n ** BigInt(6 - digitsOf(currency))
        const asked = [{ ...rule, service: null, category: 'S' as const, rate: percent }]
        const { totals, taxes } = topUpDocument(heading(currency), coins * coin, asked)
        const [net, tax, rounding] = [totals.net, totals.tax, totals.rounding].map((amount) => readDecimal(amount)!)
        expect(net! + tax! + rounding!).toBe(coins * coin)
        expect(readDecimal(totals.due)).toBe(coins * coin)
        expect([-coin, 0n, coin]).toContain(rounding)
        expect(taxes).toMatchObject([{ base: totals.net, tax: totals.tax }])
      },
    ),
  )
})
