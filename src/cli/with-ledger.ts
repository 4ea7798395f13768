import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Config } from '../config.ts'
import { Failure, failure } from '../failure.ts'
import { openLedger } from '../stores/ledger/open.ts'
import type { Ledger } from '../stores/ledger/open.ts'
import { lockFolder } from '../stores/lock.ts'

/**
 * Opens the ledger for one command: by itself when nothing runs on the data folder, else through the PostgreSQL of the
 * Talkmeter that does, so that whoever runs the server need not stop it to let somebody in.
 */
export async function withLedger<Result>(
  { databaseUrl, dataDir }: Pick<Config, 'databaseUrl' | 'dataDir'>,
  say: (line: string) => void,
  work: (ledger: Ledger) => Promise<Result>,
): Promise<Result> {
  if (databaseUrl !== undefined) return closing(await openLedger({ place: { url: databaseUrl }, say }), work)
  let lock: { release: () => void } | undefined
  try {
    lock = lockFolder(dataDir)
  } catch (error) {
    if (!(error instanceof Failure) || error.code !== 'data-folder-in-use') throw error
  }
  try {
    const place = lock === undefined ? { url: runningServer(dataDir) } : { dataDir }
    return await closing(await openLedger({ place, say }), work)
  } finally {
    lock?.release()
  }
}

async function closing<Result>(ledger: Ledger, work: (ledger: Ledger) => Promise<Result>): Promise<Result> {
  try {
    return await work(ledger)
  } finally {
    await ledger.close()
  }
}

/** The address of the embedded server that another process runs: its pid file names the folder of its socket. */
function runningServer(dataDir: string): string {
  const card = join(dataDir, 'ledger-is-in')
  const home = existsSync(card) ? readFileSync(card, 'utf8').trim() : join(dataDir, 'ledger')
  const pidFile = join(home, 'data', 'postmaster.pid')
  const socketFolder = existsSync(pidFile) ? readFileSync(pidFile, 'utf8').split('\n')[4]?.trim() : undefined
  if (socketFolder === undefined || socketFolder === '') {
    throw failure('misconfigured', `Another Talkmeter is just starting on ${dataDir}. Try again in a moment.`)
  }
  return `postgres://talkmeter@localhost/postgres?host=${encodeURIComponent(socketFolder)}`
}
