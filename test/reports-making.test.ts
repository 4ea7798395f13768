import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, rmSync, utimesSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ReportView } from '../src/jobs/reports/report-view.ts'
import { openFolderFiles } from '../src/stores/files/folder-files.ts'
import type { FileStore } from '../src/stores/files/file-store.ts'
import { startApiServer } from './api-server.ts'
import type { ApiServer } from './api-server.ts'
import { cloudEvent } from './model.ts'
import { openapiJudge } from './openapi-judge.ts'
import type { Description } from './openapi-judge.ts'
import { reportsDoor, year } from './reports-scene.ts'
import type { ReportsDoor } from './reports-scene.ts'
import { folded, urlOf, workplace } from './serving.ts'

/** What can happen while a report is made: it is canceled, deleted, the disk is full, the process dies. */

const folder = mkdtempSync(join(tmpdir(), 'talkmeter-report-files-'))
const disk = mkdtempSync(join(tmpdir(), 'talkmeter-report-disk-'))
/** A disk of our own in memory; only root may mount one. */
const hasDisk = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'talkmeter', disk]).status === 0
const onFolder = openFolderFiles(folder)
const onDisk = openFolderFiles(disk)

let server: ApiServer
let door: ReportsDoor
let files: FileStore = onFolder
/** Writers wait here. */
let gate: Promise<void> = Promise.resolve()
let isWriting: (() => void) | undefined

beforeAll(async () => {
  server = await startApiServer({
    now: () => Date.parse('2026-11-20T15:00:00Z'),
    reporting: {
      // A disk that can be slow, and another one.
      files: {
        write: (name, work) =>
          files.write(name, (sink) =>
            work(async (chunk) => {
              isWriting?.()
              await gate
              await sink(chunk)
            }),
          ),
        read: (name, bytes) => files.read(name, bytes),
        remove: (name) => files.remove(name),
        olderThan: (milliseconds, now) => files.olderThan(milliseconds, now),
        clean: () => files.clean(),
      },
    },
  })
  door = reportsDoor(server, openapiJudge((await server.get('/api/v1/openapi.json')).body as Description))
  await server.send(server.token, 'application/x-ndjson', lines(2000))
  await server.path.folder.settled()
})

afterAll(async () => {
  await server.close()
  if (hasDisk) execFileSync('umount', ['-l', disk])
  for (const one of [folder, disk]) rmSync(one, { recursive: true, force: true })
})

function lines(many: number): string {
  return Array.from({ length: many }, (_, at) =>
    JSON.stringify(
      cloudEvent({
        source: 's',
        id: `e${at}`,
        message: `message-${at}-${createHash('sha1').update(String(at)).digest('hex')}`,
        time: Date.parse('2026-11-10T09:00:00Z') + at * 1000,
        channel: 'sms',
        status: 'delivered',
      }),
    ),
  ).join('\n')
}

const detail = { service: 'notifications', type: 'detail', format: 'csv', ...year }
const kept = () => readdirSync(folder, { recursive: true, withFileTypes: true }).filter((one) => one.isFile())

/** Asks for a report, and goes on while its first bytes wait to be written. */
async function inTheMiddle(work: (id: string) => Promise<void>): Promise<void> {
  let open: (() => void) | undefined
  gate = new Promise((resolve) => (open = resolve))
  const writing = new Promise<void>((resolve) => (isWriting = resolve))
  const { id } = (await door.send('POST', 'reports', detail)).body as ReportView
  await writing
  await work(id)
  open!()
  await server.reports.settled()
}

test('a report that is canceled in the middle ends in an error that says so, and can be made again', async () => {
  let canceled = ''
  await inTheMiddle(async (id) => {
    canceled = id
    expect(await door.send('POST', `reports/${id}/cancel`)).toMatchObject({
      status: 200,
      body: { status: 'error', error: { code: 'canceled' }, progress: null, file: null },
    })
    expect((await door.send('GET', `reports/${id}/file`)).status).toBe(409)
  })
  expect(kept()).toEqual([])
  await door.send('POST', `reports/${canceled}/generate`)
  await server.reports.settled()
  expect((await door.send('GET', `reports/${canceled}`)).body).toMatchObject({ status: 'generated', error: null })
  await door.send('DELETE', `reports/${canceled}`)
})

test('a report that is deleted in the middle leaves nothing', async () => {
  await inTheMiddle(async (id) => {
    expect((await door.send('DELETE', `reports/${id}`)).status).toBe(204)
    expect((await door.send('GET', `reports/${id}`)).status).toBe(404)
  })
  expect(kept()).toEqual([])
})

test('a file that is not as long as it was is not given out', async () => {
  const report = await door.made(detail)
  await onFolder.remove((await keyOf(report.id))!)
  expect(await door.send('GET', `reports/${report.id}/file`)).toMatchObject({ status: 404 })
  await onFolder.write((await keyOf(report.id))!, (sink) => sink(Buffer.from('half')))
  expect(await door.send('GET', `reports/${report.id}/file`)).toMatchObject({ status: 404 })
  await door.send('DELETE', `reports/${report.id}`)
  expect(kept()).toEqual([])
})

