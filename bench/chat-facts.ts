import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { namedKinds } from '../src/events/chat-vocabulary.ts'
import type { ChatKind } from '../src/events/chat-vocabulary.ts'
import { encodeCurrency } from '../src/events/currency.ts'
import { nameKey } from '../src/events/name-key.ts'
import { replacePresenceDays } from '../src/folding/presence-days.ts'
import type { Facts } from '../src/stores/events/facts.ts'
import { openFacts } from '../src/stores/events/open.ts'
import { rollUpAll } from './all-roll-ups.ts'

/** The year that the dialogues of the bench lie in, and how many there are. */
export type ChatYear = { from: number; dialogues: number }

/**
 * What comes in of a dialogue: 7.5 messages, and 2.5 steps (each is opened, nearly each closed, half of them assigned). So
 * 100 million events are 10 million dialogues with 75 million messages.
 */
export const eventsPerDialogue = 10

const yearSeconds = 365 * 86_400
const companies = [1, 2] as const
const many = { chat: 12, bot: 6, operator: 200, group: 5, client: 400_000 } as const
const kinds = ['chat', 'bot', 'operator', 'group'] as const satisfies readonly ChatKind[]
/** Of what clients write, two fifths is one of these, the first of them most often; the rest is said once. Robots say nothing else. */
const commonPhrases = { user: 2000, robot: 50 } as const
const currency = { eur: encodeCurrency('EUR')!, usd: encodeCurrency('USD')! }
const cities = [
  [52.52, 13.4],
  [48.14, 11.58],
  [51.51, -0.13],
  [48.86, 2.35],
  [42.7, 23.32],
  [43.24, 76.95],
  [59.33, 18.07],
  [40.71, -74.01],
]

export function idOf(kind: ChatKind, number: number): string {
  return `${kind}-${number}`
}

/** The numbers of a kind by the keys that the store has for them. */
export function numbersOf(company: number, kind: ChatKind): ReadonlyMap<string, number> {
  return new Map(Array.from({ length: many[kind] }, (_, at) => [nameKey(company, kind, idOf(kind, at + 1)), at + 1]))
}

/** Numbers of chance of a dialogue, at least 0 and less than `below`. */
function chance(salt: number, below: number): string {
  return `cityHash64(number, ${salt}) % ${below}`
}

/** About a standard normal distribution. */
function normal(salt: number): string {
  const sum = [0, 1, 2, 3].map((at) => chance(salt + at, 1000)).join(' + ')
  return `((${sum}) / 1000 - 2) * 1.73`
}

/**
 * The dialogues with these numbers of a year of two companies (four fifths belong to the first), made by the engine from their
 * numbers, so that any amount is there in minutes, and the same each time. Chats, bots, groups and operators are numbers, 0 for
 * none; everything but the messages of a dialogue.
 */
