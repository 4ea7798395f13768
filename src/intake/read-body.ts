import { isAscii, isUtf8 } from 'node:buffer'
import { Refused } from '../events/refusal.ts'
import type { Refusal } from '../events/refusal.ts'

/** Some events of a request. */
export type SentBlock = {
  events: SentEvent[]
  /** Whether each of their lines has ASCII characters only. */
  isAscii: boolean
}

/** One event as it was sent: its line, and what this parsed to or why it did not. */
export type SentEvent = {
  index: number
  line: string
  value: unknown
  /** Its text has no escapes and is valid, so that no text in it can hold a control or a broken character. */
  isPlain: boolean
  fault?: Refusal
}

/** One event may have so many bytes. */
export const eventLengthMax = 256 * 1024
const pieceLength = 512 * 1024
/** Lines are handed on in blocks of so many, however short they are. */
const blockLinesMax = 5000
/** What a slow stream has brought is handed on after so much time at most. */
const patienceMilliseconds = 250
/** Of an event that is over the limit so much is kept with its refusal. */
const tooLargeKept = 256

const newline = 10
const backslash = 92

/** Whole lines of a stream, at most so many, or the start of one that is too long. Nothing is parsed yet. */
export type Piece = { bytes: Buffer; lines: number; isTooLong: boolean }

/**
 * Cuts a stream of bytes into pieces of whole lines. Of a line that is too long only the start is given; memory stays
 * bounded, and what comes slowly is given early.
 * @param holds told how many bytes are held back at the moment
 */
export async function* readPieces(
  chunks: AsyncIterable<Buffer>,
  holds: (bytes: number) => void,
): AsyncGenerator<Piece> {
  let pending: Buffer[] = []
  let length = 0
  let isSkipping = false
  let givenAt = performance.now()

  function take(end: number): Buffer {
    const bytes = pending.length === 1 ? pending[0]! : Buffer.concat(pending, length)
    pending = end < bytes.length ? [bytes.subarray(end)] : []
    length = bytes.length - end
    return bytes.subarray(0, end)
  }

  for await (let chunk of withPauses(chunks, patienceMilliseconds)) {
    if (isSkipping && chunk !== undefined) {
      const end = chunk.indexOf(newline)
      if (end < 0) continue
      isSkipping = false
      chunk = chunk.subarray(end + 1)
    }
    if (chunk !== undefined) {
      pending.push(chunk)
      length += chunk.length
      holds(length)
      if (length < pieceLength && performance.now() - givenAt < patienceMilliseconds) continue
    }
    givenAt = performance.now()
    const end = wholeLinesOf(pending)
    if (end > 0) yield* piecesOf(take(end))
    if (length > eventLengthMax) {
      yield { bytes: Buffer.from(take(length).subarray(0, tooLargeKept)), lines: 1, isTooLong: true }
      isSkipping = true
    }
    holds(length)
  }
  if (length > 0) yield* piecesOf(take(length))
}

function* piecesOf(bytes: Buffer): Generator<Piece> {
  let start = 0
  let lines = 0
  for (let end = 0; end < bytes.length; end++) {
    end = bytes.indexOf(newline, end)
    if (end < 0) end = bytes.length
    if (++lines < blockLinesMax && end + 1 < bytes.length) continue
    yield { bytes: bytes.subarray(start, end + 1), lines, isTooLong: false }
    start = end + 1
    lines = 0
  }
}

/** How many of these bytes, from the first on, are whole lines. */
function wholeLinesOf(chunks: readonly Buffer[]): number {
  let before = chunks.reduce((sum, chunk) => sum + chunk.length, 0)
  for (const chunk of chunks.toReversed()) {
    before -= chunk.length
    const end = chunk.lastIndexOf(newline)
    if (end >= 0) return before + end + 1
  }
  return 0
}

