import { durable } from './durable.ts'
import { tablesByLength } from './roll-up-tables.ts'
import type { RollUpColumns } from './roll-up-tables.ts'

/**
 * The tables of calls, by the rules of those of chats: rows are absolute, and of two for one key the greater `generation` stands; a
 * row with `gone = 1` counts nowhere. Trunks, bots, operators and evaluations are keys that stand in `names`; words are codes of
 * `events/call-vocabulary.ts`. A bucket is 15 minutes in UTC: of a call by its start, of a leg by its own.
 */
const bucket = "bucket DateTime('UTC') CODEC(DoubleDelta, ZSTD(1))"
const generation = 'generation UInt64 CODEC(Delta, ZSTD(1))'

const line = [
  ['direction', 'UInt8'],
  ['trunk', 'UInt64'],
  ['bot', 'UInt64'],
] as const
const result = [
  ['handler', 'UInt8'],
  ['outcome', 'UInt8'],
  ['evaluation', 'UInt64'],
  ['duration_class', 'UInt8'],
  ['currency', 'UInt16'],
] as const
const count = (name: string) => `${name} UInt64 CODEC(T64, ZSTD(1))`
const callSums = [count('calls'), count('talk_seconds'), count('ring_seconds'), 'price Decimal(38, 6) CODEC(ZSTD(1))']
const spoke = [
  ['handler', 'UInt8'],
  ['seconds', 'UInt32 CODEC(Delta, LZ4)'],
] as const
const handled = ['calls UInt64 CODEC(T64, LZ4)']

export const callRollUps: readonly RollUpColumns[] = [
  { name: 'calls', keys: [...line, ...result], sums: callSums },
  { name: 'calls_by_outcomes', keys: [['direction', 'UInt8'], ...result], sums: callSums },
  // How many ended calls took how many seconds of talk.
  { name: 'handling', keys: spoke, sums: handled },
  { name: 'handling_by_trunks', keys: [...line, ...spoke], sums: handled },
  // `peak`: the most legs that began in one second of the clock. Of parts, it and the limit are maxima, not sums.
  {
    name: 'call_attempts',
    keys: [['trunk', 'UInt64']],
    sums: [count('attempts'), count('peak'), count('trunk_limit')],
  },
]

export const callTables: readonly string[] = [
  // `talk` and `ring` are seconds; `prices` go with `currencies`, in millionths.
  `
CREATE TABLE IF NOT EXISTS calls (
  company UInt32,
  ${bucket},
  call_key UUID,
  call String CODEC(ZSTD(1)),
  ${generation},
  gone UInt8,
  started_at DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1)),
  answered_at Nullable(DateTime64(3, 'UTC')) CODEC(ZSTD(1)),
  ended_at Nullable(DateTime64(3, 'UTC')) CODEC(ZSTD(1)),
  direction UInt8,
  trunk UInt64,
  bot UInt64,
  operator UInt64,
  handler UInt8,
  outcome UInt8,
  evaluation UInt64,
  duration_class UInt8,
  talk UInt32 CODEC(ZSTD(1)),
  ring UInt32 CODEC(ZSTD(1)),
  currencies Array(UInt16) CODEC(ZSTD(1)),
  prices Array(UInt64) CODEC(ZSTD(1)),
  legs UInt32,
  records Array(UInt64) CODEC(ZSTD(1))
) ENGINE = ReplacingMergeTree(generation)
PARTITION BY toYear(bucket)
ORDER BY (company, bucket, call_key)
SETTINGS ${durable}`,
  // Each attempt to reach somebody. `leg_limit`: how many a second the trunk allows, 0 where nobody said.
  `
CREATE TABLE IF NOT EXISTS call_legs (
  company UInt32,
  ${bucket},
  leg_key UUID,
  call_key UUID,
  ${generation},
  gone UInt8,
  started_at DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1)),
  direction UInt8,
  trunk UInt64,
  leg_limit UInt32
) ENGINE = ReplacingMergeTree(generation)
PARTITION BY toYear(bucket)
ORDER BY (company, bucket, leg_key)
SETTINGS ${durable}`,
  // Who called (side 1) whom (side 2): people's numbers masked, and the client's with the company's pseudonym. When it was told is
  // in the upper bits of the generation.
  `
CREATE TABLE IF NOT EXISTS call_numbers (
  company UInt32,
  call_key UUID,
  side UInt8,
  person UUID CODEC(ZSTD(1)),
  number String CODEC(ZSTD(1)),
  ${generation},
  INDEX call_numbers_by_person person TYPE bloom_filter(0.001) GRANULARITY 4
) ENGINE = ReplacingMergeTree(generation)
ORDER BY (company, call_key, side, person)
SETTINGS ${durable}, old_parts_lifetime = 60`,
  // Everything that is known of a call but its numbers, as folding reads it: written after what was made from it.
  `
CREATE TABLE IF NOT EXISTS call_states (
  company UInt32,
  call_key UUID CODEC(NONE),
  state String CODEC(ZSTD(1)),
  record UInt64 CODEC(Delta, ZSTD(1))
) ENGINE = ReplacingMergeTree(record)
ORDER BY (company, call_key)
SETTINGS ${durable}, index_granularity = 64`,
  ...callRollUps.flatMap(tablesByLength).map(({ create }) => create),
]
