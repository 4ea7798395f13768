import { nameKey } from '../src/events/name-key.ts'
import { namedKinds } from '../src/events/chat-vocabulary.ts'
import type { ChatKind, NamedKind } from '../src/events/chat-vocabulary.ts'
import { codeOfLetters } from '../src/events/currency.ts'
import { phraseRollUps, replaceRollUp } from '../src/folding/roll-ups.ts'
import { phraseKey } from '../src/phrases/phrase.ts'
import type { Facts } from '../src/stores/events/facts.ts'
import { chance } from './chance.ts'
import { daysOfPresence, stretchesOf } from './presence-model.ts'
import type { ToldState } from './presence-model.ts'
import { spellings } from './phrase-model.ts'

/** A dialogue as people would tell of it; chats, bots, groups and operators by their ids, empty for none. */
export type ModelDialogue = {
  key: string
  openedAt: number
  messenger: string
  chat: string
  bot: string
  group: string
  asked: boolean
  participants: readonly string[]
  wrote: readonly string[]
  active: readonly string[]
  skipped: readonly string[]
  /** How long the client waited for each answer of an operator, in order. */
  replies: readonly { seconds: number; operator: string }[]
  /** Degrees, as they were told. */
  coordinates: { latitude: string; longitude: string } | undefined
}

export type ModelChatMessage = Pick<
  ModelDialogue,
  'messenger' | 'chat' | 'bot' | 'group' | 'asked' | 'participants'
> & {
  dialogue: string
  key: string
  writtenAt: number
  author: 'user' | 'robot' | 'operator'
  operator: string
  price: { currency: string; millionths: bigint } | undefined
  /** What it says, and who the client of its dialogue is; empty where nobody told. */
  text: string
  client: string
}

export type ChatDays = {
  dialogues: readonly ModelDialogue[]
  messages: readonly ModelChatMessage[]
  presence: readonly ToldState[]
}

/** What ids are called; two chats share a name, and some are written to be taken for something else. */
export const chatNames: Readonly<Record<ChatKind, Readonly<Record<string, string>>>> = {
  chat: { shop: 'Shop', 'shop,old': 'Shop', "'); DROP TABLE names; --": '=1+1', чат: '‮Чат' },
  bot: { greeter: 'Greeter', faq: 'FAQ' },
  operator: { ann: 'Ann', bob: 'Bob', 'c\\1': '<script>alert(1)</script>', dora: 'Дора' },
  group: { night: 'Night shift', day: 'Day shift' },
}

/** What a chat is shown as: without the mark that turns what is beside it. */
export function chatTitle(id: string): string {
  return (chatNames.chat[id] ?? '').replace('\u202e', '')
}

const messengerCodes: Readonly<Record<string, number>> = {
  unknown: 0,
  web: 1,
  telegram: 2,
  whatsapp: 3,
  viber: 4,
  line: 13,
}
const authorCodes = { user: 1, robot: 2, operator: 3 } as const
/** People by their pseudonyms. */
const clients = [1, 2, 3, 4].map((at) => `aaaaaaaa-0000-4000-8000-00000000000${at}`)
const currencies = ['EUR', 'USD', 'JPY', 'EUR']
const quarter = 900_000

/** Two are of one square; some lie where squares meet, at the poles, at the equator, and where the day changes. */
const placesTold = [
  ['52.5200', '13.4050'],
  ['52.5999', '13.4999'],
  ['52.4999', '13.4050'],
  ['0', '0'],
  ['-0.01', '-0.01'],
  ['90', '12'],
  ['-90', '-180'],
  ['51.5', '180'],
  ['51.5', '-180'],
  ['51.55', '179.9999'],
  ['-33.8688', '151.2093'],
].map(([latitude, longitude]) => ({ latitude: latitude!, longitude: longitude! }))

