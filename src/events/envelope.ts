import { checkCallStatus, hiddenNumbers } from './call.ts'
import type { CallStatus } from './call.ts'
import { checkChatMessage, checkDialogueStep, checkPresence } from './chat.ts'
import type { ChatMessage, DialogueStep, Presence } from './chat.ts'
import { checksAt, checksOfKept } from './checks.ts'
import type { Checks } from './checks.ts'
import type { Data } from './fields.ts'
import { isMasked } from './mask.ts'
import { checkMessageStatus } from './message.ts'
import type { MessageStatus } from './message.ts'
import { Refused } from './refusal.ts'
import { checkText, clip } from './text.ts'
import type { TextCheck } from './text.ts'

/** What an event may say, by its type. */
type DataOf = {
  'message.status': MessageStatus
  'chat.message': ChatMessage
  'chat.dialogue': DialogueStep
  'operator.presence': Presence
  'call.status': CallStatus
}
export type EventType = keyof DataOf

/** An event of one type that was checked: its CloudEvents 1.0 envelope and what it says. */
export type EventOf<Type extends EventType> = Envelope & { type: Type; data: DataOf[Type] }
export type CheckedEvent = { [Type in EventType]: EventOf<Type> }[EventType]

type Envelope = {
  id: string
  source: string
  subject: string
  /** Milliseconds since 1970 by the producer's clock; 0 when not told (then the receipt time counts). */
  time: number
  /** What it said before something of it was forgotten (see `contentFingerprint`); undefined when it says all it ever said. */
  fingerprint: number | undefined
}

/** How the `data` of each type is checked. */
const checkData: {
  [Type in EventType]: (data: Data, subject: string, checks: Checks) => DataOf[Type]
} = {
  'message.status': (data, _, checks) => checkMessageStatus(data, checks),
  'chat.message': (data, _, checks) => checkChatMessage(data, checks),
  'chat.dialogue': (data, _, checks) => checkDialogueStep(data, checks),
  'operator.presence': checkPresence,
  'call.status': (data, _, checks) => checkCallStatus(data, checks),
}

export const eventTypes = Object.keys(checkData) as EventType[]

export type AddressField = 'to' | 'from' | 'client'

/** The fields of `data` that may hold whom an event is about, by its type; see `addressesIn`. */
export const addressFields: Readonly<Record<EventType, readonly AddressField[]>> = {
  'message.status': ['to'],
  'chat.message': ['client'],
  'chat.dialogue': ['client'],
  'operator.presence': [],
  'call.status': ['from', 'to'],
}

const idLengthMax = 256
/** Unknown fields may nest, within reason. */
const depthMax = 16

/**
 * Checks one parsed CloudEvent.
 * @param now milliseconds; times more than a day ahead of it are impossible
 * @param check how its texts are checked; `checkPlainText` is faster where the JSON had no escapes
 * @throws Refused naming the first field at fault
 */
export function checkEvent(value: unknown, now: number, check: TextCheck = checkText): CheckedEvent {
  return readEvent(value, checksAt(now, check))
}

/**
 * Reads an event that `checkEvent` accepted once; later clocks and lists do not matter. Older ones hold the address as it
 * was sent and no person: theirs is not known.
 */
export function readKeptEvent(value: unknown): CheckedEvent {
  const event = readEvent(value, checksOfKept)
  const { fingerprint, data } = value as { fingerprint?: unknown; data: { person?: unknown } }
  if (typeof fingerprint === 'number') event.fingerprint = fingerprint
  if (isPerson(data.person) && isMasked(addressesIn(event)[0]?.address ?? '')) setPerson(event, data.person)
  return event
}

/** An address of an event, and in which field of `data` it stands. */
export type AddressIn = { field: AddressField; address: string }

/** The addresses of an event that are not kept as they were sent; the first is that of whom it is about. */
export function addressesIn({ type, data }: CheckedEvent): AddressIn[] {
  const fields = type === 'call.status' ? hiddenNumbers(data) : addressFields[type]
  return fields
    .map((field) => ({ field, address: (data as Partial<Record<AddressField, string>>)[field]! }))
    .filter(({ address }) => address !== '')
}

