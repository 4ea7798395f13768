import { messageKey } from '../../events/identity.ts'
import type { Facts } from './facts.ts'

const askedAtOnce = 5000

/** When messages were created, in milliseconds, as far as the facts know them. */
export async function messageTimes(
  facts: Facts,
  company: number,
  messages: readonly string[],
): Promise<Map<string, number>> {
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
