import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { openLog } from '../src/stores/log/log.ts'
import { changedPayload, isToChange, originalPayload } from './rewrite-records.ts'

const folder = await mkdtemp(join(tmpdir(), 'talkmeter-rewrite-crash-'))
afterAll(async () => rm(folder, { recursive: true }))

const stages = ['begun', 'half', 'written', 'renamed']
const rounds = 24

/** Lets a child write and rewrite until it is killed; gives the last record of which it said that it is kept. */
async function runUntilKilled(round: number): Promise<{ opened: number; kept: number }> {
  const stage = round % 2 === 0 ? stages[(round / 2) % stages.length]! : 'none'
  const child = fork(join(import.meta.dirname, 'rewrite-child.ts'), [folder, stage, String(1 + (round % 5))])
  const last = { opened: 0, kept: 0 }
  child.on('message', (said: { opened?: number; kept?: number }) => {
    if (said.opened === undefined) last.kept = said.kept!
    else {
      last.opened = said.opened
      // By chance, while it works; a stage comes by itself.
      setTimeout(() => child.kill('SIGKILL'), stage === 'none' ? 20 + ((round * 53) % 300) : 20_000)
    }
  })
  const [, signal] = await once(child, 'exit')
  expect(signal).toBe('SIGKILL')
  return last
}

test(
  `${rounds} times kill -9 while the log is rewritten: no record is lost, and none but the wanted ones changes`,
  { timeout: 300_000 },
  async () => {
    let kept = 0
    for (let round = 0; round < rounds; round++) {
      const last = await runUntilKilled(round)
      expect(last.opened).toBeGreaterThanOrEqual(kept)
      kept = Math.max(kept, last.kept, last.opened)
    }
    expect(kept).toBeGreaterThan(200)
    const log = await openLog({ folder, segmentLengthMax: 20_000 })
    expect(log.lastRecord()).toBeGreaterThanOrEqual(kept)
    const counts = { original: 0, changed: 0 }
    let expected = 0
    for await (const { number, receivedAt, payload } of log.read(1)) {
      expect([number, receivedAt]).toEqual([++expected, expected])
      const isOriginal = payload.equals(originalPayload(number))
      expect(isOriginal || (isToChange(number) && payload.equals(changedPayload(number))), `record ${number}`).toBe(
        true,
      )
      counts[isOriginal ? 'original' : 'changed']++
    }
    expect(expected).toBe(log.lastRecord())
    expect(counts.changed).toBeGreaterThan(50)
    expect(counts.original).toBeGreaterThan(50)
    expect((await readdir(folder)).filter((name) => !name.endsWith('.log'))).toEqual([])
    await log.close()
  },
)
