import { open } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import { failure } from '../../failure.ts'
import { decodeHeader, decodePayload, headerLength } from './record.ts'
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

/**
 * Reads the records of a segment from `fromRecord` on, in order.
 * @throws Failure damaged-log naming file and byte, for anything that is not a whole record
 */
export async function* readSegment(path: string, firstRecord: number, fromRecord: number): AsyncGenerator<LogRecord> {
  const file = await open(path, 'r')
  try {
    const { size } = await file.stat()
    let expected = firstRecord
    for (let at = 0; at < size;) {
      const header = await headerAt(file, at)
      if (header === undefined || header.number !== expected) throw damaged(path, at)
      if (header.number >= fromRecord) {
        const stored = await bytesAt(file, at + headerLength, header.payloadLength)
        const payload = stored.length === header.payloadLength ? decodePayload(header, stored) : undefined
        if (payload === undefined) throw damaged(path, at)
        const { number, kind, company, receivedAt } = header
        yield { number, kind, company, receivedAt, payload }
      }
      at += headerLength + header.payloadLength
      expected++
    }
  } finally {
    await file.close()
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
    let next = firstRecord
    let at = 0
    while (at < size) {
      const header = await headerAt(file, at)
      const end = header === undefined ? undefined : at + headerLength + header.payloadLength
      if (header === undefined || end === undefined || header.number !== next) {
        if (size - at < headerLength || (await isTornFrom(file, at, size))) break
        throw damaged(path, at)
      }
      if (end > size) break
      const stored = await bytesAt(file, at + headerLength, header.payloadLength)
      if (decodePayload(header, stored) === undefined) {
        if (end === size && hasEmptySector(stored, at + headerLength)) break
        throw damaged(path, at)
      }
      at = end
      next++
    }
    return { next, length: at }
  } finally {
    await file.close()
  }
}

async function headerAt(file: FileHandle, at: number): Promise<Header | undefined> {
  return decodeHeader(await bytesAt(file, at, headerLength))
}

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

/**
 * After power loss a file system may have grown the file before it wrote the bytes: the header is then zeros.
 * A header that holds anything else was written whole, so it is damage.
 */
async function isTornFrom(file: FileHandle, at: number, size: number): Promise<boolean> {
  const bytes = await bytesAt(file, at, Math.min(headerLength, size - at))
  return bytes.every((byte) => byte === 0)
}

/** Sectors are written whole or not at all; a compressed payload never holds 512 zeros in a row. */
function hasEmptySector(stored: Buffer, fileOffset: number): boolean {
  const sector = 512
  for (let start = (sector - (fileOffset % sector)) % sector; start < stored.length; start += sector) {
    const piece = stored.subarray(start, Math.min(start + sector, stored.length))
    if (piece.every((byte) => byte === 0)) return true
  }
  return false
}

function damaged(path: string, at: number): Error {
  return failure(
    'damaged-log',
    `The log is damaged: ${path} at byte ${at}. Nothing was changed. Restore this file from a backup, then start again.`,
  )
}
