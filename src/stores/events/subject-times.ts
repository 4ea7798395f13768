import { callKey, dialogueKey, messageKey } from '../../events/identity.ts'
import type { Facts } from './facts.ts'

const askedAtOnce = 5000

export type SubjectKind = 'message' | 'dialogue' | 'call'

/** When messages were created, dialogues opened or calls started, in milliseconds, as far as the facts know them. */
export async function subjectTimes(
  facts: Facts,
  company: number,
  kind: SubjectKind,
  subjects: readonly string[],
): Promise<Map<string, number>> {
  return kind === 'message'
    ? messageTimes(facts, company, subjects)
    : stateTimes(facts, company, states[kind], subjects)
}

/** Where states are that folding keeps as JSON, and what of them is the earliest time known. */
const states = {
  dialogue: { table: 'dialogue_states', key: 'dialogue_key', keyOf: dialogueKey, time: 'openedAt' },
  call: { table: 'call_states', key: 'call_key', keyOf: callKey, time: 'knownAt' },
} as const

async function stateTimes(
  facts: Facts,
  company: number,
  { table, key: column, keyOf, time }: (typeof states)[keyof typeof states],
  subjects: readonly string[],
): Promise<Map<string, number>> {
  const byKey = new Map(subjects.map((subject) => [keyOf(company, subject), subject]))
  const times = new Map<string, number>()
  const keys = [...byKey.keys()]
  for (let at = 0; at < keys.length; at += askedAtOnce) {
    const some = keys.slice(at, at + askedAtOnce).map((key) => `toUUID('${key}')`)
    const rows = await facts.query(
      `SELECT replaceAll(toString(${column}), '-', ''), min(JSONExtractUInt(state, '${time}')) FROM ${table} ` +
        `WHERE company = ${company} AND ${column} IN (${some.join(',')}) GROUP BY ${column}`,
      { session: 'intake' },
    )
    for (const [key, known] of rows) times.set(byKey.get(String(key))!, Number(known))
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
