import { durable } from './durable.ts'

/** The columns of a roll-up: what its cells are told apart by, with types, and what they hold, with types and codecs. */
export type RollUpColumns = {
  name: string
  keys: readonly (readonly [name: string, type: string])[]
  sums: readonly string[]
  /** The lengths of its buckets, where they are others than the usual ones. */
  lengths?: readonly LengthName[]
  /** Settings of its tables besides that they are durable, each with a leading comma. */
  settings?: string
}

/** What the tables of a roll-up ended with, when those of each length of buckets were a table of their own. */
export const lengthNames = { '15m': 900, '1h': 3600, '1d': 86_400, '28d': 28 * 86_400 } as const
export type LengthName = keyof typeof lengthNames
export const usualLengths: readonly LengthName[] = ['15m', '1h', '1d']

/** A table of sums by bucket and keys. */
export function rollUpTable(
  table: string,
  { keys, sums, settings = '' }: RollUpColumns,
  before: readonly (readonly [name: string, type: string])[] = [],
): string {
  const columns = [
    'company UInt32',
    ...before.map((one) => one.join(' ')),
    bucket,
    ...keys.map((one) => one.join(' ')),
    generation,
    ...sums,
  ]
  return `
CREATE TABLE IF NOT EXISTS ${table} (
  ${columns.join(',\n  ')}
) ENGINE = ReplacingMergeTree(generation)
PARTITION BY toYear(bucket)
ORDER BY (${['company', ...before.map(([name]) => name), 'bucket', ...keys.map(([name]) => name)].join(', ')})
SETTINGS ${durable}${settings}`
}

const bucket = "bucket DateTime('UTC') CODEC(DoubleDelta, ZSTD(1))"
const generation = 'generation UInt64 CODEC(Delta, ZSTD(1))'

/** Each length of buckets as a table of its own. */
export function tablesByLength(rollUp: RollUpColumns): { table: string; seconds: number; create: string }[] {
  return (rollUp.lengths ?? usualLengths).map((length) => {
    const table = `${rollUp.name}_${length}`
    return { table, seconds: lengthNames[length], create: rollUpTable(table, rollUp) }
  })
}
