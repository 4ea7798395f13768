import { rolledUp } from '../../events/rolled-up.ts'
import { lengthNames, usualLengths } from './roll-up-tables.ts'

const table = rolledUp('messages')
const keys = 'channel, status, currency'
const into = `INSERT INTO ${table} (company, bucket_seconds, bucket, ${keys}, messages, parts, price, part_numbers, part_messages, generation)`
// What is folded next has a greater generation. Of two rows of one generation the one that was written last stands.
const standing = '(SELECT max(generation) FROM fold_position)'

/**
 * How many messages have how many parts: the cells that are there are made anew, of the rows, then the longer buckets of the shorter ones.
 * Those in which nothing is any more stay as they are.
 */
export const partNumbers: readonly string[] = [
  ...['part_numbers Array(UInt16)', 'part_messages Array(UInt64)'].map(
    (column) => `ALTER TABLE ${table} ADD COLUMN IF NOT EXISTS ${column} CODEC(ZSTD(1))`,
  ),
  ...usualLengths.map((length, at) => {
    const seconds = lengthNames[length]
    if (at === 0) {
      return `${into} SELECT company, ${seconds}, bucket, channel, toUInt8(bitAnd(status, 15)) AS word,
  toUInt16(bitShiftRight(price, 64)) AS told_in, count(), sum(parts), toDecimal128(sum(toUInt128(toUInt64(price))), 6) / 1000000,
  tupleElement(sumMap([toUInt16(parts)], [toUInt64(1)]) AS numbers, 1), tupleElement(numbers, 2), ${standing}
FROM messages FINAL WHERE moved = 0 GROUP BY company, bucket, channel, word, told_in`
    }
    return `${into} SELECT company, ${seconds}, toDateTime(intDiv(toUInt32(bucket), ${seconds}) * ${seconds}, 'UTC') AS start, ${keys},
  sum(messages), sum(parts), sum(price), tupleElement(sumMap(part_numbers, part_messages) AS numbers, 1), tupleElement(numbers, 2), ${standing}
FROM ${table} FINAL WHERE bucket_seconds = ${lengthNames[usualLengths[at - 1]!]} AND messages > 0 GROUP BY company, start, ${keys}`
  }),
]
