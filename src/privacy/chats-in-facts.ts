import { dialogueKey } from '../events/identity.ts'
import type { DialogueState } from '../folding/dialogue-state.ts'
import { bucketOf } from '../folding/instants.ts'
import { changeRows } from '../stores/events/change-rows.ts'
import type { Facts } from '../stores/events/facts.ts'
import type { Holds } from './address-search.ts'
import { piecesOf } from './pieces.ts'

/** The dialogues of a person, as a condition on the key of a dialogue. */
export function dialoguesOf(company: number, person: string): string {
  return (
    `company = ${company} AND dialogue_key IN (SELECT dialogue_key FROM dialogue_clients WHERE company = ${company} ` +
    `AND person = toUUID('${person}'))`
  )
}

/** The ids of dialogues whose client the facts know to be this person; those that were opened before an instant. */
export async function dialoguesInFacts(
  facts: Facts,
  company: number,
  person: string,
  before = Number.MAX_SAFE_INTEGER,
): Promise<string[]> {
  const rows = await facts.query(
    `SELECT DISTINCT JSONExtractString(state, 'dialogue') FROM dialogue_states WHERE ${dialoguesOf(company, person)} ` +
      `AND JSONExtractUInt(state, 'openedAt') < ${before}`,
  )
  return rows.map(([dialogue]) => String(dialogue))
}

/** What of the chats is to forget somebody. */
export type InChats = {
  /** Dialogues of which they are the client. */
  dialogues: ReadonlySet<string>
  /** Dialogues of others in whose texts their address may stand. */
  mentions: ReadonlySet<string>
}

/** Takes somebody out of the chats: who the client was and everything that was written in their dialogues, and their address elsewhere. */
export async function forgetInChats(facts: Facts, company: number, known: InChats, holds: Holds): Promise<void> {
  for (const keys of piecesOf(keysOf(company, known.dialogues))) {
    const theirs = `company = ${company} AND dialogue_key IN (${keys.join(',')})`
    await changeRows(facts, 'dialogue_clients', `DELETE WHERE ${theirs}`)
    await changeRows(facts, 'chat_texts', `DELETE WHERE ${theirs}`)
    await changeRows(facts, 'phrase_messages', `DELETE WHERE ${theirs}`)
  }
  for (const places of piecesOf(await tellingTexts(facts, company, known.mentions, holds))) {
    const telling = `company = ${company} AND (dialogue_key, message_key) IN (${places.join(',')})`
    // What is found by the text goes last: an erasure that is cut off finds it again.
    await changeRows(facts, 'phrase_messages', `DELETE WHERE ${telling}`)
    await changeRows(facts, 'chat_texts', `DELETE WHERE ${telling}`)
  }
}

/** The buckets (15 minutes, by their starts in seconds) in which messages of these dialogues were written. */
export async function bucketsOf(
  facts: Facts,
  company: number,
  dialogues: ReadonlySet<string>,
): Promise<ReadonlySet<number>> {
  const buckets = new Set<number>()
  for (const keys of piecesOf(keysOf(company, dialogues))) {
    const rows = await facts.query(
      `SELECT state FROM dialogue_states FINAL WHERE company = ${company} AND dialogue_key IN (${keys.join(',')})`,
    )
    for (const [state] of rows) {
      const { messages } = JSON.parse(String(state)) as DialogueState
      for (const { writtenAt } of Object.values(messages)) buckets.add(bucketOf(writtenAt))
    }
  }
  return buckets
}

/** How much the chats still know of somebody. */
export async function countInChats(
  facts: Facts,
  company: number,
  person: string,
  { dialogues, mentions }: InChats,
  holds: Holds,
): Promise<number> {
  let count = await countOf(facts, `dialogue_clients WHERE company = ${company} AND person = toUUID('${person}')`)
  for (const keys of piecesOf(keysOf(company, dialogues))) {
    for (const table of ['dialogue_clients', 'chat_texts', 'phrase_messages']) {
      count += await countOf(facts, `${table} WHERE company = ${company} AND dialogue_key IN (${keys.join(',')})`)
    }
  }
  return count + (await tellingTexts(facts, company, mentions, holds)).length
}

async function countOf(facts: Facts, from: string): Promise<number> {
  const [row] = await facts.query(`SELECT count() FROM ${from}`)
  return Number(row![0])
}

/** Where texts of these dialogues hold an address. */
async function tellingTexts(
  facts: Facts,
  company: number,
  dialogues: ReadonlySet<string>,
  holds: Holds,
): Promise<string[]> {
  const places: string[] = []
  for (const keys of piecesOf(keysOf(company, dialogues))) {
    const rows = await facts.query(
      `SELECT toString(dialogue_key), toString(message_key), text FROM chat_texts ` +
        `WHERE company = ${company} AND dialogue_key IN (${keys.join(',')})`,
    )
    for (const [dialogue, message, text] of rows) {
      if (holds(String(text))) places.push(`(toUUID('${String(dialogue)}'),toUUID('${String(message)}'))`)
    }
  }
  return places
}

function keysOf(company: number, dialogues: ReadonlySet<string>): string[] {
  return Array.from(dialogues, (dialogue) => `toUUID('${dialogueKey(company, dialogue)}')`)
}
