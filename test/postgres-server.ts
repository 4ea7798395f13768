import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

/** The binaries of an installed PostgreSQL server, or undefined; `npm test` finds or installs them. */
export const installedPostgres: string | undefined = [
  process.env['TALKMETER_TEST_POSTGRES'] ?? '',
  '/usr/lib/postgresql/15/bin',
].find((folder) => folder !== '' && existsSync(join(folder, 'initdb')))

/** Starts a real PostgreSQL server on an empty folder of its own; `settings` as in postgresql.conf. */
export async function startPostgres(
  binaries: string,
  settings: Readonly<Record<string, string>> = { fsync: 'off' },
): Promise<{ url: string; stop: () => Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'talkmeter-postgres-'))
  const user = process.getuid?.() === 0 ? idsOf('postgres') : undefined
  if (user !== undefined) chownSync(folder, user.uid, user.gid)
  const data = join(folder, 'data')
  const made = spawnSync(
    join(binaries, 'initdb'),
    ['-D', data, '-U', 'stat', '-A', 'trust', '-E', 'UTF8', '--no-locale', '-N'],
    {
      ...user,
      cwd: folder,
      encoding: 'utf8',
    },
  )
  if (made.status !== 0) throw new Error(made.stderr)
  const given = Object.entries({ listen_addresses: '', ...settings }).flatMap(([name, value]) => [
    '-c',
    `${name}=${value}`,
  ])
  const args = ['-D', data, '-k', folder, ...given]
  const server = spawn(join(binaries, 'postgres'), args, { ...user, cwd: folder, stdio: 'ignore' })
  while (!isReady(join(data, 'postmaster.pid'))) await pause(20)
  return {
    url: `postgres://stat@localhost/postgres?host=${encodeURIComponent(folder)}`,
    async stop() {
      const ended = once(server, 'exit')
      server.kill('SIGINT')
      await ended
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** The server writes into this file when it takes connections, as pg_ctl reads it. */
function isReady(pidFile: string): boolean {
  return existsSync(pidFile) && /^ready *$/m.test(readFileSync(pidFile, 'utf8'))
}

function idsOf(name: string): { uid: number; gid: number } {
  const id = (flag: string) => Number(spawnSync('id', [flag, name], { encoding: 'utf8' }).stdout)
  return { uid: id('-u'), gid: id('-g') }
}
