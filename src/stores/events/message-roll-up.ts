import type { RollUpColumns } from './roll-up-tables.ts'

/** Messages by channel, status and currency. */
export const messageRollUp: RollUpColumns = {
  name: 'messages',
  keys: [
    ['channel', 'UInt8'],
    ['status', 'UInt8'],
    ['currency', 'UInt16'],
  ],
  sums: [
    'messages UInt64 CODEC(T64, ZSTD(1))',
    'parts UInt64 CODEC(T64, ZSTD(1))',
    'price Decimal(38, 6) CODEC(ZSTD(1))',
  ],
}
