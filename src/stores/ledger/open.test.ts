import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { installedPostgres, startPostgres } from '../../../test/postgres-server.ts'
import { openLedger, type Ledger } from './open.ts'

let folder: string
let opened: Ledger[] = []
const children: ChildProcess[] = []

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'talkmeter-ledger-'))
  chmodSync(folder, 0o755)
})

afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  await Promise.all(opened.map((ledger) => ledger.close()))
  opened = []
  rmSync(folder, { recursive: true, force: true })
})

async function open(dataDir: string, said: string[] = []): Promise<Ledger> {
  const ledger = await openLedger({ place: { dataDir }, say: (line) => said.push(line) })
  opened.push(ledger)
  return ledger
}

async function close(ledger: Ledger) {
  opened = opened.filter((other) => other !== ledger)
  await ledger.close()
}

function addCompany({ asPlatform }: Ledger, name: string) {
  const values = { name, zone: 'UTC', language: 'en', currency: 'EUR' }
  return asPlatform((db) => db.insertInto('companies').values(values).execute())
}

async function companiesOf({ asPlatform }: Ledger): Promise<string[]> {
  const rows = await asPlatform((db) => db.selectFrom('companies').select('name').orderBy('number').execute())
  return rows.map(({ name }) => name)
}

function postmasterOf(dataDir: string): number {
  return Number(readFileSync(join(dataDir, 'ledger/data/postmaster.pid'), 'utf8').split('\n')[0])
}

/** A server that ended is a zombie until process 1 takes it away, which in a container may be never. */
function isRunning(pid: number): boolean {
  try {
    return !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ')
  } catch {
    return false
  }
}

async function until(isTrue: () => boolean | Promise<boolean>, secondsMax: number) {
  for (const startedAt = Date.now(); !(await isTrue()); await pause(20)) {
    if (Date.now() - startedAt > secondsMax * 1000) throw new Error(`not within ${secondsMax} s: ${String(isTrue)}`)
  }
}

const kinds = [
  { kind: 'the embedded server', start: async () => ({ place: { dataDir: folder }, stop: async () => undefined }) },
  {
    kind: "Debian's PostgreSQL",
    start: async () => {
      const { url, stop } = await startPostgres(installedPostgres ?? '')
      return { place: { url }, stop }
    },
  },
]

describe.each(kinds)('on $kind', ({ kind, start }) => {
  test.skipIf(kind !== 'the embedded server' && installedPostgres === undefined)(
    'the tables are made once, and rows stay from one opening to the next',
    async () => {
      const { place, stop } = await start()
      const first = await openLedger({ place })
      await addCompany(first, 'Acme')
      await first.close()
      const second = await openLedger({ place })
      expect(await companiesOf(second)).toEqual(['Acme'])
      const { rows } = await second.asPlatform((db) =>
        sql`SELECT 9007199254740993::bigint AS whole, 0.10::numeric AS exact, '2026-02-03'::date AS day`.execute(db),
      )
      expect(rows).toEqual([{ whole: '9007199254740993', exact: '0.10', day: '2026-02-03' }])
      await second.close()
      await stop()
    },
  )
})

test('the embedded server is durable, listens on no port, and its folder is closed to others', async () => {
  const { asPlatform } = await open(folder)
  const settingOf = (name: string) =>
    asPlatform(async (db) => {
      const { rows } = await sql<{ value: string }>`SELECT current_setting(${name}) AS value`.execute(db)
      return rows[0]?.value
    })
  expect(await settingOf('listen_addresses')).toBe('')
  expect(await settingOf('fsync')).toBe('on')
  expect(await settingOf('synchronous_commit')).toBe('on')
  expect(await settingOf('data_checksums')).toBe('on')
})

test('when the server dies it is started again, and the next queries work', async () => {
  const said: string[] = []
  const ledger = await open(folder, said)
  await addCompany(ledger, 'Acme')
  process.kill(postmasterOf(folder), 'SIGKILL')
  await until(() => said.some((line) => line.includes('is back')), 20)
  await until(
    () =>
      companiesOf(ledger).then(
        () => true,
        () => false,
      ),
    5,
  )
  expect(await companiesOf(ledger)).toEqual(['Acme'])
})

