import { readKeptEvent } from '../events/envelope.ts'
import { contentFingerprint, eventKey } from '../events/identity.ts'
import type { RefusedEvent } from '../events/refusal.ts'
import { failure } from '../failure.ts'
import type { LogRecord } from '../stores/log/record.ts'
import type { FoldInput } from './folder.ts'

/**
 * Reads a record of the log back into what the folder works on: the same as was pushed when it was written.
 * @throws Failure damaged-log when a line of it is not an event, which was checked before it was written
 */
export function readRecord({ number, kind, company, receivedAt, payload }: LogRecord): FoldInput {
  const bytes = payload.length
  try {
    if (kind === 'refused') {
      const refused = Array.from(linesOf(payload), (line) => JSON.parse(line) as RefusedEvent | null)
      return { record: number, company, receivedAt, events: [], refused, bytes }
    }
    const events = []
    for (const line of linesOf(payload)) {
      const event = readKeptEvent(JSON.parse(line))
      events.push({ event, key: eventKey(company, event), content: contentFingerprint(event) })
    }
    return { record: number, company, receivedAt, events, refused: [], bytes }
  } catch (cause) {
    throw failure('damaged-log', `Record ${number} of the log holds something that is not an event.`, [], cause)
  }
}

/** The lines that hold something, one after the other: a text of the whole payload would be slow to make. */
export function* linesOf(payload: Buffer): Generator<string> {
  for (let start = 0, end = 0; start < payload.length; start = end + 1) {
    end = payload.indexOf(10, start)
    if (end < 0) end = payload.length
    // A block is kept as it was sent, with the byte order mark that some programs put in front of a text.
    const line = payload.toString('utf8', start, end).replace(/^\ufeff/, '')
    if (line.trim() !== '') yield line
  }
}
