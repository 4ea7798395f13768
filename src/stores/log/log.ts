import { mkdir, open, readdir, rm, truncate, unlink } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { dirname } from 'node:path'
import { failure } from '../../failure.ts'
import { syncFolder, writeAll } from './files.ts'
import { encodeWrite, payloadLengthMax } from './record.ts'
import type { LogRecord, RecordKind } from './record.ts'
import { rewriteSegment, unfinishedPath } from './rewrite.ts'
import type { Change, RewriteStage } from './rewrite.ts'
import { firstRecordOf, inspectTail, readSegment, segmentPath } from './segment.ts'

/** The append-only durable log: the truth that everything else is folded from. */
export type Log = {
  /**
   * Appends records; resolves with them, numbered, when they are on the disk (fdatasync). Appends that wait together
   * share one sync. Rejects with Failure `disk-full` when there is no room; then nothing of them is kept.
   */
  append: (records: readonly NewRecord[]) => Promise<LogRecord[]>
  /** The records from this number on, up to what was durable when the reading reaches the end. */
  read: (fromRecord: number, some?: Some) => AsyncGenerator<LogRecord>
  /** Ends the segment that is written to, unless it is empty, and gives all that have ended: nothing is added to these. */
  endSegment: () => Promise<Span[]>
  /**
   * Gives some records of a segment that has ended another payload; numbers, times and all other records stay. Whoever
   * reads sees the segment before or after, also when a crash cuts this off. Rejects with Failure `disk-full` when
   * there is no room for a second copy of the segment; then it stays as it is. One at a time.
   */
  rewrite: (segment: Span, records: ReadonlySet<number>, change: Change) => Promise<void>
  /** The number of the last durable record; 0 for an empty log. */
  lastRecord: () => number
  close: () => Promise<void>
}

export type NewRecord = { kind: RecordKind; company: number; receivedAt: number; payload: Buffer }

/** Which records, of those from a number on. */
export type Some = { to?: number; companies?: ReadonlySet<number>; records?: ReadonlySet<number> }

/** A segment, by the numbers of its records. */
export type Span = { first: number; last: number }

export type LogOptions = {
  folder: string
  segmentLengthMax?: number
  /** Stops at a named stage of a rewriting; only crash tests use it. */
  atRewriteStage?: ((stage: RewriteStage) => void) | undefined
}

/**
 * Opens the log in a folder, making it when there is none. A torn tail, which no one was told is kept, is cut.
 * @throws Failure damaged-log when anything else is not as it was written
 */