/** Dialogues at odd milliseconds, dense at the edges of periods that are asked about. */
export function chatDays(
  edges: readonly number[],
  spans: readonly (readonly [from: number, to: number, many: number])[],
): ChatDays {
  const next = chance(11)
  const pick = <T>(some: readonly T[]) => some[Math.floor(next() * some.length)]!
  const some = <T>(all: readonly T[]) => all.filter(() => next() < 0.4)
  const openings = [
    ...edges.flatMap((edge) => [edge - 1, edge, edge + 1]),
    ...spans.flatMap(([from, to, many]) => Array.from({ length: many }, () => Math.floor(from + next() * (to - from)))),
  ]
  const operators = Object.keys(chatNames.operator)
  // Few numbers, so that many are equal, and now and then one that is far away.
  const repliesOf = (operator: string) =>
    Array.from({ length: Math.floor(next() * 4) }, () => ({
      seconds: next() < 0.05 ? 200_000 + Math.floor(next() * 9) : Math.floor(next() * next() * 90),
      operator,
    }))
  const dialogues: ModelDialogue[] = []
  const messages: ModelChatMessage[] = []
  for (const [at, openedAt] of openings.entries()) {
    const participants = some(operators)
    const wrote = some(participants)
    const authors = [...(next() < 0.8 ? ['user' as const] : []), ...some(['user', 'robot', 'robot'] as const)]
    const dialogue: ModelDialogue = {
      key: uuid(at),
      openedAt,
      messenger: pick(Object.keys(messengerCodes)),
      chat: pick([...Object.keys(chatNames.chat), '']),
      bot: pick([...Object.keys(chatNames.bot), '']),
      group: pick([...Object.keys(chatNames.group), '']),
      asked: authors.includes('user'),
      participants,
      wrote,
      active: participants.slice(0, next() < 0.3 ? 1 : 0),
      skipped: some(operators),
      replies: authors.includes('user') ? wrote.flatMap((operator) => repliesOf(operator)) : [],
      coordinates: next() < 0.4 ? undefined : pick(placesTold),
    }
    dialogues.push(dialogue)
    const { messenger, chat, bot, group, asked } = dialogue
    const client = next() < 0.5 ? '' : pick(clients)
    const written = [
      ...authors.map((author) => ({ author, operator: '' })),
      ...wrote.map((operator) => ({ author: 'operator' as const, operator })),
    ]
    for (const [place, { author, operator }] of written.entries()) {
      messages.push({
        dialogue: dialogue.key,
        key: uuid(at * 100 + place),
        writtenAt: openedAt + Math.floor(next() * next() * 3 * quarter),
        author,
        operator,
        messenger,
        chat,
        bot,
        group,
        asked,
        participants: operator === '' ? participants : [operator],
        price:
          next() < 0.3 ? undefined : { currency: pick(currencies), millionths: BigInt(Math.floor(next() * 5_000_000)) },
        text: next() < 0.2 ? '' : next() < 0.2 ? `said once: ${inLetters(at * 100 + place)}` : pick(spellings.flat()),
        client,
      })
    }
  }
  return { dialogues, messages, presence: presenceAround(edges, spans, next) }
}

/** States of all operators but one, near every edge and all over the spans; some hold until nobody believes them any more. */
function presenceAround(
  edges: readonly number[],
  spans: readonly (readonly [from: number, to: number, many: number])[],
  next: () => number,
): ToldState[] {
  const states = ['online', 'paused', 'offline', 'online'] as const
  const moments = [
    ...edges.flatMap((edge) => [edge, edge + 1, edge - Math.floor(next() * 30 * 4 * quarter)]),
    ...spans.flatMap(([from, to, many]) => Array.from({ length: many }, () => Math.floor(from + next() * (to - from)))),
  ]
  return ['ann', 'bob', 'c\\1'].flatMap((operator) =>
    moments
      .filter(() => next() < 0.6)
      .map((at) => ({
        operator,
        at,
        state: states[Math.floor(next() * 4)]!,
        group: ['', 'night', 'day'][Math.floor(next() * 3)]!,
      })),
  )
}

/** Writes what operators were when, with what was thought before of an instant. */
async function storePresence(facts: Facts, company: number, told: readonly ToldState[]): Promise<void> {
  const key = (kind: NamedKind, id: string) => nameKey(company, kind, id)
  const codes = { online: 1, paused: 2, offline: 3 }
  const rowOf = ({ operator, at, state, group }: ToldState, generation: number) =>
    [company, key('operator', operator), seconds(at), codes[state], key('group', group), generation].join('\t')
  for (const table of ['presence', 'presence_by_time']) {
    await insert(
      facts,
      table,
      'company,operator,at,state,operator_group,generation',
      told.flatMap((one, at) => [
        rowOf(one, codes[one.state]),
        ...(at % 4 === 0 && one.state !== 'online' ? [rowOf({ ...one, state: 'online', group: '' }, 0)] : []),
      ]),
    )
  }
  await insert(
    facts,
    'presence_rolled_up',
    'company,bucket_seconds,bucket,operator,operator_group,generation,online,paused,offline',
    daysOfPresence(stretchesOf(told)).map(({ operator, group, day, held }) =>
      [company, 86_400, day / 1000, key('operator', operator), key('group', group), 1, ...held].join('\t'),
    ),
  )
}

