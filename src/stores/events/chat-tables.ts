import { durable } from './durable.ts'
import { tablesByLength } from './roll-up-tables.ts'
import type { RollUpColumns } from './roll-up-tables.ts'

/**
 * The tables of chats. All rows are absolute: of two rows for one key the greater `generation` stands; of texts, names and
 * presence it is made of when they were told and what they say, so that the order of events cannot matter. A row with
 * `gone = 1` left its bucket and counts nowhere; a cell of a roll-up that emptied is written with zero.
 * Chats, bots, operators and groups are keys (64 bits of a hash, 0: none); what they are called stands in `names`.
 * A bucket is 15 minutes in UTC, of a dialogue by its opening and of a message by its writing.
 */
const bucket = "bucket DateTime('UTC') CODEC(DoubleDelta, ZSTD(1))"
const generation = 'generation UInt64 CODEC(Delta, ZSTD(1))'

/** Where a dialogue is held: what its messages and roll-ups have in common with it. */
const place = `
  messenger UInt8,
  chat UInt64,
  bot UInt64,
  operator_group UInt64,
  asked UInt8`

const operators = 'Array(UInt64)'
const placeKeys = [
  ['messenger', 'UInt8'],
  ['chat', 'UInt64'],
  ['bot', 'UInt64'],
  ['operator_group', 'UInt64'],
  ['asked', 'UInt8'],
] as const
const placeNames = placeKeys.map(([name]) => name).join(', ')
const messageKeys = [['author', 'UInt8'], ...placeKeys, ['currency', 'UInt16']] as const
const messageSums = ['messages UInt64 CODEC(T64, ZSTD(1))', 'price Decimal(38, 6) CODEC(ZSTD(1))']
const dialogueKeys = [['handler', 'UInt8'], ...placeKeys] as const
const dialogueSums = ['dialogues UInt64 CODEC(T64, ZSTD(1))']
const dialogueOperators = [
  ['participants', operators],
  ['wrote', operators],
  ['active', operators],
  ['skipped', operators],
] as const

export const chatRollUps: readonly RollUpColumns[] = [
  { name: 'chat_messages', keys: messageKeys, sums: messageSums },
  { name: 'chat_messages_by_operators', keys: [...messageKeys, ['participants', operators]], sums: messageSums },
  { name: 'dialogues', keys: dialogueKeys, sums: dialogueSums },
  { name: 'dialogues_by_operators', keys: [...dialogueKeys, ...dialogueOperators], sums: dialogueSums },
]

