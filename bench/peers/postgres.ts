import { createReadStream } from 'node:fs'
import { once } from 'node:events'
import { join } from 'node:path'
import type { Writable } from 'node:stream'
import { Client } from 'pg'
import type { Submittable } from 'pg'
import { findHome } from '../../src/stores/ledger/home.ts'
import { startPostgres } from '../../test/postgres-server.ts'
import { cellOf } from './peer.ts'
import type { Peer } from './peer.ts'

/** As a machine of this size is set up for analytics: a quarter of the memory, both cores, no compromise on durability. */
const settings = {
  shared_buffers: '4GB',
  effective_cache_size: '12GB',
  work_mem: '512MB',
  maintenance_work_mem: '2GB',
  max_parallel_workers_per_gather: '2',
  max_parallel_maintenance_workers: '2',
  max_wal_size: '8GB',
  random_page_cost: '1.1',
}

type BenchPostgres = { client: Client; stop: () => Promise<void> }

/** The PostgreSQL that the product embeds, on a folder of its own. */
export async function benchPostgres(folder: string): Promise<BenchPostgres> {
  const { binaries } = findHome(folder, () => undefined)
  const { url, stop } = await startPostgres(binaries, settings)
  const client = new Client({ connectionString: url })
  await client.connect()
  return {
    client,
    async stop() {
      await client.end()
      await stop()
    },
  }
}

/** Runs COPY … FROM STDIN with these bytes, in a transaction of its own; resolves when it is committed. */
export function copy(
  client: Client,
  statement: string,
  chunks: AsyncIterable<Buffer> | Iterable<Buffer>,
): Promise<void> {
  return new Promise((resolve, reject) => {
    // What the driver calls a submittable: it speaks the copy messages of the protocol by itself.
    const copying = {
      submit: (connection: CopyConnection) => connection.query(statement),
      handleCopyInResponse: async (connection: CopyConnection) => {
        for await (const chunk of chunks) {
          connection.sendCopyFromChunk(chunk)
          if (connection.stream.writableNeedDrain) await once(connection.stream, 'drain')
        }
        connection.endCopyFrom()
      },
      handleCommandComplete: () => undefined,
      handleReadyForQuery: () => resolve(),
      handleError: (error: Error) => reject(error),
    }
    client.query(copying as unknown as Submittable)
  })
}

type CopyConnection = {
  query: (text: string) => void
  sendCopyFromChunk: (chunk: Buffer) => void
  endCopyFrom: () => void
  stream: Writable
}

/** The messages in a table with a covering index, vacuumed, so that index-only scans are possible. */
export async function postgresPeer(folder: string, csv: string): Promise<Peer> {
  const postgres = await benchPostgres(join(folder, 'postgres'))
  const { client } = postgres
  await client.query(
    'CREATE TABLE messages (company int, milliseconds bigint, channel smallint, status smallint, currency smallint, parts smallint, price_millionths bigint)',
  )
  await copy(client, 'COPY messages FROM STDIN (FORMAT csv)', createReadStream(csv, { highWaterMark: 1024 * 1024 }))
  await client.query(
    'CREATE INDEX ON messages (company, milliseconds) INCLUDE (channel, status, currency, parts, price_millionths)',
  )
  await client.query('VACUUM (ANALYZE) messages')
  return {
    title: 'PostgreSQL 18, covering index',
    async cells({ company, from, to, zone }) {
      const { rows } = await client.query<unknown[]>({
        rowMode: 'array',
        text: `SELECT (to_timestamp(milliseconds / 1000.0) AT TIME ZONE $4)::date::text, channel, status, currency,
            count(*), sum(parts), sum(price_millionths)
          FROM messages WHERE company = $1 AND milliseconds >= $2 AND milliseconds < $3 GROUP BY 1, 2, 3, 4`,
        values: [company, from, to, zone],
      })
      return rows.map(cellOf)
    },
    close: postgres.stop,
  }
}
