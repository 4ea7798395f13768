import { isMasked } from './mask.ts'
import { checkMessageStatus, checksAt, checksOfKept } from './message.ts'
import type { Checks, MessageStatus } from './message.ts'
import { Refused } from './refusal.ts'
import { checkText, clip } from './text.ts'
import type { TextCheck } from './text.ts'

/** An event that was checked: its CloudEvents 1.0 envelope and what it says. */
export type CheckedEvent = {
  id: string
  source: string
  type: 'message.status'
  subject: string
  /** Milliseconds since 1970 by the producer's clock; 0 when not told (then the receipt time counts). */
  time: number
  data: MessageStatus
  /** What it said before something of it was forgotten (see `contentFingerprint`); undefined when it says all it ever said. */
  fingerprint: number | undefined
}

export const eventTypes = ['message.status'] as const
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
  if (isPerson(data.person) && isMasked(event.data.to)) event.data.person = data.person
  return event
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
  if (type !== 'message.status') {
    throw new Refused('unknown-value', 'type', `"${clip(type)}" is not one of ${eventTypes.join(', ')}.`)
  }
  const subject = name(event, 'subject', checks)
  const time = event['time']
  const data = event['data']
  if (data === undefined || data === null) throw new Refused('missing', 'data', 'is missing.')
  if (typeof data !== 'object' || Array.isArray(data)) throw new Refused('wrong-type', 'data', 'must be an object.')
  refuseDepth(event, depthMax)
  return {
    id,
    source,
    type,
    subject,
    time: time === undefined || time === null ? 0 : checks.time(time, 'time'),
    data: checkMessageStatus(data as Record<string, unknown>, checks),
    fingerprint: undefined,
  }
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