export async function openLog(options: LogOptions): Promise<Log> {
  const { folder, segmentLengthMax = 128 * 1024 * 1024, atRewriteStage } = options
  const made = await mkdir(folder, { recursive: true, mode: 0o700 })
  if (made !== undefined) await syncFolder(dirname(made))
  let firsts = await segmentsIn(folder)
  // A crash cut these off; the segments themselves are whole.
  for (const first of firsts) await rm(unfinishedPath(segmentPath(folder, first)), { force: true })
  let current = await openCurrent(folder, firsts)
  firsts = await segmentsIn(folder)
  let nextNumber = current.next
  let durable = nextNumber - 1
  let waiting: Waiting[] = []
  let writing: Promise<void> | undefined
  let broken: Error | undefined
  let closed = false

  async function writeWaiting(): Promise<void> {
    while (waiting.length > 0) {
      const batch = waiting
      waiting = []
      try {
        if (broken !== undefined) throw broken
        const isFull = current.length >= segmentLengthMax
        const isEnded = current.length > 0 && batch.some(({ records }) => records === endOfSegment)
        if (isFull || isEnded) await startSegment()
        await write(batch)
      } catch (error) {
        for (const { reject } of batch) reject(asFailure(error))
      }
    }
    writing = undefined
  }

  async function write(batch: readonly Waiting[]): Promise<void> {
    const start = current.length
    const firstNumber = nextNumber
    try {
      const numbered = batch.map(({ records }) => records.map((record) => ({ ...record, number: nextNumber++ })))
      const bytes = encodeWrite(numbered.flat())
      for (const piece of bytes) current.length += piece.length
      await writeAll(current.file, bytes, start)
      if (bytes.length > 0) await current.file.datasync()
      durable = nextNumber - 1
      for (const [index, { resolve }] of batch.entries()) resolve(numbered[index]!)
    } catch (error) {
      // What was half written is cut off again, so that the next record follows the last durable one.
      nextNumber = firstNumber
      current.length = start
      try {
        await current.file.truncate(start)
        await current.file.datasync()
      } catch (cause) {
        broken = failure('internal', 'The log cannot be written; restart Talkmeter.', [], cause)
      }
      throw error
    }
  }

  async function startSegment(): Promise<void> {
    const file = await createSegment(folder, nextNumber)
    await current.file.close()
    firsts.push(nextNumber)
    current = { file, length: 0, next: nextNumber }
  }

  async function inTurn(records: readonly NewRecord[]): Promise<LogRecord[]> {
    if (closed) throw failure('overloaded', 'Talkmeter is stopping; send again in a moment.')
    return new Promise((resolve, reject) => {
      waiting.push({ records, resolve, reject })
      writing ??= writeWaiting()
    })
  }

  return {
    async append(records) {
      if (records.length === 0) return []
      for (const { payload } of records) {
        if (payload.length > payloadLengthMax) throw failure('too-large', 'A log record is over its limit.')
      }
      return inTurn(records)
    },
    async endSegment() {
      await inTurn(endOfSegment)
      return firsts.slice(0, -1).map((first, at) => ({ first, last: firsts[at + 1]! - 1 }))
    },
    async rewrite({ first, last }, records, change) {
      const rewriting = { firstRecord: first, lastRecord: last, records, change, atStage: atRewriteStage }
      try {
        await rewriteSegment(segmentPath(folder, first), rewriting)
      } catch (error) {
        throw asFailure(error)
      }
    },
    async *read(fromRecord, { to = Infinity, companies, records } = {}) {
      const asked = records === undefined ? undefined : [...records].toSorted((a, b) => a - b)
      const end = Math.min(durable, to, asked === undefined ? Infinity : (asked.at(-1) ?? 0))
      if (fromRecord <= end && fromRecord < firsts[0]!) throw missing(folder, fromRecord)
      for (const [index, first] of firsts.entries()) {
        const last = Math.min(end, (firsts[index + 1] ?? Infinity) - 1)
        if (last < fromRecord || last < first) continue
        const lastAsked = asked === undefined ? last : asked.findLast((record) => record <= last)
        if (lastAsked === undefined || lastAsked < first) continue
        yield* readSegment(segmentPath(folder, first), first, { from: fromRecord, to: lastAsked, companies, records })
      }
    },
    lastRecord: () => durable,
    async close() {
      closed = true
      await writing
      await current.file.close()
    },
  }
}

/** Stands in the queue of those who append for one who does not, and wants a new segment. */
const endOfSegment: readonly NewRecord[] = []

type Waiting = {
  records: readonly NewRecord[]
  resolve: (records: LogRecord[]) => void
  reject: (error: Error) => void
}

type Current = { file: FileHandle; length: number; next: number }

async function segmentsIn(folder: string): Promise<number[]> {
  const names = await readdir(folder)
  return names
    .map(firstRecordOf)
    .filter((first) => first !== undefined)
    .toSorted((a, b) => a - b)
}

async function openCurrent(folder: string, firsts: readonly number[]): Promise<Current> {
  const last = firsts.at(-1)
  if (last === undefined) return { file: await createSegment(folder, 1), length: 0, next: 1 }
  const path = segmentPath(folder, last)
  const { next, length } = await inspectTail(path, last)
  await truncate(path, length)
  const file = await open(path, 'r+')
  // Also after a stop without a torn tail: what is counted as durable from here on must be.
  await file.datasync()
  return { file, length, next }
}

async function createSegment(folder: string, first: number): Promise<FileHandle> {
  const path = segmentPath(folder, first)
  const file = await open(path, 'wx+', 0o600)
  try {
    await syncFolder(folder)
  } catch (error) {
    // So that the next attempt can make it.
    await file.close()
    await unlink(path)
    throw error
  }
  return file
}

function missing(folder: string, record: number): Error {
  return failure(
    'damaged-log',
    `The log is damaged: record ${record} is missing from ${folder}. Nothing was changed. Restore its file from a backup, then start again.`,
  )
}

function asFailure(error: unknown): Error {
  if (error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT')) {
    return failure('disk-full', 'The disk is full: the events were not kept. Make room and send them again.', [], error)
  }
  return error instanceof Error ? error : new Error(String(error))
}