export const chatTables: readonly string[] = [
  // `handler` is 3 when an operator wrote, else 2; `replies` go with `repliers`, turn by turn, in seconds.
  `
CREATE TABLE IF NOT EXISTS dialogues (
  company UInt32,
  ${bucket},
  dialogue_key UUID,
  dialogue String CODEC(ZSTD(1)),
  ${generation},
  gone UInt8,
  opened_at DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1)),
  closed_at Nullable(DateTime64(3, 'UTC')) CODEC(ZSTD(1)),${place},
  handler UInt8,
  participants Array(UInt64) CODEC(ZSTD(1)),
  wrote Array(UInt64) CODEC(ZSTD(1)),
  active Array(UInt64) CODEC(ZSTD(1)),
  skipped Array(UInt64) CODEC(ZSTD(1)),
  latitude Nullable(Float64) CODEC(ZSTD(1)),
  longitude Nullable(Float64) CODEC(ZSTD(1)),
  first_response Nullable(UInt32) CODEC(ZSTD(1)),
  replies Array(UInt32) CODEC(ZSTD(1)),
  repliers Array(UInt64) CODEC(ZSTD(1)),
  user_messages UInt32,
  robot_messages UInt32,
  operator_messages UInt32,
  records Array(UInt64) CODEC(ZSTD(1))
) ENGINE = ReplacingMergeTree(generation)
PARTITION BY toYear(bucket)
ORDER BY (company, bucket, dialogue_key)
SETTINGS ${durable}`,
  `
CREATE TABLE IF NOT EXISTS chat_messages (
  company UInt32,
  ${bucket},
  dialogue_key UUID,
  message_key UUID,
  ${generation},
  gone UInt8,
  written_at DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1)),
  author UInt8,${place},
  operator UInt64,
  participants Array(UInt64) CODEC(ZSTD(1)),
  currency UInt16,
  price UInt64,
  phrase UInt64,
  opened_bucket DateTime('UTC') CODEC(ZSTD(1))
) ENGINE = ReplacingMergeTree(generation)
PARTITION BY toYear(bucket)
ORDER BY (company, bucket, dialogue_key, message_key)
SETTINGS ${durable}`,
  `
CREATE TABLE IF NOT EXISTS chat_texts (
  company UInt32,
  dialogue_key UUID,
  message_key UUID,
  text String CODEC(ZSTD(3)),
  ${generation}
) ENGINE = ReplacingMergeTree(generation)
ORDER BY (company, dialogue_key, message_key)
SETTINGS ${durable}, old_parts_lifetime = 60`,
  // Who the client of a dialogue is: masked, and the company's pseudonym.
  `
CREATE TABLE IF NOT EXISTS dialogue_clients (
  company UInt32,
  dialogue_key UUID,
  client String CODEC(ZSTD(1)),
  person UUID CODEC(ZSTD(1)),
  ${generation},
  INDEX dialogue_clients_by_person person TYPE bloom_filter(0.001) GRANULARITY 4
) ENGINE = ReplacingMergeTree(generation)
ORDER BY (company, dialogue_key)
SETTINGS ${durable}, old_parts_lifetime = 60`,
  // Everything that is known of a dialogue but its client and texts, as folding reads it: written after what was made from it.
  `
CREATE TABLE IF NOT EXISTS dialogue_states (
  company UInt32,
  dialogue_key UUID CODEC(NONE),
  state String CODEC(ZSTD(1)),
  record UInt64 CODEC(Delta, ZSTD(1))
) ENGINE = ReplacingMergeTree(record)
ORDER BY (company, dialogue_key)
SETTINGS ${durable}, index_granularity = 64`,
  // What the keys are called: kind 1 chat, 2 bot, 3 operator, 4 group.
  `
CREATE TABLE IF NOT EXISTS names (
  company UInt32,
  kind UInt8,
  key UInt64,
  id String,
  name String,
  ${generation}
) ENGINE = ReplacingMergeTree(generation)
ORDER BY (company, kind, key)
SETTINGS ${durable}`,
  // From when on an operator was online (1), paused (2) or offline (3).
  `
CREATE TABLE IF NOT EXISTS presence (
  company UInt32,
  operator UInt64,
  at DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1)),
  state UInt8,
  operator_group UInt64,
  ${generation}
) ENGINE = ReplacingMergeTree(generation)
ORDER BY (company, operator, at)
SETTINGS ${durable}`,
  ...chatRollUps.flatMap(tablesByLength).map(({ create }) => create),
]

const replyKeys = [
  ['turn', 'UInt8'],
  ['seconds', 'UInt32 CODEC(Delta, LZ4)'],
] as const
const replySums = ['turns UInt64 CODEC(T64, LZ4)']

/**
 * How long clients waited for operators: how many turns took how many seconds. `turn` is 1 of a dialogue's first reply, 2 of a
 * later one, and 0 where a client was never answered; `replier` is the operator, 0 of these. Buckets are of the opening.
 */
export const replyRollUps: readonly RollUpColumns[] = [
  { name: 'replies', keys: replyKeys, sums: replySums },
  {
    name: 'replies_by_operators',
    keys: [...placeKeys, ['replier', 'UInt64'], ...replyKeys],
    sums: replySums,
  },
]

export const replyTables: readonly string[] = replyRollUps.flatMap((rollUp) =>
  tablesByLength(rollUp).flatMap(({ table, seconds, create }) => [
    create,
    repliesOfBefore(table, seconds, rollUp === replyRollUps[0] ? '' : `${placeNames}, replier, `),
  ]),
)

/** Fills a roll-up from the dialogues that are there already, as if before everything that is folded. */
function repliesOfBefore(table: string, length: number, keys: string): string {
  return `
INSERT INTO ${table} (company, bucket, ${keys}turn, seconds, generation, turns)
SELECT company, toDateTime(intDiv(toUInt32(bucket), ${length}) * ${length}, 'UTC') AS start, ${keys}toUInt8(least(place, 2)) AS turn, seconds, 0, count()
FROM dialogues FINAL LEFT ARRAY JOIN replies AS seconds, repliers AS replier, arrayEnumerate(replies) AS place
WHERE gone = 0 AND (place > 0 OR asked = 1)
GROUP BY company, start, ${keys}turn, seconds`
}
