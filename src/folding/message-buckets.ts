import { messageKey } from '../events/identity.ts'
import type { Facts } from '../stores/events/facts.ts'
import { createRows } from '../stores/events/rows.ts'
import type { Seen } from '../stores/events/seen.ts'

/** Where each message lives: the 15-minute UTC bucket (seconds since 1970) of its earliest known creation. */
export type MessageBuckets = {
  /** The known buckets of these messages; a message that was never seen is not in the answer. */
  find: (company: number, messages: Iterable<string>) => Promise<Map<string, number>>
  /**
   * Writes new and changed buckets, durably, naming the record of the log that told of them;
   * call it after everything that they speak of is durable.
   */
  write: (company: number, buckets: ReadonlyMap<string, number>, record: number) => Promise<void>
}

/** Messages of the last minutes get most statuses; so many of them are remembered, twice. */
const remembered = 200_000

/** @param seen knows which messages were never written: those need no look-up */
export function createMessageBuckets(facts: Facts, seen: Seen): MessageBuckets {
  let recent = new Map<string, number>()
  let before = new Map<string, number>()

  function remember(place: string, bucket: number): void {
    if (recent.size >= remembered) {
      before = recent
      recent = new Map()
    }
    recent.set(place, bucket)
  }

  return {
    async find(company, messages) {
      const found = new Map<string, number>()
      const unknown = new Map<string, string>()
      for (const message of messages) {
        const place = placeOf(company, message)
        const bucket = recent.get(place) ?? before.get(place)
        if (bucket !== undefined) {
          found.set(message, bucket)
          continue
        }
        const key = messageKey(company, message)
        if (seen.mayHave(key)) unknown.set(key, message)
      }
      const keys = [...unknown.keys()]
      for (let at = 0; at < keys.length; at += 10_000) {
        const rows = await facts.query(
          `SELECT replaceAll(toString(message), '-', ''), toUInt32(min(bucket)) FROM message_buckets WHERE company = ${company} AND message IN ` +
            `(SELECT toUUID(arrayJoin(splitByChar(',', '${keys.slice(at, at + 10_000).join(',')}')))) ` +
            `GROUP BY message`,
          { session: 'folding' },
        )
        for (const [key, bucket] of rows) found.set(unknown.get(String(key))!, Number(bucket))
      }
      return found
    },
    async write(company, buckets, record) {
      const rows = createRows()
      const keys: string[] = []
      for (const [message, bucket] of buckets) {
        const key = messageKey(company, message)
        keys.push(key)
        rows.add(`${company}\t${key}\t${bucket}\t${record}\n`)
      }
      await facts.insert('message_buckets', ['company', 'message', 'bucket', 'record'], rows.bytes())
      for (const key of keys) seen.add(key)
      for (const [message, bucket] of buckets) remember(placeOf(company, message), bucket)
    },
  }
}

function placeOf(company: number, message: string): string {
  return `${company}\u0000${message}`
}
