import type { Channel } from '../events/vocabulary.ts'
import type { Money } from './destinations.ts'
import type { Step } from './message-life.ts'
import { between } from './random.ts'
import type { Random } from './random.ts'
import type { PlannedArrival, SimulatedEvent, SimulatedMessage } from './simulated-event.ts'

/** A message as the company knows it. */
export type Message = {
  subject: string
  channel: Channel
  gateway: string
  /** The next channel of its flow may take over. */
  isOptional: boolean
  flowId: string | undefined
  parts: number | undefined
  to: string
  from: string
  country: string
  network: string | undefined
  task: string
  template: string
  createdAt: number
  /** The company's system tells of its creation; without that, the first callback tells all. */
  isAnnounced: boolean
}

const repeatedShare = 0.012

/** The events that tell a message's life; gateways repeat a callback now and then, under the same id. */
export function eventsOf(random: Random, message: Message, steps: readonly Step[]): PlannedArrival[] {
  const told = message.isAnnounced ? steps : steps.filter(({ status }) => status !== 'created')
  return told.flatMap((step, at) => {
    const arrival = { at: Math.round(step.arrivesAt), write: () => eventOf(message, step, at) }
    if (step.by === 'company' || random() >= repeatedShare) return [arrival]
    return [arrival, { ...arrival, at: arrival.at + Math.round(between(random, 10_000, 300_000)) }]
  })
}

function eventOf(message: Message, step: Step, number: number): SimulatedEvent {
  return {
    specversion: '1.0',
    id: `${message.subject}-${number}`,
    source: `simulation/${step.by === 'company' ? 'company' : message.gateway}`,
    type: 'message.status',
    subject: message.subject,
    time: new Date(step.at).toISOString(),
    data: { ...dataOf(message, step), ...(number === 0 ? descriptionOf(message) : {}) },
  }
}

function dataOf({ channel, gateway, network, isOptional, flowId }: Message, step: Step): SimulatedMessage {
  const data: SimulatedMessage = { channel, status: step.status }
  if (step.by === 'gateway') {
    data.provider = gateway
    if (network !== undefined) data.network = network
  } else if (flowId !== undefined) {
    data.flowId = flowId
    if (isOptional) data.required = false
  }
  if (step.providerStatus !== undefined) data.providerStatus = step.providerStatus
  if (step.reason !== undefined) data.reason = step.reason
  if (step.price !== undefined) data.price = amountOf(step.price)
  if (step.sendAt !== undefined) data.sendAt = new Date(step.sendAt).toISOString()
  return data
}

function descriptionOf(message: Message): Partial<SimulatedMessage> {
  const { to, from, country, task, template, parts, createdAt } = message
  return {
    ...(parts === undefined ? {} : { parts }),
    to,
    from,
    country,
    task,
    template,
    createdAt: new Date(createdAt).toISOString(),
  }
}

/** Money as events have it, exact. */
export function amountOf({ millionths, currency }: Money): { amount: string; currency: string } {
  const digits = String(millionths).padStart(7, '0')
  return { amount: `${digits.slice(0, -6)}.${digits.slice(-6)}`.replace(/0+$/, '').replace(/\.$/, ''), currency }
}
