import { isAscii, isUtf8 } from 'node:buffer'
import { Refused } from '../events/refusal.ts'
import type { Refusal } from '../events/refusal.ts'

/** Some events of a request: the bytes as they were sent, and where in them each event stands. */
export type SentBlock = { bytes: Buffer; events: SentEvent[] }

/** One event as it was sent: its place in the bytes of its block, and what these parsed to or why they did not. */
export type SentEvent = {
  index: number
  start: number
  end: number
  value: unknown
  /** Its text has no escapes and is valid, so that no text in it can hold a control or a broken character. */
  isPlain: boolean
  fault?: Refusal
}

/** One event may have so many bytes. */
export const eventLengthMax = 256 * 1024
const blockLength = 512 * 1024
/** A slow stream is kept in blocks of so much time at most. */
const patienceMilliseconds = 250
/** Of an event that is over the limit so much is kept with its refusal. */
const tooLargeKept = 256

const newline = 10
const backslash = 92

/**
 * Reads a stream of NDJSON into blocks of events. Blank lines are skipped; a line that is too long, not UTF-8 or not
 * JSON becomes an event with a fault, and the lines beside it are as good as ever. Memory stays bounded.
 */
export async function* readLines(chunks: AsyncIterable<Buffer>, now: () => number): AsyncGenerator<SentBlock> {
  let index = 0
  let pending: Buffer[] = []
  let pendingLength = 0
  let skipping = false
  let flushedAt = now()

  function* flush(last: boolean): Generator<SentBlock> {
    const bytes = pending.length === 1 ? pending[0]! : Buffer.concat(pending, pendingLength)
    const end = last ? bytes.length : bytes.lastIndexOf(newline) + 1
    pending = end < bytes.length ? [bytes.subarray(end)] : []
    pendingLength = bytes.length - end
    if (end === 0) return
    const block = readBlock(bytes.subarray(0, end), index)
    index += block.events.length
    if (block.events.length > 0) yield block
  }

  for await (let chunk of chunks) {
    if (skipping) {
      const end = chunk.indexOf(newline)
      if (end < 0) continue
      skipping = false
      chunk = chunk.subarray(end + 1)
    }
    pending.push(chunk)
    pendingLength += chunk.length
    if (pendingLength < blockLength && now() - flushedAt < patienceMilliseconds) continue
    yield* flush(false)
    flushedAt = now()
    if (pendingLength <= eventLengthMax) continue
    const bytes = Buffer.from(pending[0]!.subarray(0, tooLargeKept))
    yield { bytes, events: [tooLargeEvent(index++, 0)] }
    pending = []
    pendingLength = 0
    skipping = true
  }
  if (pendingLength > 0) yield* flush(true)
}

function readBlock(bytes: Buffer, firstIndex: number): SentBlock {
  const ascii = isAscii(bytes)
  const isPlain = !bytes.includes(backslash) && (ascii || isUtf8(bytes))
  const events: SentEvent[] = []
  for (let start = 0, end = 0; start < bytes.length; start = end + 1) {
    end = bytes.indexOf(newline, start)
    if (end < 0) end = bytes.length
    start += markLength(bytes, start)
    // Line by line: a text of half a megabyte would take the engine more time to make than to read its lines.
    const line = bytes.toString(ascii ? 'latin1' : 'utf8', start, end)
    if (line.trim() !== '')
      events.push(readEvent(bytes, line, { index: firstIndex + events.length, start, end, isPlain }))
  }
  return { bytes, events }
}

/** The length of the byte order mark that some programs put in front of a text. */
function markLength(bytes: Buffer, start: number): number {
  return bytes[start] === 0xef && bytes[start + 1] === 0xbb && bytes[start + 2] === 0xbf ? 3 : 0
}

type Place = Pick<SentEvent, 'index' | 'start' | 'end' | 'isPlain'>

function readEvent(bytes: Buffer, line: string, { index, start, end, isPlain }: Place): SentEvent {
  if (end - start > eventLengthMax) return tooLargeEvent(index, start)
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch (error) {
    const reason = error instanceof Error ? error.message.slice(0, 120).toWellFormed() : ''
    const fault = new Refused('not-json', '', `The line is not JSON: ${reason}.`).refusal
    return { index, start, end, value, isPlain, fault }
  }
  if (isPlain || isUtf8(bytes.subarray(start, end))) return { index, start, end, value, isPlain }
  const fault = new Refused('invalid-text', '', 'The line is not valid UTF-8.').refusal
  return { index, start, end, value, isPlain, fault }
}

/** Events of a body that was parsed as a whole: a single event or a batch. */
export function sentEvents(values: readonly unknown[]): SentBlock {
  const lines = values.map((value) => Buffer.from(JSON.stringify(value)))
  let start = 0
  const events = lines.map((line, index): SentEvent => {
    const place = { index, start, end: start + line.length }
    start += line.length + 1
    return line.length > eventLengthMax
      ? tooLargeEvent(index, place.start)
      : { ...place, value: values[index], isPlain: false }
  })
  return { bytes: Buffer.concat(lines.flatMap((line) => [line, lineEnd])), events }
}

const lineEnd = Buffer.from('\n')

function tooLargeEvent(index: number, start: number): SentEvent {
  const fault = new Refused('too-large', '', `The event is over ${eventLengthMax / 1024} KiB.`).refusal
  return { index, start, end: start + tooLargeKept, value: undefined, isPlain: false, fault }
}
