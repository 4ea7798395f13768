import { dialogueKey } from '../events/identity.ts'
import type { Facts } from '../stores/events/facts.ts'
import type { DialogueState } from './dialogue-state.ts'
import { bucketOf } from './instants.ts'

/** Where the facts have a dialogue and its messages, and which records of the log hold their events. */
export type DialoguePlace = {
  /** Hexadecimal digits of its UUID. */
  key: string
  /** The start of its bucket, seconds since 1970. */
  bucket: number
  /** The buckets of its messages, in order. */
  messageBuckets: readonly number[]
  records: readonly number[]
}

/** Finds a dialogue of a company; undefined when no event of it was folded. */
export async function findDialogue(
  facts: Facts,
  company: number,
  dialogue: string,
): Promise<DialoguePlace | undefined> {
  const key = dialogueKey(company, dialogue)
  const [row] = await facts.query(
    `SELECT argMax(state, record) FROM dialogue_states ` +
      `WHERE company = ${company} AND dialogue_key = toUUID('${key}') HAVING count() > 0`,
  )
  if (row === undefined) return undefined
  const { openedAt, messages, records } = JSON.parse(String(row[0])) as DialogueState
  const buckets = new Set(Object.values(messages).map(({ writtenAt }) => bucketOf(writtenAt)))
  return {
    key,
    bucket: bucketOf(openedAt),
    messageBuckets: [...buckets].toSorted((a, b) => a - b),
    records,
  }
}
