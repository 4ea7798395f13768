import { callOutcomes, handlers } from '../events/call-vocabulary.ts'
import { contactStages } from '../events/contact-stages.ts'
import { messengerByWord } from '../events/chat-vocabulary.ts'
import { peopleMin } from '../phrases/phrase.ts'
import { joinPhrases, who } from '../phrases/said.ts'
import type { Facts } from '../stores/events/facts.ts'

/**
 * A roll-up: sums by bucket and keys, declared once. Its tables are `${table}_15m`, `_1h` and `_1d`, or those of its own `levels`;
 * each is made from the one before it, the first from the rows of `state`.
 */
export type RollUp = {
  table: string
  /** The table of single rows, and which of them count; `join` makes several rows of one. */
  state: { table: string; join?: string | ((company: number, buckets: string) => string); where: string }
  keys: readonly Column[]
  sums: readonly Sum[]
  levels?: readonly Level[]
}
/** The length of buckets, and what a table of them ends with. Those of the next level are several of these. */
type Level = { suffix: string; seconds: number }
/** `merge` puts together what several cells hold, where it is not added up. */
type Sum = Column & { zero?: string; merge?: (column: string) => string }
/** A column of the roll-up, and how it comes from the single rows. */
type Column = { name: string; from: string }

export const bucketSeconds = 900

const usualLevels: readonly Level[] = [
  { suffix: '15m', seconds: bucketSeconds },
  { suffix: '1h', seconds: 3600 },
  { suffix: '1d', seconds: 86_400 },
]

const money = (amount: string) => `toDecimal128(sum(toUInt128(${amount})), 6) / 1000000`
const zeroMoney = 'toDecimal128(0, 6)'

export const messageRollUp: RollUp = {
  table: 'messages',
  state: { table: 'messages', where: 'moved = 0' },
  keys: [
    same('channel'),
    { name: 'status', from: 'toUInt8(bitAnd(status, 15))' },
    { name: 'currency', from: 'toUInt16(bitShiftRight(price, 64))' },
  ],
  sums: [
    { name: 'messages', from: 'count()' },
    { name: 'parts', from: 'sum(parts)' },
    { name: 'price', from: money('toUInt64(price)'), zero: zeroMoney },
  ],
}

const context = ['messenger', 'chat', 'bot', 'operator_group', 'asked'].map(same)

const chatMessages = {
  state: { table: 'chat_messages', where: 'gone = 0' },
  keys: [same('author'), ...context, same('currency')],
  sums: [
    { name: 'messages', from: 'count()' },
    { name: 'price', from: money('price'), zero: zeroMoney },
  ],
} as const

const [messenger, chat, currency] = ['messenger', 'chat', 'currency'].map(same) as [Column, Column, Column]

/** The first two are small: a page of all chats asks no more of a message than who wrote it where, or what a chat cost. */
export const chatMessageRollUps: readonly RollUp[] = [
  { table: 'chat_messages_by_messengers', ...chatMessages, keys: [same('author'), messenger, currency] },
  { table: 'chat_messages_by_chats', ...chatMessages, keys: [messenger, chat, currency] },
  { table: 'chat_messages', ...chatMessages },
  { table: 'chat_messages_by_operators', ...chatMessages, keys: [...chatMessages.keys, same('participants')] },
]

const dialogues = {
  state: { table: 'dialogues', where: 'gone = 0' },
  keys: [same('handler'), ...context],
  sums: [{ name: 'dialogues', from: 'count()' }],
} as const

/** As of messages: who handled dialogues, and what operators had to do with them, without all the rest. */
export const dialogueRollUps: readonly RollUp[] = [
  { table: 'dialogues_by_messengers', ...dialogues, keys: [same('handler'), messenger] },
  { table: 'dialogues_of_operators', ...dialogues, keys: ['wrote', 'active', 'skipped'].map(same) },
  { table: 'dialogues', ...dialogues },
  {
    table: 'dialogues_by_operators',
    ...dialogues,
    keys: [...dialogues.keys, ...['participants', 'wrote', 'active', 'skipped'].map(same)],
  },
]

/**
 * How long clients waited: by `turn`, which is 1 of a dialogue's first reply, 2 of a later one, and 0 where a client was never
 * answered, how many turns took how many seconds.
 */
const replies = {
  state: {
    table: 'dialogues',
    join: 'LEFT ARRAY JOIN replies AS seconds, repliers AS replier, arrayEnumerate(replies) AS place',
    where: 'gone = 0 AND (place > 0 OR asked = 1)',
  },
  sums: [{ name: 'turns', from: 'count()' }],
} as const
const waited = [{ name: 'turn', from: 'toUInt8(least(place, 2))' }, same('seconds')]

export const replyRollUps: readonly RollUp[] = [
  { table: 'replies', ...replies, keys: waited },
  { table: 'replies_by_operators', ...replies, keys: [...context, same('replier'), ...waited] },
]

