import { addressFields } from './envelope.ts'
import type { AddressField, EventType } from './envelope.ts'
import { directions } from './call-vocabulary.ts'
import { hiddenNumbers } from './call.ts'
import { textFields } from './message.ts'
import type { TextField } from './message.ts'

/**
 * Whether a text of an event's data is to be forgotten. With the address goes the person, and with the person the address
 * and what was written in the chat.
 */
export type IsForgotten = (field: TextField | AddressField | ChatText | 'person', text: string) => boolean
type ChatText = 'text' | NamedField
type NamedField = (typeof namedFields)[number]

const namedFields = ['chat', 'bot', 'operator', 'group'] as const

/** What numbers are made of, by type: it is kept whatever is forgotten. Of what has a name, the id is. */
const counted: Readonly<Record<EventType, readonly string[]>> = {
  'message.status': ['channel', 'status', 'required', 'parts', 'createdAt'],
  'chat.message': ['messageId', 'author', 'messenger'],
  'chat.dialogue': ['change', 'messenger', 'coordinates'],
  'operator.presence': ['state'],
  'call.status': [
    'status',
    'outcome',
    'leg',
    'direction',
    'trunk',
    'trunkLimit',
    'startedAt',
    'answeredAt',
    'endedAt',
    'billedSeconds',
    'evaluation',
  ],
}

/** The texts of each type, but for addresses. */
const texts: Readonly<Record<EventType, readonly (TextField | 'text')[]>> = {
  'message.status': (Object.keys(textFields) as TextField[]).filter((field) => field !== 'to'),
  'chat.message': ['text'],
  'chat.dialogue': [],
  'operator.presence': [],
  'call.status': [],
}

/**
 * An accepted event without some of its texts, as a line of the log: it counts as it did, and a repeated delivery of it is
 * still known by its fingerprint. Fields that Talkmeter does not know are gone, whatever they held.
 * @param value the event as the log has it, parsed
 * @param fingerprint its `contentFingerprint`
 */
export function forgetfulLine(value: unknown, fingerprint: number, isForgotten: IsForgotten): string {
  const { specversion, id, source, subject, time, data } = value as Record<string, unknown>
  const { type } = value as { type: EventType }
  const said = data as Record<string, unknown>
  const kept: Record<string, unknown> = {}
  for (const name of counted[type]) if (isThere(said[name])) kept[name] = said[name]
  if (isThere(said['price'])) {
    const { amount, currency } = said['price'] as Record<string, unknown>
    kept['price'] = { amount, currency }
  }
  const goes = (name: Parameters<IsForgotten>[0]) => typeof said[name] === 'string' && isForgotten(name, said[name])
  const hidden = hiddenFields(type, said)
  const isUnknownNow = goes('person') || hidden.some(goes)
  const isKept = (name: TextField | 'text') => !goes(name) && !(name === 'text' && isUnknownNow)
  for (const field of addressFields[type]) {
    const isGone = hidden.includes(field) ? isUnknownNow : goes(field)
    if (isThere(said[field]) && !isGone) kept[field] = said[field]
  }
  for (const name of texts[type]) if (isThere(said[name]) && isKept(name)) kept[name] = said[name]
  for (const field of namedFields) if (isThere(said[field])) kept[field] = withoutName(said[field], field, isForgotten)
  if (isThere(said['person']) && !isUnknownNow) kept['person'] = said['person']
  return JSON.stringify({ specversion, id, source, type, subject, time, data: kept, fingerprint })
}

/** Those of an event's fields whose addresses are not kept as they were sent. */
function hiddenFields(type: EventType, said: Record<string, unknown>): readonly AddressField[] {
  if (type !== 'call.status') return addressFields[type]
  const direction = directions.find(({ word }) => word === said['direction'])?.code ?? 0
  return hiddenNumbers({ direction, to: isThere(said['to']) ? String(said['to']) : '' })
}

function withoutName(named: unknown, field: NamedField, isForgotten: IsForgotten): unknown {
  const { id, name } = named as { id: unknown; name?: unknown }
  return typeof name === 'string' && !isForgotten(field, name) ? { id, name } : { id }
}

function isThere(value: unknown): boolean {
  return value !== undefined && value !== null
}
