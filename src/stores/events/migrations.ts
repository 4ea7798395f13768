import { callTables } from './call-tables.ts'
import { chatTables, replyTables } from './chat-tables.ts'
import { contactTables } from './contact-tables.ts'
import { durable } from './durable.ts'
import { finerTables } from './finer-tables.ts'
import { dropJoined, joinedRollUps } from './joined-roll-ups.ts'
import { machineDurations } from './machine-durations.ts'
import { messageRollUp } from './message-roll-up.ts'
import { tablesByLength } from './roll-up-tables.ts'
import { partNumbers } from './part-numbers.ts'
import { presenceTables } from './presence-tables.ts'
import { smallTables } from './small-roll-ups.ts'
import { phraseTables } from './phrase-tables.ts'
import { useRollUp } from './use-roll-up.ts'
import { webDialogueTables } from './web-dialogue-tables.ts'

/**
 * The tables of the facts store, for the embedded engine and for a server alike.
 *
 * Everything here is folded from the log and can be made again from it. Engines: `messages` joins its rows by max and
 * min, so the order and the number of inserts cannot matter; the roll-ups are replaced whole by generation.
 * A packed `status` is rank · 2^46 + milliseconds · 2^4 + code, so `max` picks rank, then producer time, then code.
 * A packed `price` is milliseconds · 2^80 + currency · 2^64 + amount in millionths, so `max` picks the latest price;
 * currency is the three letters in base 26 plus one (0: no price known).
 * `detail` is what the provider said with the status that stands: the packed status in 13 hexadecimal digits, then the
 * provider's status, a unit separator (U+001F) and the reason; it is shown only while its status is the standing one.
 * `records` are the records of the log that hold the events of a message.
 * `person` is the company's pseudonym of the recipient; all zeros when it is not known, or forgotten.
 * A row of `messages` with `moved = 1` counts nowhere: the message turned out to be created in an earlier bucket.
 */
export type Migration = { id: number; statements: readonly string[] }