/** Writes the days into the tables, with rows that were replaced or that left, as folding leaves them behind. */
export async function storeChatDays(
  facts: Facts,
  company: number,
  { dialogues, messages, presence }: ChatDays,
): Promise<void> {
  await storePresence(facts, company, presence)
  const key = (kind: NamedKind, id: string) => nameKey(company, kind, id)
  const list = (ids: readonly string[]) => `[${ids.map((id) => key('operator', id)).join(',')}]`
  const place = ({ messenger, chat, bot, group, asked }: ModelDialogue | ModelChatMessage) =>
    [messengerCodes[messenger], key('chat', chat), key('bot', bot), key('group', group), asked ? 1 : 0].join('\t')
  const dialogueRow = (one: ModelDialogue, generation: number, gone: number) =>
    [
      company,
      bucketOf(one.openedAt),
      one.key,
      one.key,
      generation,
      gone,
      seconds(one.openedAt),
      place(one),
      one.wrote.length > 0 ? 3 : 2,
      list(one.participants),
      list(one.wrote),
      list(one.active),
      list(one.skipped),
      `[${one.replies.map(({ seconds: waited }) => waited).join(',')}]`,
      list(one.replies.map(({ operator }) => operator)),
      one.coordinates?.latitude ?? '\\N',
      one.coordinates?.longitude ?? '\\N',
      0,
    ].join('\t')
  await insert(
    facts,
    'dialogues',
    'company,bucket,dialogue_key,dialogue,generation,gone,opened_at,messenger,chat,bot,operator_group,asked,handler,participants,wrote,active,skipped,replies,repliers,latitude,longitude,user_messages',
    dialogues.flatMap((one, at) => [
      dialogueRow(one, 5, 0),
      // What was known before does not count beside what is known now.
      ...(at % 4 === 0
        ? [dialogueRow({ ...one, messenger: 'viber', wrote: [], skipped: ['ann'], replies: [] }, 2, 0)]
        : []),
      // It was thought to be opened a day later.
      ...(at % 5 === 0 ? [dialogueRow({ ...one, openedAt: one.openedAt + 86_400_000 }, 4, 1)] : []),
    ]),
  )
  const openings = new Map(dialogues.map(({ key: own, openedAt }) => [own, bucketOf(openedAt)]))
  const messageRow = (one: ModelChatMessage, generation: number, gone: number) =>
    [
      company,
      bucketOf(one.writtenAt),
      one.dialogue,
      one.key,
      generation,
      gone,
      seconds(one.writtenAt),
      authorCodes[one.author],
      place(one),
      key('operator', one.operator),
      list(one.participants),
      one.price === undefined ? 0 : codeOfLetters(one.price.currency),
      one.price?.millionths ?? 0,
      openings.get(one.dialogue) ?? 0,
    ].join('\t')
  await insert(
    facts,
    'chat_messages',
    'company,bucket,dialogue_key,message_key,generation,gone,written_at,author,messenger,chat,bot,operator_group,asked,operator,participants,currency,price,opened_bucket',
    messages.flatMap((one, at) => [
      messageRow(one, 5, 0),
      ...(at % 4 === 0 ? [messageRow({ ...one, author: 'robot' }, 3, 0)] : []),
      ...(at % 7 === 0 ? [messageRow({ ...one, writtenAt: one.writtenAt + 86_400_000 }, 9, 1)] : []),
    ]),
  )
  await storeTexts(facts, company, messages)
  await rollUp(facts, company)
  await storeNames(
    facts,
    company,
    Object.entries(chatNames).flatMap(([kind, names]) =>
      Object.entries(names).map(([id, name]) => ({ kind: kind as ChatKind, id, name })),
    ),
  )
}

