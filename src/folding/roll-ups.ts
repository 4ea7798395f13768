import { isAnsweredCall, isBotCall } from '../events/call-vocabulary.ts'
import { eachOperator } from '../events/operator-roles.ts'
import { contactStages } from '../events/contact-stages.ts'
import { messengerByWord } from '../events/chat-vocabulary.ts'
import { rolledUp } from '../events/rolled-up.ts'
import { peopleMin } from '../phrases/phrase.ts'
import { joinPhrases, who } from '../phrases/said.ts'
import type { Facts } from '../stores/events/facts.ts'

/**
 * A roll-up: sums by bucket and keys, declared once. Its buckets are of the usual lengths, or of its own `lengths`; the shortest are
 * made from the rows of `state`, the others from those that are shorter.
 */
export type RollUp = {
  name: string
  /** The table of single rows, and which of them count; `join` makes several rows of one. */
  state: { table: string; join?: string | ((company: number, buckets: string) => string); where: string }
  keys: readonly Column[]
  sums: readonly Sum[]
  /** In seconds, the shortest first; each is several of the one before it. */
  lengths?: readonly number[]
}
/** `merge` puts together what several cells hold, where it is not added up; `of` gives the columns of the other sums. */
type Sum = Column & { zero?: string; merge?: (column: string, of: (name: string) => string) => string }
/** A column of the roll-up, and how it comes from the single rows. */
type Column = { name: string; from: string }

export const bucketSeconds = 900

const usualLengths: readonly number[] = [bucketSeconds, 3600, 86_400]
/** Where it takes long to put the days of a year together, and the rows of a few weeks are few. */
const allLengths: readonly number[] = [...usualLengths, 28 * 86_400]

const money = (amount: string) => `toDecimal128(sum(toUInt128(${amount})), 6) / 1000000`
const zeroMoney = 'toDecimal128(0, 6)'

const messageSums = [
  { name: 'messages', from: 'count()' },
  { name: 'parts', from: 'sum(parts)' },
  { name: 'price', from: money('toUInt64(price)'), zero: zeroMoney },
] as const

/** With how many messages have how many parts. */
export const messageRollUp = {
  name: 'messages',
  state: { table: 'messages', where: 'moved = 0' },
  keys: [
    same('channel'),
    { name: 'status', from: 'toUInt8(bitAnd(status, 15))' },
    { name: 'currency', from: 'toUInt16(bitShiftRight(price, 64))' },
  ],
  sums: [...messageSums, ...histogram('part_numbers', 'part_messages', 'toUInt16(parts)')],
} as const satisfies RollUp

/** The second tells apart what prices depend on. A message of which nobody told how many parts it has is one. */
export const messageRollUps: readonly RollUp[] = [
  messageRollUp,
  {
    ...messageRollUp,
    name: 'message_uses',
    keys: [...messageRollUp.keys, ...['country', 'network'].map(same)],
    sums: [...messageSums, { name: 'billed_parts', from: 'sum(greatest(parts, 1))' }],
  },
]

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
  { name: 'chat_messages_by_messengers', ...chatMessages, keys: [same('author'), messenger, currency] },
  { name: 'chat_messages_by_chats', ...chatMessages, keys: [messenger, chat, currency] },
  { name: 'chat_messages', ...chatMessages },
  { name: 'chat_messages_by_operators', ...chatMessages, keys: [...chatMessages.keys, same('participants')] },
]

const dialogues = {
  state: { table: 'dialogues', where: 'gone = 0' },
  keys: [same('handler'), ...context],
  sums: [{ name: 'dialogues', from: 'count()' }],
} as const