/** The chunks, and `undefined` where none came for so long. */
async function* withPauses(
  chunks: AsyncIterable<Buffer>,
  milliseconds: number,
): AsyncGenerator<Buffer | undefined, void, undefined> {
  const iterator = chunks[Symbol.asyncIterator]()
  let isDone = false
  try {
    for (;;) {
      const next = iterator.next()
      // It may fail when nobody waits for it any more.
      next.catch(() => {})
      let timer: NodeJS.Timeout | undefined
      const pause = new Promise<'pause'>((resolve) => {
        timer = setTimeout(() => resolve('pause'), milliseconds)
      })
      const first = await Promise.race([next, pause]).finally(() => clearTimeout(timer))
      if (first === 'pause') yield undefined
      const { done, value } = first === 'pause' ? await next : first
      if (done === true) {
        isDone = true
        return
      }
      yield value
    }
  } finally {
    // A stream that pauses answers to this only when it goes on: nobody should wait for that.
    if (!isDone) void iterator.return?.().catch(() => {})
  }
}

/**
 * Reads the events of a piece. Blank lines are skipped; a line that is too long, not UTF-8 or not JSON becomes an event
 * with a fault, and the lines beside it are as good as ever.
 * @param firstIndex the place of the first event among all of the request
 */
export function readBlock({ bytes, isTooLong }: Piece, firstIndex: number): SentBlock {
  if (isTooLong) return { events: [tooLargeEvent(firstIndex, bytes, undefined)], isAscii: false }
  const ascii = isAscii(bytes)
  const isPlain = !bytes.includes(backslash) && (ascii || isUtf8(bytes))
  const events: SentEvent[] = []
  for (let start = 0, end = 0; start < bytes.length; start = end + 1) {
    end = bytes.indexOf(newline, start)
    if (end < 0) end = bytes.length
    start += markLength(bytes, start)
    // Line by line: a text of half a megabyte would take the engine more time to make than to read its lines.
    const line = bytes.toString(ascii ? 'latin1' : 'utf8', start, end)
    if (line.trim() === '') continue
    events.push(readEvent(bytes, line, { index: firstIndex + events.length, start, end, isPlain }))
  }
  return { events, isAscii: ascii }
}

/** The length of the byte order mark that some programs put in front of a text. */
function markLength(bytes: Buffer, start: number): number {
  return bytes[start] === 0xef && bytes[start + 1] === 0xbb && bytes[start + 2] === 0xbf ? 3 : 0
}

type Place = { index: number; start: number; end: number; isPlain: boolean }

function readEvent(bytes: Buffer, line: string, { index, start, end, isPlain }: Place): SentEvent {
  if (end - start > eventLengthMax) return tooLargeEvent(index, bytes.subarray(start, end), undefined)
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch (error) {
    const reason = error instanceof Error ? error.message.slice(0, 120).toWellFormed() : ''
    const fault = new Refused('not-json', '', `The line is not JSON: ${reason}.`).refusal
    return { index, line, value, isPlain, fault }
  }
  if (isPlain || isUtf8(bytes.subarray(start, end))) return { index, line, value, isPlain }
  const fault = new Refused('invalid-text', '', 'The line is not valid UTF-8.').refusal
  return { index, line, value, isPlain, fault }
}

/** Events of a body that was parsed as a whole: a single event or a batch. */
export function sentEvents(values: readonly unknown[]): SentBlock {
  const events = values.map((value, index): SentEvent => {
    const line = lineOf(value)
    if (line === '') return { index, line, value, isPlain: false, fault: tooDeep }
    const isTooLarge = line.length > eventLengthMax / 3 && Buffer.byteLength(line) > eventLengthMax
    return isTooLarge ? tooLargeEvent(index, Buffer.from(line), value) : { index, line, value, isPlain: false }
  })
  return { events, isAscii: false }
}

const tooDeep = new Refused('too-deep', '', 'The event is nested too deeply to be read.').refusal

/** The value as JSON; nothing when it is nested more deeply than the engine can write. */
function lineOf(value: unknown): string {
  try {
    return JSON.stringify(value)
  } catch {
    return ''
  }
}

function tooLargeEvent(index: number, bytes: Buffer, value: unknown): SentEvent {
  const fault = new Refused('too-large', '', `The event is over ${eventLengthMax / 1024} KiB.`).refusal
  return { index, line: bytes.toString('utf8', 0, tooLargeKept), value, isPlain: false, fault }
}
