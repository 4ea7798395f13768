import type { Direction } from '../events/call-vocabulary.ts'
import type { Money } from './destinations.ts'

/** A line of the company to a carrier. */
export type Trunk = {
  name: string
  /** Calls a second that the carrier allows; undefined where it does not say. */
  limit: number | undefined
  /** Where its calls go to, or come from. */
  countries: readonly string[]
  /** What a second costs the company, in millionths, and in steps of how many seconds it is charged; undefined for nothing. */
  rate: { perSecond: number; currency: string; stepSeconds: number } | undefined
  /** Which calls are paid for. */
  paid: readonly Direction[]
  /** The number that its calls to clients come from: like those of clients, one that belongs to nobody. */
  callerId: string
}

export const trunks = {
  almaty: {
    name: 'almaty',
    limit: 12,
    countries: ['KZ'],
    rate: { perSecond: 250_000, currency: 'KZT', stepSeconds: 1 },
    paid: ['outbound'],
    callerId: '+70005550100',
  },
  sofia: {
    name: 'sofia',
    limit: 8,
    countries: ['BG'],
    rate: { perSecond: 320, currency: 'EUR', stepSeconds: 60 },
    paid: ['outbound'],
    callerId: '+359000700100',
  },
  paris: {
    name: 'paris',
    limit: 6,
    countries: ['FR'],
    rate: { perSecond: 210, currency: 'EUR', stepSeconds: 6 },
    paid: ['outbound'],
    callerId: '+33199001234',
  },
  frankfurt: {
    name: 'frankfurt',
    limit: 5,
    countries: ['DE', 'GB'],
    rate: { perSecond: 180, currency: 'EUR', stepSeconds: 1 },
    paid: ['outbound'],
    callerId: '+493023125100',
  },
  /** Calls to the company that the company pays for. */
  hotline: {
    name: 'hotline',
    limit: 20,
    countries: ['DE', 'GB', 'FR'],
    rate: { perSecond: 350, currency: 'EUR', stepSeconds: 1 },
    paid: ['inbound'],
    callerId: '+493023125000',
  },
  /** What cannot go its own way goes this one. */
  reserve: {
    name: 'reserve',
    limit: 4,
    countries: [],
    rate: { perSecond: 790, currency: 'USD', stepSeconds: 1 },
    paid: ['outbound'],
    callerId: '+493023125190',
  },
  /** The telephones of the company's own people. */
  office: { name: 'office', limit: undefined, countries: [], rate: undefined, paid: [], callerId: '' },
} as const satisfies Record<string, Trunk>

/** By which trunk clients in a country are called. */
export function trunkTo(country: string): Trunk {
  const own = [trunks.almaty, trunks.sofia, trunks.paris, trunks.frankfurt]
  return own.find(({ countries }) => countries.some((one) => one === country)) ?? trunks.reserve
}

/** A number of the company that clients call. */
export type Line = {
  trunk: Trunk
  number: string
  weight: number
  /** The share of its calls that a robot takes; people take the others. */
  robotShare: number
}

export const lines: readonly Line[] = [
  { trunk: trunks.hotline, number: trunks.hotline.callerId, weight: 5, robotShare: 0.75 },
  { trunk: trunks.almaty, number: '+70005550199', weight: 4, robotShare: 0.6 },
  { trunk: trunks.sofia, number: '+359000700200', weight: 3, robotShare: 0 },
]

/** What a call costs in which somebody or something spoke for so many seconds; undefined where it costs nothing. */
export function priceOfCall({ rate, paid }: Trunk, direction: Direction, seconds: number): Money | undefined {
  if (rate === undefined || !paid.includes(direction)) return undefined
  const charged = Math.ceil(seconds / rate.stepSeconds) * rate.stepSeconds
  return { millionths: charged * rate.perSecond, currency: rate.currency }
}
