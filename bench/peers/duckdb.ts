import { createRequire } from 'node:module'
import { join } from 'node:path'
import { cellOf } from './peer.ts'
import type { Peer } from './peer.ts'

export type DuckConnection = {
  run: (sql: string) => Promise<unknown>
  runAndReadAll: (sql: string) => Promise<{ getRowsJson: () => unknown[][] }>
  closeSync: () => void
}
type DuckDb = {
  DuckDBInstance: {
    create: (path: string, options: Record<string, string>) => Promise<{ connect: () => Promise<DuckConnection> }>
  }
}

/** DuckDB on a file of its own in this folder, with both cores and a third of the memory. */
export async function openDuckDb(folder: string, toolFolder: string): Promise<DuckConnection> {
  const duckdb = createRequire(join(toolFolder, 'x.js'))('@duckdb/node-api') as DuckDb
  const instance = await duckdb.DuckDBInstance.create(join(folder, 'peer.duckdb'), {
    threads: '2',
    memory_limit: '8GB',
    temp_directory: folder,
  })
  return instance.connect()
}

/** The messages in DuckDB's own format, sorted by company and time, which is the index that it makes best use of. */
export async function duckdbPeer(folder: string, csv: string, toolFolder: string): Promise<Peer> {
  const connection = await openDuckDb(folder, toolFolder)
  await connection.run(`CREATE TABLE messages AS SELECT * FROM read_csv('${csv}', header = false, columns = {
    company: 'INTEGER', milliseconds: 'BIGINT', channel: 'TINYINT', status: 'TINYINT', currency: 'SMALLINT', parts: 'SMALLINT',
    price_millionths: 'BIGINT'}) ORDER BY company, milliseconds`)
  return {
    title: 'DuckDB 1.5, sorted table',
    async cells({ company, from, to, zone }) {
      const answer = await connection.runAndReadAll(`
        SELECT CAST(to_timestamp(milliseconds / 1000) AT TIME ZONE '${zone}' AS DATE)::VARCHAR, channel, status, currency,
          count(*), sum(parts), sum(price_millionths)
        FROM messages WHERE company = ${company} AND milliseconds >= ${from} AND milliseconds < ${to} GROUP BY 1, 2, 3, 4`)
      return answer.getRowsJson().map(cellOf)
    },
    async close() {
      connection.closeSync()
    },
  }
}