/** Writes what was said, after what was said before, and by whom. */
async function storeTexts(facts: Facts, company: number, messages: readonly ModelChatMessage[]): Promise<void> {
  const said = messages.filter(({ text }) => text !== '')
  const textRow = (one: ModelChatMessage, text: string, version: number) =>
    [company, one.dialogue, one.key, escaped(text), phraseKey(company, text), version].join('\t')
  await insert(
    facts,
    'chat_texts',
    'company,dialogue_key,message_key,text,phrase,generation',
    said.flatMap((one) => [textRow(one, 'hello', 1), textRow(one, one.text, 2)]),
  )
  await insert(
    facts,
    'phrase_messages',
    'company,phrase,dialogue_key,message_key,generation',
    said.map((one) => [company, phraseKey(company, one.text), one.dialogue, one.key, 2].join('\t')),
  )
  await facts.command(
    `INSERT INTO common_phrases SELECT company, phrase, 1 FROM phrase_messages WHERE company = ${company} ` +
      `GROUP BY company, phrase HAVING uniqExact(dialogue_key) >= 3`,
  )
  await insert(
    facts,
    'dialogue_clients',
    'company,dialogue_key,client,person,generation',
    messages
      .filter(({ client }) => client !== '')
      .map((one) => [company, one.dialogue, 'masked', one.client, 1].join('\t')),
  )
  const touched = new Set(messages.map(({ writtenAt }) => bucketOf(writtenAt)))
  for (const one of phraseRollUps) await replaceRollUp(facts, one, { company, touched, generation: 1 })
}

/** Opens dialogues at one time in which operators wrote: `op-1` in one, `op-2` in two, and so on. */
export async function storeOperatorDialogues(facts: Facts, company: number, operators: number, at: number) {
  const dialogues = Array.from({ length: operators }, (_, operator) =>
    Array.from({ length: operator + 1 }, (__, one): ModelDialogue => ({
      ...opened,
      key: uuid(operator * 1000 + one),
      openedAt: at,
      participants: [`op-${operator + 1}`],
      wrote: [`op-${operator + 1}`],
      active: [],
      skipped: [],
      replies: [],
    })),
  )
  await storeChatDays(facts, company, { dialogues: dialogues.flat(), messages: [], presence: [] })
}

/** Opens dialogues at so many places, one below the other from the South Pole on: two at each of the first hundred, else one. */
export async function storeSpreadDialogues(facts: Facts, company: number, places: number, at: number) {
  const dialogues = Array.from({ length: places + 100 }, (_, one): ModelDialogue => {
    const place = one % places
    const coordinates = {
      latitude: `${-89.95 + Math.floor(place / 50) / 10}`,
      longitude: `${(place % 50) / 10 + 0.05}`,
    }
    return { ...opened, key: uuid(one), openedAt: at, coordinates }
  })
  await storeChatDays(facts, company, { dialogues, messages: [], presence: [] })
}

/** A dialogue of the web widget of which nothing else is known. */
const opened = {
  messenger: 'web',
  chat: '',
  bot: '',
  group: '',
  asked: true,
  participants: [],
  wrote: [],
  active: [],
  skipped: [],
  replies: [],
  coordinates: undefined,
} as const

/** Writes what ids are called, after what they were called before. */
export async function storeNames(
  facts: Facts,
  company: number,
  names: readonly { kind: NamedKind; id: string; name: string }[],
): Promise<void> {
  await insert(
    facts,
    'names',
    'company,kind,id,name,generation,key',
    names.flatMap(({ kind, id, name }) =>
      ['An old name', name].map((text, generation) =>
        [company, namedKinds[kind], escaped(id), escaped(text), generation + 1, nameKey(company, kind, id)].join('\t'),
      ),
    ),
  )
}

const dialogueKeys = 'handler, messenger, chat, bot, operator_group, asked'
const webKeys = 'chat, bot, operator_group, asked, cell'
const messageKeys = 'author, messenger, chat, bot, operator_group, asked, currency'
const operatorLists = 'participants, wrote, active, skipped'

