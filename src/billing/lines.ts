import type { Step } from '../measures/period.ts'
import type { Amount } from '../measures/decimal.ts'
import { priceOf, volumeChange } from './pricing.ts'
import type { Priced } from './pricing.ts'
import { nameOfRate } from './rate.ts'
import type { Rate } from './rate.ts'
import type { InForce } from './tariff.ts'
import type { StepUse } from './usage.ts'

/** What is charged of a day for a service by one price. Packages and volume steps have lines of their own. */
export type Line = {
  /** `YYYY-MM-DD` in the zone of the company. */
  day: string
  service: string
  kind: Priced['kind'] | 'package' | 'volume'
  rate: string
  unitPrice: Amount | undefined
  /** Empty where there is no price. */
  currency: string
  events: number
  quantity: number
  amount: Amount
}

/** A stretch of time within a day, with the prices that stand in it. */
export type PricedStep = { step: Step; prices: InForce }

type Tier = {
  steps: readonly PricedStep[]
  currency: string
  /** The month from which on packages are bought, as `YYYY-MM`. */
  since: string
}

/** What uses cost by day, with what packages and volume steps change; each line once, in no order. Whole months where there are any. */
export function linesOf(uses: readonly StepUse[], { steps, currency, since }: Tier): Line[] {
  const pricesOf = new Map(steps.map(({ step, prices }) => [step, prices]))
  const priced = uses.flatMap(({ step, use }) => {
    const one = priceOf(use, pricesOf.get(step)!, currency)
    return one === undefined || (one.events === 0 && one.amount === 0n) ? [] : [{ step, one }]
  })
  const lines = priced.map(({ step, one }) => lineOf(step.day, one))
  const volume = Map.groupBy(
    priced.flatMap(({ step, one }) => {
      const by = one.by === undefined || step.day >= since ? one.by : withoutPackage(one.by)
      return by?.package === undefined && by?.steps === undefined ? [] : [{ step, one: { ...one, by } }]
    }),
    ({ step, one }) => `${step.day.slice(0, 7)} ${one.rate}`,
  )
  return merged([
    ...lines,
    ...[...volume.values()].flatMap((own) => volumeOf(own, currency)),
    ...feesOf(
      steps.filter(({ step }) => step.day >= since),
      currency,
    ),
  ])
}

function withoutPackage(rate: Rate): Rate {
  const { package: bought, ...others } = rate
  return bought === undefined ? rate : others
}

function lineOf(day: string, { service, kind, rate, unitPrice, currency, events, quantity, amount }: Priced): Line {
  return { day, service, kind, rate, unitPrice, currency, events, quantity, amount }
}

/** Whether a month must be priced as a whole, because what a unit costs depends on those before it. */
export function goByMonths({ rates }: InForce): boolean {
  return [...rates.values()].some((rate) => rate.package !== undefined || rate.steps !== undefined)
}

/** What the volume of one month changes, at the end of each stretch of it. */
function volumeOf(uses: readonly { step: Step; one: Priced }[], currency: string): Line[] {
  const byStep = [...Map.groupBy(uses, ({ step }) => step)].toSorted(([a], [b]) => a.from - b.from)
  let used = 0
  return byStep.flatMap(([step, own]) => {
    const { by, service, rate } = own[0]!.one
    const before = used
    for (const { one } of own) used += one.quantity
    const amount = volumeChange(by!, used) - volumeChange(by!, before)
    if (amount === 0n) return []
    return [
      { day: step.day, service, kind: 'volume', rate, unitPrice: undefined, currency, events: 0, quantity: 0, amount },
    ]
  })
}

/** The fee of each package, once a month, from the first stretch of the month in which it stands. */
function feesOf(steps: readonly PricedStep[], currency: string): Line[] {
  const charged = new Set<string>()
  return steps.flatMap(({ step, prices }) =>
    [...prices.rates.values()].flatMap((rate): Line[] => {
      const month = `${step.day.slice(0, 7)} ${nameOfRate(rate)}`
      if (rate.package === undefined || charged.has(month)) return []
      charged.add(month)
      return [feeOf(rate, rate.package, step.day, currency)]
    }),
  )
}

function feeOf(rate: Rate, { units, fee }: NonNullable<Rate['package']>, day: string, currency: string): Line {
  const line = { day, service: rate.service, kind: 'package', rate: nameOfRate(rate), currency } as const
  return { ...line, unitPrice: undefined, events: 0, quantity: units, amount: fee }
}

/** What tells a line from others. */
export function keyOfLine({ day, service, kind, rate, unitPrice, currency }: Line): string {
  return [day, service, kind, rate, unitPrice ?? '', currency].join('\t')
}

/** Lines of one key as one. */
function merged(lines: readonly Line[]): Line[] {
  const byKey = new Map<string, Line>()
  for (const line of lines) {
    const key = keyOfLine(line)
    const before = byKey.get(key)
    byKey.set(key, before === undefined ? { ...line } : added(before, line))
  }
  return [...byKey.values()]
}

/** Two of one key together. */
export function added(a: Line, b: Line): Line {
  return {
    ...a,
    events: a.events + b.events,
    quantity: a.quantity + b.quantity,
    amount: a.amount + b.amount,
  }
}

/**
 * What must be charged besides what was charged, so that both together are what is wanted. What comes to nothing is not there.
 * @param charged as it stands, each line once
 */
export function differences(wanted: readonly Line[], charged: readonly Line[]): Line[] {
  const before = new Map(charged.map((line) => [keyOfLine(line), line]))
  const now = new Map(wanted.map((line) => [keyOfLine(line), line]))
  return [...new Set([...before.keys(), ...now.keys()])].flatMap((key) => {
    const old = before.get(key)
    const line = now.get(key) ?? { ...old!, events: 0, quantity: 0, amount: 0n }
    const difference = old === undefined ? line : added(line, negated(old))
    const isNothing = difference.events === 0 && difference.quantity === 0 && difference.amount === 0n
    return isNothing ? [] : [difference]
  })
}

function negated(line: Line): Line {
  return { ...line, events: -line.events, quantity: -line.quantity, amount: -line.amount }
}
