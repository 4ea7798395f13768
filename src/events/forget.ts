import { textFields } from './message.ts'
import type { TextField } from './message.ts'

/** Whether a text of an event's data is to be forgotten. With the recipient goes the person, and with the person the recipient. */
export type IsForgotten = (field: TextField | 'person', text: string) => boolean

/** What numbers are made of; it is kept whatever is forgotten. */
const counted = ['channel', 'status', 'required', 'parts', 'createdAt'] as const
const texts = Object.keys(textFields) as TextField[]

/**
 * An accepted event without some of its texts, as a line of the log: it counts as it did, and a repeated delivery of it is
 * still known by its fingerprint. Fields that Talkmeter does not know are gone, whatever they held.
 * @param value the event as the log has it, parsed
 * @param fingerprint its `contentFingerprint`
 */
export function forgetfulLine(value: unknown, fingerprint: number, isForgotten: IsForgotten): string {
  const { specversion, id, source, type, subject, time, data } = value as Record<string, unknown>
  const said = data as Record<string, unknown>
  const kept: Record<string, unknown> = {}
  for (const name of counted) if (isThere(said[name])) kept[name] = said[name]
  if (isThere(said['price'])) {
    const { amount, currency } = said['price'] as Record<string, unknown>
    kept['price'] = { amount, currency }
  }
  const goes = (name: TextField | 'person') => typeof said[name] === 'string' && isForgotten(name, said[name])
  const isUnknownNow = goes('to') || goes('person')
  for (const name of texts) {
    const isKept = name === 'to' ? !isUnknownNow : !goes(name)
    if (isThere(said[name]) && isKept) kept[name] = said[name]
  }
  if (isThere(said['person']) && !isUnknownNow) kept['person'] = said['person']
  return JSON.stringify({ specversion, id, source, type, subject, time, data: kept, fingerprint })
}

function isThere(value: unknown): boolean {
  return value !== undefined && value !== null
}