export const migrations: readonly Migration[] = [
  {
    id: 1,
    statements: [
      `
CREATE TABLE IF NOT EXISTS messages (
  company UInt32,
  bucket DateTime('UTC') CODEC(DoubleDelta, ZSTD(1)),
  message String CODEC(ZSTD(1)),
  moved SimpleAggregateFunction(max, UInt8),
  created_at SimpleAggregateFunction(min, DateTime64(3, 'UTC')) CODEC(Delta, ZSTD(1)),
  status SimpleAggregateFunction(max, UInt64) CODEC(Delta, ZSTD(1)),
  delivered_at SimpleAggregateFunction(min, Nullable(DateTime64(3, 'UTC'))) CODEC(ZSTD(1)),
  read_at SimpleAggregateFunction(min, Nullable(DateTime64(3, 'UTC'))) CODEC(ZSTD(1)),
  clicked_at SimpleAggregateFunction(min, Nullable(DateTime64(3, 'UTC'))) CODEC(ZSTD(1)),
  channel SimpleAggregateFunction(max, UInt8),
  parts SimpleAggregateFunction(max, UInt16),
  price SimpleAggregateFunction(max, UInt128) CODEC(ZSTD(1)),
  recipient SimpleAggregateFunction(max, String) CODEC(ZSTD(1)),
  sender SimpleAggregateFunction(max, LowCardinality(String)),
  country SimpleAggregateFunction(max, LowCardinality(String)),
  network SimpleAggregateFunction(max, LowCardinality(String)),
  provider SimpleAggregateFunction(max, LowCardinality(String)),
  task SimpleAggregateFunction(max, LowCardinality(String)),
  template SimpleAggregateFunction(max, LowCardinality(String)),
  flow SimpleAggregateFunction(max, String) CODEC(ZSTD(1)),
  detail SimpleAggregateFunction(max, String) CODEC(ZSTD(1))
) ENGINE = AggregatingMergeTree
PARTITION BY toYear(bucket)
ORDER BY (company, bucket, message)
SETTINGS ${durable}`,
      // Where each message lives now: the bucket of its earliest known creation.
      `
CREATE TABLE IF NOT EXISTS message_buckets (
  company UInt32,
  message UUID CODEC(NONE),
  bucket SimpleAggregateFunction(min, DateTime('UTC')) CODEC(DoubleDelta, ZSTD(1)),
  record SimpleAggregateFunction(max, UInt64) CODEC(Delta, ZSTD(1))
) ENGINE = AggregatingMergeTree
ORDER BY (company, message)
SETTINGS ${durable}, index_granularity = 1024`,
      // Which events were accepted, for ever: hash of source and id, and a fingerprint of the content. The hashes are
      // kept as UUID, which the engine reads from text and sorts three times as fast as a text of the same bytes.
      `
CREATE TABLE IF NOT EXISTS event_ids (
  company UInt32,
  event UUID CODEC(NONE),
  content UInt32 CODEC(NONE),
  record UInt64 CODEC(Delta, ZSTD(1))
) ENGINE = ReplacingMergeTree
ORDER BY (company, event)
SETTINGS ${durable}, index_granularity = 1024`,
      `
CREATE TABLE IF NOT EXISTS refused_events (
  company UInt32,
  record UInt64,
  place UInt32,
  received_at DateTime64(3, 'UTC'),
  source String,
  id String,
  code LowCardinality(String),
  detail String,
  raw String CODEC(ZSTD(3))
) ENGINE = ReplacingMergeTree
ORDER BY (company, record, place)
SETTINGS ${durable}`,
      // How far the log is folded: written after everything that it speaks of.
      `
CREATE TABLE IF NOT EXISTS fold_position (
  name LowCardinality(String),
  record UInt64,
  generation UInt64
) ENGINE = ReplacingMergeTree(record)
ORDER BY name
SETTINGS ${durable}`,
      ...tablesByLength(messageRollUp).map(({ create }) => create),
    ],
  },
  {
    id: 2,
    statements: [
      // What came from each feed up to a record of the log: written whole with each step, so the greatest record stands.
      `
CREATE TABLE IF NOT EXISTS feeds (
  company UInt32,
  source String,
  newest_at DateTime64(3, 'UTC'),
  events UInt64,
  record UInt64
) ENGINE = ReplacingMergeTree(record)
ORDER BY (company, source)
SETTINGS ${durable}`,
    ],
  },
  // Which field of a refused event is at fault.
  { id: 3, statements: ['ALTER TABLE refused_events ADD COLUMN IF NOT EXISTS field String AFTER code'] },
  {
    id: 4,
    statements: [
      'ALTER TABLE messages ADD COLUMN IF NOT EXISTS person SimpleAggregateFunction(max, UUID) CODEC(ZSTD(1)) AFTER recipient',
      'ALTER TABLE messages ADD INDEX IF NOT EXISTS messages_by_person person TYPE bloom_filter(0.001) GRANULARITY 4',
      // What was erased stands in parts that were replaced, until these are deleted. They are durable before, see above.
      ...['messages', 'refused_events'].map((table) => `ALTER TABLE ${table} MODIFY SETTING old_parts_lifetime = 60`),
    ],
  },
  {
    id: 5,
    statements: [
      'ALTER TABLE messages ADD COLUMN IF NOT EXISTS records SimpleAggregateFunction(groupUniqArrayArray, Array(UInt64)) CODEC(ZSTD(1))',
    ],
  },
  { id: 6, statements: chatTables },
  { id: 7, statements: replyTables },
  { id: 8, statements: webDialogueTables },
  { id: 9, statements: presenceTables },
  { id: 10, statements: smallTables },
  { id: 11, statements: phraseTables },
  { id: 12, statements: callTables },
  { id: 13, statements: contactTables },
  { id: 14, statements: joinedRollUps },
  // By itself, so that what was moved is there before this begins.
  { id: 15, statements: dropJoined },
  { id: 16, statements: finerTables },
  { id: 17, statements: useRollUp },
  // The first digits of the number that was called. Of calls that ended before this they are not known.
  {
    id: 18,
    statements: ['ALTER TABLE calls ADD COLUMN IF NOT EXISTS prefix LowCardinality(String) AFTER trunk'],
  },
  { id: 19, statements: machineDurations },
  { id: 20, statements: partNumbers },
]
