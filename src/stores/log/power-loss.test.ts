import fc from 'fast-check'
import { hash } from 'node:crypto'
import { mkdir, mkdtemp, open, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openLog } from './log.ts'

/** What the log did to its files, in order, and what it told of in between. */
type Step =
  | { kind: 'write'; file: number; at: number; bytes: Buffer }
  | { kind: 'sync'; file: number }
  | { kind: 'acknowledged'; record: number }

type FileOperations = {
  write: (
    this: FileHandle,
    bytes: Buffer,
    offset: number,
    length: number,
    at: number,
  ) => Promise<{ bytesWritten: number; buffer: Buffer }>
  datasync: (this: FileHandle) => Promise<void>
}

const steps: Step[] = []
let folder: string
let names: string[]
let recordedFiles: number

/** From a few bytes to several pages, and not compressible. */
const payloads = Array.from({ length: 260 }, (_, n) => {
  const noise = Array.from({ length: (n * 37) % 100 }, (_unused, at) => hash('sha256', `${n} ${at}`, 'base64'))
  return Buffer.from(`{"n":${n},"noise":"${noise.join('')}"}`)
})

/** Records a real log at work: writers that come together share a write, some writes are many pages long. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'talkmeter-power-'))
  const files: FileHandle[] = []
  const probe = await open(join(folder, 'probe'), 'w')
  const prototype = Object.getPrototypeOf(probe) as FileOperations
  await probe.close()
  await rm(join(folder, 'probe'))
  const { write, datasync } = prototype
  function numberOf(file: FileHandle): number {
    if (!files.includes(file)) files.push(file)
    return files.indexOf(file)
  }
  prototype.write = async function (bytes, offset, length, at) {
    // The operating system takes what it likes; the log must cope with less than it gave.
    const taken = length > 5000 ? Math.ceil(length / 3) : length
    const piece = Buffer.from(bytes.subarray(offset, offset + taken))
    steps.push({ kind: 'write', file: numberOf(this), at, bytes: piece })
    return write.call(this, bytes, offset, taken, at)
  }
  prototype.datasync = async function () {
    await datasync.call(this)
    steps.push({ kind: 'sync', file: numberOf(this) })
  }
  try {
    const log = await openLog({ folder: join(folder, 'recorded'), segmentLengthMax: 60_000 })
    for (let n = 1; n <= 100;) {
      const together = n % 5 === 0 ? 6 : 1
      const appended = Array.from({ length: together }, async (_, at) => {
        const records = await log.append(
          [n + at * 2, n + at * 2 + 1].map((one) => ({
            kind: 'events' as const,
            company: 1,
            receivedAt: 1_790_000_000_000,
            payload: payloads[one]!,
          })),
        )
        for (const { number } of records) steps.push({ kind: 'acknowledged', record: number })
      })
      await Promise.all(appended)
      n += together * 2
    }
    await log.close()
  } finally {
    prototype.write = write
    prototype.datasync = datasync
  }
  names = (await readdir(join(folder, 'recorded'))).toSorted()
  recordedFiles = files.length
})

afterAll(async () => rm(folder, { recursive: true }))

/** The files as the disk has them: what was synced, and of the rest what `rest` leaves. */
function filesAfter(taken: readonly Step[], rest: (synced: Buffer, whole: Buffer) => Buffer): Buffer[] {
  const files: { bytes: Buffer; length: number; synced: number }[] = []
  for (const step of taken) {
    if (step.kind === 'acknowledged') continue
    const file = (files[step.file] ??= { bytes: Buffer.alloc(300_000), length: 0, synced: 0 })
    if (step.kind === 'sync') file.synced = file.length
    else file.length = step.at + step.bytes.copy(file.bytes, step.at)
  }
  return files.map(({ bytes, length, synced }) => rest(bytes.subarray(0, synced), bytes.subarray(0, length)))
}

async function expectAllAcknowledged(files: readonly Buffer[], taken: readonly Step[]): Promise<void> {
  const place = join(folder, 'after')
  await mkdir(place)
  for (const [file, bytes] of files.entries()) await writeFile(join(place, names[file]!), bytes)
  const log = await openLog({ folder: place, segmentLengthMax: 60_000 })
  const acknowledged = taken.reduce((last, step) => (step.kind === 'acknowledged' ? step.record : last), 0)
  expect(log.lastRecord()).toBeGreaterThanOrEqual(acknowledged)
  await log.append([{ kind: 'events', company: 1, receivedAt: 1, payload: payloads[log.lastRecord() + 1]! }])
  let found = 0
  for await (const record of log.read(1)) {
    expect(record.payload.equals(payloads[record.number]!)).toBe(true)
    found++
  }
  expect(found).toBe(log.lastRecord())
  await log.close()
  await rm(place, { recursive: true })
}

const moment = fc.nat({ max: 10_000 }).map((n) => Math.floor((n / 10_000) * steps.length))

test('power lost at any moment, the last write cut at any byte: all that was acknowledged is there', async () => {
  await fc.assert(
    fc.asyncProperty(moment, fc.double({ min: 0, max: 1, noNaN: true }), async (at, share) => {
      const taken = steps.slice(0, at)
      const files = filesAfter(taken, (synced, whole) =>
        whole.subarray(0, synced.length + Math.floor((whole.length - synced.length) * share)),
      )
      await expectAllAcknowledged(files, taken)
    }),
    { numRuns: 100 },
  )
})

const pageLength = 4096

test('power lost with any pages of the last write on the disk and others not: the same', async () => {
  await fc.assert(
    fc.asyncProperty(moment, fc.array(fc.boolean(), { minLength: 16, maxLength: 16 }), async (at, kept) => {
      const taken = steps.slice(0, at)
      let isDoubtful = false
      const files = filesAfter(taken, (synced, whole) => {
        const bytes = Buffer.alloc(whole.length)
        synced.copy(bytes)
        for (let start = 0; start < whole.length; start += pageLength) {
          const end = Math.min(whole.length, start + pageLength)
          const isLost = !kept[(start / pageLength) % kept.length]!
          // So few bytes cannot be told from damage, and the log rather stops than cuts.
          if (isLost && end > synced.length && end - Math.max(start, synced.length) < 16) isDoubtful = true
          if (!isLost) whole.copy(bytes, start, start, end)
        }
        return bytes
      })
      if (!isDoubtful) await expectAllAcknowledged(files, taken)
    }),
    { numRuns: 100 },
  )
})

test('the recorded log has several files, and is whole', async () => {
  expect(names).toHaveLength(recordedFiles)
  expect(names.length).toBeGreaterThan(2)
  const files = await Promise.all(names.map((name) => readFile(join(folder, 'recorded', name))))
  await expectAllAcknowledged(files, steps)
})
