import { messageKey } from '../events/identity.ts'
import type { Facts } from '../stores/events/facts.ts'

/** Where the facts have a message, and which records of the log hold its events. */
export type MessagePlace = {
  /** The start of its bucket, seconds since 1970. */
  bucket: number
  records: readonly number[]
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