test('old files are taken away and the report says so; what no report has is swept', async () => {
  const old = await door.made(detail)
  await onFolder.write('1/nobody.csv', (sink) => sink(Buffer.from('left by a crash')))
  await server.reports.expireNow()
  // Both are of today by the clock of the disk.
  expect(kept()).toHaveLength(2)
  const inDays = async (days: number) => {
    const at = new Date(Date.parse('2026-11-20T15:00:00Z') - days * 86_400_000)
    await server.accounts.ledger.asPlatform((db) =>
      db.updateTable('reports').set({ formed_at: at }).where('id', '=', old.id).execute(),
    )
    await server.reports.expireNow()
    return (await door.send('GET', `reports/${old.id}`)).body as ReportView
  }
  expect(await inDays(89)).toMatchObject({ expiredAt: null, file: { rows: 2000 } })
  expect(await inDays(91)).toMatchObject({ status: 'generated', expiredAt: '2026-11-20T15:00:00.000Z', file: null })
  expect(await door.send('GET', `reports/${old.id}/file`)).toMatchObject({
    status: 409,
    body: { detail: 'The file was old, and was taken away. Generate it again.' },
  })
  const longAgo = new Date('2026-11-01T00:00:00Z')
  utimesSync(join(folder, '1/nobody.csv'), longAgo, longAgo)
  await server.reports.expireNow()
  expect(kept()).toEqual([])
  await door.send('POST', `reports/${old.id}/generate`)
  await server.reports.settled()
  expect((await door.send('GET', `reports/${old.id}`)).body).toMatchObject({ expiredAt: null, file: { rows: 2000 } })
  await door.send('DELETE', `reports/${old.id}`)
})

async function keyOf(id: string): Promise<string | null> {
  const { file_key } = await server.accounts.ledger.asPlatform((db) =>
    db.selectFrom('reports').select('file_key').where('id', '=', id).executeTakeFirstOrThrow(),
  )
  return file_key
}

test.skipIf(!hasDisk)('a disk that is full in the middle ends in an error that says so', async () => {
  files = onDisk
  const report = await door.made(detail)
  expect(report).toMatchObject({
    status: 'error',
    error: { code: 'disk-full', detail: expect.stringContaining('The disk is full') },
  })
  expect(readdirSync(disk, { recursive: true, withFileTypes: true }).filter((one) => one.isFile())).toEqual([])
  files = onFolder
  await door.send('POST', `reports/${report.id}/generate`)
  await server.reports.settled()
  expect((await door.send('GET', `reports/${report.id}`)).body).toMatchObject({ status: 'generated' })
})

const remount = (how: string) => execFileSync('mount', ['-o', `remount,${how}`, disk])
const onlyOnDisk = () => readdirSync(disk, { recursive: true, withFileTypes: true }).filter((one) => one.isFile())

test.skipIf(!hasDisk)(
  'a disk that can only be read ends in an error of the storage; a report there is deleted',
  async () => {
    remount('size=1m')
    files = onDisk
    const old = await door.made(detail)
    expect(old).toMatchObject({ status: 'generated' })
    remount('ro')
    const error = { code: 'storage', detail: expect.stringContaining('cannot be written to (EROFS)') }
    expect(await door.made(detail)).toMatchObject({ status: 'error', error })
    expect((await door.send('DELETE', `reports/${old.id}`)).status).toBe(204)
    expect((await door.send('GET', `reports/${old.id}`)).status).toBe(404)
    expect(onlyOnDisk()).toHaveLength(1)
    remount('rw')
    const longAgo = new Date('2026-11-01T00:00:00Z')
    for (const { parentPath, name } of onlyOnDisk()) utimesSync(join(parentPath, name), longAgo, longAgo)
    await server.reports.expireNow()
    expect(onlyOnDisk()).toEqual([])
    files = onFolder
  },
)

test('killed in the middle, the next start makes the report whole', { timeout: 60_000 }, async () => {
  const place = workplace('reports', 'made')
  const token = 'a-token-for-the-reports'
  const serve = () => place.talkmeter(['serve'], { TALKMETER_INIT_TOKEN: token, TALKMETER_LOG_LEVEL: 'silent' })
  const headers = { authorization: `Bearer ${token}` }
  const many = 20_000
  try {
    const first = serve()
    const url = await urlOf(first)
    const sent = await fetch(`${url}/api/v1/events`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/x-ndjson' },
      body: lines(many),
    })
    expect(await sent.json()).toMatchObject({ accepted: many })
    await folded(url)
    const asked = await fetch(`${url}/api/v1/reports`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify(detail),
    })
    const { id } = (await asked.json()) as ReportView
    const stored = join(place.folder, 'data/reports')
    const names = () => {
      try {
        return readdirSync(stored, { recursive: true, withFileTypes: true }).filter((one) => one.isFile())
      } catch {
        return []
      }
    }
    await expect.poll(() => names().length, { interval: 1, timeout: 20_000 }).toBe(1)
    first.child.kill('SIGKILL')
    await first.ended

    const again = await urlOf(serve())
    const tell = async () => (await (await fetch(`${again}/api/v1/reports/${id}`, { headers })).json()) as ReportView
    await expect.poll(async () => (await tell()).status, { interval: 50, timeout: 30_000 }).toBe('generated')
    const report = await tell()
    const file = await (await fetch(`${again}/api/v1/reports/${id}/file`, { headers })).bytes()
    expect(createHash('sha256').update(file).digest('hex')).toBe(report.file!.sha256)
    expect(report.file!.rows).toBe(many)
    expect(new TextDecoder().decode(file).trimEnd().split('\r\n')).toHaveLength(many + 1)
    // What was half is gone.
    expect(names()).toHaveLength(1)
  } finally {
    await place.clear()
  }
})
