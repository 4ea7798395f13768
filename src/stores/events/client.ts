import { createClient } from '@clickhouse/client'
import type { ClickHouseClient } from '@clickhouse/client'
import { createChdbConnection } from 'chdb/connection'
import type { Facts, QueryOptions, Session } from './facts.ts'

/** Where the facts live: a folder for the embedded engine, or the address of a ClickHouse server. */
export type FactsPlace = { path: string; memoryBytesMax?: number } | { url: string; memoryBytesMax?: number }

const sessions: readonly Session[] = ['intake', 'folding', 'dashboards', 'exports']

/**
 * The one door to the ClickHouse engine, embedded and server alike: the same client, SQL, parameters and errors.
 * Sessions are connections of their own, because one embedded session answers one question at a time.
 */
export function connectFacts(place: FactsPlace): Facts {
  const clients = Object.fromEntries(sessions.map((session) => [session, connect(place)])) as Record<
    Session,
    ClickHouseClient
  >

  async function answer(sql: string, { session = 'dashboards', parameters, secondsMax }: QueryOptions = {}) {
    return clients[session].query({
      query: sql,
      format: 'JSONCompactEachRow',
      ...(parameters === undefined ? {} : { query_params: { ...parameters } }),
      ...(secondsMax === undefined ? {} : { clickhouse_settings: { max_execution_time: secondsMax } }),
    })
  }

  return {
    async query(sql, options) {
      return (await answer(sql, options)).json<unknown[]>()
    },
    async *stream(sql, options) {
      for await (const rows of (await answer(sql, options)).stream<unknown[]>()) {
        yield rows.map((row) => row.json())
      }
    },
    async command(sql) {
      await clients.folding.command({ query: sql })
    },
    async insert(table, columns, rows) {
      if (rows === '') return
      const query = `INSERT INTO ${table} (${columns.join(', ')}) FORMAT TabSeparated\n${rows}`
      const { stream } = await clients.folding.exec({ query })
      stream.resume()
    },
    async close() {
      await Promise.all(Object.values(clients).map((client) => client.close()))
    },
  }
}

function connect(place: FactsPlace): ClickHouseClient {
  const settings = {
    // Output as JSON can hold it exactly: no 64-bit number and no decimal loses digits on its way.
    output_format_json_quote_64bit_integers: 1,
    output_format_json_quote_decimals: 1,
    // The engine reads our own UTC instants only.
    session_timezone: 'UTC',
    // Inserts are a few megabytes: starting threads to read them costs more than it gains.
    input_format_parallel_parsing: 0,
    ...(place.memoryBytesMax === undefined ? {} : { max_memory_usage: String(place.memoryBytesMax) }),
  } as const
  return 'path' in place
    ? createClient({ connection: embedded(place.path), clickhouse_settings: settings })
    : createClient({ url: place.url, clickhouse_settings: settings, max_open_connections: 4, request_timeout: 300_000 })
}

/** The two packages carry their own copy of one type; what runs is the same. */
function embedded(path: string): NonNullable<NonNullable<Parameters<typeof createClient>[0]>['connection']> {
  return createChdbConnection({ path }) as unknown as ReturnType<typeof embedded>
}
