/**
 * The tables of the facts store, for the embedded engine and for a server alike.
 *
 * Everything here is folded from the log and can be made again from it. Engines: `messages` joins its rows by max and
 * min, so the order and the number of inserts cannot matter; the roll-ups are replaced whole by generation.
 * A packed `status` is rank · 2^46 + milliseconds · 2^4 + code, so `max` picks rank, then producer time, then code.
 * A packed `price` is milliseconds · 2^80 + currency · 2^64 + amount in millionths, so `max` picks the latest price;
 * currency is the three letters in base 26 plus one (0: no price known).
 */
export type Migration = { id: number; statements: readonly string[] }

/** Durable before acknowledged, also through power loss, and also after background merges. */
const durable =
  'fsync_after_insert = 1, fsync_part_directory = 1, min_rows_to_fsync_after_merge = 1, min_compressed_bytes_to_fsync_after_merge = 1'

const rollUp = (name: string) => `
CREATE TABLE ${name} (
  company UInt32,
  bucket DateTime('UTC') CODEC(DoubleDelta, ZSTD(1)),
  channel UInt8,
  status UInt8,
  currency UInt16,
  generation UInt64 CODEC(Delta, ZSTD(1)),
  messages UInt64 CODEC(T64, ZSTD(1)),
  parts UInt64 CODEC(T64, ZSTD(1)),
  price Decimal(38, 6) CODEC(ZSTD(1))
) ENGINE = ReplacingMergeTree(generation)
PARTITION BY toYear(bucket)
ORDER BY (company, bucket, channel, status, currency)
SETTINGS ${durable}`

export const migrations: readonly Migration[] = [
  {
    id: 1,
    statements: [
      `
CREATE TABLE messages (
  company UInt32,
  bucket DateTime('UTC') CODEC(DoubleDelta, ZSTD(1)),
  message String CODEC(ZSTD(1)),
  moved SimpleAggregateFunction(max, UInt8),
  created_at SimpleAggregateFunction(min, DateTime64(3, 'UTC')) CODEC(Delta, ZSTD(1)),
  status SimpleAggregateFunction(max, UInt64) CODEC(Delta, ZSTD(1)),
  delivered_at SimpleAggregateFunction(max, DateTime64(3, 'UTC')) CODEC(Delta, ZSTD(1)),
  read_at SimpleAggregateFunction(max, DateTime64(3, 'UTC')) CODEC(Delta, ZSTD(1)),
  channel SimpleAggregateFunction(max, UInt8),
  parts SimpleAggregateFunction(max, UInt16),
  price SimpleAggregateFunction(max, UInt128) CODEC(ZSTD(1)),
  flow String CODEC(ZSTD(1))
) ENGINE = AggregatingMergeTree
PARTITION BY toYear(bucket)
ORDER BY (company, bucket, message)
SETTINGS ${durable}`,
      rollUp('messages_15m'),
      rollUp('messages_1h'),
      rollUp('messages_1d'),
    ],
  },
]
