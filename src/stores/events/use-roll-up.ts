import { rolledUp } from '../../events/rolled-up.ts'
import { messageRollUp } from './message-roll-up.ts'
import { lengthNames, rollUpTable, usualLengths } from './roll-up-tables.ts'
import type { RollUpColumns } from './roll-up-tables.ts'

const rollUp: RollUpColumns = {
  ...messageRollUp,
  name: 'message_uses',
  keys: [...messageRollUp.keys, ['country', 'LowCardinality(String)'], ['network', 'LowCardinality(String)']],
  sums: [...messageRollUp.sums, 'billed_parts UInt64 CODEC(T64, ZSTD(1))'],
}
const table = rolledUp(rollUp.name)
const keys = rollUp.keys.map(([key]) => key).join(', ')
const into = `INSERT INTO ${table} (company, bucket_seconds, bucket, ${keys}, messages, parts, price, billed_parts, generation)`

function startOf(seconds: number): string {
  return `toDateTime(intDiv(toUInt32(bucket), ${seconds}) * ${seconds}, 'UTC') AS start`
}

/** Messages by everything that prices depend on: of the rows, then the longer buckets of the shorter ones. */
export const useRollUp: readonly string[] = [
  rollUpTable(table, rollUp, [['bucket_seconds', 'UInt32']]),
  ...usualLengths.map((length, at) => {
    const seconds = lengthNames[length]
    if (at === 0) {
      return `${into} SELECT company, ${seconds}, bucket, channel, toUInt8(bitAnd(status, 15)) AS word,
  toUInt16(bitShiftRight(price, 64)) AS told_in, country, network, count(), sum(parts),
  toDecimal128(sum(toUInt128(toUInt64(price))), 6) / 1000000, sum(greatest(parts, 1)), 0
FROM messages FINAL WHERE moved = 0 GROUP BY company, bucket, channel, word, told_in, country, network`
    }
    return `${into} SELECT company, ${seconds}, ${startOf(seconds)}, ${keys}, sum(messages), sum(parts), sum(price), sum(billed_parts), 0
FROM ${table} FINAL WHERE bucket_seconds = ${lengthNames[usualLengths[at - 1]!]} GROUP BY company, start, ${keys}`
  }),
]
