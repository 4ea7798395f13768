import fc from 'fast-check'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openLog } from './log.ts'
import type { Log, NewRecord } from './log.ts'
import type { LogRecord } from './record.ts'
import { walkSegment } from './segment.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'talkmeter-rewrite-'))
})
afterEach(async () => rm(folder, { recursive: true }))

const newRecord = fc.record({
  kind: fc.constantFrom('events' as const, 'refused' as const),
  company: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
  receivedAt: fc.integer({ min: 0, max: 2 ** 42 }),
  // Short ones are kept as they are, long ones compressed.
  payload: fc.uint8Array({ maxLength: 1200 }).map((bytes) => Buffer.from(bytes)),
})

async function all(records: AsyncIterable<LogRecord>): Promise<LogRecord[]> {
  const found: LogRecord[] = []
  for await (const record of records) found.push(record)
  return found
}

/** The records of a log, and the very bytes of each. */
async function contentOf(log: Log): Promise<{ records: LogRecord[]; bytes: Map<number, string> }> {
  const records = await all(log.read(1))
  const bytes = new Map<number, string>()
  for (const name of await readdir(folder)) {
    const first = Number(name.slice(0, 15))
    const last = records.at(-1)?.number ?? 0
    const stored = walkSegment(join(folder, name), first, last)
    while (true) {
      const next = await stored.next().catch(() => undefined)
      if (next === undefined || next.done === true) break
      bytes.set(next.value.header.number, (await next.value.bytes()).toString('hex'))
    }
  }
  return { records, bytes }
}

async function rewriteAll(log: Log, chosen: ReadonlySet<number>, payloadOf: (record: LogRecord) => Buffer) {
  for (const segment of await log.endSegment()) {
    const own = [...chosen].filter((number) => number >= segment.first && number <= segment.last)
    if (own.length > 0) await log.rewrite(segment, new Set(own), payloadOf)
  }
}

test('a rewriting changes the payloads that it is told to, and no other byte of any record', async () => {
  const chance = fc.array(fc.boolean(), { minLength: 40, maxLength: 40 })
  const batches = fc.array(fc.array(newRecord, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 12 })
  await fc.assert(
    fc.asyncProperty(batches, chance, fc.uint8Array({ maxLength: 900 }), async (given, isChosen, bytes) => {
      await rm(folder, { recursive: true })
      const log = await openLog({ folder, segmentLengthMax: 2000 })
      for (const batch of given) await log.append(batch)
      const before = await contentOf(log)
      const chosen = new Set(before.records.map(({ number }) => number).filter((number) => isChosen[number % 40]))
      const payload = Buffer.from(bytes)
      await rewriteAll(log, chosen, () => payload)
      const expected = before.records.map((record) => (chosen.has(record.number) ? { ...record, payload } : record))
      const after = await contentOf(log)
      expect(after.records).toEqual(expected)
      for (const { number } of before.records) {
        if (!chosen.has(number)) expect(after.bytes.get(number)).toBe(before.bytes.get(number))
      }
      // It goes on after that, and another start finds the same.
      const [added] = await log.append(given[0]!)
      expect(added!.number).toBe(before.records.length + 1)
      await log.close()
      const again = await openLog({ folder, segmentLengthMax: 2000 })
      expect((await all(again.read(1))).slice(0, expected.length)).toEqual(expected)
      await again.close()
    }),
    { numRuns: 60 },
  )
})

const numbered = (n: number): NewRecord => ({
  kind: 'events',
  company: n % 3,
  receivedAt: n,
  payload: Buffer.from(`record ${n}`),
})

test('whoever reads while a segment is written anew sees every record once, old or new', async () => {
  const log = await openLog({ folder, segmentLengthMax: 400 })
  for (let n = 1; n <= 200; n++) await log.append([numbered(n)])
  const reader = log.read(1)
  const read: LogRecord[] = [(await reader.next()).value!]
  const numbers = new Set(Array.from({ length: 200 }, (_, at) => at + 1))
  await rewriteAll(log, numbers, ({ number }) => Buffer.from(`another, longer text of record ${number}`))
  for await (const record of reader) read.push(record)
  expect(read.map(({ number }) => number)).toEqual([...numbers])
  const texts = read.map(({ payload }) => payload.toString())
  expect(texts[1]).toBe('record 2')
  expect(texts.at(-1)).toBe('another, longer text of record 200')
  await log.close()
})

test('only the records of some companies are read, up to one', async () => {
  const log = await openLog({ folder, segmentLengthMax: 400 })
  for (let n = 1; n <= 50; n++) await log.append([numbered(n)])
  const some = await all(log.read(5, { to: 30, companies: new Set([1]) }))
  expect(some.map(({ number }) => number)).toEqual([7, 10, 13, 16, 19, 22, 25, 28])
  await log.close()
})

test('a segment ends when it is told to, unless it is empty, and no record moves', async () => {
  const log = await openLog({ folder })
  expect(await log.endSegment()).toEqual([])
  await log.append([numbered(1), numbered(2)])
  expect(await log.endSegment()).toEqual([{ first: 1, last: 2 }])
  expect(await log.endSegment()).toEqual([{ first: 1, last: 2 }])
  const appending = log.append([numbered(3)])
  expect(await log.endSegment()).toContainEqual({ first: 1, last: 2 })
  await appending
  await log.close()
  const again = await openLog({ folder })
  expect((await all(again.read(1))).map(({ number }) => number)).toEqual([1, 2, 3])
  await again.close()
})

test('a damaged segment is not written anew; what a crash left of a rewriting is cleared away', async () => {
  const log = await openLog({ folder })
  await log.append([numbered(1), numbered(2), numbered(3)])
  const [segment] = await log.endSegment()
  const path = join(folder, (await readdir(folder)).toSorted()[0]!)
  const whole = await readFile(path)
  const damaged = Buffer.from(whole)
  damaged[damaged.length - 1]! ^= 1
  await writeFile(path, damaged)
  await expect(log.rewrite(segment!, new Set([1]), () => Buffer.from('x'))).rejects.toMatchObject({
    code: 'damaged-log',
  })
  expect(await readFile(path)).toEqual(damaged)
  expect(await readdir(folder)).toHaveLength(2)
  await log.close()
  await writeFile(path, whole)
  await writeFile(`${path}.new`, whole.subarray(0, 50))
  const again = await openLog({ folder })
  expect(await readdir(folder)).toHaveLength(2)
  expect(await all(again.read(1))).toHaveLength(3)
  await again.close()
})
