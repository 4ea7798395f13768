import { authorByWord, dialogueChanges, messengerByWord, presenceStates, stateByWord } from './chat-vocabulary.ts'
import type { DialogueChange } from './chat-vocabulary.ts'
import type { Checks } from './checks.ts'
import { optionalNamed, optionalPrice, optionalText, requiredWord, unknownWord } from './fields.ts'
import type { Data, Named } from './fields.ts'
import { Refused } from './refusal.ts'

/** Where in a chat something happened, as far as an event tells it: texts are empty and codes 0 where it does not. */
export type ChatContext = {
  messenger: number
  chat: Named
  bot: Named
  operator: Named
  group: Named
}

/** Who the client is. */
export type Client = {
  /** An address or an id; masked when `person` is known. */
  client: string
  /** The company's pseudonym of the client, a UUID; empty at the door, and where the client is not known. */
  person: string
}

/** What one `chat.message` event says, checked. */
export type ChatMessage = ChatContext &
  Client & {
    messageId: string
    author: number
    text: string
    /** In millionths of the currency's unit; only meaningful with a currency. */
    priceMillionths: number
    currency: number
  }

/** What one `chat.dialogue` event says, checked. */
export type DialogueStep = ChatContext & Client & { change: DialogueChange; coordinates: Coordinates | undefined }

/** Degrees. */
export type Coordinates = { latitude: number; longitude: number }

/** What one `operator.presence` event says, checked. */
export type Presence = { state: number; operator: Named; group: Named }

/** The most characters of the texts of chats. */
export const chatTextLengths = { messageId: 256, client: 320, text: 32_768 } as const

const messengerWords = [...messengerByWord.keys()].join(', ')
const authorWords = [...authorByWord.keys()].join(', ')
const stateWords = presenceStates.map(({ word }) => word).join(', ')

/**
 * Checks the `data` of a `chat.message` event. Unknown fields are ignored (they stay in the log).
 * @throws Refused naming the first field at fault
 */
export function checkChatMessage(data: Data, checks: Checks): ChatMessage {
  const messageId = checks.text(requiredWord(data, 'messageId'), 'data.messageId', chatTextLengths.messageId)
  if (messageId === '') throw new Refused('bad-format', 'data.messageId', 'is empty.')
  const authorWord = requiredWord(data, 'author')
  const author = authorByWord.get(authorWord)
  if (author === undefined) throw unknownWord('data.author', authorWord, authorWords)
  const price = optionalPrice(data, checks)
  return {
    messageId,
    author: author.code,
    text: optionalText(data, 'text', chatTextLengths.text, checks),
    priceMillionths: price.millionths,
    currency: price.currency,
    ...context(data, checks),
    ...client(data, checks),
  }
}

/**
 * Checks the `data` of a `chat.dialogue` event.
 * @throws Refused naming the first field at fault
 */
export function checkDialogueStep(data: Data, checks: Checks): DialogueStep {
  const word = requiredWord(data, 'change')
  const change = dialogueChanges.find((one) => one === word)
  if (change === undefined) throw unknownWord('data.change', word, dialogueChanges.join(', '))
  const where = context(data, checks)
  if (change === 'assigned' && where.operator.id === '' && where.group.id === '') {
    throw new Refused(
      'missing',
      'data.operator',
      'is missing: say to whom the dialogue was assigned, or to which group.',
    )
  }
  return { change, coordinates: coordinates(data), ...where, ...client(data, checks) }
}

/**
 * Checks the `data` of an `operator.presence` event.
 * @param subject the id of the operator, which `data.operator` may repeat with a name
 * @throws Refused naming the first field at fault
 */
export function checkPresence(data: Data, subject: string, checks: Checks): Presence {
  const word = requiredWord(data, 'state')
  const state = stateByWord.get(word)
  if (state === undefined) throw unknownWord('data.state', word, stateWords)
  const operator = optionalNamed(data, 'operator', checks)
  if (operator.id !== '' && operator.id !== subject) {
    throw new Refused('bad-format', 'data.operator.id', 'is another operator than the subject of the event.')
  }
  return { state: state.code, operator: { ...operator, id: subject }, group: optionalNamed(data, 'group', checks) }
}

function context(data: Data, checks: Checks): ChatContext {
  return {
    messenger: messengerOf(data),
    chat: optionalNamed(data, 'chat', checks),
    bot: optionalNamed(data, 'bot', checks),
    operator: optionalNamed(data, 'operator', checks),
    group: optionalNamed(data, 'group', checks),
  }
}

function messengerOf(data: Data): number {
  if (data['messenger'] === undefined || data['messenger'] === null) return 0
  const word = requiredWord(data, 'messenger')
  const messenger = messengerByWord.get(word)
  if (messenger === undefined) throw unknownWord('data.messenger', word, messengerWords)
  return messenger.code
}

function client(data: Data, checks: Checks): Client {
  return { client: optionalText(data, 'client', chatTextLengths.client, checks), person: '' }
}

function coordinates(data: Data): Coordinates | undefined {
  const place = data['coordinates']
  if (place === undefined || place === null) return undefined
  if (typeof place !== 'object' || Array.isArray(place)) {
    const example = '{"latitude":52.52,"longitude":13.4}'
    throw new Refused('wrong-type', 'data.coordinates', `must be an object such as ${example}.`)
  }
  return { latitude: degrees(place as Data, 'latitude', 90), longitude: degrees(place as Data, 'longitude', 180) }
}

function degrees(place: Data, name: string, max: number): number {
  const field = `data.coordinates.${name}`
  const value = place[name]
  if (value === undefined || value === null) throw new Refused('missing', field, 'is missing.')
  if (typeof value !== 'number') throw new Refused('wrong-type', field, 'must be a number of degrees.')
  if (Math.abs(value) > max) throw new Refused('out-of-range', field, `must be from -${max} to ${max} degrees.`)
  return value
}
