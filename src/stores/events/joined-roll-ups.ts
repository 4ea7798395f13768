import { isBotCall } from '../../events/call-vocabulary.ts'
import { eachOperator } from '../../events/operator-roles.ts'
import { rolledUp } from '../../events/rolled-up.ts'
import { callRollUps } from './call-tables.ts'
import { chatRollUps, replyRollUps } from './chat-tables.ts'
import { contactRollUps } from './contact-tables.ts'
import { messageRollUp } from './message-roll-up.ts'
import { phraseRollUps } from './phrase-tables.ts'
import { presenceRollUp } from './presence-tables.ts'
import { lengthNames, rollUpTable, tablesByLength } from './roll-up-tables.ts'
import type { RollUpColumns } from './roll-up-tables.ts'
import { smallRollUps } from './small-roll-ups.ts'
import { webDialogueRollUps } from './web-dialogue-tables.ts'

/** A roll-up with the buckets of all lengths in one table, and what it is made of: the tables that there were before. */
type Joined = RollUpColumns & {
  from: RollUpColumns
  /** How its keys and sums come from a row of these, where it does not have the same: SQL. */
  cells?: { keys: string; sums: string; join?: string; where?: string }
  /** How buckets of 28 days are made of days, where there were none: SQL of its sums. */
  longest?: string
}

const before: readonly RollUpColumns[] = [
  messageRollUp,
  ...chatRollUps,
  ...replyRollUps,
  ...webDialogueRollUps,
  presenceRollUp,
  ...smallRollUps,
  ...phraseRollUps,
  ...callRollUps,
  ...contactRollUps,
]
const calls = before.find(({ name }) => name === 'calls')!
const [calledTimes, talkSeconds] = calls.sums as [string, string]
const line = calls.keys.slice(0, 3)
const results = calls.keys.filter(([key]) => key === 'outcome' || key === 'duration_class')

/** Each is what it was, but for those which turn out to be read better otherwise. */
export const joined: readonly Joined[] = [
  ...before.flatMap((one): Joined[] => {
    switch (one.name) {
      case 'replies':
      case 'replies_by_operators':
        return [withHistogram(one, 'turns')]
      case 'handling':
      case 'handling_by_trunks':
        return [withHistogram(one, 'calls')]
      case 'dialogues_of_operators':
        return [ofOperators(one)]
      case 'web_dialogues':
        return [{ ...one, from: one, longest: 'sum(dialogues)' }]
      case 'chat_phrases':
        return [
          { ...one, from: one, longest: 'sum(messages), arraySlice(arraySort(groupUniqArrayArray(people)), 1, 3)' },
        ]
      case 'calls_by_outcomes':
        return []
      default:
        return [{ ...one, from: one }]
    }
  }),
  {
    name: 'calls_by_results',
    keys: results,
    sums: [calledTimes, talkSeconds],
    from: calls,
    cells: { keys: namesOf(results), sums: 'sum(calls), sum(talk_seconds)' },
    longest: 'sum(calls), sum(talk_seconds)',
  },
  {
    name: 'calls_by_lines',
    keys: [...line, ...results],
    sums: [calledTimes, talkSeconds],
    from: calls,
    cells: { keys: namesOf([...line, ...results]), sums: 'sum(calls), sum(talk_seconds)' },
  },
  {
    name: 'bot_calls',
    keys: [['evaluation', 'UInt64']],
    sums: [calledTimes],
    from: calls,
    cells: { keys: 'evaluation', sums: 'sum(calls)', where: isBotCall },
    longest: 'sum(calls)',
  },
]

/** How many took how many seconds, as two lists in one row: it was a row for each number of seconds. */
function withHistogram(from: RollUpColumns, counts: string): Joined {
  const keys = from.keys.filter(([key]) => key !== 'seconds')
  return {
    name: from.name,
    keys,
    sums: ['seconds Array(UInt32) CODEC(Delta, LZ4)', `${counts} Array(UInt64) CODEC(T64, LZ4)`],
    // A row has lists: what is read for a few of them should hold few others.
    settings: ', index_granularity = 256',
    from,
    cells: {
      keys: namesOf(keys),
      sums: `tupleElement(sumMap([seconds], [${counts}]) AS histogram, 1), tupleElement(histogram, 2)`,
      where: `${counts} > 0`,
    },
  }
}

/** By operator: it was by everybody who had to do with a dialogue, and grew with the number of dialogues. */
function ofOperators(from: RollUpColumns): Joined {
  return {
    name: from.name,
    keys: [
      ['role', 'UInt8'],
      ['operator', 'UInt64'],
    ],
    sums: from.sums,
    from,
    cells: { keys: 'role, operator', sums: 'sum(dialogues)', join: eachOperator },
    longest: 'sum(dialogues)',
  }
}

function namesOf(keys: RollUpColumns['keys']): string {
  return keys.map(([key]) => key).join(', ')
}

function sumsOf({ sums }: RollUpColumns): string {
  return sums.map((sum) => sum.split(' ')[0]!).join(', ')
}

function moved({ from, cells, longest, ...rollUp }: Joined): string[] {
  const table = rolledUp(rollUp.name)
  const keys = rollUp.keys.map(([key]) => `${key}, `).join('')
  const into = `INSERT INTO ${table} (company, bucket_seconds, bucket, ${keys}${sumsOf(rollUp)}, generation)`
  const month = lengthNames['28d']
  return [
    rollUpTable(table, rollUp, [['bucket_seconds', 'UInt32']]),
    ...tablesByLength(from).map(({ table: own, seconds }) =>
      cells === undefined
        ? `${into} SELECT company, ${seconds}, bucket, ${keys}${sumsOf(rollUp)}, generation FROM ${own} FINAL`
        : `${into} SELECT company, ${seconds}, bucket, ${cells.keys}, ${cells.sums}, max(generation)
FROM ${own} FINAL ${cells.join ?? ''} WHERE ${cells.where ?? '1'} GROUP BY company, bucket, ${cells.keys}`,
    ),
    ...(longest === undefined
      ? []
      : [
          `${into} SELECT company, ${month}, toDateTime(intDiv(toUInt32(bucket), ${month}) * ${month}, 'UTC') AS start, ${keys}${longest}, 0
FROM ${table} FINAL WHERE bucket_seconds = 86400 GROUP BY company, start, ${namesOf(rollUp.keys)}`,
        ]),
  ]
}

/**
 * The buckets of all lengths of a roll-up in one table, `bucket_seconds` before their starts: the engine plans a question, and writes a
 * step of folding, for each table that it reads or writes.
 */
export const joinedRollUps: readonly string[] = joined.flatMap(moved)

/** What is moved. */
export const dropJoined: readonly string[] = before
  .flatMap(tablesByLength)
  .map(({ table }) => `DROP TABLE IF EXISTS ${table} SYNC`)
