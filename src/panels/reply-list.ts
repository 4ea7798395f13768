import { wordsOf } from '../measures/dimensions.ts'
import { replies } from '../measures/facts/replies.ts'
import { rowsIn, uuidHex } from '../measures/compile.ts'
import type { Column, Value } from './answer.ts'
import type { Listing } from './listing.ts'
import { readNames } from './names.ts'

const columns: readonly Column[] = [
  { name: 'opened_at', type: 'time', unit: null },
  { name: 'dialogue', type: 'text', unit: null },
  { name: 'seconds', type: 'number', unit: 'seconds' },
  { name: 'operator', type: 'text', unit: null },
  { name: 'messenger', type: 'text', unit: null },
  { name: 'chat', type: 'text', unit: null },
  { name: 'group', type: 'text', unit: null },
  { name: 'bot', type: 'text', unit: null },
]

// A dialogue has a row for each of its turns.
const id = `concat(${uuidHex('dialogue_key')}, leftPad(hex(toUInt32(turn)), 8, '0'))`

/** Turns of clients that an operator answered, and dialogues that none did, by the opening of the dialogue. */
export const replyListing: Listing = {
  of: 'replies',
  columns,
  order: { time: replies.rows.time, id, idFrom: (hex) => `'${hex}'` },
  select: (where, limit, read) =>
    `SELECT toUnixTimestamp64Milli(opened_at), ${id} AS place, dialogue, turn, seconds, replier, messenger, chat, operator_group, bot ` +
    `FROM ${rowsIn(replies, read)} WHERE ${where} ORDER BY bucket DESC, opened_at DESC, place LIMIT ${limit}`,
  async show(query, company, rows, told) {
    const all = rows.map(readRow)
    const nameOf = await readNames(
      query,
      company,
      all.flatMap(({ operator, chat, group, bot }) => [operator, chat, group, bot]),
    )
    return all.map(({ openedAt, dialogue, seconds, operator, messenger, chat, group, bot }): Value[] => [
      told(openedAt),
      dialogue,
      seconds,
      nameOf('operator', operator).name,
      messengerWord(messenger),
      nameOf('chat', chat).name,
      nameOf('group', group).name,
      nameOf('bot', bot).name,
    ])
  },
}

const messengerWord = wordsOf('messenger')

function readRow(row: readonly unknown[]) {
  const [openedAt, , dialogue, turn, seconds, operator, messenger, chat, group, bot] = row
  return {
    openedAt: Number(openedAt),
    dialogue: String(dialogue),
    seconds: Number(turn) === 0 ? null : Number(seconds),
    operator: String(operator),
    messenger: Number(messenger),
    chat: String(chat),
    group: String(group),
    bot: String(bot),
  }
}
