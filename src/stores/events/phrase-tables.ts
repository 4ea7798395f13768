import { durable } from './durable.ts'
import { tablesByLength } from './roll-up-tables.ts'
import type { RollUpColumns } from './roll-up-tables.ts'

const place = [
  ['messenger', 'UInt8'],
  ['chat', 'UInt64'],
  ['bot', 'UInt64'],
  ['operator_group', 'UInt64'],
  ['asked', 'UInt8'],
] as const
const author = ['author', 'UInt8'] as const
const phrase = ['phrase', 'UInt64'] as const
/** `people` are up to three of those who said it, or to whom it was said: enough to know that there are several. */
const sums = ['messages UInt64 CODEC(T64, ZSTD(1))', 'people Array(UInt64) CODEC(ZSTD(1))']

export const phraseRollUps: readonly RollUpColumns[] = [
  { name: 'chat_phrases', keys: [author, phrase], sums },
  { name: 'chat_phrases_by_operators', keys: [author, phrase, ...place, ['participants', 'Array(UInt64)']], sums },
]

/**
 * What is said often. A phrase is a key (64 bits of a hash of stems, 0: none) that stands beside the text that it was made of, so
 * that whoever forgets the text forgets the phrase. Most of what clients write is said once and never again: only phrases that
 * are common, which means that they were found in several dialogues, are in the roll-ups.
 */
export const phraseTables: readonly string[] = [
  'ALTER TABLE chat_texts ADD COLUMN IF NOT EXISTS phrase UInt64 CODEC(ZSTD(1)) AFTER text',
  'ALTER TABLE chat_messages DROP COLUMN IF EXISTS phrase',
  // In which messages a phrase was said; those that say something else by now are told by `chat_texts`.
  `
CREATE TABLE IF NOT EXISTS phrase_messages (
  company UInt32,
  phrase UInt64,
  dialogue_key UUID CODEC(NONE),
  message_key UUID CODEC(NONE),
  generation UInt64 CODEC(Delta, ZSTD(1))
) ENGINE = ReplacingMergeTree(generation)
ORDER BY (company, phrase, dialogue_key, message_key)
SETTINGS ${durable}, index_granularity = 512, old_parts_lifetime = 60`,
  // Phrases that were found in several dialogues, and the record of the log that showed it.
  `
CREATE TABLE IF NOT EXISTS common_phrases (
  company UInt32,
  phrase UInt64,
  record UInt64 CODEC(Delta, ZSTD(1))
) ENGINE = ReplacingMergeTree
ORDER BY (company, phrase)
SETTINGS ${durable}`,
  ...phraseRollUps.flatMap(tablesByLength).map(({ create }) => create),
]
