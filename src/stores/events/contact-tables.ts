import { goalReached } from '../../events/call-vocabulary.ts'
import { namedKinds } from '../../events/chat-vocabulary.ts'
import { contactStages } from '../../events/contact-stages.ts'
import { durable } from './durable.ts'
import { tablesByLength, usualLengths } from './roll-up-tables.ts'
import type { RollUpColumns } from './roll-up-tables.ts'

const stages = Object.values(contactStages)
const line = [
  ['direction', 'UInt8'],
  ['trunk', 'UInt64'],
  ['bot', 'UInt64'],
] as const
/** What is read of sets is much, and little of it can be packed tighter: that would only take long to undo. */
const sums = [
  ...stages.map(({ calls }) => `${calls} UInt64 CODEC(T64, ZSTD(1))`),
  ...stages.map(({ numbers }) => `${numbers} AggregateFunction(groupBitmap, UInt32) CODEC(LZ4)`),
]
/**
 * Sets are large: what is read for a few of them should hold few others. So a piece of the table ends after some megabytes as well.
 * Those of a year would be long to put together from days.
 */
const setsOf = {
  sums,
  lengths: [...usualLengths, '28d'],
  settings: ', index_granularity = 64, index_granularity_bytes = 2097152',
} as const
export const contactRollUps: readonly RollUpColumns[] = [
  { ...setsOf, name: 'contacts', keys: [] },
  { ...setsOf, name: 'contacts_by_lines', keys: line },
]

/**
 * How many calls came how far with their clients, and who these clients are: by a number that says nothing of anybody without
 * the table `client_numbers`, so that a set of them is small and can stay when somebody is forgotten. What was folded before is
 * counted with calls that have no client.
 */
export const contactTables: readonly string[] = [
  // The number of each client of a company. The row of nobody has the greatest that was ever given: none is given twice.
  `
CREATE TABLE IF NOT EXISTS client_numbers (
  company UInt32,
  person UUID CODEC(NONE),
  number UInt32 CODEC(Delta, ZSTD(1))
) ENGINE = ReplacingMergeTree(number)
ORDER BY (company, person)
SETTINGS ${durable}, index_granularity = 256, old_parts_lifetime = 60`,
  // `client` is 0 where nobody is known; `goal` is 1 where the evaluation that stands is that the goal was reached.
  'ALTER TABLE calls ADD COLUMN IF NOT EXISTS client UInt32 CODEC(ZSTD(1))',
  'ALTER TABLE calls ADD COLUMN IF NOT EXISTS goal UInt8 CODEC(ZSTD(1))',
  `ALTER TABLE calls UPDATE goal = 1 WHERE (company, evaluation) IN
(SELECT company, key FROM names WHERE kind = ${namedKinds.evaluation} AND id = '${goalReached}') SETTINGS mutations_sync = 2`,
  ...contactRollUps.flatMap((rollUp) =>
    tablesByLength(rollUp).flatMap(({ table, seconds, create }) => [create, contactsOfBefore(rollUp, table, seconds)]),
  ),
]

/** Fills a roll-up from the calls that are there already, as if before everything that is folded. */
function contactsOfBefore(rollUp: RollUpColumns, table: string, length: number): string {
  const keys = rollUp.keys.map(([key]) => `${key}, `).join('')
  return `
INSERT INTO ${table} (company, bucket, ${keys}generation, ${stages.map(({ calls }) => calls).join(', ')}, ${stages.map(({ numbers }) => numbers).join(', ')})
SELECT company, toDateTime(intDiv(toUInt32(bucket), ${length}) * ${length}, 'UTC') AS start, ${keys}0,
  ${stages.map(({ when }) => `countIf(${when})`).join(', ')}, ${stages.map(() => 'bitmapBuild(emptyArrayUInt32())').join(', ')}
FROM calls FINAL
WHERE gone = 0
GROUP BY ${keys}company, start`
}
