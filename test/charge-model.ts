/**
 * What a company pays, reckoned event by event from what was sent and a price list in plain words: knows nothing of roll-ups, of
 * segments, or of how the product adds up. Amounts are millionths, as bigint.
 */
export type ModelRate = {
  service: string
  keys?: Record<string, string>
  price: string
  moment?: 'submitted' | 'delivered'
  first?: number
  next?: number
  minimum?: number
  connectFee?: string
}
export type ModelVersion = { from: number; ownPrices: 'first' | 'last'; rates: readonly ModelRate[] }

/** One thing that was used, as whoever sent it knows it. */
export type ModelUse = {
  service: string
  /** When it counts. */
  at: number
  of: Record<string, string>
  reached: 'nothing' | 'submitted' | 'delivered'
  units: number
  told?: { amount: string; currency: string }
}

export type ModelCharge = {
  day: string
  service: string
  rate: string
  currency: string
  amount: bigint
  events: number
}

export function millionths(decimal: string): bigint {
  const [whole = '0', fraction = ''] = decimal.split('.')
  return BigInt(whole) * 1_000_000n + BigInt((fraction + '000000').slice(0, 6))
}

const delivered = new Set(['viber', 'whatsapp'])

/** The day of an instant in a zone, by the calendar of the engine that runs JavaScript. */
export function dayIn(zone: string): (at: number) => string {
  const format = new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' })
  return (at) => format.format(at)
}

/** What each use costs; undefined where it is not charged. */
export function modelPrice(
  use: ModelUse,
  versions: readonly (readonly ModelVersion[])[],
  currency: string,
): Omit<ModelCharge, 'day'> | undefined {
  const standing = versions
    .map((list) => list.filter(({ from }) => from <= use.at).toSorted((a, b) => a.from - b.from))
    .map((list) => list[list.length - 1])
    .filter((version) => version !== undefined)
  const told = use.told && {
    service: use.service,
    rate: 'told',
    currency: use.told.currency,
    amount: millionths(use.told.amount),
    events: 1,
  }
  const ownFirst = (standing[0]?.ownPrices ?? 'first') === 'first'
  if (ownFirst && told) return told
  let best: ModelRate | undefined
  for (const { rates } of standing) {
    best = rates
      .filter(({ service }) => service === use.service)
      .filter(({ keys = {} }) =>
        Object.entries(keys).every(([key, value]) =>
          key === 'prefix' ? (use.of['prefix'] ?? '').startsWith(value) : use.of[key] === value,
        ),
      )
      .toSorted((a, b) => weight(b) - weight(a))[0]
    if (best) break
  }
  if (!best && told) return told
  const moment = best?.moment ?? (delivered.has(use.service) ? 'delivered' : 'submitted')
  if (use.reached === 'nothing' || (moment === 'delivered' && use.reached !== 'delivered')) return undefined
  if (!best)
    return use.service === 'dialogue'
      ? undefined
      : { service: use.service, rate: '?', currency: '', amount: 0n, events: 1 }
  const rate = Object.entries(best.keys ?? {})
    .map(([key, value]) => `${key}=${value}`)
    .toSorted()
    .join(' ')
  return { service: use.service, rate, currency, amount: cost(use, best), events: 1 }
}

/** A network goes before a country, a messenger before an author, a longer prefix before a shorter, and that before a trunk. */
function weight({ keys = {} }: ModelRate): number {
  const worth: Record<string, number> = { network: 2, country: 1, messenger: 2, author: 1, trunk: 1.5, direction: 1 }
  return Object.entries(keys).reduce(
    (sum, [key, value]) => sum + (key === 'prefix' ? 3 + value.length / 100 : worth[key]!),
    0,
  )
}

function cost(use: ModelUse, { price, first = 1, next = 1, minimum = 0, connectFee = '0' }: ModelRate): bigint {
  if (use.service !== 'call') return millionths(price) * BigInt(use.units)
  let paid = 0
  const lasted = Math.max(use.units, minimum)
  if (lasted > 0) paid = first
  while (paid < lasted) paid += next
  const exact = millionths(price) * BigInt(paid)
  const half = exact % 60n >= 30n ? 1n : 0n
  return exact / 60n + half + millionths(connectFee)
}
