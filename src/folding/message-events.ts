import { withoutOwnFields } from '../events/envelope.ts'
import { messageKey } from '../events/identity.ts'
import type { Facts } from '../stores/events/facts.ts'
import type { Log } from '../stores/log/log.ts'
import { linesOf } from './read-record.ts'

/** Where the facts have a message, and which records of the log hold its events. */
export type MessagePlace = {
  /** The start of its bucket, seconds since 1970. */
  bucket: number
  records: readonly number[]
}

/** An event that a message was folded from: as it was sent, but for whom it went to. */
export type MessageEvent = {
  /** Milliseconds since 1970, by our clock. */
  receivedAt: number
  event: ReturnType<typeof withoutOwnFields>
}

/** Finds a message of a company; undefined when no event of it was folded. */
export async function findMessage(facts: Facts, company: number, message: string): Promise<MessagePlace | undefined> {
  const [known] = await facts.query(
    `SELECT toUInt32(min(bucket)) FROM message_buckets WHERE company = ${company} ` +
      `AND message = toUUID('${messageKey(company, message)}') HAVING count() > 0`,
  )
  if (known === undefined) return undefined
  const bucket = Number(known[0])
  const [row] = await facts.query(
    `SELECT records FROM messages FINAL WHERE company = ${company} AND bucket = ${bucket} AND message = {message:String}`,
    { parameters: { message } },
  )
  return row === undefined ? undefined : { bucket, records: (row[0] as unknown[]).map(Number) }
}

const eventsMax = 200

/**
 * Reads the events of a message from the log, in the order of their receipt. Of very many only the first are given, and
 * `more` is true.
 */
export async function readMessageEvents(
  log: Log,
  company: number,
  message: string,
  records: readonly number[],
): Promise<{ events: MessageEvent[]; more: boolean }> {
  const events: MessageEvent[] = []
  // A line stands as it was sent; with escapes in it, a text may be written otherwise.
  const written = JSON.stringify(message)
  for await (const { receivedAt, payload } of log.read(1, {
    companies: new Set([company]),
    records: new Set(records),
  })) {
    for (const line of linesOf(payload)) {
      if (!line.includes(written) && !line.includes('\\')) continue
      const event = JSON.parse(line) as MessageEvent['event']
      if (event['subject'] !== message) continue
      if (events.length === eventsMax) return { events, more: true }
      events.push({ receivedAt, event: withoutOwnFields(event) })
    }
  }
  return { events, more: false }
}
