import { join } from 'node:path'
import { openFacts } from '../../src/stores/events/open.ts'
import { keyOf } from '../call-facts.ts'
import { cellsOf } from './peer.ts'
import type { CallPeer, CallQuestion, Dialect } from './peer.ts'

/** Buckets are what the tables are sorted by. */
function bucketOf(bucket: number): string {
  return `toDateTime(${bucket * 900}, 'UTC')`
}

function dialectOf({ company }: CallQuestion): Dialect {
  return {
    calls: 'calls FINAL',
    legs: 'call_legs FINAL',
    startedAt: 'toUnixTimestamp64Milli(started_at)',
    second: 'toInt64(toUnixTimestamp(started_at))',
    day: (milliseconds, zone) => `toString(toDate(fromUnixTimestamp64Milli(${milliseconds}), '${zone}'))`,
    isOneOf: (column, numbers) =>
      `${column} IN (${numbers.map((number) => `toUInt64(${keyOf(company, column, number)})`).join(',')})`,
    percentiles: (column) => ['0.5', '0.9'].map((level) => `quantileExactWeighted(${level})(${column}, 1)`).join(', '),
    standing: (from, to) =>
      `gone = 0 AND bucket >= ${bucketOf(Math.floor(from / 900_000))} AND bucket < ${bucketOf(Math.ceil(to / 900_000))}`,
  }
}

/** The same engine and tables as ours, without roll-ups: rows are counted when the page is asked for. */
export async function clickhouseCallPeer(dataFolder: string): Promise<CallPeer> {
  const facts = await openFacts({ path: join(dataFolder, 'facts'), memoryBytesMax: 8 * 1024 ** 3 })
  return {
    title: 'ClickHouse engine, FINAL over the rows',
    cells: (question, live) => cellsOf(dialectOf(question), question, live, (statement) => facts.query(statement)),
    close: () => facts.close(),
  }
}
