import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import {
  chownSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { failure } from '../../failure.ts'
import type { Home } from './home.ts'
import { clearLeftovers } from './leftovers.ts'

/** The embedded PostgreSQL while it runs. */
export type ServerProcess = {
  /** The folder of its Unix socket, for a client's `host`. */
  socketFolder: string
  /** The role and the database that initdb made. */
  user: string
  database: string
  /** Ends it cleanly and waits until it has ended. */
  stop: () => Promise<void>
}

const role = 'talkmeter'
const majorVersion = '18'

/** A Unix socket's path may have 107 bytes; the name of the socket takes these of them. */
const socketNameBytes = '/.s.PGSQL.5432'.length
const socketPathBytesMax = 107

/** Durable, small, and reachable through the socket only. */
const configuration = {
  listen_addresses: '',
  unix_socket_permissions: '0700',
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  wal_level: 'minimal',
  max_wal_senders: '0',
  max_wal_size: '256MB',
  shared_buffers: '32MB',
  max_connections: '40',
  work_mem: '8MB',
  maintenance_work_mem: '64MB',
  max_worker_processes: '2',
  max_parallel_workers: '0',
  max_logical_replication_workers: '0',
  // Its own threads for reading ahead would cost more memory than a ledger of this size gains by them.
  io_method: 'sync',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  cluster_name: 'talkmeter',
} as const

/**
 * The server is PostgreSQL itself, under the process id of the shell that it replaces. The shell leaves a watcher
 * behind that waits on a pipe to us: when we end, however we end, the pipe closes and the server stops as well. The
 * watcher keeps the pipe as file 3 (a shell takes file 0 from what runs behind), and is nobody's child, because PostgreSQL is strict about children that it does not know.
 */
const watched = 'exec 3<&0; ( ( read -r _ <&3 || kill -INT $$ ) & ) ; exec "$@" </dev/null 3<&-'

/** Makes the database folder if it is not there, starts PostgreSQL on it, and starts it again whenever it dies. */
export async function startServer(home: Home, say: (line: string) => void): Promise<ServerProcess> {
  const data = join(home.folder, 'data')
  if (!existsSync(data)) initialise(home, data)
  checkVersion(data)
  await clearLeftovers(data)
  const socketFolder = makeSocketFolder(home)
  const log = join(home.folder, 'server.log')
  const stopping = new AbortController()
  let child = launch(home, data, socketFolder, log)
  await untilReady(child, data, log, say)
  const ended = watch(child)

  /** Resolves when the server has ended for good, that is, after `stop`. */
  function watch(running: ChildProcess): Promise<void> {
    return new Promise((resolve) => {
      running.once('exit', (code, signal) => {
        // The watcher is told not to signal a process id that may be somebody else's by now.
        running.stdin?.end('\n')
        if (stopping.signal.aborted) return resolve()
        say(
          `The embedded PostgreSQL ended by itself (${signal ?? `exit code ${code}`}); it is started again. See ${log}.`,
        )
        resolve(restart())
      })
    })
  }

  async function restart(): Promise<void> {
    for (let wait = 100; !stopping.signal.aborted; wait = Math.min(wait * 2, 5000)) {
      await pause(wait)
      try {
        await clearLeftovers(data)
        if (stopping.signal.aborted) return
        child = launch(home, data, socketFolder, log)
        const running = child
        await untilReady(running, data, log, say)
        say('The embedded PostgreSQL is back.')
        return await watch(running)
      } catch (error) {
        if (!stopping.signal.aborted) say(error instanceof Error ? error.message : String(error))
      }
    }
  }

  return {
    socketFolder,
    user: role,
    database: 'postgres',
    async stop() {
      stopping.abort()
      child.kill('SIGINT')
      const force = setTimeout(() => child.kill('SIGQUIT'), 8000)
      await ended
      clearTimeout(force)
      if (!socketFolder.startsWith(home.folder)) rmSync(socketFolder, { recursive: true, force: true })
    },
  }
}

/** Made beside its place and renamed when it is whole, so that a first start that was interrupted begins again. */
function initialise(home: Home, data: string): void {
  const unfinished = `${data}.unfinished`
  rmSync(unfinished, { recursive: true, force: true })
  const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8']
  const args = ['--pgdata', unfinished, '--username', role, '--auth=trust', ...locale]
  const done = spawnSync(join(home.binaries, 'initdb'), args, {
    ...home.user,
    cwd: home.folder,
    env: { PATH: process.env['PATH'] ?? '', LC_ALL: 'C' },
    encoding: 'utf8',
  })
  if (done.status !== 0) {
    const why = done.error?.message ?? `${done.stdout}${done.stderr}`.trim().split('\n').slice(-4).join('\n')
    throw failure('misconfigured', `The embedded PostgreSQL could not make its database in ${data}:\n${why}`)
  }
  renameSync(unfinished, data)
  syncFolder(home.folder)
}

function syncFolder(folder: string): void {
  const handle = openSync(folder, 'r')
  fsyncSync(handle)
  closeSync(handle)
}

function checkVersion(data: string): void {
  const found = readFileSync(join(data, 'PG_VERSION'), 'utf8').trim()
  if (found === majorVersion) return
  throw failure(
    'misconfigured',
    `The ledger in ${data} was made by PostgreSQL ${found}; this is ${majorVersion}. Restore it from a backup.`,
  )
}

function makeSocketFolder(home: Home): string {
  const inside = join(home.folder, 'socket')
  const fits = Buffer.byteLength(inside) + socketNameBytes <= socketPathBytesMax
  const folder = fits ? inside : mkdtempSync(join(tmpdir(), 'talkmeter-'))
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  if (home.user !== undefined) chownSync(folder, home.user.uid, home.user.gid)
  return folder
}

function launch(home: Home, data: string, socketFolder: string, log: string): ChildProcess {
  const settings = Object.entries(configuration).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const postgres = [join(home.binaries, 'postgres'), '-D', data, '-k', socketFolder, ...settings]
  const output = openSync(log, 'a', 0o600)
  const child = spawn('/bin/sh', ['-c', watched, 'sh', ...postgres], {
    ...home.user,
    cwd: home.folder,
    env: { PATH: process.env['PATH'] ?? '', LC_ALL: 'C' },
    stdio: ['pipe', output, output],
    // A session of its own: Ctrl-C at our terminal is ours to answer, in our order.
    detached: true,
  })
  closeSync(output)
  child.on('error', () => undefined)
  child.stdin?.on('error', () => undefined)
  return child
}

/** PostgreSQL writes its state as the eighth line of its pid file. Recovery after a crash may take a while. */
async function untilReady(child: ChildProcess, data: string, log: string, say: (line: string) => void): Promise<void> {
  const startedAt = performance.now()
  let nextLineAt = startedAt + 5000
  while (stateOf(data, child.pid) !== 'ready') {
    if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) {
      const tail = readFileSync(log, 'utf8').trim().split('\n').slice(-3).join('\n')
      throw failure('misconfigured', `The embedded PostgreSQL did not start. The end of ${log}:\n${tail}`)
    }
    if (performance.now() > nextLineAt) {
      say(`The embedded PostgreSQL is recovering (${Math.round((nextLineAt - startedAt) / 1000)} s) …`)
      nextLineAt += 5000
    }
    await pause(5)
  }
}

function stateOf(data: string, pid: number | undefined): string | undefined {
  try {
    const lines = readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n')
    return Number(lines[0]) === pid ? lines[7]?.trim() : undefined
  } catch {
    return undefined
  }
}
