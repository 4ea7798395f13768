import type { Messenger } from '../events/chat-vocabulary.ts'
import type { ChatClient } from './chat-clients.ts'
import type { DialogueStep } from './dialogue-life.ts'
import { amountOf } from './event-writing.ts'
import { priceOfMessage } from './messengers.ts'
import { between, logNormal } from './random.ts'
import type { Random } from './random.ts'
import type { Named, PlannedArrival, SimulatedChatEvent } from './simulated-event.ts'

/** A dialogue as the chat platform knows it. */
export type DialogueAccount = {
  subject: string
  messenger: Messenger
  chat: Named
  bot: Named | undefined
  client: ChatClient
}

const minute = 60_000
const hour = 60 * minute
const repeatedShare = 0.012
const lateShare = 0.006
/** The chat platform itself was away. */
const veryLateShare = 0.0004

/** The events that tell a dialogue's life, as they come in: soon, or hours late, or twice, and so not always in order. */
export function eventsOfDialogue(
  random: Random,
  account: DialogueAccount,
  steps: readonly DialogueStep[],
): PlannedArrival<SimulatedChatEvent>[] {
  return steps.flatMap((step, number) => {
    const arrival = {
      at: Math.round(step.at + delay(random)),
      write: () => eventOf(account, step, number),
    }
    if (random() >= repeatedShare) return [arrival]
    return [arrival, { ...arrival, at: arrival.at + Math.round(between(random, 10_000, 300_000)) }]
  })
}

function delay(random: Random): number {
  const chance = random()
  if (chance < veryLateShare) return between(random, 20, 60) * hour
  if (chance < lateShare) return Math.min(logNormal(random, 90 * minute, 1), 20 * hour)
  return logNormal(random, 350, 0.8)
}

function eventOf(
  { subject, messenger, chat: { id, name }, bot, client }: DialogueAccount,
  step: DialogueStep,
  number: number,
): SimulatedChatEvent {
  const envelope = {
    specversion: '1.0' as const,
    id: `${subject}-${number}`,
    source: 'simulation/chats',
    subject,
    time: new Date(step.at).toISOString(),
  }
  const where = { messenger, chat: { id, name }, ...(bot === undefined ? {} : { bot }), client: client.client }
  if ('change' in step) {
    const { change } = step
    const whose = 'operator' in step ? { operator: step.operator, group: step.group } : {}
    const place = change === 'opened' && client.coordinates !== undefined ? { coordinates: client.coordinates } : {}
    return { ...envelope, type: 'chat.dialogue', data: { change, ...where, ...whose, ...place } }
  }
  const { author, text } = step
  const price = amountOf(priceOfMessage(messenger, author))
  const whose = author === 'operator' ? { operator: step.operator } : {}
  return {
    ...envelope,
    type: 'chat.message',
    data: { messageId: String(number), author, text, ...where, ...whose, price },
  }
}