/** The pseudonym of whom an event is about; empty when it is not known. */
export function personOf({ type, data }: CheckedEvent): string {
  return type === 'operator.presence' ? '' : data.person
}

/** Puts the pseudonym of whom an event is about beside their address, and masked addresses in the place of addresses. */
export function setPerson(
  event: CheckedEvent,
  person: string,
  masked: Partial<Record<AddressField, string>> = {},
): void {
  if (event.type !== 'operator.presence') Object.assign(event.data, masked, { person })
}

/** The fields of the log's own: what a sender writes under these names is not kept. */
export const ownFields = { envelope: 'fingerprint', data: 'person' } as const

type AsJson = { data: Record<string, unknown> } & Record<string, unknown>

/** An event of which the log's own fields are gone. */
export function withoutOwnFields(event: AsJson): AsJson {
  return { ...without(event, ownFields.envelope), data: without(event.data, ownFields.data) }
}

function without(fields: Record<string, unknown>, left: string): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([field]) => field !== left))
}

function isPerson(value: unknown): value is string {
  return typeof value === 'string' && /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/.test(value)
}

function readEvent(value: unknown, checks: Checks): CheckedEvent {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Refused('wrong-type', '', 'An event must be a JSON object with id, source, type, subject and data.')
  }
  const event = value as Record<string, unknown>
  if (event['specversion'] !== '1.0') {
    throw event['specversion'] === undefined
      ? new Refused('missing', 'specversion', 'is missing; it must be "1.0".')
      : new Refused('unknown-value', 'specversion', 'must be "1.0".')
  }
  const id = name(event, 'id', checks)
  const source = name(event, 'source', checks)
  const type = name(event, 'type', checks)
  if (!isEventType(type)) {
    throw new Refused('unknown-value', 'type', `"${clip(type)}" is not one of ${eventTypes.join(', ')}.`)
  }
  const subject = name(event, 'subject', checks)
  const time = event['time']
  const data = event['data']
  if (data === undefined || data === null) throw new Refused('missing', 'data', 'is missing.')
  if (typeof data !== 'object' || Array.isArray(data)) throw new Refused('wrong-type', 'data', 'must be an object.')
  refuseDepth(event, depthMax)
  const checked: Envelope & { type: EventType; data: DataOf[EventType] } = {
    id,
    source,
    type,
    subject,
    time: time === undefined || time === null ? 0 : checks.time(time, 'time'),
    data: checkData[type](data as Data, subject, checks),
    fingerprint: undefined,
  }
  // The table gives each type its data.
  return checked as CheckedEvent
}

function isEventType(type: string): type is EventType {
  return Object.hasOwn(checkData, type)
}

/** The id of an event that may be broken, for the answer about it; null when there is none to tell. */
export function idOf(value: unknown): string | null {
  const id = typeof value === 'object' && value !== null ? (value as { id?: unknown }).id : undefined
  return typeof id === 'string' ? id.slice(0, idLengthMax).toWellFormed() : null
}

/** The source of an event that may be broken, like `idOf`. */
export function sourceOf(value: unknown): string {
  const source = typeof value === 'object' && value !== null ? (value as { source?: unknown }).source : undefined
  return typeof source === 'string' ? source.slice(0, idLengthMax).toWellFormed() : ''
}

function name(event: Record<string, unknown>, field: string, checks: Checks): string {
  const value = event[field]
  if (value === undefined || value === null) throw new Refused('missing', field, 'is missing.')
  const text = checks.text(value, field, idLengthMax)
  if (text === '') throw new Refused('bad-format', field, 'is empty.')
  return text
}

function refuseDepth(value: object, depthLeft: number): void {
  for (const inner of Object.values(value)) {
    if (typeof inner !== 'object' || inner === null) continue
    if (depthLeft === 0) throw new Refused('too-deep', '', `The event is nested more than ${depthMax} levels deep.`)
    refuseDepth(inner, depthLeft - 1)
  }
}
