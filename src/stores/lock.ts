import { chmodSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { failure } from '../failure.ts'

/** The lock over a data folder, held until `release` or the end of the process, however it ends. */
export type FolderLock = {
  /** Tells whoever comes second at which address the holder listens. */
  announce: (address: string) => void
  release: () => void
}

/** A lock that nobody refers to any more would be closed, and given up, by the garbage collector. */
const held = new Set<DatabaseSync>()

type Holder = { pid: number; since: string; address?: string }

/**
 * Takes the data folder for this process, or throws `data-folder-in-use` naming the process that has it. The folder is
 * made when it is missing. From then on, what this process writes is for its own user alone: the other people of the
 * machine read nothing of it.
 *
 * The lock is the operating system's lock on a file (taken through SQLite, which Node brings along): it ends with the
 * process that holds it, so nothing is left over after kill -9, no process id can be mistaken, and two that come at
 * once cannot both get it.
 */
export function lockFolder(dataDir: string, now: () => Date = () => new Date()): FolderLock {
  const card = join(dataDir, 'holder.json')
  const database = open(dataDir)
  try {
    database.exec('PRAGMA busy_timeout = 0; BEGIN EXCLUSIVE')
  } catch (error) {
    database.close()
    if (!isBusy(error)) throw explained(error, dataDir)
    throw failure('data-folder-in-use', sentenceAbout(dataDir, card))
  }
  const holder: Holder = { pid: process.pid, since: now().toISOString() }
  try {
    write(card, holder)
  } catch (error) {
    database.close()
    throw explained(error, dataDir)
  }
  held.add(database)
  return {
    announce(address) {
      try {
        write(card, { ...holder, address })
      } catch {
        // On a disk that is just full the card stays as it was: it says who, and not where.
      }
    },
    release() {
      if (held.delete(database)) database.close()
    },
  }
}

function open(dataDir: string): DatabaseSync {
  try {
    // Of root's folder others may pass the door, and no more: PostgreSQL runs as another user, in a room of its own.
    if (madeFolder(dataDir)) chmodSync(dataDir, isRoot() ? 0o711 : 0o700)
    process.umask(0o077)
    return new DatabaseSync(join(dataDir, 'lock.sqlite'))
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw failure(
      'misconfigured',
      `The data folder ${dataDir} cannot be written to: ${why}. Choose another with TALKMETER_DATA_DIR, or start as the user who owns it.`,
      [],
      error,
    )
  }
}

/** Makes a folder with those above it; false when it is there. Node's own way never ends where nothing can be made (`/proc/x`). */
function madeFolder(folder: string): boolean {
  try {
    mkdirSync(folder)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EEXIST') return false
    if (code !== 'ENOENT' || !madeFolder(dirname(folder))) throw error
    mkdirSync(folder)
  }
  return true
}

function isRoot(): boolean {
  return process.getuid?.() === 0
}

/** SQLITE_BUSY is 5, SQLITE_FULL is 13; extended codes keep them in the low byte. */
function isBusy(error: unknown): boolean {
  return sqliteCodeOf(error) === 5
}

function sqliteCodeOf(error: unknown): number | undefined {
  return error instanceof Error && 'errcode' in error ? Number(error.errcode) & 0xff : undefined
}

function explained(error: unknown, dataDir: string): unknown {
  const isFull = sqliteCodeOf(error) === 13 || (error instanceof Error && 'code' in error && error.code === 'ENOSPC')
  if (!isFull) return error
  return failure('disk-full', `The disk of the data folder ${dataDir} is full: make room, then start again.`, [], error)
}

/** Written beside and renamed, so that nobody reads half a card. */
function write(card: string, holder: Holder): void {
  writeFileSync(`${card}.new`, JSON.stringify(holder))
  renameSync(`${card}.new`, card)
}

function sentenceAbout(dataDir: string, card: string): string {
  const advice = 'Stop it first, or choose another folder with TALKMETER_DATA_DIR.'
  try {
    const { pid, since, address }: Holder = JSON.parse(readFileSync(card, 'utf8'))
    const where = address === undefined ? 'not listening yet' : `listening on ${address}`
    return `The data folder ${dataDir} is in use by process ${pid}, since ${since}, ${where}. ${advice}`
  } catch {
    return `The data folder ${dataDir} is in use by another process that is just starting. ${advice}`
  }
}