/** As of messages: who handled dialogues, and what operators had to do with them, without all the rest. */
export const dialogueRollUps: readonly RollUp[] = [
  { name: 'dialogues_by_messengers', ...dialogues, keys: [same('handler'), messenger] },
  {
    name: 'dialogues_of_operators',
    ...dialogues,
    state: { ...dialogues.state, join: eachOperator },
    keys: ['role', 'operator'].map(same),
    lengths: allLengths,
  },
  { name: 'dialogues', ...dialogues },
  {
    name: 'dialogues_by_operators',
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
  sums: histogram('seconds', 'turns', 'seconds'),
} as const
const turn = { name: 'turn', from: 'toUInt8(least(place, 2))' }

export const replyRollUps: readonly RollUp[] = [
  { name: 'replies', ...replies, keys: [turn] },
  { name: 'replies_by_operators', ...replies, keys: [...context, same('replier'), turn] },
]

const webDialogues = {
  state: { table: 'dialogues', where: `gone = 0 AND messenger = ${messengerByWord.get('web')!.code}` },
  sums: [{ name: 'dialogues', from: 'count()' }],
} as const
const places = ['chat', 'bot', 'operator_group', 'asked', 'cell'].map(same)

/** Dialogues of the web widget by where they were opened. */
export const webDialogueRollUps: readonly RollUp[] = [
  { name: 'web_dialogues', ...webDialogues, keys: [same('cell')], lengths: allLengths },
  { name: 'web_dialogues_by_places', ...webDialogues, keys: places },
  { name: 'web_dialogues_by_operators', ...webDialogues, keys: [...places, same('participants')] },
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
  { name: 'chat_phrases', ...phrases, keys: ['author', 'phrase'].map(same), lengths: allLengths },
  {
    name: 'chat_phrases_by_operators',
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
const spoken = callSums.slice(0, 2)
const line = ['direction', 'trunk', 'bot'].map(same)
const results = ['outcome', 'duration_class'].map(same)

/** The first two are small: what came of calls, and of those of each line; the last tells what came of the work of bots. */
export const callRollUps: readonly RollUp[] = [
  { name: 'calls_by_results', ...calls, sums: spoken, keys: results, lengths: allLengths },
  { name: 'calls_by_lines', ...calls, sums: spoken, keys: [...line, ...results] },
  { name: 'calls', ...calls, keys: [...line, ...results, ...['handler', 'evaluation', 'currency'].map(same)] },
  {
    name: 'bot_calls',
    state: { table: 'calls', where: `gone = 0 AND ${isBotCall}` },
    sums: [{ name: 'calls', from: 'count()' }],
    keys: [same('evaluation')],
    lengths: allLengths,
  },
]

/** How long bots, people and machines alone spoke: how many answered calls took how many seconds. */
const handling = {
  state: { table: 'calls', where: `gone = 0 AND ${isAnsweredCall}` },
  sums: histogram('seconds', 'calls', 'talk'),
} as const

export const handlingRollUps: readonly RollUp[] = [
  { name: 'handling', ...handling, keys: [same('handler')] },
  { name: 'handling_by_trunks', ...handling, keys: [...line, same('handler')] },
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
  lengths: allLengths,
} as const

/** How far calls came with their clients, and with which of them. */
export const contactRollUps: readonly RollUp[] = [
  { name: 'contacts', ...contacts, keys: [] },
  { name: 'contacts_by_lines', ...contacts, keys: line },
]

const greatest = (column: string) => `max(${column})`

/** Attempts to call: how many legs began on a trunk, and the most that began in one second of the clock. */
export const attemptRollUps: readonly RollUp[] = [
  {
    name: 'call_attempts',
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
 * Makes buckets of a roll-up anew, of every length. A bucket is aggregated whole and replaced whole; a cell that was there
 * and is empty now is written with zero. Doing it twice changes nothing.
 * @param touched starts of 15-minute buckets, seconds since 1970
 * @param generation greater than any drawn before; of two rows for one cell the greater generation stands
 */
export async function replaceRollUp(
  facts: Facts,
  rollUp: RollUp,
  { company, touched, generation }: { company: number; touched: ReadonlySet<number>; generation: number },
): Promise<void> {
  for (const buckets of piecesOf(touched, lengthsOf(rollUp).at(-1)!)) {
    await facts.command(replaceBuckets(rollUp, { company, buckets, generation }))
  }
}

/** Some buckets at once, so that they fit into memory; those of one of the longest buckets are not parted. */
function piecesOf(touched: ReadonlySet<number>, longest: number): number[][] {
  const pieces: number[][] = []
  for (const bucket of [...touched].toSorted((a, b) => a - b)) {
    const last = pieces.at(-1)
    const isWithin = last !== undefined && startOf(bucket, longest) === startOf(last.at(-1)!, longest)
    if (last !== undefined && (isWithin || last.length < bucketsAtOnce)) last.push(bucket)
    else pieces.push([bucket])
  }
  return pieces
}

/** Buckets of one length: their starts, in seconds since 1970. */
type Buckets = { length: number; starts: readonly number[] }

/**
 * The statement for some of the shortest buckets and the longer ones that they lie in: what the rows amount to in the former, and what
 * is stored of whatever else the latter are made of.
 */
function replaceBuckets(
  rollUp: RollUp,
  { company, buckets, generation }: { company: number; buckets: readonly number[]; generation: number },
): string {
  const { keys, sums } = rollUp
  const table = rolledUp(rollUp.name)
  const lengths = lengthsOf(rollUp)
  const replaced = lengths.map((length) => ({ length, starts: startsOf(buckets, length) }))
  const others = othersWithin(replaced).filter(({ starts }) => starts.length > 0)
  const columns = namesOf([...keys, ...sums])
  const groups = ['l', 'b', ...keys.map((_, at) => `k${at}`)].join(', ')
  const all = `[${lengths.map((length) => `toUInt32(${length})`).join(', ')}]`
  const parts = [
    `SELECT arrayJoin(${all}) AS l, ${startIn('l', 'start')} AS b, * EXCEPT start
  FROM (${cellsOfState(rollUp, company, buckets)})`,
    `SELECT bucket_seconds, bucket, ${[...keys.map(({ name }) => name), ...sums.map(({ zero = '0' }) => zero)].join(', ')}
  FROM ${table} FINAL
  WHERE company = ${company} AND ${areIn(replaced)}`,
  ]
  if (others.length > 0) {
    parts.push(`SELECT arrayJoin(arrayFilter(x -> x > bucket_seconds, ${all})) AS l, ${startIn('l', 'toUInt32(bucket)')}, ${columns}
  FROM ${table} FINAL
  WHERE company = ${company} AND ${areIn(others)}`)
  }
  return `INSERT INTO ${table} (company, bucket_seconds, bucket, ${columns}, generation)
SELECT ${[company, groups, ...sums.map((one) => merged(one, sums)), generation].join(', ')}
FROM (
  ${parts.join('\n  UNION ALL\n  ')}
)
GROUP BY ${groups}`
}

/** The cells of the shortest buckets, from the rows: `start` in seconds, keys, sums. */
function cellsOfState({ state, keys, sums }: RollUp, company: number, buckets: readonly number[]): string {
  const inBuckets = `bucket IN (${buckets.join(',')})`
  const aliased = [
    ...keys.map(({ from }, at) => `${from} AS k${at}`),
    ...sums.map(({ from }, at) => `${from} AS s${at}`),
  ].join(', ')
  return `SELECT toUInt32(bucket) AS start, ${aliased}
  FROM ${state.table} FINAL ${typeof state.join === 'function' ? state.join(company, inBuckets) : (state.join ?? '')}
  WHERE company = ${company} AND ${inBuckets} AND ${state.where}
  GROUP BY ${['start', ...keys.map((_, at) => `k${at}`)].join(', ')}`
}

/** What longer buckets are made of besides those shorter ones that are replaced themselves. */
function othersWithin(replaced: readonly Buckets[]): Buckets[] {
  return replaced.slice(0, -1).map(({ length, starts }, at) => {
    const own = new Set(starts)
    const longer = replaced[at + 1]!
    const within = longer.starts.flatMap((start) =>
      Array.from({ length: longer.length / length }, (_, place) => start + place * length),
    )
    return { length, starts: within.filter((start) => !own.has(start)) }
  })
}

function startsOf(buckets: readonly number[], length: number): number[] {
  return [...new Set(buckets.map((bucket) => startOf(bucket, length)))]
}

function startOf(seconds: number, length: number): number {
  return seconds - (seconds % length)
}

function startIn(length: string, seconds: string): string {
  return `toDateTime(intDiv(${seconds}, ${length}) * ${length}, 'UTC')`
}

function areIn(buckets: readonly Buckets[]): string {
  const each = buckets.map(({ length, starts }) => `bucket_seconds = ${length} AND bucket IN (${starts.join(',')})`)
  return `(${each.join(' OR ')})`
}

function merged({ name, merge }: Sum, sums: readonly Sum[]): string {
  const of = (other: string) => `s${sums.findIndex((one) => one.name === other)}`
  return merge === undefined ? `sum(${of(name)})` : merge(of(name), of)
}

/** Two lists: the values of a column, and how often each of them occurs. */
function histogram(values: string, counts: string, column: string): Sum[] {
  const put = (place: 1 | 2) => (_: string, of: (name: string) => string) =>
    `tupleElement(sumMap(${of(values)}, ${of(counts)}), ${place})`
  const occurring = `sumMap([${column}], [toUInt64(1)])`
  return [
    { name: values, from: `tupleElement(${occurring}, 1)`, zero: 'emptyArrayUInt32()', merge: put(1) },
    { name: counts, from: `tupleElement(${occurring}, 2)`, zero: 'emptyArrayUInt64()', merge: put(2) },
  ]
}

/** How long its buckets are, in seconds, the shortest first. */
export function lengthsOf({ lengths = usualLengths }: RollUp): readonly number[] {
  return lengths
}

function namesOf(columns: readonly { name: string }[]): string {
  return columns.map(({ name }) => name).join(', ')
}

/** A key that the single rows have under the same name. */
function same(name: string): Column {
  return { name, from: name }
}