test('when Talkmeter is killed its server ends too, and the next opening has every acknowledged row', async () => {
  const program = `
    import { openLedger } from ${JSON.stringify(join(import.meta.dirname, 'open.ts'))}
    const { asPlatform } = await openLedger({ place: { dataDir: process.argv[1] } })
    const values = { name: 'Acme', zone: 'UTC', language: 'en', currency: 'EUR' }
    await asPlatform((db) => db.insertInto('companies').values(values).execute())
    console.log('written')`
  const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', program, folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  children.push(child)
  await once(child.stdout, 'data')
  const server = postmasterOf(folder)
  child.kill('SIGKILL')
  await until(() => !isRunning(server), 5)
  expect(await companiesOf(await open(folder))).toEqual(['Acme'])
})

test('a server that was left running on the folder is stopped first', async () => {
  const first = await open(folder)
  await addCompany(first, 'Acme')
  const command = readFileSync(`/proc/${postmasterOf(folder)}/cmdline`, 'utf8')
    .split('\0')
    .slice(0, -1)
  const { uid, gid } = idsOf(postmasterOf(folder))
  await close(first)
  const orphan = spawn(command[0] ?? '', command.slice(1), { uid, gid, stdio: 'ignore', cwd: '/tmp' })
  const ended = once(orphan, 'exit')
  await until(() => existsSync(join(folder, 'ledger/socket/.s.PGSQL.5432')), 5)
  expect(await companiesOf(await open(folder))).toEqual(['Acme'])
  await ended
})

test('a pid file that names a stranger keeps nobody out', async () => {
  const first = await open(folder)
  await addCompany(first, 'Acme')
  const pidFile = readFileSync(join(folder, 'ledger/data/postmaster.pid'), 'utf8')
  await close(first)
  writeFileSync(join(folder, 'ledger/data/postmaster.pid'), pidFile.replace(/^\d+/, String(process.pid)))
  expect(await companiesOf(await open(folder))).toEqual(['Acme'])
})

test('a data folder with a path too long for a socket works as well', async () => {
  const deep = join(folder, 'a'.repeat(100), 'b'.repeat(60))
  mkdirSync(deep, { recursive: true })
  const ledger = await open(deep)
  await addCompany(ledger, 'Acme')
  expect(await companiesOf(ledger)).toEqual(['Acme'])
})

test.skipIf(process.getuid?.() !== 0)(
  'for root, a data folder that nobody else can enter gets its ledger elsewhere',
  async () => {
    const closed = join(folder, 'closed')
    mkdirSync(join(closed, 'data'), { recursive: true })
    chmodSync(closed, 0o700)
    const said: string[] = []
    const first = await open(join(closed, 'data'), said)
    await addCompany(first, 'Acme')
    await close(first)
    const home = readFileSync(join(closed, 'data/ledger-is-in'), 'utf8').trim()
    expect(said).toEqual([expect.stringContaining(`the ledger lives in ${home}`)])
    expect(dirname(home)).toBe('/var/lib/talkmeter')
    const second = await open(join(closed, 'data'))
    expect(await companiesOf(second)).toEqual(['Acme'])
    await close(second)
    rmSync(home, { recursive: true })
    await expect(open(join(closed, 'data'))).rejects.toThrow('that folder is gone')
  },
)

test('a server that is not there is named in a sentence', async () => {
  await expect(openLedger({ place: { url: 'postgres://stat@127.0.0.1:1/stat' } })).rejects.toThrow(
    'The PostgreSQL server of the ledger does not answer: connect ECONNREFUSED 127.0.0.1:1.',
  )
})

function idsOf(pid: number): { uid: number; gid: number } {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  const idOf = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1])
  return { uid: idOf('Uid'), gid: idOf('Gid') }
}
