import { smsParts } from '../events/sms-parts.ts'
import type { Channel } from '../events/vocabulary.ts'
import { deviceToken, emailAddress } from './destinations.ts'
import type { Country, Money, Network } from './destinations.ts'
import { eventsOf } from './event-writing.ts'
import type { Message } from './event-writing.ts'
import { gateways } from './gateways.ts'
import type { Gateway } from './gateways.ts'
import { liveMessage, ownStep } from './message-life.ts'
import type { Life } from './message-life.ts'
import { outageAt } from './outages.ts'
import { between, pick, wholeBetween } from './random.ts'
import type { Random } from './random.ts'
import { reachOf } from './shares.ts'
import type { PlannedArrival } from './simulated-event.ts'
import { fillIn } from './templates.ts'
import type { Template } from './templates.ts'

/** What is said, to somebody where, and the channel that is tried first. */
export type Topic = { channel: Channel; template: Template; task: string; country: Country }

export type Occasion = {
  /** The first part of its ids. */
  name: string
  startsAt: number
  topic: Topic
  /** Its campaign was stopped: it is made, and canceled. */
  isStopped: boolean
}

const second = 1000
const minute = 60 * second
const hour = 60 * minute
const eurosPerDollar = 0.92
const gatewaysOf = Map.groupBy(gateways, ({ channel }) => channel)

/** The message to one client, or the two messages of a cascade, with all that happens to them. */
export function contactClient(
  random: Random,
  seed: number,
  { name, startsAt, topic, isStopped }: Occasion,
  cascadeShare: number,
): PlannedArrival[] {
  const { channel, template, country } = topic
  const phone = country.number(random)
  const number = wholeBetween(random, 0, 99_999_999)
  const isMessenger = channel === 'viber' || channel === 'whatsapp'
  const isCascade = isMessenger && template.texts !== undefined && random() < cascadeShare
  const sendAt =
    !isCascade && template.isScheduled && random() < 0.6 ? startsAt + between(random, 1, 20) * hour : undefined
  const common = { ...topic, phone, number, name, flowId: isCascade ? `${name}-flow` : undefined }

  const first = attempt(random, seed, {
    ...common,
    createdAt: startsAt,
    sendAt,
    canceledAt: cancelOf(random, startsAt, sendAt, isStopped),
    cancelReason: isStopped ? 'The campaign was stopped' : 'Canceled by the user',
    isOptional: isCascade,
  })
  if (!isCascade) return eventsOf(random, first.message, first.life.steps)

  const goesOnAt = nextChannelAt(random, first.life, template.category === 'authentication')
  if (goesOnAt === undefined) return eventsOf(random, first.message, first.life.steps)
  const next = attempt(random, seed, {
    ...common,
    channel: 'sms',
    createdAt: goesOnAt,
    sendAt: undefined,
    canceledAt: undefined,
    cancelReason: '',
    isOptional: false,
  })
  omit(random, first.life, goesOnAt, next.life.steps[0]!.arrivesAt)
  return [...eventsOf(random, first.message, first.life.steps), ...eventsOf(random, next.message, next.life.steps)]
}

type Plan = Topic & {
  name: string
  phone: string
  number: number
  flowId: string | undefined
  createdAt: number
  sendAt: number | undefined
  canceledAt: number | undefined
  cancelReason: string
  isOptional: boolean
}

function attempt(random: Random, seed: number, plan: Plan): { message: Message; life: Life } {
  const { channel, country, template, createdAt } = plan
  const network = pick(random, country.networks)
  const gateway = gatewayOf(random, channel, country)
  const parts = channel === 'sms' ? partsOf(plan) : undefined
  const life = liveMessage(random, {
    gateway,
    category: template.category,
    createdAt,
    sendAt: plan.sendAt,
    canceledAt: plan.canceledAt,
    cancelReason: plan.cancelReason,
    reach: reachBy(channel, country, network, plan.isOptional),
    outageAt: (instant) => outageAt(seed, gateway.name, instant),
    price: priceOf(plan, network, gateway, parts ?? 1),
    chargedAt: channel === 'viber' || channel === 'whatsapp' ? 'delivered' : 'pending',
  })
  const message: Message = {
    subject: `${plan.name}-${channel}`,
    channel,
    gateway: gateway.name,
    isOptional: plan.isOptional,
    flowId: plan.flowId,
    parts,
    to: recipientOf(random, channel, plan.phone),
    from: senders[channel],
    country: country.code,
    network: channel === 'sms' ? network.name : undefined,
    task: plan.task,
    template: template.name,
    createdAt,
    // An app's pushes are known from the gateway's callbacks only.
    isAnnounced: channel !== 'push',
  }
  return { message, life }
}

