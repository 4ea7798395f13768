import { dialogueKey, messageKey } from '../../events/identity.ts'
import type { Facts } from './facts.ts'

const askedAtOnce = 5000

export type SubjectKind = 'message' | 'dialogue'

/** When messages were created or dialogues opened, in milliseconds, as far as the facts know them. */
export async function subjectTimes(
  facts: Facts,
  company: number,
  kind: SubjectKind,
  subjects: readonly string[],
): Promise<Map<string, number>> {
  return kind === 'message' ? messageTimes(facts, company, subjects) : dialogueTimes(facts, company, subjects)
}

async function dialogueTimes(
  facts: Facts,
  company: number,
  dialogues: readonly string[],
): Promise<Map<string, number>> {
  const byKey = new Map(dialogues.map((dialogue) => [dialogueKey(company, dialogue), dialogue]))
  const times = new Map<string, number>()
  const keys = [...byKey.keys()]
  for (let at = 0; at < keys.length; at += askedAtOnce) {
    const some = keys.slice(at, at + askedAtOnce).map((key) => `toUUID('${key}')`)
    const rows = await facts.query(
      `SELECT replaceAll(toString(dialogue_key), '-', ''), min(JSONExtractUInt(state, 'openedAt')) FROM dialogue_states ` +
        `WHERE company = ${company} AND dialogue_key IN (${some.join(',')}) GROUP BY dialogue_key`,
      { session: 'intake' },
    )
    for (const [key, openedAt] of rows) times.set(byKey.get(String(key))!, Number(openedAt))
  }
  return times
}

async function messageTimes(facts: Facts, company: number, messages: readonly string[]): Promise<Map<string, number>> {
  const times = new Map<string, number>()
  const all = [...new Set(messages)]
  for (let at = 0; at < all.length; at += askedAtOnce) {
    const some = all.slice(at, at + askedAtOnce)
    const keys = some.map((message) => `toUUID('${messageKey(company, message)}')`).join(',')
    const hex = some.map((message) => `unhex('${Buffer.from(message).toString('hex')}')`).join(',')
    const rows = await facts.query(
      `SELECT message, toUnixTimestamp64Milli(min(created_at)) FROM messages WHERE company = ${company} AND bucket IN ` +
        `(SELECT min(bucket) FROM message_buckets WHERE company = ${company} AND message IN (${keys}) GROUP BY message) ` +
        `AND message IN (${hex}) GROUP BY message`,
      { session: 'intake' },
    )
    for (const [message, createdAt] of rows) times.set(String(message), Number(createdAt))
  }
  return times
}