/** The roll-ups, each straight from the rows. */
async function rollUp(facts: Facts, company: number): Promise<void> {
  const month = 28 * 86_400
  for (const length of [900, 3600, 86_400, month]) {
    const bucket = `toDateTime(intDiv(toUInt32(bucket), ${length}) * ${length}, 'UTC') AS start`
    const turn = 'toUInt8(least(place, 2)) AS turn'
    const waited =
      'tupleElement(sumMap([seconds], [toUInt64(1)]), 1), tupleElement(sumMap([seconds], [toUInt64(1)]), 2)'
    for (const keys of ['', `${dialogueKeys.replace('handler, ', '')}, replier, `]) {
      if (length === month) continue
      await facts.command(
        `INSERT INTO replies${keys === '' ? '' : '_by_operators'}_rolled_up (company, bucket_seconds, bucket, ${keys}turn, generation, seconds, turns) ` +
          `SELECT company, ${length}, start, ${keys}${turn}, 1, ${waited} FROM (SELECT *, ${bucket} FROM dialogues FINAL ` +
          `WHERE company = ${company} AND gone = 0) LEFT ARRAY JOIN replies AS seconds, repliers AS replier, arrayEnumerate(replies) AS place ` +
          `WHERE place > 0 OR asked = 1 GROUP BY company, start, ${keys}turn`,
      )
    }
    const money = 'count(), toDecimal128(sum(toUInt128(price)), 6) / 1000000'
    for (const [table, from, keys, sums] of [
      ['dialogues_by_messengers', 'dialogues', 'handler, messenger', 'count()'],
      ['dialogues_of_operators', 'operators', 'role, operator', 'count()'],
      ['dialogues', 'dialogues', dialogueKeys, 'count()'],
      ['dialogues_by_operators', 'dialogues', `${dialogueKeys}, ${operatorLists}`, 'count()'],
      ['web_dialogues', 'web', 'cell', 'count()'],
      ['web_dialogues_by_places', 'web', webKeys, 'count()'],
      ['web_dialogues_by_operators', 'web', `${webKeys}, participants`, 'count()'],
      ['chat_messages_by_messengers', 'chat_messages', 'author, messenger, currency', money],
      ['chat_messages_by_chats', 'chat_messages', 'messenger, chat, currency', money],
      ['chat_messages', 'chat_messages', messageKeys, money],
      ['chat_messages_by_operators', 'chat_messages', `${messageKeys}, participants`, money],
    ] as const) {
      const columns = from === 'chat_messages' ? 'messages, price' : 'dialogues'
      if (length === month && !['web_dialogues', 'dialogues_of_operators'].includes(table)) continue
      const roles = ['wrote', 'active', 'skipped'].map((role, at) => `arrayMap(x -> (toUInt8(${at + 1}), x), ${role})`)
      const rows = {
        web: 'dialogues FINAL WHERE messenger = 1 AND',
        operators: `(SELECT *, cell, did.1 AS role, did.2 AS operator FROM dialogues FINAL ARRAY JOIN arrayConcat(${roles.join(', ')}) AS did) WHERE`,
        dialogues: 'dialogues FINAL WHERE',
        chat_messages: 'chat_messages FINAL WHERE',
      }[from]
      await facts.command(
        `INSERT INTO ${table}_rolled_up (company, bucket_seconds, bucket, ${keys}, generation, ${columns}) ` +
          `SELECT company, ${length}, start, ${keys}, 1, ${sums} FROM (SELECT *, ${from === 'chat_messages' ? '' : 'cell, '}${bucket} FROM ${rows} ` +
          `company = ${company} AND gone = 0) GROUP BY company, start, ${keys}`,
      )
    }
  }
}

async function insert(facts: Facts, table: string, columns: string, rows: readonly string[]): Promise<void> {
  await facts.insert(table, columns.split(','), Buffer.from(rows.map((row) => `${row}\n`).join('')))
}

function bucketOf(instant: number): number {
  return (Math.floor(instant / quarter) * quarter) / 1000
}

function seconds(instant: number): string {
  return (instant / 1000).toFixed(3)
}

function escaped(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('\t', '\\t').replaceAll('\n', '\\n')
}

/** Numbers would be masked. */
function inLetters(number: number): string {
  return `q${String(number).replaceAll(/\d/g, (digit) => 'abcdefghij'[Number(digit)]!)}z`
}

function uuid(number: number): string {
  return `00000000-0000-4000-8000-${number.toString(16).padStart(12, '0')}`
}
