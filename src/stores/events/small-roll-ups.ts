import { tablesByLength } from './roll-up-tables.ts'
import type { RollUpColumns } from './roll-up-tables.ts'

const operators = 'Array(UInt64)'
const counts = ['dialogues UInt64 CODEC(T64, ZSTD(1))']
const money = ['messages UInt64 CODEC(T64, ZSTD(1))', 'price Decimal(38, 6) CODEC(ZSTD(1))']

/** What each is made of, where there are chats already: a larger roll-up has all of its keys. */
export const smallRollUps: readonly (RollUpColumns & { from: string })[] = [
  {
    name: 'chat_messages_by_messengers',
    from: 'chat_messages',
    keys: [
      ['author', 'UInt8'],
      ['messenger', 'UInt8'],
      ['currency', 'UInt16'],
    ],
    sums: money,
  },
  {
    name: 'chat_messages_by_chats',
    from: 'chat_messages',
    keys: [
      ['messenger', 'UInt8'],
      ['chat', 'UInt64'],
      ['currency', 'UInt16'],
    ],
    sums: money,
  },
  {
    name: 'dialogues_by_messengers',
    from: 'dialogues',
    keys: [
      ['handler', 'UInt8'],
      ['messenger', 'UInt8'],
    ],
    sums: counts,
  },
  {
    name: 'dialogues_of_operators',
    from: 'dialogues_by_operators',
    keys: [
      ['wrote', operators],
      ['active', operators],
      ['skipped', operators],
    ],
    sums: counts,
  },
]

/**
 * Small roll-ups of chats: the page of all chats is asked most often and about most rows, and needs few keys. They are filled
 * from the roll-ups that are there, as if before everything that is folded.
 */
export const smallTables: readonly string[] = smallRollUps.flatMap((rollUp) => {
  const keys = rollUp.keys.map(([key]) => key).join(', ')
  const sums = rollUp.sums.map((sum) => sum.split(' ')[0]!)
  return tablesByLength(rollUp).flatMap(({ table, create }) => [
    create,
    `INSERT INTO ${table} (company, bucket, ${keys}, generation, ${sums.join(', ')})
SELECT company, bucket, ${keys}, 0, ${sums.map((sum) => `sum(${sum})`).join(', ')}
FROM ${table.replace(rollUp.name, rollUp.from)} FINAL
GROUP BY company, bucket, ${keys}`,
  ])
})
