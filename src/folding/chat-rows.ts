import type { DialogueFacts, MessageFacts } from './dialogue-facts.ts'
import { listOf, nothing } from './fact-rows.ts'
import type { FactRow } from './fact-rows.ts'
import { bucketOf, secondsOrNull, secondsOf } from './instants.ts'
import { escapeText } from './message-rows.ts'

/** The columns of `dialogues` that a row fills, in order. */
export const dialogueColumns = [
  'company',
  'bucket',
  'dialogue_key',
  'generation',
  'gone',
  'dialogue',
  'opened_at',
  'closed_at',
  'messenger',
  'chat',
  'bot',
  'operator_group',
  'asked',
  'handler',
  'participants',
  'wrote',
  'active',
  'skipped',
  'latitude',
  'longitude',
  'first_response',
  'replies',
  'repliers',
  'user_messages',
  'robot_messages',
  'operator_messages',
  'records',
] as const

/** What a dialogue says in `dialogues`. */
export function dialogueRow(key: string, dialogue: string, facts: DialogueFacts): FactRow {
  const { openedAt, closedAt, messenger, chat, bot, group, asked, handler, place, replies, counts } = facts
  const values = [
    escapeText(dialogue),
    secondsOf(openedAt),
    secondsOrNull(closedAt),
    messenger,
    chat,
    bot,
    group,
    Number(asked),
    handler,
    ...[facts.participants, facts.wrote, facts.active, facts.skipped].map(listOf),
    place?.latitude ?? nothing,
    place?.longitude ?? nothing,
    facts.firstResponse ?? nothing,
    listOf(replies.map(({ seconds }) => seconds)),
    listOf(replies.map(({ operator }) => operator)),
    counts.user,
    counts.robot,
    counts.operator,
    listOf(facts.records),
  ]
  return { key, bucket: bucketOf(openedAt), values: values.join('\t') }
}

/** The columns of `chat_messages` that a row fills, in order. */
export const chatMessageColumns = [
  'company',
  'bucket',
  'dialogue_key',
  'message_key',
  'generation',
  'gone',
  'written_at',
  'author',
  'messenger',
  'chat',
  'bot',
  'operator_group',
  'asked',
  'operator',
  'participants',
  'currency',
  'price',
  'opened_bucket',
] as const

/** What a message of a dialogue says in `chat_messages`; its key has the dialogue's before it. */
export function chatMessageRow(dialogue: FactRow, facts: MessageFacts, asked: boolean): FactRow {
  const { writtenAt, author, messenger, chat, bot, group, operator, participants, currency } = facts
  const values = [
    secondsOf(writtenAt),
    author,
    messenger,
    chat,
    bot,
    group,
    Number(asked),
    operator,
    listOf(participants),
    currency,
    facts.priceMillionths,
    dialogue.bucket,
  ]
  return { key: `${dialogue.key}\t${facts.key}`, bucket: bucketOf(writtenAt), values: values.join('\t') }
}