const webDialogues = {
  state: { table: 'dialogues', where: `gone = 0 AND messenger = ${messengerByWord.get('web')!.code}` },
  sums: [{ name: 'dialogues', from: 'count()' }],
} as const
const places = ['chat', 'bot', 'operator_group', 'asked', 'cell'].map(same)

/** Dialogues of the web widget by where they were opened. */
export const webDialogueRollUps: readonly RollUp[] = [
  { table: 'web_dialogues', ...webDialogues, keys: [same('cell')] },
  { table: 'web_dialogues_by_places', ...webDialogues, keys: places },
  { table: 'web_dialogues_by_operators', ...webDialogues, keys: [...places, same('participants')] },
]

const several = (unique: string) => `arraySlice(arraySort(${unique}), 1, ${peopleMin})`
const phrases = {
  state: { table: 'chat_messages', join: joinPhrases, where: 'gone = 0 AND author IN (1, 2)' },
  sums: [
    { name: 'messages', from: 'count()' },
    {
      name: 'people',
      from: several(`groupUniqArray(${who})`),
      zero: 'emptyArrayUInt64()',
      merge: (column: string) => several(`groupUniqArrayArray(${column})`),
    },
  ],
} as const

/** What clients and robots said, as far as it was said in several dialogues. */
export const phraseRollUps: readonly RollUp[] = [
  { table: 'chat_phrases', ...phrases, keys: ['author', 'phrase'].map(same) },
  {
    table: 'chat_phrases_by_operators',
    ...phrases,
    keys: [same('author'), same('phrase'), ...context, same('participants')],
  },
]

const callSums = [
  // A call with prices in several currencies is in a cell of each, and counts in the first.
  { name: 'calls', from: 'countIf(place < 2)' },
  { name: 'talk_seconds', from: 'sumIf(toUInt64(talk), place < 2)' },
  { name: 'ring_seconds', from: 'sumIf(toUInt64(ring), place < 2)' },
  { name: 'price', from: money('amount'), zero: zeroMoney },
] as const
const calls = {
  state: {
    table: 'calls',
    join: 'LEFT ARRAY JOIN currencies AS currency, prices AS amount, arrayEnumerate(currencies) AS place',
    where: 'gone = 0',
  },
  sums: callSums,
} as const
const line = ['direction', 'trunk', 'bot'].map(same)

/** The first is small: what came of calls, whatever their trunks and bots. */
export const callRollUps: readonly RollUp[] = [
  {
    table: 'calls_by_outcomes',
    ...calls,
    keys: ['direction', 'handler', 'outcome', 'evaluation', 'duration_class', 'currency'].map(same),
  },
  {
    table: 'calls',
    ...calls,
    keys: [...line, ...['handler', 'outcome', 'evaluation', 'duration_class', 'currency'].map(same)],
  },
]

const spokenWith = handlers.filter(({ word }) => word !== 'nobody').map(({ code }) => code)
const goesOn = callOutcomes.find(({ word }) => word === 'in-progress')!.code

/** How long bots and people spoke: how many ended calls took how many seconds. */
const handling = {
  state: { table: 'calls', where: `gone = 0 AND handler IN (${spokenWith.join(',')}) AND outcome != ${goesOn}` },
  sums: [{ name: 'calls', from: 'count()' }],
} as const
const spoke = [same('handler'), { name: 'seconds', from: 'talk' }]

export const handlingRollUps: readonly RollUp[] = [
  { table: 'handling', ...handling, keys: spoke },
  { table: 'handling_by_trunks', ...handling, keys: [...line, ...spoke] },
]

const stages = Object.values(contactStages)
const contacts = {
  state: { table: 'calls', where: 'gone = 0' },
  sums: [
    ...stages.map(({ calls: name, when }) => ({ name, from: `countIf(${when})` })),
    ...stages.map(({ numbers: name, when }) => ({
      name,
      from: `groupBitmapStateIf(client, client > 0 AND ${when})`,
      zero: 'bitmapBuild(emptyArrayUInt32())',
      merge: (column: string) => `groupBitmapMergeState(${column})`,
    })),
  ],
  levels: [...usualLevels, { suffix: '28d', seconds: 28 * 86_400 }],
} as const

/** How far calls came with their clients, and with which of them. */
export const contactRollUps: readonly RollUp[] = [
  { table: 'contacts', ...contacts, keys: [] },
  { table: 'contacts_by_lines', ...contacts, keys: line },
]

const greatest = (column: string) => `max(${column})`

/** Attempts to call: how many legs began on a trunk, and the most that began in one second of the clock. */
export const attemptRollUps: readonly RollUp[] = [
  {
    table: 'call_attempts',
    state: { table: 'call_legs', where: 'gone = 0' },
    keys: [same('trunk')],
    sums: [
      { name: 'attempts', from: 'count()' },
      {
        name: 'peak',
        from: 'arrayMax(tupleElement(sumMap([toUnixTimestamp(started_at)], [toUInt64(1)]), 2))',
        merge: greatest,
      },
      { name: 'trunk_limit', from: 'toUInt64(max(leg_limit))', merge: greatest },
    ],
  },
]

