import { join } from 'node:path'
import { peerColumns, peerOrder } from '../chat-facts.ts'
import { openDuckDb } from '../peers/duckdb.ts'
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
  day: (milliseconds, zone) => `CAST(to_timestamp(${milliseconds} / 1000) AT TIME ZONE '${zone}' AS DATE)::VARCHAR`,
  each: (list) => `unnest(${list})`,
  replies: (day) => `SELECT ${day} AS day, unnest(replies) AS seconds, unnest(repliers) AS replier FROM dialogues`,
  first: (list) => `${list}[1]`,
  isFilled: (list) => `len(${list}) > 0`,
  hasAny: (list, operators) => `list_has_any(${list}, [${operators.join(',')}]::SMALLINT[])`,
  isOneOf: (column, operators) => `${column} IN (${operators.join(',')})`,
  percentiles: (column) => ['0.5', '0.9'].map((level) => `quantile_disc(${column}, ${level})`).join(', '),
}

/** The rows in DuckDB's own format, sorted by company and time, which is the index that it makes best use of. */
export async function duckdbChatPeer(folder: string, csvFolder: string, toolFolder: string): Promise<ChatPeer> {
  const connection = await openDuckDb(folder, toolFolder)
  for (const [table, columns] of Object.entries(peerColumns)) {
    const read = Object.entries(columns).map(([name, type]) => `${name}: '${type.endsWith('[]') ? 'VARCHAR' : type}'`)
    const made = Object.entries(columns).map(([name, type]) =>
      type.endsWith('[]') ? `CAST(translate(${name}, '{}', '[]') AS ${type}) AS ${name}` : name,
    )
    await connection.run(`CREATE TABLE ${table} AS SELECT ${made.join(', ')}
      FROM read_csv('${join(csvFolder, `${table}.csv`)}', header = false, nullstr = '\\N', columns = {${read.join(', ')}})
      ORDER BY company, ${peerOrder[table as keyof typeof peerOrder]}`)
  }
  return {
    title: 'DuckDB 1.5, sorted tables',
    cells: (question) =>
      cellsOf(dialect, question, async (text) => (await connection.runAndReadAll(text)).getRowsJson()),
    async close() {
      connection.closeSync()
    },
  }
}
