import { decodeCurrency } from '../events/currency.ts'
import { decimalOf } from '../measures/decimal.ts'
import type { Query } from '../measures/ask.ts'
import { rowsIn, isUuidOf, uuidHex } from '../measures/compile.ts'
import { wordsOf } from '../measures/dimensions.ts'
import { phrases } from '../measures/facts/phrases.ts'
import type { Column, Value } from './answer.ts'
import { orderByUuid } from './listing.ts'
import type { Listing } from './listing.ts'
import { readNames } from './names.ts'

/** So much of a text is listed; the dialogue has the whole. */
export const listedTextMax = 1000

const columns: readonly Column[] = [
  { name: 'written_at', type: 'time', unit: null },
  { name: 'dialogue', type: 'text', unit: null },
  { name: 'author', type: 'text', unit: null },
  { name: 'operator', type: 'text', unit: null },
  { name: 'text', type: 'text', unit: null },
  { name: 'messenger', type: 'text', unit: null },
  { name: 'chat', type: 'text', unit: null },
  { name: 'bot', type: 'text', unit: null },
  { name: 'group', type: 'text', unit: null },
  { name: 'price', type: 'decimal', unit: 'money' },
  { name: 'currency', type: 'text', unit: null },
]

const order = orderByUuid('written_at', 'message_key')

/** Messages of dialogues, by their writing. */
export const chatMessageListing: Listing = chatMessagesWithTexts(listedTextMax)

/** Those that say a phrase. */
export const phraseListing: Listing = {
  ...chatMessageListing,
  select: (where, limit, read) => selectMessages(rowsIn(phrases, read), where, limit),
}

/** The same with so many characters of each text. */
export function chatMessagesWithTexts(textMax: number): Listing {
  return {
    of: 'chat_messages',
    columns,
    order,
    select: (where, limit) => selectMessages('chat_messages FINAL', where, limit),
    async show(query, company, rows, told) {
      const all = rows.map(readRow)
      const nameOf = await readNames(
        query,
        company,
        all.flatMap(({ operator, chat, bot, group }) => [operator, chat, bot, group]),
      )
      const dialogues = await readDialogues(query, company, all)
      const texts = await readTexts(query, company, all, textMax)
      return all.map((one): Value[] => [
        told(one.writtenAt),
        dialogues.get(one.dialogueKey) ?? '',
        authorWord(one.author),
        nameOf('operator', one.operator).name,
        texts.get(one.key) ?? '',
        messengerWord(one.messenger),
        nameOf('chat', one.chat).name,
        nameOf('bot', one.bot).name,
        nameOf('group', one.group).name,
        one.currency === '' ? null : decimalOf(one.price),
        one.currency,
      ])
    },
  }
}

function selectMessages(from: string, where: string, limit: number): string {
  return (
    `SELECT toUnixTimestamp64Milli(written_at), ${order.id}, ${uuidHex('dialogue_key')}, toUInt32(opened_bucket), author, ` +
    `operator, messenger, chat, bot, operator_group, price, currency ` +
    `FROM ${from} WHERE ${where} ORDER BY bucket DESC, written_at DESC, ${order.id} LIMIT ${limit}`
  )
}

const [messengerWord, authorWord] = [wordsOf('messenger'), wordsOf('author')]

type MessageRow = ReturnType<typeof readRow>

function readRow(row: readonly unknown[]) {
  const [writtenAt, key, dialogueKey, bucket, author, operator, messenger, chat, bot, group, price, currency] = row
  return {
    writtenAt: Number(writtenAt),
    key: String(key),
    dialogueKey: String(dialogueKey),
    bucket: Number(bucket),
    author: Number(author),
    operator: String(operator),
    messenger: Number(messenger),
    chat: String(chat),
    bot: String(bot),
    group: String(group),
    price: BigInt(String(price)),
    currency: decodeCurrency(Number(currency)),
  }
}

/** By key, the ids of the dialogues that messages are in. */
async function readDialogues(query: Query, company: number, messages: readonly MessageRow[]) {
  if (messages.length === 0) return new Map<string, string>()
  const buckets = [...new Set(messages.map(({ bucket }) => bucket))]
  const keys = [...new Set(messages.map(({ dialogueKey }) => dialogueKey))]
  const rows = await query(
    `SELECT ${uuidHex('dialogue_key')}, dialogue FROM dialogues FINAL WHERE company = ${company} ` +
      `AND bucket IN (${buckets.join(',')}) AND ${isUuidOf('dialogue_key', keys)} AND gone = 0`,
  )
  return new Map(rows.map(([key, dialogue]) => [String(key), String(dialogue)]))
}

/** By the key of the message, as much of its text as is asked for. */
async function readTexts(query: Query, company: number, messages: readonly MessageRow[], textMax: number) {
  if (messages.length === 0) return new Map<string, string>()
  const dialogues = [...new Set(messages.map(({ dialogueKey }) => dialogueKey))]
  const rows = await query(
    `SELECT ${uuidHex('message_key')}, substringUTF8(text, 1, ${textMax}) FROM chat_texts FINAL ` +
      `WHERE company = ${company} AND ${isUuidOf('dialogue_key', dialogues)} ` +
      `AND ${isUuidOf(
        'message_key',
        messages.map(({ key }) => key),
      )}`,
  )
  return new Map(rows.map(([key, text]) => [String(key), String(text)]))
}
