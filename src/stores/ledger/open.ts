import { Kysely, PostgresDialect, sql, type Transaction } from 'kysely'
import { Migrator } from 'kysely/migration'
import { setTimeout as pause } from 'node:timers/promises'
import { Pool, types } from 'pg'
import { failure } from '../../failure.ts'
import { findHome } from './home.ts'
import { migrations } from './migrations.ts'
import type { Database } from './schema.ts'
import { startServer } from './server-process.ts'

/** What a transaction of the ledger works with. */
export type LedgerTransaction = Transaction<Database>
type Work<Result> = (db: LedgerTransaction) => Promise<Result>

/** The ledger: PostgreSQL's truth about people, rates, money and jobs. */
export type Ledger = {
  /**
   * Runs `work` in a transaction that sees and writes the rows of one company only: PostgreSQL itself hides the others
   * (row-level security), whatever `work` asks for.
   */
  asCompany: <Result>(company: number, work: Work<Result>) => Promise<Result>
  /** Runs `work` in a transaction over all companies: signing in, staff, jobs. */
  asPlatform: <Result>(work: Work<Result>) => Promise<Result>
  /** Closes the connections, and ends the embedded server where there is one. */
  close: () => Promise<void>
}

export type LedgerOptions = {
  /** The data folder (already locked) for the embedded server, or the URL of a server. */
  place: { dataDir: string } | { url: string }
  /** Told what a person should know, a sentence at a time. */
  say?: (line: string) => void
}

const connectionsMax = 10
const oldestServer = 15
const startingUpMilliseconds = 30_000

// Days stay text: a calendar day has no instant.
types.setTypeParser(types.builtins.DATE, (text) => text)

/** Opens the ledger and brings its tables up to date; throws `misconfigured` with what is wrong. */
export async function openLedger({ place, say = () => undefined }: LedgerOptions): Promise<Ledger> {
  const server = 'url' in place ? undefined : await startServer(findHome(place.dataDir, say), say)
  const connection =
    'url' in place
      ? { connectionString: place.url }
      : { host: server?.socketFolder, user: server?.user, database: server?.database }
  const pool = new Pool({
    ...connection,
    max: connectionsMax,
    connectionTimeoutMillis: 10_000,
  })
  // An idle connection that breaks is replaced at the next query; without a listener it would end the process.
  pool.on('error', () => undefined)
  const db = new Kysely<Database>({ dialect: new PostgresDialect({ pool }) })
  async function close() {
    await db.destroy()
    await server?.stop()
  }
  try {
    await checkServer(db)
    await migrate(db)
  } catch (error) {
    await close()
    throw error
  }
  return {
    asCompany: (company, work) =>
      tellingFullDisk(
        db.transaction().execute(async (transaction) => {
          await sql`SET LOCAL ROLE talkmeter_company`.execute(transaction)
          await sql`SELECT set_config('talkmeter.company', ${String(company)}, true)`.execute(transaction)
          return work(transaction)
        }),
      ),
    asPlatform: (work) =>
      tellingFullDisk(
        db.transaction().execute(async (transaction) => {
          await sql`SET LOCAL ROLE talkmeter_platform`.execute(transaction)
          return work(transaction)
        }),
      ),
    close,
  }
}

/** disk_full, see https://www.postgresql.org/docs/current/errcodes-appendix.html */
async function tellingFullDisk<Result>(work: Promise<Result>): Promise<Result> {
  return work.catch((error: unknown) => {
    if (!(error instanceof Error && 'code' in error && error.code === '53100')) throw error
    throw failure('disk-full', 'The disk is full: nothing was changed. Make room and try again.', [], error)
  })
}

/** What is done by one transaction at a time, and the number of its advisory lock. */
const turns = {
  audit: 7301,
  setup: 7302,
  tariff: 7303,
  reports: 7310,
  payment: 7304,
  statement: 7305,
  views: 7320,
} as const

/** Waits until no other transaction does the same to the same number; until the end of this one the others wait. */
export async function takeTurn(db: LedgerTransaction, what: keyof typeof turns, number: number): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(${turns[what]}, ${number})`.execute(db)
}

async function checkServer(db: Kysely<Database>): Promise<void> {
  const { rows } = await versionOf(db).catch((error: Error) => {
    throw failure('misconfigured', `The PostgreSQL server of the ledger does not answer: ${error.message}.`, [], error)
  })
  const version = Math.floor((rows[0]?.version ?? 0) / 10_000)
  if (version < oldestServer) {
    throw failure(
      'misconfigured',
      `DATABASE_URL leads to PostgreSQL ${version}; Talkmeter needs ${oldestServer} or newer.`,
    )
  }
}

/** Asks again while the server says that it is still starting up, as after a restart of the machine. */
async function versionOf(db: Kysely<Database>): Promise<{ rows: { version: number }[] }> {
  for (const until = performance.now() + startingUpMilliseconds; ; await pause(100)) {
    try {
      return await sql<{ version: number }>`SELECT current_setting('server_version_num')::int AS version`.execute(db)
    } catch (error) {
      if (!isStartingUp(error) || performance.now() > until) throw error
    }
  }
}

/** cannot_connect_now, see https://www.postgresql.org/docs/current/errcodes-appendix.html */
function isStartingUp(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '57P03'
}

async function migrate(db: Kysely<Database>): Promise<void> {
  const migrator = new Migrator({
    db,
    provider: { getMigrations: async () => ({ ...migrations }) },
    migrationTableName: 'migrations',
    migrationLockTableName: 'migrations_lock',
  })
  const { error } = await migrator.migrateToLatest()
  if (error === undefined) return
  if (isNotPermitted(error)) throw failure('misconfigured', mayNotMakeRoles, [], error)
  if (isFromElsewhere(error)) throw failure('misconfigured', fromElsewhere, [], error)
  throw error
}

const mayNotMakeRoles =
  'The user of DATABASE_URL may not make roles, which keep companies apart in the database. Let an administrator run this once: ' +
  'CREATE ROLE talkmeter_company NOLOGIN; CREATE ROLE talkmeter_platform NOLOGIN; ' +
  'GRANT talkmeter_company, talkmeter_platform TO <that user> WITH ADMIN OPTION;'

const fromElsewhere =
  'The ledger was made by a Talkmeter of another version, whose tables this one cannot take over. ' +
  'Start that version, or choose another data folder (TALKMETER_DATA_DIR) or database.'

/** Kysely’s word for steps that were taken and are not in the list any more. */
function isFromElsewhere(error: unknown): boolean {
  return error instanceof Error && error.message.startsWith('corrupted migrations')
}

/** insufficient_privilege, see https://www.postgresql.org/docs/current/errcodes-appendix.html */
function isNotPermitted(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '42501'
}