function cancelOf(random: Random, startsAt: number, sendAt: number | undefined, isStopped: boolean) {
  if (isStopped) return startsAt + between(random, 1, 20) * minute
  return sendAt !== undefined && random() < 0.08 ? between(random, startsAt + second, sendAt) : undefined
}

/** When the next channel takes over; undefined when this one delivers in time, or nobody is looking. */
function nextChannelAt(random: Random, { leftAt, deliveredAt, failedAt }: Life, isUrgent: boolean): number | undefined {
  if (leftAt === undefined) return undefined
  const givesUpAt = leftAt + (isUrgent ? between(random, 50, 120) * second : between(random, 6, 15) * minute)
  if (deliveredAt !== undefined && deliveredAt <= givesUpAt) return undefined
  return Math.min(failedAt ?? Infinity, givesUpAt) + between(random, 50, 500)
}

/**
 * The first channel is given up: the message is omitted, and its gateway was told how long to try. A few are delivered
 * in spite of that.
 */
function omit(random: Random, life: Life, at: number, nextIsKnownAt: number): void {
  const isDeliveredYet = random() < 0.15
  const kept = life.steps.filter((step) => step.at <= at || (isDeliveredYet && step.status !== 'undelivered'))
  const omitted = ownStep(random, 'omitted-optional', at + between(random, 1, 20))
  const arrivesAt = Math.max(omitted.arrivesAt, nextIsKnownAt + 1)
  life.steps = [...kept, { ...omitted, arrivesAt, reason: 'SMS took over' }]
}

function gatewayOf(random: Random, channel: Channel, country: Country): Gateway {
  const rows = gatewaysOf.get(channel)!.map((gateway) => ({ gateway, weight: gateway.shareOf(country) }))
  return pick(random, rows).gateway
}

function reachBy(channel: Channel, country: Country, network: Network, isOptional: boolean): number {
  if (channel === 'sms') return network.reach
  if (channel === 'email') return 0.975
  if (channel === 'push') return 0.86
  // Without an SMS behind it, a messenger is used for clients who are known to have it.
  const reach = reachOf(channel, country)
  return isOptional ? reach : 1 - (1 - reach) * 0.4
}

function priceOf(
  { channel, country, template }: Plan,
  network: Network,
  gateway: Gateway,
  parts: number,
): Money | undefined {
  if (channel === 'push') return undefined
  if (channel === 'email') return { millionths: 100, currency: 'EUR' }
  if (channel === 'viber') return { millionths: country.viberPrice, currency: 'EUR' }
  if (channel === 'whatsapp') return { millionths: country.whatsappPrices[template.category], currency: 'EUR' }
  const millionths = network.smsPrice * parts
  if (gateway.name !== 'twilio') return { millionths, currency: 'EUR' }
  return { millionths: Math.round(millionths / eurosPerDollar), currency: 'USD' }
}

function partsOf({ template, country, number }: Plan): number {
  const { language } = country
  return smsParts(fillIn(template.texts?.[language] ?? '', language, number)).parts
}

function recipientOf(random: Random, channel: Channel, phone: string): string {
  if (channel === 'email') return emailAddress(random)
  return channel === 'push' ? deviceToken(random) : phone
}

const senders: Readonly<Record<Channel, string>> = {
  sms: 'FELDMARK',
  viber: 'Feldmark',
  email: 'shop@feldmark.example',
  whatsapp: '+4917604069000',
  push: 'Feldmark app',
}
