import { hash } from 'node:crypto'
import { crc32 } from 'node:zlib'
import { addressesIn } from './envelope.ts'
import type { CheckedEvent, EventOf } from './envelope.ts'

/** An event with its identity. */
export type AcceptedEvent = { event: CheckedEvent; key: string; content: number }

/** 128 bits of SHA-256 over company, source and id, in hexadecimal: who an event is. */
export function eventKey(company: number, event: CheckedEvent): string {
  return hash('sha256', `${company}\u0000${event.source}\u0000${event.id}`, 'hex').slice(0, 32)
}

/** 128 bits of SHA-256 over company and message id, in hexadecimal: who a message is. */
export function messageKey(company: number, message: string): string {
  return hash('sha256', `${company}\u0000${message}`, 'hex').slice(0, 32)
}

/** 128 bits of SHA-256 over company and dialogue id, in hexadecimal: who a dialogue is. */
export function dialogueKey(company: number, dialogue: string): string {
  return hash('sha256', `${company}\u0000dialogue\u0000${dialogue}`, 'hex').slice(0, 32)
}

/** 128 bits of SHA-256 over company and call id, in hexadecimal: who a call is. */
export function callKey(company: number, call: string): string {
  return hash('sha256', `${company}\u0000call\u0000${call}`, 'hex').slice(0, 32)
}

/** 128 bits of SHA-256 over call and leg id, in hexadecimal: who a leg of a call is. */
export function legKey(call: string, leg: string): string {
  return hash('sha256', `${call}\u0000leg\u0000${leg}`, 'hex').slice(0, 32)
}

/** 128 bits of SHA-256 over dialogue and message id, in hexadecimal: who a message of a dialogue is. */
export function chatMessageKey(dialogue: string, message: string): string {
  return hash('sha256', `${dialogue}\u0000${message}`, 'hex').slice(0, 32)
}

/**
 * 32 bits over everything that an event says. The order of JSON fields, white space and unknown fields
 * do not matter; a repeated delivery has the same content, a second event under the same id has another. An event of which
 * something was forgotten keeps the fingerprint of what it said.
 */
export function contentFingerprint(event: CheckedEvent): number {
  if (event.fingerprint !== undefined) return event.fingerprint
  return crc32(`${event.type}\u0000${event.subject}\u0000${event.time}\u0000${saidIn(event)}`)
}

function saidIn(event: CheckedEvent): string {
  if (event.type !== 'message.status') return saidInFields(event)
  const d = event.data
  return (
    `${d.channel} ${d.status} ${d.receipt} ${d.createdAt} ${d.parts} ` +
    `${d.priceMillionths} ${d.currency}\u0000${d.person === '' ? d.to : d.person}\u0000${d.from}\u0000${d.country}\u0000${d.network}\u0000${d.provider}\u0000` +
    `${d.providerStatus}\u0000${d.reason}\u0000${d.task}\u0000${d.template}\u0000${d.flowId}`
  )
}

/** Everything that is said, in the order in which it was checked, and of the client only who it is. */
function saidInFields(event: Exclude<CheckedEvent, EventOf<'message.status'>>): string {
  const { data } = event
  const [client] = addressesIn(event)
  return JSON.stringify('person' in data && data.person !== '' && client ? { ...data, [client.field]: '' } : data)
}
