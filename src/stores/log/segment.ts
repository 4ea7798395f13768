import { open } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import { failure } from '../../failure.ts'
import { decodeHeader, decodePayload, headerLength, magicBytes } from './record.ts'
import type { Header, LogRecord } from './record.ts'

/** A segment is one file of the log, named by the number of its first record. */
export function segmentPath(folder: string, firstRecord: number): string {
  return join(folder, `${String(firstRecord).padStart(15, '0')}.log`)
}

/** The first record's number of a segment file's name, or `undefined` for other files. */
export function firstRecordOf(fileName: string): number | undefined {
  const match = /^(\d{15})\.log$/.exec(fileName)
  return match === null ? undefined : Number(match[1])
}

/** A record as it stands in the file. */
export type Stored = {
  header: Header
  /** Where it begins, in bytes. */
  at: number
  /** Its header and payload, byte for byte; throws Failure damaged-log when the payload is not as it was written. */
  bytes: () => Promise<Buffer>
  /** Throws Failure damaged-log when it is not as it was written. */
  payload: () => Promise<Buffer>
}

/**
 * Goes through the records of a segment up to `to`, which must be in it, in order; what nobody asks for is not read.
 * @throws Failure damaged-log naming file and byte, for anything that is not a whole record
 */
export async function* walkSegment(path: string, firstRecord: number, to: number): AsyncGenerator<Stored> {
  const file = await open(path, 'r')
  try {
    const read = windowOn(file)
    let at = 0
    for (let expected = firstRecord; expected <= to; expected++) {
      const start = at
      const header = decodeHeader(await read(start, headerLength))
      if (header === undefined || header.number !== expected) throw damaged(path, start)
      const whole = async () => {
        const bytes = await read(start, headerLength + header.payloadLength)
        if (bytes.length === headerLength + header.payloadLength) return bytes
        throw damaged(path, start)
      }
      const payload = async () => {
        const plain = decodePayload(header, (await whole()).subarray(headerLength))
        if (plain !== undefined) return plain
        throw damaged(path, start)
      }
      yield { header, at: start, bytes: whole, payload }
      at += headerLength + header.payloadLength
    }
  } finally {
    await file.close()
  }
}

export type Wanted = {
  from: number
  /** Must be in the segment. */
  to: number
  /** Those of other companies are passed over. */
  companies?: ReadonlySet<number> | undefined
  /** Others are passed over. */
  records?: ReadonlySet<number> | undefined
}

/** Reads records of a segment, in order; see `walkSegment`. */
export async function* readSegment(
  path: string,
  firstRecord: number,
  { from, to, companies, records }: Wanted,
): AsyncGenerator<LogRecord> {
  for await (const { header, payload } of walkSegment(path, firstRecord, to)) {
    const { number, kind, company, receivedAt } = header
    if (number < from || companies?.has(company) === false || records?.has(number) === false) continue
    yield { number, kind, company, receivedAt, payload: await payload() }
  }
}

/**
 * Looks through the last segment, which a crash may have left with a torn tail.
 * @returns the number after its last whole record, and the length up to there; what follows was never acknowledged
 * @throws Failure damaged-log when something that was acknowledged is damaged
 */
export async function inspectTail(path: string, firstRecord: number): Promise<{ next: number; length: number }> {
  const file = await open(path, 'r')
  try {
    const { size } = await file.stat()
    const read = windowOn(file)
    let next = firstRecord
    let at = 0
    while (at < size) {
      const header = decodeHeader(await read(at, headerLength))
      const isNext = header !== undefined && header.number === next
      const end = at + headerLength + (header?.payloadLength ?? 0)
      if (isNext && end <= size) {
        const stored = await read(at + headerLength, header.payloadLength)
        if (decodePayload(header, stored) !== undefined) {
          at = end
          next++
          continue
        }
      }
      const isCut = size - at < headerLength || (isNext && end > size)
      const rest = await read(at, size - at)
      if (hasLaterWrite(rest, next) || !(isCut || hasHole(rest, at))) throw damaged(path, at)
      break
    }
    return { next, length: at }
  } finally {
    await file.close()
  }
}

const windowLength = 256 * 1024

/** Reads pieces of a file that mostly follow each other: many small records take one look at the disk. */
function windowOn(file: FileHandle): (at: number, length: number) => Promise<Buffer> {
  let start = 0
  let window: Buffer = Buffer.alloc(0)
  return async (at, length) => {
    const isInside = at >= start && at + length <= start + window.length
    if (!isInside) {
      window = await bytesAt(file, at, Math.max(length, windowLength))
      start = at
    }
    return window.subarray(at - start, at - start + length)
  }
}

/** Fewer where the file ends. */
async function bytesAt(file: FileHandle, at: number, length: number): Promise<Buffer> {
  const bytes = Buffer.alloc(length)
  let read = 0
  while (read < length) {
    const { bytesRead } = await file.read(bytes, read, length - read, at + read)
    if (bytesRead === 0) break
    read += bytesRead
  }
  return read === length ? bytes : bytes.subarray(0, read)
}

/** Whether a write was begun after record `next`: then that record had been acknowledged. */
function hasLaterWrite(rest: Buffer, next: number): boolean {
  for (let at = rest.indexOf(magicBytes); at >= 0; at = rest.indexOf(magicBytes, at + 1)) {
    const header = decodeHeader(rest.subarray(at, at + headerLength))
    if (header?.startsWrite === true && header.number > next) return true
  }
  return false
}

const sectorLength = 512
/** A shorter run of zeros at either end could be a damaged byte as well. */
const holeLengthMin = 16

/**
 * Whether a sector is all zeros: power loss may leave a file that has grown, with only some of its sectors written, in
 * any order. Nothing that we write holds so many zeros, and a sector is written whole or not at all.
 */
function hasHole(rest: Buffer, fileOffset: number): boolean {
  for (let start = 0; start < rest.length;) {
    const end = Math.min(rest.length, start + sectorLength - ((fileOffset + start) % sectorLength))
    if (end - start >= holeLengthMin && rest.subarray(start, end).every((byte) => byte === 0)) return true
    start = end
  }
  return false
}

function damaged(path: string, at: number): Error {
  return failure(
    'damaged-log',
    `The log is damaged: ${path} at byte ${at}. Nothing was changed. Restore this file from a backup, then start again.`,
  )
}
