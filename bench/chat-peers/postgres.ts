import { createReadStream } from 'node:fs'
import { join } from 'node:path'
import { peerColumns, peerOrder } from '../chat-facts.ts'
import { benchPostgres, copy } from '../peers/postgres.ts'
import { cellsOf } from './peer.ts'
import type { ChatPeer, Dialect } from './peer.ts'

const dialect: Dialect = {
  dialogues: 'dialogues',
  messages: 'messages',
  presence: 'presence',
  said: 'messages',
  openedAt: 'moment',
  writtenAt: 'moment',
  changedAt: 'moment',
  next: (column) => `lead(${column})`,
  day: (milliseconds, zone) => `(to_timestamp(${milliseconds} / 1000.0) AT TIME ZONE '${zone}')::date::text`,
  each: (list) => `unnest(${list})`,
  replies: (day) => `SELECT ${day} AS day, unnest(replies) AS seconds, unnest(repliers) AS replier FROM dialogues`,
  first: (list) => `${list}[1]`,
  isFilled: (list) => `cardinality(${list}) > 0`,
  hasAny: (list, operators) => `${list} && ARRAY[${operators.join(',')}]::smallint[]`,
  isOneOf: (column, operators) => `${column} IN (${operators.join(',')})`,
  percentiles: (column) =>
    ['0.5', '0.9'].map((level) => `percentile_disc(${level}) WITHIN GROUP (ORDER BY ${column})`).join(', '),
}

/** The rows in tables with covering indexes, vacuumed, so that index-only scans are possible. */
export async function postgresChatPeer(folder: string, csvFolder: string): Promise<ChatPeer> {
  const postgres = await benchPostgres(join(folder, 'postgres'))
  const { client } = postgres
  for (const [table, columns] of Object.entries(peerColumns)) {
    const types = Object.entries(columns).map(([name, type]) => `${name} ${type === 'DOUBLE' ? 'float8' : type}`)
    await client.query(`CREATE TABLE ${table} (${types.join(', ')})`)
    const bytes = createReadStream(join(csvFolder, `${table}.csv`), { highWaterMark: 1024 * 1024 })
    await copy(client, String.raw`COPY ${table} FROM STDIN (FORMAT csv, NULL '\N')`, bytes)
    const keys = `company, ${peerOrder[table as keyof typeof peerOrder]}`
    const included = Object.keys(columns).filter((name) => !keys.split(', ').includes(name))
    await client.query(`CREATE INDEX ON ${table} (${keys}) INCLUDE (${included.join(', ')})`)
    await client.query(`VACUUM (ANALYZE) ${table}`)
  }
  return {
    title: 'PostgreSQL 18, covering index',
    cells: (question) =>
      cellsOf(dialect, question, async (text) => (await client.query<unknown[]>({ rowMode: 'array', text })).rows),
    close: postgres.stop,
  }
}
