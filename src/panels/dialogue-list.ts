import type { Query } from '../measures/ask.ts'
import { rowsIn, isUuidOf, uuidHex } from '../measures/compile.ts'
import { operatorDialogues } from '../measures/facts/operator-dialogues.ts'
import { wordsOf } from '../measures/dimensions.ts'
import type { Column, Value } from './answer.ts'
import { orderByUuid } from './listing.ts'
import type { Listing, TellTime } from './listing.ts'
import { readNames } from './names.ts'

/** So many messages of one dialogue are told, the latest of them. */
export const dialogueMessagesMax = 500

const columns: readonly Column[] = [
  { name: 'opened_at', type: 'time', unit: null },
  { name: 'dialogue', type: 'text', unit: null },
  { name: 'messenger', type: 'text', unit: null },
  { name: 'chat', type: 'text', unit: null },
  { name: 'client', type: 'text', unit: null },
  { name: 'handler', type: 'text', unit: null },
  { name: 'operators', type: 'text', unit: null },
  { name: 'skipped_by', type: 'text', unit: null },
  { name: 'group', type: 'text', unit: null },
  { name: 'bot', type: 'text', unit: null },
  { name: 'user_messages', type: 'number', unit: 'count' },
  { name: 'robot_messages', type: 'number', unit: 'count' },
  { name: 'operator_messages', type: 'number', unit: 'count' },
  { name: 'closed_at', type: 'time', unit: null },
]

const uuidLength = 32
const order = orderByUuid('opened_at', 'dialogue_key')

/** Dialogues, by their opening. */
export const dialogueListing: Listing = {
  of: 'dialogues',
  columns,
  order,
  select: (where, limit) => selectDialogues('dialogues FINAL', where, limit),
  show,
}

// A dialogue has a row for each of its operators.
const ofOperator = `concat(${order.id}, leftPad(hex(operator), 16, '0'))`

/** The same by what operators had to do with them, as the panels by operator count: a dialogue once for each operator. */
export const operatorDialogueListing: Listing = {
  of: 'dialogues',
  columns: [...columns.slice(0, 2), { name: 'operator', type: 'text', unit: null }, ...columns.slice(2)],
  order: { ...order, id: ofOperator },
  select: (where, limit, read) =>
    selectDialogues(rowsIn(operatorDialogues, read), where, limit, { id: ofOperator, more: ', toString(operator)' }),
  async show(query, company, rows, told) {
    const keys = rows.map((row) => String(row.at(-1)))
    const [shown, nameOf] = await Promise.all([show(query, company, rows, told), readNames(query, company, keys)])
    return shown.map((row, at) => row.toSpliced(2, 0, nameOf('operator', keys[at]!).name))
  },
}

function selectDialogues(
  rows: string,
  where: string,
  limit: number,
  { id, more }: { id: string; more: string } = { id: order.id, more: '' },
): string {
  return (
    `SELECT toUnixTimestamp64Milli(opened_at), ${id} AS place, dialogue, messenger, chat, handler, participants, skipped, ` +
    `operator_group, bot, user_messages, robot_messages, operator_messages, toUnixTimestamp64Milli(closed_at)${more} ` +
    `FROM ${rows} WHERE ${where} ORDER BY bucket DESC, opened_at DESC, place LIMIT ${limit}`
  )
}

async function show(query: Query, company: number, rows: readonly (readonly unknown[])[], told: TellTime) {
  const all = rows.map(readRow)
  const keys = all.flatMap(({ chat, bot, group, operators, skippedBy }) => [
    chat,
    bot,
    group,
    ...operators,
    ...skippedBy,
  ])
  const nameOf = await readNames(query, company, keys)
  const clients = await readClients(
    query,
    company,
    all.map(({ key }) => key),
  )
  return all.map((one): Value[] => [
    told(one.openedAt),
    one.dialogue,
    messengerWord(one.messenger),
    nameOf('chat', one.chat).name,
    clients.get(one.key) ?? '',
    handlerWord(one.handler),
    one.operators.map((key) => nameOf('operator', key).name).join(', '),
    one.skippedBy.map((key) => nameOf('operator', key).name).join(', '),
    nameOf('group', one.group).name,
    nameOf('bot', one.bot).name,
    ...one.counts,
    one.closedAt === null ? null : told(one.closedAt),
  ])
}

const [messengerWord, handlerWord] = [wordsOf('messenger'), wordsOf('handler')]

function readRow(row: readonly unknown[]) {
  const [openedAt, key, dialogue, messenger, chat, handler, operators, skippedBy, group, bot, ...rest] = row
  return {
    openedAt: Number(openedAt),
    key: String(key).slice(0, uuidLength),
    dialogue: String(dialogue),
    messenger: Number(messenger),
    chat: String(chat),
    handler: Number(handler),
    operators: (operators as unknown[]).map(String),
    skippedBy: (skippedBy as unknown[]).map(String),
    group: String(group),
    bot: String(bot),
    counts: rest.slice(0, 3).map(Number),
    closedAt: rest[3] === null ? null : Number(rest[3]),
  }
}

/** By key, who the client of a dialogue is, masked. */
async function readClients(query: Query, company: number, keys: readonly string[]): Promise<Map<string, string>> {
  if (keys.length === 0) return new Map()
  const rows = await query(
    `SELECT ${uuidHex('dialogue_key')}, client FROM dialogue_clients FINAL ` +
      `WHERE company = ${company} AND ${isUuidOf('dialogue_key', keys)}`,
  )
  return new Map(rows.map(([key, client]) => [String(key), String(client)]))
}
