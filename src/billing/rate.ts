import type { Amount } from '../measures/decimal.ts'
import { keysOf, serviceByWord } from './service.ts'
import type { Moment, RateKey, ServiceWord } from './service.ts'

/** A price of a tariff: which uses it is for, and what they cost. */
export type Rate = {
  service: ServiceWord
  /** What the uses have in common; a use that has something else is not priced by it. */
  keys: Readonly<Partial<Record<RateKey, string>>>
  /** For one unit of the service; of calls for a minute. */
  price: Amount
  moment?: Moment
  /** Of calls. */
  talk?: TalkRate
  /** Bought beforehand for each month: so many units cost `fee`, whether they are used or not. Of calls they are minutes. */
  package?: { units: number; fee: Amount }
  /** What units cost beyond so many in a month: each above that, until the next. In order. Of calls they are minutes. */
  steps?: readonly { above: number; price: Amount }[]
}

/** How the seconds of a call become what is paid for. */
export type TalkRate = {
  /** The first seconds are counted whole, then each further ones: 60/60 by the minute, 1/1 by the second. */
  first: number
  next: number
  /** A call that was answered costs as if it had lasted so long at least. */
  minimum: number
  /** For each answered call, besides its time. */
  connectFee: Amount
}

export const bySecond: TalkRate = { first: 1, next: 1, minimum: 0, connectFee: 0n }

/** What tells a rate from others of its tariff, as a text: `sms`, `sms network=26201`, `call prefix=49 trunk=main`. */
export function nameOfRate({ service, keys }: Pick<Rate, 'service' | 'keys'>): string {
  const named = keysOf(serviceByWord.get(service)!).flatMap((key) =>
    keys[key] === undefined ? [] : [`${key}=${keys[key]}`],
  )
  return [service, ...named].join(' ')
}

/** How many seconds are paid for of an answered call; one that lasted none costs none where there is no minimum. */
export function billedSeconds(seconds: number, { first, next, minimum }: TalkRate): number {
  const lasted = Math.max(seconds, minimum)
  if (lasted === 0) return 0
  return lasted <= first ? first : first + Math.ceil((lasted - first) / next) * next
}