function dialoguesOf({ from, dialogues }: ChatYear, first: number, count: number): string {
  const second = `toUInt64(${Math.floor(from / 1000)} + intDiv(number * ${yearSeconds}, ${dialogues}) + ${chance(1, 1800)})`
  return `SELECT number, if(${chance(2, 5)} = 0, 2, 1) AS company,
  ${second} * 1000 + ${chance(3, 1000)} AS moment,
  toUInt8(arrayElement([1,1,1,1,1,1,1,3,3,3,3,2,2,2,4,4,5,5,6,7,8,8,9,10,11,12,13], toInt32(1 + ${chance(4, 27)}))) AS messenger,
  toUInt8(1 + least(${chance(5, many.chat)}, ${chance(6, many.chat)})) AS chat,
  toUInt8(if(${chance(7, 8)} = 0, 0, 1 + chat % ${many.bot})) AS bot,
  ${chance(8, 100)} AS luck,
  toUInt8(1 + ${chance(9, many.operator)}) AS operator, toUInt8(1 + (operator + 6) % ${many.operator}) AS other,
  multiIf(luck < 52, [], luck < 94, [operator], arraySort([operator, other])) AS participants,
  if(luck >= 96, [other], if(${chance(10, 40)} = 0, [], participants)) AS wrote,
  toUInt8(if(empty(participants), 0, 1 + operator % ${many.group})) AS operator_group,
  toUInt8(${chance(11, 25)} > 0 OR notEmpty(wrote)) AS asked,
  toUInt8(if(notEmpty(wrote), 3, 2)) AS handler,
  if(${chance(12, 33)} = 0, arraySlice(participants, 1, 1), []) AS active,
  if(notEmpty(participants) AND ${chance(13, 12)} = 0, [toUInt8(1 + (operator + 10) % ${many.operator})], []) AS skipped,
  messenger = 1 AND ${chance(14, 100)} < 82 AS placed, toInt32(1 + ${chance(15, cities.length)}) AS city,
  if(placed, arrayElement([${cities.map(([latitude]) => latitude).join(',')}], city) + ${chance(16, 4000)} / 10000 - 0.2, NULL) AS latitude,
  if(placed, arrayElement([${cities.map(([, longitude]) => longitude).join(',')}], city) + ${chance(17, 6000)} / 10000 - 0.3, NULL) AS longitude,
  toUInt32(exp(4.6 + 1.1 * ${normal(20)})) AS first_seconds, toUInt32(exp(4 + ${normal(24)})) AS next_seconds,
  toUInt8(if(empty(wrote), 0, 1 + ${chance(28, 3)})) AS answers,
  arraySlice([first_seconds, next_seconds, intDiv(next_seconds, 2)], 1, answers) AS replies,
  arraySlice([wrote[1], wrote[-1], wrote[1]], 1, answers) AS repliers,
  toUInt8(multiIf(asked = 0, 1, empty(wrote), 3 + ${chance(29, 5)}, 6 + ${chance(30, 9)})) AS messages
FROM numbers(${first}, ${count})`
}

/** The messages of these dialogues. */
function messagesOf(year: ChatYear, first: number, count: number): string {
  return `SELECT *, toUInt8(multiIf(asked = 0, 2, place < 3, place % 2 + 1, empty(wrote), place % 2 + 1, place % 2 = 0, 1, 3)) AS author,
  moment + place * 41000 + cityHash64(number, place, 1) % 30000 AS written,
  toUInt8(if(author = 3, wrote[1 + place % length(wrote)], 0)) AS writer,
  if(author = 3, [writer], participants) AS own,
  toUInt16(if(chat = ${many.chat}, ${currency.usd}, ${currency.eur})) AS currency,
  toUInt64(arrayElement([1500, 4000, 26000], author)) AS price,
  toInt32(cityHash64(number, 3) % ${many.client}) AS client, cityHash64(number, place, 2) AS chosen,
  toInt64(multiIf(author = 2, 1 + chosen % ${commonPhrases.robot}, author = 3, 0, chosen % 10 < 4,
    toInt64(exp(log(${commonPhrases.user}) * (intDiv(chosen, 10) % 1000000) / 1000000)), ${commonPhrases.user} + number * 16 + place)) AS phrase
FROM (SELECT *, arrayJoin(range(messages)) AS place FROM (${dialoguesOf(year, first, count)}))`
}

/**
 * What operators were: each comes and goes once a day and has four pauses, in two shifts of which one goes over midnight. There
 * are as many of them however many dialogues there are.
 */
function presenceOf({ from }: ChatYear): string {
  const changes = 10
  const days = 365
  return `SELECT toUInt32(1 + intDiv(number, ${many.operator * days * changes})) AS company, number % ${changes} AS step,
  toUInt8(1 + intDiv(number, ${days * changes}) % ${many.operator}) AS operator,
  toUInt64(${from}) + intDiv(number, ${changes}) % ${days} * 86400000 + (7 + operator % 2 * 9) * 3600000
    + step * 3000000 + ${chance(40, 2_400_000)} AS moment,
  toUInt8(multiIf(step = ${changes - 1}, 3, step % 2 = 1, 2, 1)) AS state
FROM numbers(${companies.length * many.operator * days * changes})`
}

