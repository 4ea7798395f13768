import { divideRounded } from '../measures/decimal.ts'
import type { Amount } from '../measures/decimal.ts'
import { billedSeconds, bySecond, nameOfRate } from './rate.ts'
import type { Rate } from './rate.ts'
import { serviceByWord } from './service.ts'
import type { Moment, RateKey, ServiceWord } from './service.ts'
import type { InForce } from './tariff.ts'

/** Events of a service that have everything in common that a price can depend on. */
export type Use = {
  service: ServiceWord
  of: Readonly<Partial<Record<RateKey, string>>>
  /** How far they came; what is charged always has come to the end. */
  reached: Moment | 'nothing'
  /** How many messages, dialogues or calls. */
  events: number
  /** How many parts, messages or dialogues; of calls how many seconds each of them lasted. */
  units: number
  /** The prices that the events told, added up. */
  told?: { currency: string; amount: Amount }
}

/** What some uses cost, and why: by a rate of this name, by what their events told, or by nothing. */
export type Priced = {
  service: ServiceWord
  kind: 'rate' | 'told' | 'unpriced'
  /** The name of the rate, empty where there is none; and the rate itself. */
  rate: string
  by?: Rate
  /** For one unit, of calls for a minute; undefined where there is none. */
  unitPrice: Amount | undefined
  /** ISO 4217; empty where nothing has a price. */
  currency: string
  events: number
  /** In units of the service; of calls the seconds that are paid for. */
  quantity: number
  amount: Amount
}

const secondsPerMinute = 60n

/**
 * What uses cost; undefined where they cost nothing because they never came so far. Prices are linear: the uses together cost exactly
 * what each of them costs by itself.
 * @param currency that of the tariff
 */
export function priceOf(use: Use, prices: InForce, currency: string): Priced | undefined {
  const { service: word, of, told, events, units } = use
  const service = serviceByWord.get(word)!
  const line = { service: word, events, quantity: units }
  const byTold =
    told === undefined
      ? undefined
      : ({
          ...line,
          kind: 'told',
          rate: '',
          unitPrice: undefined,
          currency: told.currency,
          amount: told.amount,
          quantity: word === 'call' ? units * events : units,
        } as const)
  if (prices.ownPrices === 'first' && byTold !== undefined) return byTold
  const rate = prices.rateOf(word, of)
  if (rate === undefined && byTold !== undefined) return byTold
  if (!hasCome(use.reached, rate?.moment ?? service.moment)) return undefined
  if (rate === undefined) {
    if (service.isExtra) return undefined
    const quantity = word === 'call' ? units * events : units
    return { ...line, kind: 'unpriced', rate: '', unitPrice: undefined, currency: '', amount: 0n, quantity }
  }
  const { quantity, amount } = word === 'call' ? callsBy(rate, units, events) : unitsBy(rate, units)
  return { ...line, kind: 'rate', rate: nameOfRate(rate), by: rate, unitPrice: rate.price, currency, quantity, amount }
}

function hasCome(reached: Use['reached'], moment: Moment | undefined): boolean {
  if (moment === undefined || moment === 'submitted') return reached !== 'nothing'
  return reached === 'delivered'
}

function unitsBy({ price }: Rate, units: number) {
  return { quantity: units, amount: price * BigInt(units) }
}

/** Each call is rounded by itself, so that calls cost together what they cost apart. */
function callsBy({ price, talk = bySecond }: Rate, seconds: number, calls: number) {
  const billed = billedSeconds(seconds, talk)
  const each = divideRounded(price * BigInt(billed), secondsPerMinute) + talk.connectFee
  return { quantity: billed * calls, amount: each * BigInt(calls) }
}

/**
 * What a package and volume steps change of what so many units of a month cost at the usual price: nothing, or less (below zero) or
 * more. The fee of the package is not in it.
 * @param units of the month until then; of calls seconds
 */
export function volumeChange(rate: Rate, units: number): Amount {
  const isTalk = rate.service === 'call'
  const scale = isTalk ? 60 : 1
  const included = Math.min(units, (rate.package?.units ?? 0) * scale)
  let change = -rate.price * BigInt(included)
  const steps = rate.steps ?? []
  for (const [at, { above, price }] of steps.entries()) {
    const from = Math.max(above * scale, included)
    const to = Math.min(units, (steps[at + 1]?.above ?? Infinity) * scale)
    if (to > from) change += (price - rate.price) * BigInt(to - from)
  }
  return isTalk ? divideRounded(change, secondsPerMinute) : change
}
