import { levels, rollUp } from './chat-tables.ts'

const operators = 'Array(UInt64)'
const counts = ['dialogues UInt64 CODEC(T64, ZSTD(1))']
const money = ['messages UInt64 CODEC(T64, ZSTD(1))', 'price Decimal(38, 6) CODEC(ZSTD(1))']

/** What each is made of, where there are chats already: a larger roll-up has all of its keys. */
const tables = [
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
] as const

/**
 * Small roll-ups of chats: the page of all chats is asked most often and about most rows, and needs few keys. They are filled
 * from the roll-ups that are there, as if before everything that is folded.
 */
export const smallRollUps: readonly string[] = tables.flatMap(({ name, from, keys, sums }) => {
  const keyNames = keys.map(([key]) => key).join(', ')
  const sumNames = sums.map((sum) => sum.split(' ')[0]!)
  return levels.flatMap((level) => [
    rollUp(`${name}_${level}`, keys, sums),
    `INSERT INTO ${name}_${level} (company, bucket, ${keyNames}, generation, ${sumNames.join(', ')})
SELECT company, bucket, ${keyNames}, 0, ${sumNames.map((sum) => `sum(${sum})`).join(', ')}
FROM ${from}_${level} FINAL
GROUP BY company, bucket, ${keyNames}`,
  ])
})