/** Fills a facts folder as the folding would: rows, names and roll-ups. Then writes the rows as CSV for the peers. */
export async function makeChatFacts(dataFolder: string, csvFolder: string, year: ChatYear): Promise<void> {
  mkdirSync(dataFolder, { recursive: true })
  const facts = await openFacts({ path: join(dataFolder, 'facts'), memoryBytesMax: 6 * 1024 ** 3 })
  const atOnce = 250_000
  for (let first = 0; first < year.dialogues; first += atOnce) {
    const count = Math.min(atOnce, year.dialogues - first)
    await facts.command(insertDialogues(dialoguesOf(year, first, count)))
    const messages = messagesOf(year, first, count)
    await facts.command(insertMessages(messages))
    for (const statement of insertTexts(messages)) await facts.command(statement)
  }
  for (const company of companies) {
    await nameAll(facts, company)
    await rollUpAll(facts, company, ['dialogues', 'chat_messages'])
  }
  await storePresence(facts, year)
  await writeCsv(facts, csvFolder, year)
  await facts.close()
}

const dialogueKey = 'reinterpretAsUUID(sipHash128(number))'
const messageKey = 'reinterpretAsUUID(sipHash128(number, place))'
const bucketOf = (milliseconds: string) => `toDateTime(intDiv(${milliseconds}, 900000) * 900, 'UTC')`
const timeOf = (milliseconds: string) => `fromUnixTimestamp64Milli(toInt64(${milliseconds}), 'UTC')`

/** The store's key of a number. */
function keyOf(kind: ChatKind, number: string): string {
  return `if(company = 1, ${keysOf(1, kind)}, ${keysOf(2, kind)})[${number} + 1]`
}

function listOfKeys(numbers: string): string {
  return `arraySort(arrayMap(one -> ${keyOf('operator', 'one')}, ${numbers}))`
}

function keysOf(company: number, kind: ChatKind): string {
  const keys = Array.from({ length: many[kind] }, (_, at) => nameKey(company, kind, idOf(kind, at + 1)))
  return `[${['0', ...keys].map((key) => `toUInt64(${key})`).join(',')}]`
}

const placeOfRow = `messenger, ${keyOf('chat', 'chat')}, ${keyOf('bot', 'bot')}, ${keyOf('group', 'operator_group')}, asked`

function insertDialogues(dialogues: string): string {
  return `INSERT INTO dialogues (company, bucket, dialogue_key, dialogue, generation, gone, opened_at, closed_at,
    messenger, chat, bot, operator_group, asked, handler, participants, wrote, active, skipped, latitude, longitude,
    first_response, replies, repliers, user_messages, robot_messages, operator_messages, records)
  SELECT company, ${bucketOf('moment')}, ${dialogueKey}, concat('dialogue-', toString(number)), 1, 0, ${timeOf('moment')},
    if(empty(active), ${timeOf('moment + 900000')}, NULL), ${placeOfRow}, handler, ${listOfKeys('participants')}, ${listOfKeys('wrote')},
    ${listOfKeys('active')}, ${listOfKeys('skipped')}, latitude, longitude, if(answers > 0, first_seconds, NULL), replies,
    arrayMap(one -> ${keyOf('operator', 'one')}, repliers), asked, 1, length(wrote), [number]
  FROM (${dialogues})`
}

function insertMessages(messages: string): string {
  return `INSERT INTO chat_messages (company, bucket, dialogue_key, message_key, generation, gone, written_at, author,
    messenger, chat, bot, operator_group, asked, operator, participants, currency, price, opened_bucket)
  SELECT company, ${bucketOf('written')}, ${dialogueKey}, ${messageKey}, 1, 0, ${timeOf('written')}, author,
    ${placeOfRow}, ${keyOf('operator', 'writer')}, ${listOfKeys('own')}, currency, price, ${bucketOf('moment')}
  FROM (${messages})`
}

const phraseKey = 'cityHash64(author, phrase)'

/** Texts with their phrases, where each phrase was said, which are common, and whose dialogues they are. */
function insertTexts(messages: string): string[] {
  const texts = `(SELECT * FROM (${messages}) WHERE author < 3)`
  const keys = `${dialogueKey}, ${messageKey}`
  return [
    `INSERT INTO chat_texts (company, dialogue_key, message_key, text, phrase, generation)
      SELECT company, ${keys}, concat('What is said as number ', toString(phrase)), ${phraseKey}, 1 FROM ${texts}`,
    `INSERT INTO phrase_messages (company, phrase, dialogue_key, message_key, generation)
      SELECT company, ${phraseKey}, ${keys}, 1 FROM ${texts}`,
    `INSERT INTO common_phrases (company, phrase, record)
      SELECT DISTINCT company, ${phraseKey}, 1 FROM ${texts} WHERE phrase <= ${commonPhrases.user}`,
    `INSERT INTO dialogue_clients (company, dialogue_key, client, person, generation)
      SELECT company, ${dialogueKey}, concat('client-', toString(client)), reinterpretAsUUID(sipHash128(client)), 1
      FROM ${texts} WHERE place = 0`,
  ]
}

