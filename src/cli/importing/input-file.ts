import { createReadStream, statSync } from 'node:fs'
import { pipeline } from 'node:stream'
import type { Readable } from 'node:stream'
import { TextDecoder } from 'node:util'
import { createGunzip } from 'node:zlib'
import { failure } from '../../failure.ts'

/** A file to import, or standard input. */
export type InputFile = {
  /** As the person named it. */
  name: string
  /** Its size as it lies there, packed or not; undefined where nobody can know. */
  bytes: number | undefined
  open: () => Readable
}

const pieceBytes = 256 * 1024

/**
 * Finds the files that were named, before anything is read.
 * @throws Failure not-found or bad-request naming the file
 */
export function findInputs(names: readonly string[], stdin: () => Readable): InputFile[] {
  if (names.includes('-') && names.length > 1) {
    throw failure('bad-request', 'Standard input ("-") is imported alone, not beside files.')
  }
  return names.map((name) => {
    if (name === '-') return { name: 'standard input', bytes: undefined, open: stdin }
    const found = statSync(name, { throwIfNoEntry: false })
    if (found === undefined) throw failure('not-found', `There is no file "${name}".`)
    if (found.isDirectory()) throw failure('bad-request', `"${name}" is a folder; name the files in it.`)
    const bytes = found.isFile() ? found.size : undefined
    return { name, bytes, open: () => createReadStream(name, { highWaterMark: pieceBytes }) }
  })
}

/**
 * The text of a file in UTF-8, a piece at a time: unpacked when its first bytes say that it is gzip.
 * @param onBytes told how many bytes of the file itself were read
 * @throws Failure bad-request when it cannot be read to its end, saying why
 */
export async function* readText(
  { name, open }: InputFile,
  encoding: string | undefined,
  onBytes: (count: number) => void,
): AsyncGenerator<Buffer> {
  const pieces = withWholeStart(counted(open(), onBytes))
  try {
    const { value: first, done } = await pieces.next()
    if (done === true) return
    const all = startingWith(first, pieces)
    const plain = isGzip(first) ? withWholeStart(unpacked(all)) : all
    yield* inUtf8(plain, name, encoding)
  } catch (error) {
    throw explained(error, name)
  } finally {
    await pieces.return(undefined)
  }
}

async function* counted(stream: Readable, onBytes: (count: number) => void): AsyncGenerator<Buffer> {
  for await (const piece of stream as AsyncIterable<Buffer>) {
    onBytes(piece.length)
    yield piece
  }
}

/** The same bytes, with at least four in the first piece, so that it shows what the file is. */
async function* withWholeStart(pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let start: Buffer | undefined
  for await (const piece of pieces) {
    if (start !== undefined && start.length >= 4) {
      yield piece
      continue
    }
    start = start === undefined ? piece : Buffer.concat([start, piece])
    if (start.length >= 4) yield start
  }
  if (start !== undefined && start.length < 4) yield start
}

async function* startingWith(first: Buffer, others: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  yield first
  yield* others
}

function isGzip(start: Buffer): boolean {
  return start[0] === 0x1f && start[1] === 0x8b
}

function unpacked(packed: AsyncIterable<Buffer>): AsyncIterable<Buffer> {
  const gunzip = createGunzip({ chunkSize: pieceBytes })
  // What goes wrong is met by whoever reads.
  pipeline(packed, gunzip, () => {})
  return gunzip
}

async function* inUtf8(
  pieces: AsyncIterable<Buffer>,
  name: string,
  encoding: string | undefined,
): AsyncGenerator<Buffer> {
  let decoder: TextDecoder | undefined
  let isFirst = true
  for await (const piece of pieces) {
    if (isFirst) decoder = decoderOf(piece, name, encoding)
    isFirst = false
    yield decoder === undefined ? piece : Buffer.from(decoder.decode(piece, { stream: true }))
  }
  if (decoder !== undefined) yield Buffer.from(decoder.decode())
}

/** How to read a text that begins so; undefined when it is UTF-8 already. */
function decoderOf(start: Buffer, name: string, encoding: string | undefined): TextDecoder | undefined {
  if (start.subarray(0, 4).toString('latin1') === 'PK\u0003\u0004') {
    throw failure('bad-request', `"${name}" is an Excel workbook or a zip archive: save or unpack it as CSV first.`)
  }
  if (start[0] === 0xff && start[1] === 0xfe) return new TextDecoder('utf-16le')
  if (start[0] === 0xfe && start[1] === 0xff) return new TextDecoder('utf-16be')
  const decoder = encoding === undefined ? undefined : new TextDecoder(encoding)
  return decoder?.encoding === 'utf-8' ? undefined : decoder
}

/** Whether `--encoding` may say this. */
export function isEncoding(name: string): boolean {
  try {
    return new TextDecoder(name).encoding !== ''
  } catch {
    return false
  }
}

function explained(error: unknown, name: string): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (code === 'Z_BUF_ERROR') {
    return failure('bad-request', `"${name}" is cut off: its gzip data end too early.`, [], error)
  }
  if (code.startsWith('Z_')) {
    return failure('bad-request', `"${name}" is damaged: its gzip data cannot be read from here on.`, [], error)
  }
  if (code === 'EACCES') return failure('bad-request', `"${name}" may not be read by this user.`, [], error)
  return error
}
