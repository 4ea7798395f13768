import { authors, messengers } from '../events/chat-vocabulary.ts'
import { channelByCode } from '../events/vocabulary.ts'
import { inZone } from '../measures/zone.ts'
import { afterCursor, cursorAfter, named, readCursor, timesIn } from '../panels/listing.ts'
import { messageListing, shownMessage } from '../panels/message-list.ts'
import type { Facts } from '../stores/events/facts.ts'
import { callsInFacts } from './calls-in-facts.ts'
import { callsTold } from './calls-told.ts'
import type { CallsTold } from './calls-told.ts'
import { dialoguesInFacts, dialoguesOf } from './chats-in-facts.ts'
import { messagesOf, refusedAbout } from './in-facts.ts'
import type { Sought } from './in-log.ts'

/** What is known of a person, in short. */
export type Known = {
  messages: number
  /** Dialogues of which they are the client. */
  dialogues: number
  /** Calls of which they are the client. */
  calls: number
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
export type Everything = CallsTold & {
  messages: Record<string, unknown>[]
  /** Messages beyond those that are listed. */
  messagesMore: number
  /** Dialogues of which they are the client, with all that was written in them. */
  dialogues: Record<string, unknown>[]
  dialoguesMore: number
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
  const theirs = await withTheirs(facts, company, sought)
  let refusedEvents = 0
  for await (const _ of refusedAbout(facts, company, theirs)) refusedEvents++
  return {
    messages,
    dialogues: theirs.dialogues.size,
    calls: theirs.calls.size,
    firstAt: messages === 0 ? null : new Date(Number(first)).toISOString(),
    lastAt: messages === 0 ? null : new Date(Number(last)).toISOString(),
    channels: (channels as number[]).map((code) => channelByCode.get(code) ?? String(code)),
    recipient: String(recipient),
    refusedEvents,
  }
}

/** The same person with the dialogues and calls of which they are known to be the client. */
async function withTheirs(facts: Facts, company: number, sought: Sought) {
  const dialogues = new Set(await dialoguesInFacts(facts, company, sought.person))
  return { ...sought, dialogues, calls: new Set(await callsInFacts(facts, company, sought.person)) }
}

const messagesAtOnce = 5000
const messagesMax = 100_000

/** Reads everything that is known of a person, as they may ask for it. */
export async function everythingOf(facts: Facts, company: number, sought: Sought): Promise<Everything> {
  const where = `${messagesOf(company, sought.person)} AND moved = 0`
  const messages: Record<string, unknown>[] = []
  let after = ''
  while (messages.length < messagesMax) {
    const rows = await facts.query(messageListing.select(`${where}${after}`, messagesAtOnce), { session: 'exports' })
    const times = await timesOf(facts, `${where}${after}`)
    for (const row of rows)
      messages.push({ ...named(messageListing, shownMessage(row, timesIn('UTC'))), ...times.get(String(row[1])) })
    if (rows.length < messagesAtOnce) break
    after = afterCursor(messageListing, readCursor(cursorAfter(rows.at(-1)!))!)
  }
  const [total] = await facts.query(`SELECT count() FROM messages FINAL WHERE ${where}`)
  const refusedEvents = []
  const theirs = await withTheirs(facts, company, sought)
  for await (const { receivedAt, code, detail, raw } of refusedAbout(facts, company, theirs)) {
    refusedEvents.push({ received_at: inZone(receivedAt, 'UTC'), code, detail, sent: raw })
  }
  const messagesMore = Number(total![0]) - messages.length
  const dialogues = await dialoguesTold(facts, company, sought.person)
  const calls = await callsTold(facts, company, sought.person)
  return { messages, messagesMore, ...dialogues, ...calls, refusedEvents }
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

const dialoguesMax = 10_000

/** The dialogues of a person, the latest first, with what was written in them. */
async function dialoguesTold(
  facts: Facts,
  company: number,
  person: string,
): Promise<Pick<Everything, 'dialogues' | 'dialoguesMore'>> {
  const where = dialoguesOf(company, person)
  const rows = await facts.query(
    `SELECT toString(dialogue_key), dialogue, toUnixTimestamp64Milli(opened_at), messenger FROM dialogues FINAL ` +
      `WHERE ${where} AND gone = 0 ORDER BY opened_at DESC, dialogue LIMIT ${dialoguesMax}`,
    { session: 'exports' },
  )
  const dialogues = []
  for (const [key, dialogue, openedAt, messenger] of rows) {
    const isIts = `company = ${company} AND dialogue_key = toUUID('${String(key)}')`
    const texts = await facts.query(
      `SELECT toUnixTimestamp64Milli(written_at), author, text FROM ` +
        `(SELECT message_key, written_at, author FROM chat_messages FINAL WHERE ${isIts} AND gone = 0) AS m LEFT JOIN ` +
        `(SELECT message_key, text FROM chat_texts FINAL WHERE ${isIts}) AS t ` +
        `ON m.message_key = t.message_key ORDER BY written_at, author, m.message_key`,
      { session: 'exports' },
    )
    dialogues.push({
      dialogue: String(dialogue),
      opened_at: inZone(Number(openedAt), 'UTC'),
      messenger: messengers.find(({ code }) => code === messenger)?.word ?? '',
      messages: texts.map(([writtenAt, author, text]) => ({
        written_at: inZone(Number(writtenAt), 'UTC'),
        author: authors.find(({ code }) => code === author)?.word ?? '',
        text: String(text),
      })),
    })
  }
  const all = (await dialoguesInFacts(facts, company, person)).length
  return { dialogues, dialoguesMore: Math.max(0, all - dialogues.length) }
}
