import type { Receipt, Status } from '../events/vocabulary.ts'
import type { Money } from './destinations.ts'
import type { Failure, Gateway } from './gateways.ts'
import type { Outage } from './outages.ts'
import { between, logNormal, pick } from './random.ts'
import type { Random } from './random.ts'
import type { Category } from './templates.ts'

/** One thing that happens to a message; instants are milliseconds. */
export type Step = {
  status: Status | Receipt
  at: number
  /** When Talkmeter gets to know of it. */
  arrivesAt: number
  /** The company's own system, or the gateway that carries the message. */
  by: 'company' | 'gateway'
  providerStatus?: string
  reason?: string
  price?: Money
  sendAt?: number
}

export type Attempt = {
  gateway: Gateway
  category: Category
  createdAt: number
  /** For a message that is to go later. */
  sendAt: number | undefined
  /** Somebody stops it then. */
  canceledAt: number | undefined
  cancelReason: string
  /** The chance that the gateway can deliver it, on a good day. */
  reach: number
  outageAt: (instant: number) => Outage | undefined
  price: Money | undefined
  /** Some channels are charged when the message leaves, others when it arrives. */
  chargedAt: 'pending' | 'delivered'
}

/** What became of an attempt, for whoever decides about the next channel; a message that was lost never left. */
export type Life = {
  steps: Step[]
  leftAt: number | undefined
  deliveredAt: number | undefined
  failedAt: number | undefined
}

/** The share of messages that a worker of the company lost between its database and the gateway. */
const lostShare = 0.0015

const second = 1000
const minute = 60 * second
const hour = 60 * minute

/** Everything that happens to one message, in the order in which it happens. */
export function liveMessage(random: Random, attempt: Attempt): Life {
  const { gateway, createdAt, sendAt, canceledAt, price, chargedAt } = attempt
  const steps: Step[] = [ownStep(random, 'created', createdAt)]
  if (sendAt !== undefined) steps.push({ ...ownStep(random, 'delayed', createdAt + between(random, 20, 400)), sendAt })
  if (canceledAt !== undefined) {
    steps.push({ ...ownStep(random, 'canceled', canceledAt), reason: attempt.cancelReason })
    return { steps, leftAt: undefined, deliveredAt: undefined, failedAt: undefined }
  }
  if (random() < lostShare) return { steps, leftAt: undefined, deliveredAt: undefined, failedAt: undefined }
  const leftAt = (sendAt ?? createdAt) + between(random, 0.2, 3) * second
  const outage = attempt.outageAt(leftAt)
  const failure = failureOf(random, attempt, outage)
  const hear = (at: number) => arrivalOf(random, at, gateway, outage)

  if (failure?.heard === 'at-once') {
    const at = leftAt + between(random, 50, 3000)
    steps.push({ ...wordsOf(failure), at, arrivesAt: hear(at), by: 'gateway' })
    return { steps, leftAt, deliveredAt: undefined, failedAt: at }
  }
  const pending: Step = {
    status: 'pending',
    at: leftAt,
    arrivesAt: hear(leftAt),
    by: 'gateway',
    providerStatus: gateway.pending,
  }
  steps.push(pending)
  if (price !== undefined && chargedAt === 'pending') pending.price = price
  if (random() < gateway.silentShare) return { steps, leftAt, deliveredAt: undefined, failedAt: undefined }

  if (failure !== undefined) {
    const at = leftAt + (failure.heard === 'soon' ? logNormal(random, 8, 1.1) * second : between(random, 23, 50) * hour)
    steps.push({ ...wordsOf(failure), at, arrivesAt: hear(at), by: 'gateway' })
    return { steps, leftAt, deliveredAt: undefined, failedAt: at }
  }

  const deliveredAt = deliveryOf(random, leftAt, gateway, outage)
  const delivered: Step = {
    status: 'delivered',
    at: deliveredAt,
    arrivesAt: hear(deliveredAt),
    by: 'gateway',
    providerStatus: gateway.delivered,
  }
  steps.push(delivered)
  if (price !== undefined && chargedAt === 'delivered') delivered.price = price
  addReceipts(random, attempt, deliveredAt, steps, hear)
  return { steps, leftAt, deliveredAt, failedAt: undefined }
}

/** A step of the company's own system: it is told at once. */
export function ownStep(random: Random, status: Status, at: number): Step {
  return { status, at, arrivesAt: at + between(random, 20, 400), by: 'company' }
}

function failureOf(random: Random, { gateway, reach }: Attempt, outage: Outage | undefined): Failure | undefined {
  if (outage !== undefined && random() < outage.severity) return pick(random, gateway.outageFailures)
  return random() < reach ? undefined : pick(random, gateway.failures)
}

function wordsOf({ status, providerStatus, reason }: Failure) {
  return { status, providerStatus, reason }
}

function deliveryOf(random: Random, leftAt: number, gateway: Gateway, outage: Outage | undefined): number {
  if (outage !== undefined) return outage.to + between(random, 0, 50) * minute
  if (random() < gateway.offlineShare) return leftAt + Math.min(47, logNormal(random, 3, 1.2)) * hour
  return leftAt + Math.min(600, logNormal(random, gateway.medianSeconds, gateway.spread)) * second
}

/** Receipts; a client who reads at once sometimes has no delivery announced at all, so the price comes with the reading. */
function addReceipts(
  random: Random,
  { gateway, category }: Attempt,
  deliveredAt: number,
  steps: Step[],
  hear: (at: number) => number,
): void {
  let earliest = deliveredAt
  for (const { word, providerStatus, share, medianSeconds, spread, categories } of gateway.receipts) {
    if (!categories.includes(category) || random() >= share) continue
    const at = earliest + Math.min(72 * 3600, logNormal(random, medianSeconds, spread)) * second
    const receipt: Step = { status: word, at, arrivesAt: hear(at), by: 'gateway', providerStatus }
    if (word === 'read' && random() < 0.06) {
      const { price } = steps.pop()!
      if (price !== undefined) receipt.price = price
    }
    steps.push(receipt)
    earliest = at
  }
}

/** When a gateway's callback about something comes in: nearly always at once, some in hours, a few in days. */
function arrivalOf(random: Random, at: number, { lateness }: Gateway, outage: Outage | undefined): number {
  if (outage !== undefined && at < outage.to && random() < 0.7) return outage.to + between(random, 0, 40) * minute
  const luck = random() / lateness
  if (luck < 0.001) return at + between(random, 24, 96) * hour
  if (luck < 0.006) return at + between(random, 1, 20) * hour
  if (luck < 0.035) return at + between(random, 4, 200) * second
  return at + between(random, 0.1, 2.4) * second
}
