import fc from 'fast-check'
import { mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { Failure } from '../../failure.ts'
import { openLog } from './log.ts'
import type { Log } from './log.ts'
import { headerLength } from './record.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'talkmeter-log-'))
})
afterEach(async () => rm(folder, { recursive: true }))

const payload = (n: number) => Buffer.from(`{"n":${n},"text":"${'é'.repeat(n % 700)}"}`)

async function write(log: Log, from: number, to: number): Promise<void> {
  for (let n = from; n <= to; n++) {
    await log.append([
      {
        kind: n % 3 === 0 ? 'refused' : 'events',
        company: n % 5,
        receivedAt: 1_790_000_000_000 + n,
        payload: payload(n),
      },
    ])
  }
}

async function readAll(log: Log, from = 1): Promise<string[]> {
  const found: string[] = []
  for await (const record of log.read(from)) {
    expect(record.payload).toEqual(payload(record.number))
    expect(record.company).toBe(record.number % 5)
    expect(record.receivedAt).toBe(1_790_000_000_000 + record.number)
    found.push(`${record.number} ${record.kind}`)
  }
  return found
}

test('gives back what was appended, over several segments and after a new start, from any record on', async () => {
  const log = await openLog({ folder, segmentLengthMax: 2000 })
  await write(log, 1, 60)
  expect(await readAll(log)).toHaveLength(60)
  await log.close()
  expect((await readdir(folder)).length).toBeGreaterThan(2)
  const again = await openLog({ folder, segmentLengthMax: 2000 })
  expect(again.lastRecord()).toBe(60)
  await write(again, 61, 70)
  expect((await readAll(again, 33))[0]).toBe('33 refused')
  expect(await readAll(again, 33)).toHaveLength(38)
  await again.close()
})

test('appends that wait together are numbered in order and all kept', async () => {
  const log = await openLog({ folder })
  const appended = await Promise.all(
    Array.from({ length: 200 }, async (_, at) => {
      const n = at + 1
      return log.append([
        {
          kind: n % 3 === 0 ? 'refused' : 'events',
          company: n % 5,
          receivedAt: 1_790_000_000_000 + n,
          payload: payload(n),
        },
      ])
    }),
  )
  expect(appended.flat().map(({ number }) => number)).toEqual(Array.from({ length: 200 }, (_, at) => at + 1))
  expect(await readAll(log)).toHaveLength(200)
  await log.close()
})

test('a torn tail is cut wherever it is torn, and what was whole before it stays', async () => {
  const log = await openLog({ folder })
  await write(log, 1, 12)
  await log.close()
  const [name] = await readdir(folder)
  const file = join(folder, name!)
  const whole = await readFile(file)
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: whole.length - 1 }), async (length) => {
      await writeFile(file, whole)
      await truncate(file, length)
      const torn = await openLog({ folder })
      const last = torn.lastRecord()
      expect(await readAll(torn)).toHaveLength(last)
      await write(torn, last + 1, last + 2)
      expect(await readAll(torn)).toHaveLength(last + 2)
      await torn.close()
    }),
    { numRuns: 60 },
  )
})

test('after power loss a tail of zeros is cut', async () => {
  const log = await openLog({ folder })
  await write(log, 1, 5)
  await log.close()
  const file = join(folder, (await readdir(folder))[0]!)
  const { size } = await stat(file)
  await truncate(file, size + 8192)
  const again = await openLog({ folder })
  expect(again.lastRecord()).toBe(5)
  await again.close()
  expect((await stat(file)).size).toBe(size)
})

test('one flipped bit anywhere stops with the place, and changes nothing', async () => {
  const log = await openLog({ folder })
  await write(log, 1, 12)
  await log.close()
  const file = join(folder, (await readdir(folder))[0]!)
  const whole = await readFile(file)
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: whole.length - 1 }), fc.integer({ min: 0, max: 7 }), async (at, bit) => {
      const flipped = Buffer.from(whole)
      flipped[at]! ^= 1 << bit
      await writeFile(file, flipped)
      const error: unknown = await openLog({ folder }).then(
        () => undefined,
        (thrown: unknown) => thrown,
      )
      expect(error).toBeInstanceOf(Failure)
      expect((error as Failure).code).toBe('damaged-log')
      expect((error as Failure).message).toMatch(/at byte \d+/)
      expect(await readFile(file)).toEqual(flipped)
    }),
    { numRuns: 100 },
  )
})

test('damage in an older segment is found when it is read', async () => {
  const log = await openLog({ folder, segmentLengthMax: 1000 })
  await write(log, 1, 40)
  await log.close()
  const file = join(folder, (await readdir(folder)).toSorted()[0]!)
  const bytes = await readFile(file)
  bytes[headerLength + 3]! ^= 1
  await writeFile(file, bytes)
  const again = await openLog({ folder, segmentLengthMax: 1000 })
  await expect(readAll(again)).rejects.toThrow(/damaged.*at byte 0/)
  await again.close()
})
