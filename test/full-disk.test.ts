import { execFileSync, spawnSync } from 'node:child_process'
import { closeSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { event, ndjson } from './bad-events.ts'
import { folded, urlOf, workplace } from './serving.ts'
import type { Running, Workplace } from './serving.ts'

const disk = await mkdtemp(join(tmpdir(), 'talkmeter-disk-'))
/** A disk of our own in memory; only root may mount one. */
const hasDisk = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=200m,mode=755', 'talkmeter', disk]).status === 0
let place: Workplace

beforeAll(() => {
  place = workplace('full-disk')
})
afterAll(async () => {
  await place.clear()
  if (hasDisk) execFileSync('umount', ['-l', disk])
  await rm(disk, { recursive: true, force: true })
})

const token = 'a-token-for-the-full-disk'
const filler = join(disk, 'filler')

function serve(): Running {
  return place.talkmeter(['serve'], {
    TALKMETER_DATA_DIR: join(disk, 'data'),
    TALKMETER_INIT_TOKEN: token,
    TALKMETER_LOG_LEVEL: 'silent',
  })
}

function freeBytes(): number {
  const { bavail, bsize } = statfsSync(disk)
  return bavail * bsize
}

function fillDisk(leaving: number): void {
  const file = openSync(filler, 'a')
  const zeros = Buffer.alloc(64 * 1024)
  while (freeBytes() > leaving) writeSync(file, zeros, 0, Math.min(zeros.length, freeBytes() - leaving))
  closeSync(file)
}

function noise(): string {
  return Array.from({ length: 30 }, () => Math.random().toString(36)).join('')
}

/** Blocks that do not compress, so that each needs room. */
function block(n: number): string {
  return ndjson(Array.from({ length: 20 }, (_, at) => event(`${n}-${at}`, { more: noise() })))
}

async function send(
  url: string,
  body: string,
): Promise<{ status: number; retryAfter: string | null; answer: unknown }> {
  const response = await fetch(`${url}/api/v1/events`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/x-ndjson' },
    body,
  })
  return { status: response.status, retryAfter: response.headers.get('retry-after'), answer: await response.json() }
}

async function counted(url: string): Promise<number> {
  const response = await fetch(
    `${url}/api/v1/panels/notifications.by-status?from=2026-01-01T00:00:00Z&to=2027-01-01T00:00:00Z`,
    { headers: { authorization: `Bearer ${token}` } },
  )
  return ((await response.json()) as { totals: { messages: number } }).totals.messages
}

test.skipIf(!hasDisk)(
  'a full disk: clean refusals that say why, alive all the time, exact when there is room again',
  { timeout: 120_000 },
  async () => {
    const serving = serve()
    const url = await urlOf(serving)
    expect(await send(url, block(0))).toMatchObject({ status: 200, answer: { accepted: 20 } })
    await folded(url)

    // Too little room for the facts, and for a while enough for the log.
    fillDisk(80_000)
    const blocks = Array.from({ length: 36 }, (_, n) => block(n + 1))
    const kept = new Set<number>()
    const refused: unknown[] = []
    for (const [n, body] of blocks.entries()) {
      const answer = await send(url, body)
      if (answer.status === 200) kept.add(n)
      else refused.push(answer)
    }
    expect(kept.size).toBeGreaterThan(5)
    expect(refused.length).toBeGreaterThan(5)
    const detail =
      'The disk is full: the events were not kept. Make room and send them again. Nothing of this request was kept.'
    for (const one of refused) {
      expect(one).toMatchObject({ status: 507, retryAfter: '30', answer: { code: 'disk-full', detail } })
    }
    expect((await fetch(`${url}/health/live`)).status).toBe(200)
    expect(await counted(url)).toBe(20)
    await expect
      .poll(serving.output, { timeout: 10_000 })
      .toMatch(/Events are kept, but cannot be counted at the moment/)
    const ready = await fetch(`${url}/health/ready`)
    expect(ready.status).toBe(200)
    expect(await ready.json()).toMatchObject({ status: 'degraded', detail: expect.stringContaining('kept') })

    // With room again it goes on by itself.
    rmSync(filler)
    await folded(url)
    expect(await counted(url)).toBe(20 + kept.size * 20)
    expect(serving.output()).toMatch(/Events are counted again\./)
    expect(await (await fetch(`${url}/health/ready`)).json()).toEqual({ status: 'ok' })
    expect(serving.output().match(/cannot be counted/g)).toHaveLength(1)

    // It stops on a full disk, too, and a start on one says so in a sentence.
    fillDisk(0)
    serving.child.kill('SIGTERM')
    expect(await serving.ended).toBe(0)
    fillDisk(0)
    const hopeless = serve()
    expect(await hopeless.ended).toBe(1)
    expect(hopeless.output()).toMatch(/^\n✗ The disk of the data folder \S+ is full: make room, then start again\.\n$/)

    rmSync(filler)
    const again = serve()
    const secondUrl = await urlOf(again)
    for (const [n, body] of blocks.entries()) {
      // What was acknowledged is known, what was refused is new.
      const answer = kept.has(n) ? { accepted: 0, duplicates: 20 } : { accepted: 20, duplicates: 0 }
      expect(await send(secondUrl, body), `block ${n}`).toMatchObject({ status: 200, answer })
    }
    await folded(secondUrl)
    expect(await counted(secondUrl)).toBe(20 + blocks.length * 20)
  },
)
