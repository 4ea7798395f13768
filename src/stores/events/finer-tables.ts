import { durable } from './durable.ts'

/** Tables that are asked about keys from everywhere in them, and their columns and order. */
const tables = [
  {
    table: 'chat_texts',
    order: 'company, dialogue_key, message_key',
    columns: `
  company UInt32,
  dialogue_key UUID,
  message_key UUID,
  text String CODEC(ZSTD(3)),
  phrase UInt64 CODEC(ZSTD(1)),
  generation UInt64 CODEC(Delta, ZSTD(1))`,
  },
  {
    table: 'dialogue_clients',
    order: 'company, dialogue_key',
    columns: `
  company UInt32,
  dialogue_key UUID,
  client String CODEC(ZSTD(1)),
  person UUID CODEC(ZSTD(1)),
  generation UInt64 CODEC(Delta, ZSTD(1)),
  INDEX dialogue_clients_by_person person TYPE bloom_filter(0.001) GRANULARITY 128`,
  },
]

/**
 * The same tables in smaller pieces: what was said in a quarter of an hour lies everywhere in them, and for each dialogue a piece is read,
 * and what is packed together with it undone.
 * Begun again after a crash at any place this comes to the same.
 */
export const finerTables: readonly string[] = tables.flatMap(({ table, order, columns }) => [
  `DROP TABLE IF EXISTS ${table}_finer SYNC`,
  `
CREATE TABLE ${table}_finer (${columns}
) ENGINE = ReplacingMergeTree(generation)
ORDER BY (${order})
SETTINGS ${durable}, old_parts_lifetime = 60, index_granularity = 256, min_compress_block_size = 4096`,
  `INSERT INTO ${table}_finer SELECT * FROM ${table}`,
  `EXCHANGE TABLES ${table}_finer AND ${table}`,
  `DROP TABLE ${table}_finer SYNC`,
])
