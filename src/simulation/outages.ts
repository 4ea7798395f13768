import { between, digestOf, randomOf } from './random.ts'

/** A time in which a gateway does badly: `severity` of its messages fail, most others come late. */
export type Outage = { from: number; to: number; severity: number }

const dayMilliseconds = 86_400_000
const hourMilliseconds = 3_600_000
/** A gateway has a bad hour about so many times a year. */
const perYear = 7

/** The outage that a gateway has at an instant; undefined when all is well. */
export function outageAt(seed: number, gateway: string, instant: number): Outage | undefined {
  const day = Math.floor(instant / dayMilliseconds)
  const random = randomOf(seed, day, digestOf(gateway))
  if (random() > perYear / 365) return undefined
  const from = day * dayMilliseconds + between(random, 6, 18) * hourMilliseconds
  const to = from + between(random, 0.75, 4) * hourMilliseconds
  const severity = between(random, 0.35, 0.95)
  return instant >= from && instant < to ? { from, to, severity } : undefined
}
