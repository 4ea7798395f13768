import { constants, crc32, zstdCompressSync, zstdDecompressSync } from 'node:zlib'

/**
 * One record of the log on disk:
 *
 *     0  u32  magic "TMR1"
 *     4  u32  length of the stored payload
 *     8  u48  number of the record, growing by one
 *    14  u8   kind
 *    15  u8   flags: 1 the payload is compressed (Zstandard), 2 the record is the first of a write
 *    16  u32  company
 *    20  u48  time of receipt, milliseconds since 1970
 *    26  u32  CRC-32 of the stored payload
 *    30  u32  CRC-32 of the bytes 0–29
 *    34       payload
 *
 * All numbers are little-endian. The header has a checksum of its own, so a damaged length is never followed. A write
 * begins when all before it is durable: so what comes before the first record of a write was acknowledged.
 */
export type LogRecord = { number: number; kind: RecordKind; company: number; receivedAt: number; payload: Buffer }

/** `events`: accepted events, one JSON a line. `refused`: refused ones with their reasons, one JSON a line. */
export const recordKinds = ['events', 'refused'] as const
export type RecordKind = (typeof recordKinds)[number]

export const headerLength = 34
const magic = 0x31524d54
/** How each header begins. */
export const magicBytes = Buffer.from('TMR1')
/** Larger payloads are never written; a larger length is damage. */
export const payloadLengthMax = 64 * 1024 * 1024

/** Below this the compression gains nothing. */
const compressFrom = 512

const compressedFlag = 1
const startsWriteFlag = 2

/** The bytes of records that are written and made durable together, as they go into the file. */
export function encodeWrite(records: readonly LogRecord[]): Buffer[] {
  return records.map((record, at) => encodeRecord(record, at === 0 ? startsWriteFlag : 0))
}

/** The bytes of a record that was written before, with another payload. */
export function encodeAgain(header: Header, payload: Buffer): Buffer {
  const { number, kind, company, receivedAt, startsWrite } = header
  return encodeRecord({ number, kind, company, receivedAt, payload }, startsWrite ? startsWriteFlag : 0)
}

function encodeRecord(record: LogRecord, flags: number): Buffer {
  const compressed = record.payload.length >= compressFrom
  const stored = compressed
    ? zstdCompressSync(record.payload, { params: { [constants.ZSTD_c_compressionLevel]: 1 } })
    : record.payload
  const bytes = Buffer.allocUnsafe(headerLength + stored.length)
  bytes.writeUInt32LE(magic, 0)
  bytes.writeUInt32LE(stored.length, 4)
  bytes.writeUIntLE(record.number, 8, 6)
  bytes.writeUInt8(recordKinds.indexOf(record.kind), 14)
  bytes.writeUInt8(flags | (compressed ? compressedFlag : 0), 15)
  bytes.writeUInt32LE(record.company, 16)
  bytes.writeUIntLE(record.receivedAt, 20, 6)
  bytes.writeUInt32LE(crc32(stored), 26)
  bytes.writeUInt32LE(crc32(bytes.subarray(0, 30)), 30)
  stored.copy(bytes, headerLength)
  return bytes
}

export type Header = {
  number: number
  kind: RecordKind
  compressed: boolean
  startsWrite: boolean
  company: number
  receivedAt: number
  payloadLength: number
  payloadChecksum: number
}

/** The header at the start of `bytes`, or `undefined` when its checksum says that it is not one. */
export function decodeHeader(bytes: Buffer): Header | undefined {
  if (bytes.length < headerLength || bytes.readUInt32LE(0) !== magic) return undefined
  if (crc32(bytes.subarray(0, 30)) !== bytes.readUInt32LE(30)) return undefined
  const kind = recordKinds[bytes.readUInt8(14)]
  const payloadLength = bytes.readUInt32LE(4)
  if (kind === undefined || payloadLength > payloadLengthMax) return undefined
  return {
    number: bytes.readUIntLE(8, 6),
    kind,
    compressed: (bytes.readUInt8(15) & compressedFlag) !== 0,
    startsWrite: (bytes.readUInt8(15) & startsWriteFlag) !== 0,
    company: bytes.readUInt32LE(16),
    receivedAt: bytes.readUIntLE(20, 6),
    payloadLength,
    payloadChecksum: bytes.readUInt32LE(26),
  }
}

/** The payload as it was given to `encodeWrite`; `undefined` when it is not as it was written. */
export function decodePayload(header: Header, stored: Buffer): Buffer | undefined {
  if (crc32(stored) !== header.payloadChecksum) return undefined
  if (!header.compressed) return stored
  try {
    return zstdDecompressSync(stored)
  } catch {
    return undefined
  }
}
