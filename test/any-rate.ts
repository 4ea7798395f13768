import fc from 'fast-check'
import { directions } from '../src/events/call-vocabulary.ts'
import { authors, messengers } from '../src/events/chat-vocabulary.ts'
import type { Rate } from '../src/billing/rate.ts'
import { services } from '../src/billing/service.ts'
import type { RateKey, Service } from '../src/billing/service.ts'

/** Any rate that a tariff may have, as it is kept: what holds anyhow is not said. */
const price = fc.bigInt({ min: 0n, max: 999_999_999_999_999_999n })
const units = fc.integer({ min: 1, max: 1_000_000 })

const values: Readonly<Record<RateKey, fc.Arbitrary<string>>> = {
  network: fc.integer({ min: 20_000, max: 799_999 }).map(String),
  country: fc.constantFrom('DE', 'FR', 'RU', 'US'),
  messenger: fc.constantFrom(...messengers.map(({ word }) => word)),
  author: fc.constantFrom(...authors.map(({ word }) => word)),
  // Whatever spreadsheets take for a formula, a number or the end of a cell.
  trunk: fc
    .oneof(
      fc.constantFrom('=1+1', "'=x", "''@a", '-5', '+49 30', 'a,b', 'a;b', 'say "hi"', '007', '1e5', 'тест', '😀<&>'),
      fc.string({ maxLength: 12 }),
    )
    .filter(
      (name) => name !== '' && name.trim() === name && !/\p{Cc}| (prefix|direction)=/u.test(name) && !/[￾￿]/.test(name),
    ),
  prefix: fc.stringMatching(/^\d{1,4}$/),
  direction: fc.constantFrom(...directions.map(({ word }) => word)),
}

const steps = fc
  .uniqueArray(fc.tuple(units, price), { selector: ([above]) => above, minLength: 1, maxLength: 4 })
  .map((list) => list.toSorted(([a], [b]) => a - b).map(([above, one]) => ({ above, price: one })))

const talk = fc
  .record({
    first: fc.integer({ min: 1, max: 3600 }),
    next: fc.integer({ min: 1, max: 3600 }),
    minimum: fc.integer({ min: 0, max: 600 }),
    connectFee: price,
  })
  .filter(({ first, next, minimum, connectFee }) => first !== 1 || next !== 1 || minimum !== 0 || connectFee !== 0n)

function rateOf(service: Service): fc.Arbitrary<Rate> {
  const keys = fc
    .constantFrom(...service.keys)
    .chain((set) => fc.record(Object.fromEntries(set.map((key) => [key, values[key]]))))
  const { moment } = service
  return fc.record(
    {
      service: fc.constant(service.word),
      keys,
      price,
      ...(moment === undefined
        ? {}
        : { moment: fc.constant(moment === 'submitted' ? ('delivered' as const) : ('submitted' as const)) }),
      ...(service.word === 'call' ? { talk } : {}),
      package: fc.record({ units, fee: price }),
      steps,
    },
    { requiredKeys: ['service', 'keys', 'price'] },
  )
}

export const anyRate: fc.Arbitrary<Rate> = fc.oneof(...services.map(rateOf))
