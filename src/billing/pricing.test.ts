import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decimalOf, divideRounded, readDecimal } from '../measures/decimal.ts'
import { priceOf, volumeChange } from './pricing.ts'
import type { Use } from './pricing.ts'
import type { Rate } from './rate.ts'
import { segmentsOf } from './tariff.ts'

const amount = fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n })

test('an amount is read as it was written, and what is none is not read', () => {
  fc.assert(fc.property(amount, (one) => readDecimal(decimalOf(one)) === one))
  for (const [text, read] of [
    ['0.000001', 1n],
    ['-0.5', -500_000n],
    ['12', 12_000_000n],
  ] as const) {
    expect(readDecimal(text)).toBe(read)
  }
  for (const text of ['', '1,5', '.5', '1.', '1.0000001', '1e3', '+1', ' 1', '0x1', '9'.repeat(40)]) {
    expect(readDecimal(text), text).toBeUndefined()
  }
})

test('what is divided is as near as can be, halves away from zero, and the same below zero', () => {
  fc.assert(
    fc.property(amount, fc.bigInt({ min: 1n, max: 10n ** 9n }), (dividend, divisor) => {
      const quotient = divideRounded(dividend, divisor)
      const rest = dividend - quotient * divisor
      const size = rest < 0n ? -rest : rest
      expect(2n * size <= divisor).toBe(true)
      expect(divideRounded(-dividend, divisor)).toBe(-quotient)
      if (2n * size === divisor) expect(dividend > 0n ? rest < 0n : rest > 0n).toBe(true)
    }),
  )
})

const price = fc.bigInt({ min: 0n, max: 10n ** 9n })
const whole = fc.integer({ min: 0, max: 300 })
const rate = fc.record({
  service: fc.constantFrom('sms', 'chat', 'call'),
  keys: fc.constant({}),
  price,
  talk: fc.record({
    first: fc.integer({ min: 1, max: 60 }),
    next: fc.integer({ min: 1, max: 60 }),
    minimum: whole,
    connectFee: price,
  }),
}) satisfies fc.Arbitrary<Rate>

test('uses together cost what each of them costs by itself', () => {
  fc.assert(
    fc.property(rate, whole, fc.integer({ min: 1, max: 50 }), (one, units, events) => {
      const version = { validFrom: 0, ownPrices: 'first', rates: [one] } as const
      const { prices } = segmentsOf({ own: [version], usual: [] }, 1, 2)[0]!
      const use: Use = { service: one.service, of: {}, reached: 'delivered', events, units }
      const each = priceOf({ ...use, events: 1 }, prices, 'KWD')!
      const all = priceOf(one.service === 'call' ? use : { ...use, units: units * events }, prices, 'KWD')!
      expect(all).toMatchObject({
        amount: each.amount * BigInt(events),
        quantity: each.quantity * events,
        currency: 'KWD',
      })
    }),
  )
})

test('what packages and steps change is what each unit of the month costs otherwise', () => {
  const steps = fc
    .uniqueArray(fc.record({ above: fc.integer({ min: 1, max: 200 }), price }), {
      selector: ({ above }) => above,
      maxLength: 4,
    })
    .map((list) => list.toSorted((a, b) => a.above - b.above))
  fc.assert(
    fc.property(price, steps, whole, fc.integer({ min: 0, max: 250 }), (usual, list, included, units) => {
      const one: Rate = { service: 'sms', keys: {}, price: usual, steps: list, package: { units: included, fee: 7n } }
      let change = 0n
      for (let unit = 1; unit <= units; unit++) {
        const asked = list.findLast(({ above }) => unit > above)?.price ?? usual
        change += (unit <= included ? 0n : asked) - usual
      }
      expect(volumeChange(one, units)).toBe(change)
      expect(volumeChange({ ...one, service: 'call' }, units * 60)).toBe(change)
    }),
  )
})