const bucketsAtOnce = 1000

/**
 * Makes buckets of a roll-up anew, on every level. A bucket is aggregated whole and replaced whole; a cell that was there
 * and is empty now is written with zero. Doing it twice changes nothing.
 * @param touched starts of 15-minute buckets, seconds since 1970
 * @param generation greater than any drawn before; of two rows for one cell the greater generation stands
 */
export async function replaceRollUp(
  facts: Facts,
  rollUp: RollUp,
  { company, touched, generation }: { company: number; touched: ReadonlySet<number>; generation: number },
): Promise<void> {
  for (const [at, { seconds }] of levelsOf(rollUp).entries()) {
    const all = [...new Set(Array.from(touched, (bucket) => bucket - (bucket % seconds)))].toSorted((a, b) => a - b)
    for (let from = 0; from < all.length; from += bucketsAtOnce) {
      const buckets = all.slice(from, from + bucketsAtOnce)
      await facts.command(replaceBuckets(rollUp, at, { company, buckets, generation }))
    }
  }
}

/** The statement for some buckets of one level. */
function replaceBuckets(
  rollUp: RollUp,
  level: number,
  { company, buckets, generation }: { company: number; buckets: readonly number[]; generation: number },
): string {
  const { keys, sums } = rollUp
  const table = tableOf(rollUp, level)
  const list = buckets.join(',')
  const groups = ['b', ...keys.map((_, at) => `k${at}`)].join(', ')
  return `INSERT INTO ${table} (company, ${cellOf(keys)}, generation, ${namesOf(sums)})
SELECT ${company}, ${groups}, ${generation}, ${sums.map((one, at) => merged(one, `s${at}`)).join(', ')}
FROM (
  ${level === 0 ? cellsOfState(rollUp, company, list) : cellsBelow(rollUp, level, company, buckets)}
  UNION ALL
  SELECT ${cellOf(keys)}, ${sums.map(({ zero = '0' }) => zero).join(', ')}
  FROM ${table} FINAL
  WHERE company = ${company} AND bucket IN (${list})
)
GROUP BY ${groups}`
}

function cellsOfState({ state, keys, sums }: RollUp, company: number, list: string): string {
  const aliased = [
    ...keys.map(({ from }, at) => `${from} AS k${at}`),
    ...sums.map(({ from }, at) => `${from} AS s${at}`),
  ].join(', ')
  return `SELECT bucket AS b, ${aliased}
  FROM ${state.table} FINAL ${typeof state.join === 'function' ? state.join(company, `bucket IN (${list})`) : (state.join ?? '')}
  WHERE company = ${company} AND bucket IN (${list}) AND ${state.where}
  GROUP BY ${['b', ...keys.map((_, at) => `k${at}`)].join(', ')}`
}

function cellsBelow(rollUp: RollUp, level: number, company: number, buckets: readonly number[]): string {
  const { keys, sums } = rollUp
  const { seconds } = levelsOf(rollUp)[level]!
  const { seconds: below } = levelsOf(rollUp)[level - 1]!
  const parts: number[] = []
  for (const bucket of buckets) for (let at = bucket; at < bucket + seconds; at += below) parts.push(at)
  const aliased = [
    ...keys.map(({ name }, at) => `${name} AS k${at}`),
    ...sums.map((one, at) => `${merged(one, one.name)} AS s${at}`),
  ].join(', ')
  return `SELECT toDateTime(intDiv(toUInt32(bucket), ${seconds}) * ${seconds}, 'UTC') AS b, ${aliased}
  FROM ${tableOf(rollUp, level - 1)} FINAL
  WHERE company = ${company} AND bucket IN (${parts.join(',')})
  GROUP BY ${['b', ...keys.map((_, at) => `k${at}`)].join(', ')}`
}

function merged({ merge }: Sum, column: string): string {
  return merge === undefined ? `sum(${column})` : merge(column)
}

/** The tables of a roll-up, from fine to coarse, with the seconds of their buckets. */
export function tablesOf(rollUp: RollUp): { table: string; seconds: number }[] {
  return levelsOf(rollUp).map(({ seconds }, at) => ({ table: tableOf(rollUp, at), seconds }))
}

function tableOf(rollUp: RollUp, level: number): string {
  return `${rollUp.table}_${levelsOf(rollUp)[level]!.suffix}`
}

function levelsOf({ levels = usualLevels }: RollUp): readonly Level[] {
  return levels
}

/** The columns that a cell is known by. */
function cellOf(keys: readonly Column[]): string {
  return ['bucket', ...keys.map(({ name }) => name)].join(', ')
}

function namesOf(columns: readonly { name: string }[]): string {
  return columns.map(({ name }) => name).join(', ')
}

/** A key that the single rows have under the same name. */
function same(name: string): Column {
  return { name, from: name }
}