async function nameAll(facts: Facts, company: number): Promise<void> {
  const rows = kinds.flatMap((kind) =>
    Array.from({ length: many[kind] }, (_, at) => {
      const id = idOf(kind, at + 1)
      return [company, namedKinds[kind], nameKey(company, kind, id), id, `The ${id}`, 1].join('\t')
    }),
  )
  const columns = ['company', 'kind', 'key', 'id', 'name', 'generation']
  await facts.insert('names', columns, Buffer.from(rows.map((row) => `${row}\n`).join('')))
}

async function storePresence(facts: Facts, year: ChatYear): Promise<void> {
  for (const table of ['presence', 'presence_by_time']) {
    await facts.command(`INSERT INTO ${table} (company, operator, at, state, operator_group, generation)
      SELECT company, ${keyOf('operator', 'operator')}, ${timeOf('moment')}, state, 0, 1 FROM (${presenceOf(year)})`)
  }
  const days = Array.from({ length: 367 }, (_, day) => (Math.floor(year.from / 86_400_000) + day) * 86_400)
  const touched = companies.map((company) => {
    const operators = new Set(numbersOf(company, 'operator').keys())
    return [company, new Map(days.map((day) => [day, operators]))] as const
  })
  await replacePresenceDays(facts, new Map(touched), 1)
}

/** What the peers' tables are sorted or indexed by, after the company. */
export const peerOrder = { dialogues: 'moment', messages: 'moment', presence: 'operator, moment' } as const

/** The columns of the peers' tables, with what DuckDB calls their types; lists are written `{1,2}`. */
export const peerColumns = {
  dialogues: {
    company: 'SMALLINT',
    moment: 'BIGINT',
    messenger: 'SMALLINT',
    chat: 'SMALLINT',
    bot: 'SMALLINT',
    operator_group: 'SMALLINT',
    asked: 'SMALLINT',
    handler: 'SMALLINT',
    participants: 'SMALLINT[]',
    wrote: 'SMALLINT[]',
    active: 'SMALLINT[]',
    skipped: 'SMALLINT[]',
    latitude: 'DOUBLE',
    longitude: 'DOUBLE',
    replies: 'INTEGER[]',
    repliers: 'SMALLINT[]',
  },
  messages: {
    company: 'SMALLINT',
    moment: 'BIGINT',
    author: 'SMALLINT',
    messenger: 'SMALLINT',
    chat: 'SMALLINT',
    bot: 'SMALLINT',
    operator_group: 'SMALLINT',
    asked: 'SMALLINT',
    participants: 'SMALLINT[]',
    currency: 'SMALLINT',
    price: 'INTEGER',
    phrase: 'BIGINT',
    client: 'INTEGER',
  },
  presence: { company: 'SMALLINT', operator: 'SMALLINT', moment: 'BIGINT', state: 'SMALLINT' },
} as const satisfies Record<string, Record<string, string>>

async function writeCsv(facts: Facts, folder: string, year: ChatYear): Promise<void> {
  const selects = {
    dialogues: dialoguesOf(year, 0, year.dialogues),
    messages: `SELECT * EXCEPT (moment, participants, messages), written AS moment, own AS participants FROM (${messagesOf(year, 0, year.dialogues)})`,
    presence: presenceOf(year),
  }
  for (const [table, select] of Object.entries(selects)) {
    const columns = Object.entries(peerColumns[table as keyof typeof peerColumns]).map(([name, type]) =>
      type.endsWith('[]') ? `concat('{', arrayStringConcat(${name}, ','), '}')` : name,
    )
    await facts.command(`INSERT INTO FUNCTION file('${join(folder, `${table}.csv`)}', 'CSV')
      SELECT ${columns.join(', ')} FROM (${select})`)
  }
}

const [dataFolder, csvFolder, from, dialogues] = process.argv.slice(2)
if (import.meta.main) {
  await makeChatFacts(dataFolder!, csvFolder!, { from: Number(from), dialogues: Number(dialogues) })
}
