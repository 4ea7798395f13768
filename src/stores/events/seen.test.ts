import { hash } from 'node:crypto'
import { mkdtemp, rm, truncate } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createSeen, loadSeen } from './seen.ts'

const key = (n: number) => hash('sha256', String(n), 'hex').slice(0, 32)

test('never forgets a key, rarely takes a new one for known, also through a file', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'talkmeter-seen-'))
  const path = join(folder, 'keys.seen')
  const seen = createSeen()
  const count = 400_000
  for (let n = 0; n < count; n++) seen.add(key(n))
  await seen.save(path, 77)
  const loaded = await loadSeen(path)
  expect(loaded.record).toBe(77)
  expect(loaded.seen.size()).toBe(count)
  let falsePositives = 0
  let forgotten = 0
  for (let n = 0; n < count; n++) if (!loaded.seen.mayHave(key(n))) forgotten++
  expect(forgotten).toBe(0)
  for (let n = count; n < count + 100_000; n++) if (loaded.seen.mayHave(key(n))) falsePositives++
  expect(falsePositives).toBeLessThan(150)
  await truncate(path, 1000)
  expect((await loadSeen(path)).record).toBe(0)
  await rm(folder, { recursive: true })
})
