import { openRecords } from '../src/cli/importing/read-records.ts'
import { checkEvent } from '../src/events/envelope.ts'
import { Refused } from '../src/events/refusal.ts'
import { Failure } from '../src/failure.ts'
import { wallClock } from '../src/measures/wall-clock.ts'
import type { Provider } from '../src/providers/provider.ts'

export type CallEvent = { id: string; source: string; subject: string; time: string; data: Record<string, unknown> }
export type ReadFile = {
  events: CallEvent[]
  /** `line 3: bad-format …` */
  refused: string[]
  notes: readonly string[]
}

const now = Date.UTC(2026, 10, 29)

/** Reads a text as a file of a provider, as the import does; each event is checked as at the door. `--zone` is UTC unless it is said. */
export async function readFile(
  { file }: Provider,
  text: string | Buffer,
  options: Readonly<Record<string, string[]>> = {},
): Promise<ReadFile> {
  const given = { ...(file.options.some(({ name }) => name === 'zone') ? { zone: ['UTC'] } : {}), ...options }
  const asked = { options: new Map(Object.entries(given)), instantOf: wallClock(given.zone?.[0] ?? 'UTC') }
  const { notes, records } = await openRecords(inPieces(Buffer.from(text)), file, asked)
  const read: ReadFile = { events: [], refused: [], notes }
  for await (const block of records) {
    for (const { line, events, refusal } of block) {
      if (refusal !== undefined) read.refused.push(`line ${line}: ${refusal.code} ${refusal.detail}`)
      try {
        for (const { value } of events ?? []) checkEvent(value, now)
        read.events.push(...(events ?? []).map(({ value }) => value as CallEvent))
      } catch (error) {
        if (!(error instanceof Refused)) throw error
        read.refused.push(`line ${line}: ${error.refusal.code} ${error.refusal.detail}`)
      }
    }
  }
  return read
}

/** What the import says of a file that it does not read at all. */
export async function faultOf(...asked: Parameters<typeof readFile>): Promise<string> {
  try {
    await readFile(...asked)
  } catch (error) {
    if (error instanceof Failure) return error.message
    throw error
  }
  return 'no fault'
}

/** In pieces of odd lengths, as a file comes from a disk. */
async function* inPieces(bytes: Buffer): AsyncGenerator<Buffer> {
  for (let at = 0, length = 7; at < bytes.length; at += length, length = (length * 31) % 1009) {
    yield bytes.subarray(at, at + length)
  }
}
