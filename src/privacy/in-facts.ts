import { nobody } from '../folding/message-rows.ts'
import { textColumns } from '../folding/message-state.ts'
import { changeRows } from '../stores/events/change-rows.ts'
import type { Facts } from '../stores/events/facts.ts'
import type { KeptRefusal } from '../stores/events/refused-events.ts'
import { everyRefusedEvent } from '../stores/events/refused-events.ts'
import { countInCalls, forgetInCalls } from './calls-in-facts.ts'
import type { InCalls } from './calls-in-facts.ts'
import { countInChats, forgetInChats } from './chats-in-facts.ts'
import type { InChats } from './chats-in-facts.ts'
import { isInRefused } from './in-log.ts'
import type { Sought } from './in-log.ts'
import { piecesOf } from './pieces.ts'
import type { Rooms } from './rooms.ts'

/** The messages of a person, as the condition of a question: the index finds them, the key of the table reads them whole. */
export function messagesOf(company: number, person: string): string {
  return `company = ${company} AND (bucket, message) IN (SELECT bucket, message FROM messages WHERE company = ${company} AND person = toUUID('${person}'))`
}

/** The ids of messages that the facts know to be theirs. */
export async function messagesInFacts(facts: Facts, company: number, person: string): Promise<string[]> {
  const rows = await facts.query(
    `SELECT DISTINCT message FROM messages WHERE company = ${company} AND person = toUUID('${person}')`,
  )
  return rows.map(([message]) => String(message))
}

/** The messages of a person that were created before an instant. */
export async function messagesBefore(facts: Facts, company: number, person: string, at: number): Promise<string[]> {
  const rows = await facts.query(
    `SELECT message FROM messages FINAL WHERE ${messagesOf(company, person)} AND moved = 0 ` +
      `AND created_at < fromUnixTimestamp64Milli(toInt64(${at}), 'UTC')`,
  )
  return rows.map(([message]) => String(message))
}

/** The refused events of a company, up to a record of the log, that are about somebody, the latest first. */
export async function* refusedAbout(
  facts: Facts,
  company: number,
  sought: Sought,
  end = Number.MAX_SAFE_INTEGER,
): AsyncGenerator<KeptRefusal> {
  // The address never goes to the engine: a server of it may note its questions.
  for await (const one of everyRefusedEvent(facts, company, end)) if (isInRefused(one, sought)) yield one
}

/** What of the facts is to forget somebody. */
export type InFacts = {
  chats: InChats
  calls: InCalls
  /** Their messages. */
  messages: ReadonlySet<string>
  /** Messages in whose texts their address may stand. */
  mentions: ReadonlySet<string>
  /** The last record of the log that the facts know and that is spoken of. */
  end: number
}

/** Takes somebody out of the facts: whom messages went to, texts with their address, and refused events about them. */
export async function forgetInFacts(
  rooms: Pick<Rooms, 'facts' | 'folder'>,
  company: number,
  { messages, mentions, chats, calls, end }: InFacts,
  sought: Sought,
): Promise<{ refused: number }> {
  const { facts } = rooms
  await forgetInChats(facts, company, chats, sought.holds)
  await forgetInCalls(rooms, company, calls, sought)
  for (const some of piecesOf([...messages])) {
    const isTheirs = `company = ${company} AND ${isOneOf(some)}`
    await changeRows(facts, 'messages', `UPDATE recipient = '', person = toUUID('${nobody}') WHERE ${isTheirs}`)
  }
  for (const [column, told] of await tellingTexts(facts, company, [...messages, ...mentions], sought)) {
    for (const some of piecesOf(told)) {
      await changeRows(facts, 'messages', `UPDATE ${column} = '' WHERE company = ${company} AND ${isOneOf(some)}`)
    }
  }
  const places: string[] = []
  for await (const { place } of refusedAbout(facts, company, sought, end)) places.push(`(${place.record},${place.at})`)
  for (const some of piecesOf(places)) {
    const isOne = `company = ${company} AND (record, place) IN (${some.join(',')})`
    await changeRows(facts, 'refused_events', `DELETE WHERE ${isOne}`)
  }
  return { refused: places.length }
}

/** How much the facts still know of somebody: rows under the pseudonym or of these messages, texts, refused events. */
export async function countInFacts(
  facts: Facts,
  company: number,
  { messages, mentions, chats, calls, end }: InFacts,
  sought: Sought,
): Promise<number> {
  const rows = await facts.query(
    `SELECT count() FROM messages WHERE company = ${company} AND person = toUUID('${sought.person}')`,
  )
  let count = Number(rows[0]![0])
  count += await countInChats(facts, company, sought.person, chats, sought.holds)
  count += await countInCalls(facts, company, sought.person, calls, sought.holds)
  for (const some of piecesOf([...messages])) {
    const [found] = await facts.query(
      `SELECT count() FROM messages WHERE company = ${company} AND ${isOneOf(some)} AND recipient != ''`,
    )
    count += Number(found![0])
  }
  for (const told of (await tellingTexts(facts, company, [...messages, ...mentions], sought)).values()) {
    count += told.length
  }
  for await (const _ of refusedAbout(facts, company, sought, end)) count++
  return count
}

/** Any text of a message but those that say which one it is and whom it went to. */
const otherTexts = [...textColumns.filter((column) => column !== 'recipient'), 'detail'] as const

/** By column, the messages in whose texts an address stands. */
async function tellingTexts(
  facts: Facts,
  company: number,
  messages: readonly string[],
  { holds }: Sought,
): Promise<Map<string, string[]>> {
  const told = new Map<string, string[]>()
  for (const some of piecesOf(messages)) {
    const rows = await facts.query(
      `SELECT message, ${otherTexts.join(', ')} FROM messages WHERE company = ${company} AND ${isOneOf(some)}`,
    )
    for (const [message, ...texts] of rows) {
      for (const [at, text] of texts.entries()) {
        if (!holds(String(text))) continue
        const column = otherTexts[at]!
        told.set(column, [...(told.get(column) ?? []), String(message)])
      }
    }
  }
  return told
}

function isOneOf(messages: readonly string[]): string {
  return `message IN (${messages.map((message) => `unhex('${Buffer.from(message).toString('hex')}')`).join(',')})`
}
