import { channelByCode } from '../events/vocabulary.ts'
import { inZone } from '../measures/zone.ts'
import { cursorAfter, listMessages, readCursor, afterCursor, namedMessage } from '../panels/message-list.ts'
import type { Facts } from '../stores/events/facts.ts'
import { messagesOf, refusedAbout } from './in-facts.ts'
import type { Sought } from './in-log.ts'

/** What is known of a person, in short. */
export type Known = {
  messages: number
  /** When the first and the last message was created; null without messages. */
  firstAt: string | null
  lastAt: string | null
  channels: string[]
  /** Masked; empty without messages. */
  recipient: string
  /** Refused events that hold the address. */
  refusedEvents: number
}

/** Everything known of a person, message by message. */
export type Everything = {
  messages: Record<string, unknown>[]
  /** Messages beyond those that are listed. */
  messagesMore: number
  refusedEvents: Record<string, unknown>[]
}

/** Finds a person among those whom a company wrote to. */
export async function findPerson(facts: Facts, company: number, sought: Sought): Promise<Known> {
  const [row] = await facts.query(
    `SELECT count(), ifNull(toUnixTimestamp64Milli(minOrNull(created_at)), 0), ifNull(toUnixTimestamp64Milli(maxOrNull(created_at)), 0), ` +
      `arraySort(groupUniqArray(channel)), max(recipient) ` +
      `FROM messages FINAL WHERE ${messagesOf(company, sought.person)} AND moved = 0`,
  )
  const [count, first, last, channels, recipient] = row!
  const messages = Number(count)
  let refusedEvents = 0
  for await (const _ of refusedAbout(facts, company, sought)) refusedEvents++
  return {
    messages,
    firstAt: messages === 0 ? null : new Date(Number(first)).toISOString(),
    lastAt: messages === 0 ? null : new Date(Number(last)).toISOString(),
    channels: (channels as number[]).map((code) => channelByCode.get(code) ?? String(code)),
    recipient: String(recipient),
    refusedEvents,
  }
}

const messagesAtOnce = 5000
const messagesMax = 100_000

/** Reads everything that is known of a person, as they may ask for it. */
export async function everythingOf(facts: Facts, company: number, sought: Sought): Promise<Everything> {
  const where = `${messagesOf(company, sought.person)} AND moved = 0`
  const messages: Record<string, unknown>[] = []
  let after = ''
  while (messages.length < messagesMax) {
    const rows = await facts.query(listMessages(`${where}${after}`, messagesAtOnce), { session: 'exports' })
    const times = await timesOf(facts, `${where}${after}`)
    for (const row of rows) messages.push({ ...namedMessage(row, 'UTC'), ...times.get(String(row[1])) })
    if (rows.length < messagesAtOnce) break
    after = afterCursor(readCursor(cursorAfter(rows.at(-1)!))!)
  }
  const [total] = await facts.query(`SELECT count() FROM messages FINAL WHERE ${where}`)
  const refusedEvents = []
  for await (const { receivedAt, code, detail, raw } of refusedAbout(facts, company, sought)) {
    refusedEvents.push({ received_at: inZone(receivedAt, 'UTC'), code, detail, sent: raw })
  }
  return { messages, messagesMore: Number(total![0]) - messages.length, refusedEvents }
}

/** What happened to messages after they were sent; by message, in hexadecimal digits. */
async function timesOf(facts: Facts, where: string): Promise<Map<string, Record<string, string | null>>> {
  const columns = ['delivered_at', 'read_at', 'clicked_at'] as const
  const rows = await facts.query(
    `SELECT hex(message), ${columns.map((column) => `toUnixTimestamp64Milli(${column})`).join(', ')} ` +
      `FROM messages FINAL WHERE ${where} ORDER BY bucket DESC, created_at DESC, message LIMIT ${messagesAtOnce}`,
    { session: 'exports' },
  )
  return new Map(
    rows.map(([message, ...times]) => [
      String(message),
      Object.fromEntries(
        columns.map((column, at) => [column, times[at] === null ? null : inZone(Number(times[at]), 'UTC')]),
      ),
    ]),
  )
}
