import { join } from 'node:path'
import { nameKey } from '../../src/events/name-key.ts'
import { openFacts } from '../../src/stores/events/open.ts'
import { idOf } from '../chat-facts.ts'
import { cellsOf } from './peer.ts'
import type { ChatPeer, ChatQuestion, Dialect } from './peer.ts'

/** Buckets are what the tables are sorted by. */
function dialectOf({ company, from, to }: ChatQuestion): Dialect {
  const buckets = [Math.floor(from / 900_000), Math.ceil(to / 900_000)].map(
    (bucket) => `toDateTime(${bucket * 900}, 'UTC')`,
  )
  const keys = (operators: readonly number[]) =>
    operators.map((number) => `toUInt64(${nameKey(company, 'operator', idOf('operator', number))})`).join(',')
  return {
    dialogues: 'dialogues FINAL',
    messages: 'chat_messages FINAL',
    presence: 'presence FINAL',
    said: `(SELECT *, phrase, person AS client FROM chat_messages FINAL
      INNER JOIN (SELECT company, dialogue_key, message_key, phrase FROM chat_texts FINAL) AS texts USING (company, dialogue_key, message_key)
      LEFT JOIN (SELECT company, dialogue_key, person FROM dialogue_clients FINAL) AS clients USING (company, dialogue_key))`,
    openedAt: 'toUnixTimestamp64Milli(opened_at)',
    writtenAt: 'toUnixTimestamp64Milli(written_at)',
    day: (milliseconds, zone) => `toString(toDate(fromUnixTimestamp64Milli(${milliseconds}), '${zone}'))`,
    changedAt: 'toUnixTimestamp64Milli(at)',
    next: (column) => `leadInFrame(toNullable(${column}))`,
    each: (list) => `arrayJoin(${list})`,
    replies: (day) =>
      `SELECT ${day} AS day, seconds, replier FROM dialogues FINAL ARRAY JOIN replies AS seconds, repliers AS replier`,
    first: (list) => `${list}[1]`,
    isFilled: (list) => `notEmpty(${list})`,
    hasAny: (list, operators) => `hasAny(${list}, [${keys(operators)}])`,
    isOneOf: (column, operators) => `${column} IN (${keys(operators)})`,
    percentiles: (column) => ['0.5', '0.9'].map((level) => `quantileExactWeighted(${level})(${column}, 1)`).join(', '),
    standing: `gone = 0 AND bucket >= ${buckets[0]} AND bucket < ${buckets[1]}`,
  }
}

/** The same engine and tables as ours, without roll-ups: rows are counted when the page is asked for. */
export async function clickhouseChatPeer(dataFolder: string): Promise<ChatPeer> {
  const facts = await openFacts({ path: join(dataFolder, 'facts'), memoryBytesMax: 8 * 1024 ** 3 })
  return {
    title: 'ClickHouse engine, FINAL over the rows',
    cells: (question) => cellsOf(dialectOf(question), question, (statement) => facts.query(statement)),
    close: () => facts.close(),
  }
}
