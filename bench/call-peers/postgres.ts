import { createReadStream } from 'node:fs'
import { join } from 'node:path'
import { peerColumns } from '../call-facts.ts'
import { benchPostgres, copy } from '../peers/postgres.ts'
import { cellsOf } from './peer.ts'
import type { CallPeer, Dialect } from './peer.ts'

const dialect: Dialect = {
  calls: 'calls',
  legs: 'legs',
  startedAt: 'moment',
  second: 'moment / 1000',
  day: (milliseconds, zone) => `(to_timestamp(${milliseconds} / 1000.0) AT TIME ZONE '${zone}')::date::text`,
  isOneOf: (column, numbers) => `${column} IN (${numbers.join(',')})`,
  percentiles: (column) =>
    ['0.5', '0.9'].map((level) => `percentile_disc(${level}) WITHIN GROUP (ORDER BY ${column})`).join(', '),
}

/** The rows in tables with covering indexes, vacuumed, so that index-only scans are possible. */
export async function postgresCallPeer(folder: string, csvFolder: string): Promise<CallPeer> {
  const postgres = await benchPostgres(join(folder, 'postgres'))
  const { client } = postgres
  for (const [table, columns] of Object.entries(peerColumns)) {
    const types = Object.entries(columns).map(([name, type]) => `${name} ${type}`)
    await client.query(`CREATE TABLE ${table} (${types.join(', ')})`)
    const bytes = createReadStream(join(csvFolder, `${table}.csv`), { highWaterMark: 1024 * 1024 })
    await copy(client, `COPY ${table} FROM STDIN (FORMAT csv)`, bytes)
    const included = Object.keys(columns).filter((name) => name !== 'company' && name !== 'moment')
    await client.query(`CREATE INDEX ON ${table} (company, moment) INCLUDE (${included.join(', ')})`)
    await client.query(`VACUUM (ANALYZE) ${table}`)
  }
  return {
    title: 'PostgreSQL 18, covering index',
    cells: (question, live) =>
      cellsOf(
        dialect,
        question,
        live,
        async (text) => (await client.query<unknown[]>({ rowMode: 'array', text })).rows,
      ),
    close: postgres.stop,
  }
}
