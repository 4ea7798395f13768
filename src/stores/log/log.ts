import { mkdir, open, readdir, truncate, unlink } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { dirname } from 'node:path'
import { failure } from '../../failure.ts'
import { encodeWrite, payloadLengthMax } from './record.ts'
import type { LogRecord, RecordKind } from './record.ts'
import { firstRecordOf, inspectTail, readSegment, segmentPath } from './segment.ts'

/** The append-only durable log: the truth that everything else is folded from. */
export type Log = {
  /**
   * Appends records; resolves with them, numbered, when they are on the disk (fdatasync). Appends that wait together
   * share one sync. Rejects with Failure `disk-full` when there is no room; then nothing of them is kept.
   */
  append: (records: readonly NewRecord[]) => Promise<LogRecord[]>
  /** The records from this number on, up to what was durable when the reading reaches the end. */
  read: (fromRecord: number) => AsyncGenerator<LogRecord>
  /** The number of the last durable record; 0 for an empty log. */
  lastRecord: () => number
  close: () => Promise<void>
}

export type NewRecord = { kind: RecordKind; company: number; receivedAt: number; payload: Buffer }

export type LogOptions = { folder: string; segmentLengthMax?: number }

/**
 * Opens the log in a folder, making it when there is none. A torn tail, which no one was told is kept, is cut.
 * @throws Failure damaged-log when anything else is not as it was written
 */
export async function openLog({ folder, segmentLengthMax = 128 * 1024 * 1024 }: LogOptions): Promise<Log> {
  const made = await mkdir(folder, { recursive: true, mode: 0o700 })
  if (made !== undefined) await syncFolder(dirname(made))
  let firsts = await segmentsIn(folder)
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
        await write(batch)
      } catch (error) {
        for (const { reject } of batch) reject(asFailure(error))
      }
    }
    writing = undefined
  }

  async function write(batch: readonly Waiting[]): Promise<void> {
    if (current.length >= segmentLengthMax) await startSegment()
    const start = current.length
    const firstNumber = nextNumber
    try {
      const numbered = batch.map(({ records }) => records.map((record) => ({ ...record, number: nextNumber++ })))
      const bytes = encodeWrite(numbered.flat())
      for (const piece of bytes) current.length += piece.length
      await writeAll(current.file, bytes, start)
      await current.file.datasync()
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

  return {
    async append(records) {
      if (closed) throw failure('overloaded', 'Talkmeter is stopping; send again in a moment.')
      if (records.length === 0) return []
      for (const { payload } of records) {
        if (payload.length > payloadLengthMax) throw failure('too-large', 'A log record is over its limit.')
      }
      return new Promise((resolve, reject) => {
        waiting.push({ records, resolve, reject })
        writing ??= writeWaiting()
      })
    },
    async *read(fromRecord) {
      const end = durable
      if (fromRecord <= end && fromRecord < firsts[0]!) throw missing(folder, fromRecord)
      for (const [index, first] of firsts.entries()) {
        const last = Math.min(end, (firsts[index + 1] ?? Infinity) - 1)
        if (last < fromRecord || last < first) continue
        yield* readSegment(segmentPath(folder, first), first, { from: fromRecord, to: last })
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

/** The name of a new file must survive power loss, too. */
async function syncFolder(folder: string): Promise<void> {
  const directory = await open(folder, 'r')
  try {
    await directory.sync()
  } finally {
    await directory.close()
  }
}

function missing(folder: string, record: number): Error {
  return failure(
    'damaged-log',
    `The log is damaged: record ${record} is missing from ${folder}. Nothing was changed. Restore its file from a backup, then start again.`,
  )
}

/** A file may take fewer bytes than it is given; the rest is written until all are in. */
async function writeAll(file: FileHandle, pieces: readonly Buffer[], start: number): Promise<void> {
  const bytes = pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces)
  let written = 0
  while (written < bytes.length) {
    const { bytesWritten } = await file.write(bytes, written, bytes.length - written, start + written)
    written += bytesWritten
  }
}

function asFailure(error: unknown): Error {
  if (error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT')) {
    return failure('disk-full', 'The disk is full: the events were not kept. Make room and send them again.', [], error)
  }
  return error instanceof Error ? error : new Error(String(error))
}
