import type { ChatContext } from '../events/chat.ts'
import type { CheckedEvent, EventOf } from '../events/envelope.ts'
import { nameKey } from '../events/name-key.ts'
import { joinAttributes, told, union } from './told.ts'
import type { Attributes } from './told.ts'

export type ChatEvent = EventOf<'chat.dialogue'> | EventOf<'chat.message'>

/**
 * What is known of one dialogue: the join of what its events say, whatever their order and repetition. Times are
 * milliseconds since 1970. It has everything that is counted, and neither the client nor any text: those can be
 * forgotten.
 */
export type DialogueState = {
  dialogue: string
  /** The earliest time known of it. */
  openedAt: number
  /**
   * What was told last: `messenger`, `chat`, `bot`, `group`, `assignee` (an operator), `standing` (see `closed`),
   * `place` (latitude and longitude with a space between them).
   */
  attributes: Attributes
  /** Keys of operators. */
  assigned: readonly string[]
  skipped: readonly string[]
  /** By message key. */
  messages: Readonly<Record<string, MessageOfChat>>
  /** The records of the log that hold its events. */
  records: readonly number[]
}

/** One message of a dialogue; `attributes` are `author`, `operator`, `messenger`, `chat`, `bot`, `group`, `price`. */
export type MessageOfChat = { writtenAt: number; attributes: Attributes }

/** Of an opening and a closing at one instant, the closing stands. */
export const [opened, closed] = [1, 2]

/** Whether an event is about a dialogue. */
export function isOfChat(event: CheckedEvent): event is ChatEvent {
  return event.type === 'chat.dialogue' || event.type === 'chat.message'
}

/**
 * What one event alone says of its dialogue.
 * @param receivedAt stands in for a time that the producer did not tell
 * @param record the record of the log that holds the event
 * @param messageKey names the message of an event of one
 */
export function stateOfDialogue(
  company: number,
  event: ChatEvent,
  { receivedAt, record, messageKey }: { receivedAt: number; record: number; messageKey: string },
): DialogueState {
  const at = event.time === 0 ? receivedAt : event.time
  const common = {
    dialogue: event.subject,
    openedAt: at,
    records: [record],
  }
  const context = contextOf(company, event.data)
  if (event.type === 'chat.message') {
    const { author, priceMillionths, currency } = event.data
    const operator = nameKey(company, 'operator', event.data.operator.id)
    const price = currency === 0 ? '' : `${currency} ${priceMillionths}`
    return {
      ...common,
      attributes: told(at, context),
      assigned: [],
      skipped: [],
      messages: { [messageKey]: { writtenAt: at, attributes: told(at, { ...context, author, operator, price }) } },
    }
  }
  const { change, coordinates, operator } = event.data
  const key = nameKey(company, 'operator', operator.id)
  return {
    ...common,
    attributes: told(at, {
      ...context,
      standing: change === 'closed' ? closed : change === 'opened' ? opened : 0,
      assignee: change === 'assigned' ? key : '',
      // Who skips a dialogue gives it back.
      ...(change === 'skipped' ? { [skipBy(key)]: 1 } : {}),
      place: coordinates === undefined ? '' : `${coordinates.latitude} ${coordinates.longitude}`,
    }),
    assigned: change === 'assigned' && key !== '0' ? [key] : [],
    skipped: change === 'skipped' && key !== '0' ? [key] : [],
    messages: {},
  }
}

/** The attribute that tells when an operator skipped a dialogue last. */
export function skipBy(operator: string): string {
  return `skip ${operator}`
}

/** Joins what two sets of events say of one dialogue: associative, commutative, idempotent. */
export function joinDialogues(a: DialogueState, b: DialogueState): DialogueState {
  return {
    dialogue: a.dialogue,
    openedAt: Math.min(a.openedAt, b.openedAt),
    attributes: joinAttributes(a.attributes, b.attributes),
    assigned: union(a.assigned, b.assigned),
    skipped: union(a.skipped, b.skipped),
    messages: joinMessages(a.messages, b.messages),
    records: union(a.records, b.records),
  }
}

function joinMessages(a: DialogueState['messages'], b: DialogueState['messages']): DialogueState['messages'] {
  const joined = { ...a }
  for (const [key, one] of Object.entries(b)) {
    const other = joined[key]
    joined[key] =
      other === undefined
        ? one
        : {
            writtenAt: Math.min(one.writtenAt, other.writtenAt),
            attributes: joinAttributes(one.attributes, other.attributes),
          }
  }
  return joined
}

function contextOf(company: number, { messenger, chat, bot, group }: ChatContext) {
  return {
    messenger,
    chat: nameKey(company, 'chat', chat.id),
    bot: nameKey(company, 'bot', bot.id),
    group: nameKey(company, 'group', group.id),
  }
}
