import type { Channel, Receipt, Status } from '../events/vocabulary.ts'

/** A CloudEvent as a client of Talkmeter sends it. */
export type SimulatedEvent = {
  specversion: '1.0'
  id: string
  source: string
  type: 'message.status'
  subject: string
  time: string
  data: SimulatedMessage
}

export type SimulatedMessage = {
  channel: Channel
  status: Status | Receipt
  required?: false
  flowId?: string
  parts?: number
  price?: { amount: string; currency: string }
  to?: string
  from?: string
  country?: string
  network?: string
  provider?: string
  providerStatus?: string
  reason?: string
  task?: string
  template?: string
  createdAt?: string
  /** When a delayed message is to go; not a field that Talkmeter knows, as real feeds have them. */
  sendAt?: string
}

/** An event and the instant at which it comes in, which may be days after what it tells of. */
export type Arrival = { at: number; event: SimulatedEvent }

/** An arrival that is only written when it is its time: most contacts are made more than once, for their later callbacks. */
export type PlannedArrival = { at: number; write: () => SimulatedEvent }
