import { Readable } from 'node:stream'
import { ClickHouseLogLevel, createClient } from '@clickhouse/client'
import type { ClickHouseClient, ClickHouseSettings } from '@clickhouse/client'
import { createChdbConnection } from 'chdb/connection'
import type { Facts, QueryOptions, Session } from './facts.ts'
import { oneByOne } from './one-by-one.ts'
import type { OneByOne } from './one-by-one.ts'

/** Where the facts live: a folder for the embedded engine, or the address of a ClickHouse server. */
export type FactsPlace = { path: string; memoryBytesMax?: number } | { url: string; memoryBytesMax?: number }

const queryBytesMax = 16 * 1024 * 1024

/** How many connections each session has: a page asks many small questions, which are planned side by side, and each waits at times. */
const sessions: Readonly<Record<Session, number>> = { intake: 1, folding: 1, dashboards: 3, exports: 1 }

/**
 * The one door to the ClickHouse engine, embedded and server alike: the same client, SQL, parameters and errors.
 * Sessions are connections of their own, because one embedded connection answers one question at a time.
 */
export function connectFacts(place: FactsPlace): Facts {
  const connections = Object.fromEntries(
    Object.entries(sessions).map(([session, many]) => [session, Array.from({ length: many }, () => connect(place))]),
  ) as Record<Session, Connected[]>
  const [folding] = connections.folding as [Connected]

  async function answer(sql: string, { session = 'dashboards', parameters, secondsMax }: QueryOptions = {}) {
    const { client, settingsFor, inTurn } = leastBusy(connections[session])
    return inTurn(async () =>
      client.query({
        query: sql,
        format: 'JSONCompactEachRow',
        ...(parameters === undefined ? {} : { query_params: { ...parameters } }),
        clickhouse_settings: settingsFor(secondsMax ?? 0),
      }),
    )
  }

  return {
    async query(sql, options) {
      // All rows at once: reading them one by one takes three times as long.
      const lines = await (await answer(sql, options)).text()
      return JSON.parse(`[${lines.trimEnd().replaceAll('\n', ',')}]`) as unknown[][]
    },
    async *stream(sql, options) {
      for await (const rows of (await answer(sql, options)).stream<unknown[]>()) {
        yield rows.map((row) => row.json())
      }
    },
    async command(sql) {
      const { client, settingsFor, inTurn } = folding
      await inTurn(async () => client.command({ query: sql, clickhouse_settings: settingsFor(0) }))
    },
    async insert(table, columns, rows) {
      if (rows.length > 0) await folding.inTurn(() => folding.insert(table, columns, rows))
    },
    async close() {
      const all = Object.values(connections).flat()
      await Promise.all(all.map(({ client, inTurn }) => inTurn(() => client.close())))
    },
  }
}

function leastBusy(connected: readonly Connected[]): Connected {
  return connected.reduce((best, one) => (one.inTurn.waiting() < best.inTurn.waiting() ? one : best))
}

type Connected = {
  client: ClickHouseClient
  /** What a question must be sent with, which may take so many seconds (0: as many as it needs). */
  settingsFor: (secondsMax: number) => ClickHouseSettings
  insert: (table: string, columns: readonly string[], rows: Buffer) => Promise<unknown>
  inTurn: OneByOne
}

function connect(place: FactsPlace): Connected {
  const settings = {
    // Output as JSON can hold it exactly: no 64-bit number and no decimal loses digits on its way.
    output_format_json_quote_64bit_integers: 1,
    output_format_json_quote_decimals: 1,
    // The engine reads our own UTC instants only.
    session_timezone: 'UTC',
    ...inserting,
    ...interpreted,
    // Ids are asked for by the thousand; the engine's own limit of 256 KiB is for what people type.
    max_query_size: String(queryBytesMax),
    ...(place.memoryBytesMax === undefined ? {} : { max_memory_usage: String(place.memoryBytesMax) }),
  } satisfies ClickHouseSettings
  if ('url' in place) {
    const client = createClient({
      url: place.url,
      clickhouse_settings: settings,
      max_open_connections: 4,
      request_timeout: 300_000,
      // What goes wrong is thrown, and told by whoever asked; its own log would tell it a second time.
      log: { level: ClickHouseLogLevel.OFF },
    })
    return {
      client,
      settingsFor: (secondsMax) => (secondsMax === 0 ? {} : { max_execution_time: secondsMax }),
      insert: (table, [first, ...others], rows) =>
        client.insert({
          table,
          columns: [first!, ...others],
          values: Readable.from([rows], { objectMode: false }),
          format: 'TabSeparated',
        }),
      inTurn: Object.assign(<Result>(work: () => Promise<Result>) => work(), { waiting: () => 0 }),
    }
  }
  const connection = createChdbConnection({ path: place.path })
  const client = createClient({
    // The two packages carry their own copy of one type; what runs is the same.
    connection: connection as unknown as ClientConnection,
  })
  // An embedded session keeps what it is told, and takes as long over a setting as over a small question: it is told once.
  let secondsTold: number | undefined
  const inTurn = oneByOne(async () => {
    secondsTold = undefined
    await client.query({ query: 'SELECT 1' })
  })
  const isTold = inTurn(() => client.command({ query: 'SELECT 1', clickhouse_settings: settings }))
  isTold.catch(() => {})
  return {
    client,
    settingsFor(secondsMax) {
      if (secondsTold === secondsMax) return {}
      secondsTold = secondsMax
      return { max_execution_time: secondsMax }
    },
    // Through the client the rows would become one long text first, which costs as much as inserting them.
    insert: (table, columns, rows) =>
      connection.chdb.rawInsert({
        table,
        columns: [...columns],
        values: rows,
        format: 'TabSeparated',
      }),
    inTurn: Object.assign(
      <Result>(work: () => Promise<Result>) =>
        inTurn(async () => {
          await isTold
          return work()
        }),
      { waiting: inTurn.waiting },
    ),
  }
}

/**
 * The engine compiles an expression to machine code when it meets it for the fourth time, and then calculates some of them
 * wrong (26.7: a shift of what `transform` gives loses its low bits). Numbers that are sometimes wrong are worth nothing.
 */
const interpreted = { compile_expressions: 0, compile_aggregate_expressions: 0, compile_sort_description: 0 } as const

const inserting = {
  // Inserts are a few megabytes: starting threads to read them costs more than it gains.
  input_format_parallel_parsing: 0,
  // What is inserted was joined before; doing it again would sort and merge every block once more.
  optimize_on_insert: 0,
  // Servers gather small inserts and write them later, by default: each would wait for that, or not be written at all.
  async_insert: 0,
} as const

type ClientConnection = NonNullable<NonNullable<Parameters<typeof createClient>[0]>['connection']>
