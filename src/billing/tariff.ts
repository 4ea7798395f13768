import { nameOfRate } from './rate.ts'
import type { Rate } from './rate.ts'
import { serviceByWord } from './service.ts'
import type { RateKey, ServiceWord } from './service.ts'

/** Where an event tells its own price: whether that or a rate counts when there are both. */
export const ownPriceRules = ['first', 'last'] as const
export type OwnPrices = (typeof ownPriceRules)[number]

/** The prices of a tariff from an instant on, until the next version of it. */
export type TariffVersion = {
  /** Milliseconds since 1970, a whole minute. */
  validFrom: number
  ownPrices: OwnPrices
  rates: readonly Rate[]
}

/** What a company pays by: the versions of its own tariff, and those of what its seller asks of everybody; each in order. */
export type Tariffs = { own: readonly TariffVersion[]; usual: readonly TariffVersion[] }

/** Prices as they stand for a while. */
export type InForce = {
  ownPrices: OwnPrices
  /** Each that prices something, by its name. */
  rates: ReadonlyMap<string, Rate>
  /** The rate for a use of a service that has some of these in common. */
  rateOf: (service: ServiceWord, of: Readonly<Partial<Record<RateKey, string>>>) => Rate | undefined
}

export type Segment = { from: number; to: number; prices: InForce }

/** Cuts a stretch of time where prices change. Half-open, in order, without gaps. */
export function segmentsOf({ own, usual }: Tariffs, from: number, to: number): Segment[] {
  const changes = [...own, ...usual].map(({ validFrom }) => validFrom).filter((at) => at > from && at < to)
  const starts = [...new Set([from, ...changes])].toSorted((a, b) => a - b)
  return starts.map((start, at) => ({
    from: start,
    to: starts[at + 1] ?? to,
    prices: inForce(standing(own, start), standing(usual, start)),
  }))
}

function standing(versions: readonly TariffVersion[], at: number): TariffVersion | undefined {
  return versions.findLast(({ validFrom }) => validFrom <= at)
}

/** Prices by the versions that they come from: many companies pay by one. */
const known = new WeakMap<TariffVersion, WeakMap<TariffVersion, InForce>>()
const noVersion: TariffVersion = { validFrom: 0, ownPrices: 'first', rates: [] }

function inForce(own: TariffVersion | undefined, usual: TariffVersion | undefined): InForce {
  const besides = known.get(usual ?? noVersion) ?? new WeakMap<TariffVersion, InForce>()
  known.set(usual ?? noVersion, besides)
  const before = besides.get(own ?? noVersion)
  if (before !== undefined) return before
  const prices = pricesBy(own, usual)
  besides.set(own ?? noVersion, prices)
  return prices
}

/** A rate of the company's own goes before each of what everybody pays. Without any tariff, what events tell counts. */
function pricesBy(own: TariffVersion | undefined, usual: TariffVersion | undefined): InForce {
  const versions = [own, usual].filter((version) => version !== undefined)
  const lists = versions.map(({ rates }) => finderOf(rates))
  return {
    ownPrices: versions[0]?.ownPrices ?? 'first',
    rates: new Map(versions.toReversed().flatMap(({ rates }) => rates.map((rate) => [nameOfRate(rate), rate]))),
    rateOf(service, of) {
      for (const find of lists) {
        const rate = find(service, of)
        if (rate !== undefined) return rate
      }
      return undefined
    },
  }
}

/** Finds the most specific rate; of prefixes the longest. */
function finderOf(rates: readonly Rate[]): InForce['rateOf'] {
  const byName = new Map(rates.map((rate) => [nameOfRate(rate), rate]))
  const prefixLengthMax = Math.max(0, ...rates.map(({ keys }) => keys.prefix?.length ?? 0))
  return (service, of) => {
    for (const keys of serviceByWord.get(service)!.keys) {
      if (keys.some((key) => (of[key] ?? '') === '')) continue
      const common = Object.fromEntries(keys.map((key) => [key, of[key]!]))
      const prefix = common['prefix']
      if (prefix === undefined) {
        const rate = byName.get(nameOfRate({ service, keys: common }))
        if (rate !== undefined) return rate
        continue
      }
      for (let length = Math.min(prefix.length, prefixLengthMax); length > 0; length--) {
        const rate = byName.get(nameOfRate({ service, keys: { ...common, prefix: prefix.slice(0, length) } }))
        if (rate !== undefined) return rate
      }
    }
    return undefined
  }
}
