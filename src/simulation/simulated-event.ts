import type { CallOutcome, CallStatusWord, Direction } from '../events/call-vocabulary.ts'
import type { Author, DialogueChange, Messenger } from '../events/chat-vocabulary.ts'
import type { Channel, Receipt, Status } from '../events/vocabulary.ts'

/** A CloudEvent as a client of Talkmeter sends it. */
type Simulated<Type extends string, Data> = {
  specversion: '1.0'
  id: string
  source: string
  type: Type
  subject: string
  time: string
  data: Data
}

export type SimulatedEvent = Simulated<'message.status', SimulatedMessage>
export type SimulatedChatEvent =
  | Simulated<'chat.message', SimulatedChatMessage>
  | Simulated<'chat.dialogue', SimulatedDialogueStep>
export type SimulatedPresence = Simulated<
  'operator.presence',
  { state: 'online' | 'paused' | 'offline'; operator: Named; group: Named }
>
export type SimulatedCall = Simulated<'call.status', SimulatedCallStatus>
export type AnySimulatedEvent = SimulatedEvent | SimulatedChatEvent | SimulatedPresence | SimulatedCall

export type Named = { id: string; name: string }
type SimulatedChat = { messenger: Messenger; chat: Named; bot?: Named; client: string }
export type SimulatedChatMessage = SimulatedChat & {
  messageId: string
  author: Author
  text: string
  operator?: Named
  price: { amount: string; currency: string }
}
export type SimulatedDialogueStep = SimulatedChat & {
  change: DialogueChange
  operator?: Named
  group?: Named
  coordinates?: { latitude: number; longitude: number }
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

export type SimulatedCallStatus = {
  status: CallStatusWord
  leg?: string
  outcome?: Exclude<CallOutcome, 'in-progress'>
  direction?: Direction
  trunk?: string
  trunkLimit?: number
  from?: string
  to?: string
  startedAt?: string
  answeredAt?: string
  endedAt?: string
  billedSeconds?: number
  bot?: Named
  operator?: Named
  evaluation?: string
  price?: { amount: string; currency: string }
}

/** An event and the instant at which it comes in, which may be days after what it tells of. */
export type Arrival<Event = SimulatedEvent> = { at: number; event: Event }

/** An arrival that is only written when it is its time: most contacts are made more than once, for their later callbacks. */
export type PlannedArrival<Event = SimulatedEvent> = { at: number; write: () => Event }
