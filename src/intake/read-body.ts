import { isUtf8 } from 'node:buffer'
import { Refused } from '../events/refusal.ts'
import type { Refusal } from '../events/refusal.ts'
import type { SentEvent } from './intake.ts'

/** One event may have so many bytes. */
export const eventLengthMax = 256 * 1024
const blockLength = 512 * 1024
/** A slow stream is kept in blocks of so much time at most. */
const patienceMilliseconds = 250

/**
 * Reads a stream of NDJSON into blocks of events. Blank lines are skipped; a line that is too long, not UTF-8 or not
 * JSON becomes an event with a fault, and the lines beside it are as good as ever. Memory stays bounded.
 */
export async function* readLines(chunks: AsyncIterable<Buffer>, now: () => number): AsyncGenerator<SentEvent[]> {
  let index = 0
  let pending: Buffer[] = []
  let pendingLength = 0
  let skipping = false
  let flushedAt = now()

  function* flush(last: boolean): Generator<SentEvent[]> {
    const bytes = pending.length === 1 ? pending[0]! : Buffer.concat(pending, pendingLength)
    const end = last ? bytes.length : bytes.lastIndexOf(10) + 1
    pending = end < bytes.length ? [bytes.subarray(end)] : []
    pendingLength = bytes.length - end
    if (end === 0) return
    const block = parseLines(bytes.subarray(0, end), index)
    index += block.counted
    if (block.events.length > 0) yield block.events
  }

  for await (let chunk of chunks) {
    if (skipping) {
      const newline = chunk.indexOf(10)
      if (newline < 0) continue
      skipping = false
      chunk = chunk.subarray(newline + 1)
    }
    pending.push(chunk)
    pendingLength += chunk.length
    if (pendingLength < blockLength && now() - flushedAt < patienceMilliseconds) continue
    yield* flush(false)
    flushedAt = now()
    if (pendingLength <= eventLengthMax) continue
    const start = pending[0]!.subarray(0, 256).toString('utf8').toWellFormed()
    yield [{ index: index++, raw: start, value: undefined, fault: tooLarge().refusal }]
    pending = []
    pendingLength = 0
    skipping = true
  }
  if (pendingLength > 0) yield* flush(true)
}

function parseLines(bytes: Buffer, firstIndex: number): { events: SentEvent[]; counted: number } {
  const valid = isUtf8(bytes)
  const lines = bytes.toString('utf8').split('\n')
  const events: SentEvent[] = []
  let start = 0
  for (let line of lines) {
    const lineStart = start
    // Only needed to look at the bytes of a line in a block with broken text.
    if (!valid) start = nextLineStart(bytes, lineStart)
    if (line.charCodeAt(line.length - 1) === 13) line = line.slice(0, -1)
    if (line.charCodeAt(0) === 0xfeff) line = line.slice(1)
    if (line === '' || line.trim() === '') continue
    const broken = !valid && !isUtf8(bytes.subarray(lineStart, start))
    events.push(readEvent(line, firstIndex + events.length, broken))
  }
  return { events, counted: events.length }
}

function readEvent(raw: string, index: number, broken: boolean): SentEvent {
  if (raw.length > eventLengthMax) return { index, raw: raw.slice(0, 256), value: undefined, fault: tooLarge().refusal }
  let value: unknown
  try {
    value = JSON.parse(raw)
  } catch (error) {
    const reason = error instanceof Error ? error.message.slice(0, 120).toWellFormed() : ''
    return { index, raw, value, fault: new Refused('not-json', '', `The line is not JSON: ${reason}.`).refusal }
  }
  if (broken)
    return { index, raw, value, fault: new Refused('invalid-text', '', 'The line is not valid UTF-8.').refusal }
  return { index, raw, value }
}

/** Events of a body that was parsed as a whole: a single event or a batch. */
export function sentEvents(values: readonly unknown[]): SentEvent[] {
  return values.map((value, index) => {
    const raw = JSON.stringify(value)
    const fault: Refusal | undefined = raw.length > eventLengthMax ? tooLarge().refusal : undefined
    return fault === undefined ? { index, raw, value } : { index, raw: raw.slice(0, 256), value: undefined, fault }
  })
}

function tooLarge(): Refused {
  return new Refused('too-large', '', `The event is over ${eventLengthMax / 1024} KiB.`)
}

function nextLineStart(bytes: Buffer, from: number): number {
  const newline = bytes.indexOf(10, from)
  return newline < 0 ? bytes.length : newline + 1
}
