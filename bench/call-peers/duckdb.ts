import { join } from 'node:path'
import { peerColumns } from '../call-facts.ts'
import { openDuckDb } from '../peers/duckdb.ts'
import { cellsOf } from './peer.ts'
import type { CallPeer, Dialect } from './peer.ts'

const dialect: Dialect = {
  calls: 'calls',
  legs: 'legs',
  startedAt: 'moment',
  second: 'moment // 1000',
  day: (milliseconds, zone) => `CAST(to_timestamp(${milliseconds} / 1000) AT TIME ZONE '${zone}' AS DATE)::VARCHAR`,
  isOneOf: (column, numbers) => `${column} IN (${numbers.join(',')})`,
  percentiles: (column) => ['0.5', '0.9'].map((level) => `quantile_disc(${column}, ${level})`).join(', '),
}

/** The rows in DuckDB's own format, sorted by company and time, which is the index that it makes best use of. */
export async function duckdbCallPeer(folder: string, csvFolder: string, toolFolder: string): Promise<CallPeer> {
  const connection = await openDuckDb(folder, toolFolder)
  for (const [table, columns] of Object.entries(peerColumns)) {
    const types = Object.entries(columns).map(([name, type]) => `${name}: '${type}'`)
    await connection.run(`CREATE TABLE ${table} AS SELECT *
      FROM read_csv('${join(csvFolder, `${table}.csv`)}', header = false, columns = {${types.join(', ')}})
      ORDER BY company, moment`)
  }
  return {
    title: 'DuckDB 1.5, sorted tables',
    cells: (question, live) =>
      cellsOf(dialect, question, live, async (text) => (await connection.runAndReadAll(text)).getRowsJson()),
    async close() {
      connection.closeSync()
    },
  }
}
