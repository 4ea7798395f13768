import fc from 'fast-check'
import { mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { Failure } from '../../failure.ts'
import { openLog } from './log.ts'
import type { Log } from './log.ts'

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
    expect(record.payload.equals(payload(record.number))).toBe(true)
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

test('some records are read by their numbers, in order, wherever they are', async () => {
  const log = await openLog({ folder, segmentLengthMax: 2000 })
  await write(log, 1, 60)
  const numbersOf = async (records: number[], from = 1) => {
    const found: number[] = []
    for await (const { number } of log.read(from, { records: new Set(records) })) found.push(number)
    return found
  }
  expect(await numbersOf([60, 1, 17, 18, 99])).toEqual([1, 17, 18, 60])
  expect(await numbersOf([3, 40], 4)).toEqual([40])
  expect(await numbersOf([])).toEqual([])
  await log.close()
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

/** A log of several segments on disk, and its files. */
async function severalSegments(): Promise<{ name: string; bytes: Buffer }[]> {
  const log = await openLog({ folder, segmentLengthMax: 1000 })
  await write(log, 1, 40)
  await log.close()
  const names = (await readdir(folder)).toSorted()
  return Promise.all(names.map(async (name) => ({ name, bytes: await readFile(join(folder, name)) })))
}

async function faultOf(act: () => Promise<unknown>): Promise<Failure | undefined> {
  return act().then(
    () => undefined,
    (error: unknown) => {
      expect(error).toBeInstanceOf(Failure)
      return error as Failure
    },
  )
}

async function openAndRead(): Promise<string[]> {
  const log = await openLog({ folder, segmentLengthMax: 1000 })
  try {
    return await readAll(log)
  } finally {
    await log.close()
  }
}

test('one flipped bit in any of several segments stops with file and byte', async () => {
  const segments = await severalSegments()
  expect(segments.length).toBeGreaterThan(3)
  await fc.assert(
    fc.asyncProperty(fc.nat(), fc.nat(), fc.integer({ min: 0, max: 7 }), async (which, where, bit) => {
      const { name, bytes } = segments[which % segments.length]!
      const flipped = Buffer.from(bytes)
      flipped[where % bytes.length]! ^= 1 << bit
      await writeFile(join(folder, name), flipped)
      const fault = await faultOf(openAndRead)
      expect(fault?.code).toBe('damaged-log')
      const [, file, byte] = /^The log is damaged: (\S+) at byte (\d+)\./.exec(fault!.message) ?? []
      expect(file).toBe(join(folder, name))
      expect(Number(byte)).toBeLessThanOrEqual(where % bytes.length)
      expect(await readFile(join(folder, name))).toEqual(flipped)
      await writeFile(join(folder, name), bytes)
    }),
    { numRuns: 120 },
  )
})

test('an older segment that is cut anywhere, also between two records, stops with file and byte', async () => {
  const segments = await severalSegments()
  const older = segments.slice(0, -1)
  await fc.assert(
    fc.asyncProperty(fc.nat(), fc.nat(), fc.boolean(), async (which, where, atRecord) => {
      const { name, bytes } = older[which % older.length]!
      const length = atRecord ? bytes.lastIndexOf('TMR1', where % bytes.length) : where % bytes.length
      await writeFile(join(folder, name), bytes.subarray(0, length))
      const fault = await faultOf(openAndRead)
      expect(fault?.message).toMatch(new RegExp(`^The log is damaged: \\S+${name} at byte \\d+\\.`))
      await writeFile(join(folder, name), bytes)
    }),
    { numRuns: 100 },
  )
})

test('a segment that is gone is missed, wherever it was', async () => {
  const segments = await severalSegments()
  for (const { name, bytes } of segments.slice(0, -1)) {
    await rm(join(folder, name))
    expect((await faultOf(openAndRead))?.code).toBe('damaged-log')
    await writeFile(join(folder, name), bytes)
  }
  expect(await openAndRead()).toHaveLength(40)
})

test('the last segment cut anywhere opens with what is whole, and goes on', async () => {
  const segments = await severalSegments()
  const { name, bytes } = segments.at(-1)!
  for (let length = 0; length < bytes.length; length += 13) {
    await writeFile(join(folder, name), bytes.subarray(0, length))
    const log = await openLog({ folder, segmentLengthMax: 100_000 })
    const last = log.lastRecord()
    await write(log, last + 1, last + 1)
    expect(await readAll(log)).toHaveLength(last + 1)
    await log.close()
  }
})

test('a sector of zeros among what was acknowledged is damage, not a torn tail', async () => {
  const log = await openLog({ folder })
  await write(log, 1, 40)
  await log.close()
  const file = join(folder, (await readdir(folder))[0]!)
  const bytes = await readFile(file)
  for (let sector = 0; sector < bytes.length / 512 - 2; sector++) {
    await writeFile(file, Buffer.from(bytes).fill(0, sector * 512, sector * 512 + 512))
    expect((await faultOf(openAndRead))?.message).toMatch(/damaged: .* at byte \d+/)
  }
})

test('reading goes on beside writing and ends at what was durable when it began', async () => {
  const log = await openLog({ folder, segmentLengthMax: 3000 })
  await write(log, 1, 30)
  const writing = write(log, 31, 130)
  for (let round = 0; round < 30; round++) {
    const durable = log.lastRecord()
    const found = await readAll(log)
    expect(found.length).toBeGreaterThanOrEqual(durable)
  }
  await writing
  expect(await readAll(log)).toHaveLength(130)
  await log.close()
})
