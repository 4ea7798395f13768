import { open, rename, rm } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { dirname } from 'node:path'
import { syncFolder, writeAll } from './files.ts'
import { encodeAgain } from './record.ts'
import type { LogRecord } from './record.ts'
import { readSegment, walkSegment } from './segment.ts'

/** Gives the new payload of a record. */
export type Change = (record: LogRecord) => Buffer

/** The stages of a rewriting, in order; a crash after any of them leaves the segment as it was, or changed. */
export type RewriteStage = 'begun' | 'half' | 'written' | 'renamed'

export type Rewriting = {
  firstRecord: number
  lastRecord: number
  /** Only these records change; all others stay byte for byte. */
  records: ReadonlySet<number>
  change: Change
  /** Stops at a named stage; only crash tests use it. */
  atStage?: ((stage: RewriteStage) => void) | undefined
}

const copiedAtOnce = 1024 * 1024

/** How a segment is called while it is written anew. */
export function unfinishedPath(path: string): string {
  return `${path}.new`
}

/**
 * Writes a segment to which nothing is added any more anew: beside its place, made durable, read back, then put in place at
 * once. Whoever has the old file open goes on reading that.
 * @throws Failure damaged-log when the segment is not as it was written; then it stays as it is
 */
export async function rewriteSegment(path: string, rewriting: Rewriting): Promise<void> {
  const { firstRecord, lastRecord, atStage } = rewriting
  const unfinished = unfinishedPath(path)
  try {
    const file = await open(unfinished, 'w', 0o600)
    try {
      atStage?.('begun')
      await writeAnew(file, path, rewriting)
      await file.sync()
    } finally {
      await file.close()
    }
    await mustBeReadable(unfinished, firstRecord, lastRecord)
    atStage?.('written')
    await rename(unfinished, path)
  } catch (error) {
    await rm(unfinished, { force: true })
    throw error
  }
  atStage?.('renamed')
  await syncFolder(dirname(path))
}

async function writeAnew(file: FileHandle, path: string, rewriting: Rewriting): Promise<void> {
  const { firstRecord, lastRecord, records, change, atStage } = rewriting
  let pieces: Buffer[] = []
  let waiting = 0
  let end = 0
  async function flush(): Promise<void> {
    end += await writeAll(file, pieces, end)
    pieces = []
    waiting = 0
  }
  for await (const { header, bytes, payload } of walkSegment(path, firstRecord, lastRecord)) {
    const { number, kind, company, receivedAt } = header
    const record = records.has(number)
      ? encodeAgain(header, change({ number, kind, company, receivedAt, payload: await payload() }))
      : await bytes()
    pieces.push(record)
    waiting += record.length
    if (waiting >= copiedAtOnce) await flush()
    if (number === Math.floor((firstRecord + lastRecord) / 2)) atStage?.('half')
  }
  await flush()
}

/** What takes the place of the truth was read once before. */
async function mustBeReadable(path: string, firstRecord: number, lastRecord: number): Promise<void> {
  for await (const _ of readSegment(path, firstRecord, { from: firstRecord, to: lastRecord })) continue
}
