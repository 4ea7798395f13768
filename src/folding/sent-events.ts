import { withoutOwnFields } from '../events/envelope.ts'
import type { EventType } from '../events/envelope.ts'
import type { Log } from '../stores/log/log.ts'
import { linesOf } from './read-record.ts'

/** An event as it was sent, but for whom it went to. */
export type SentEvent = {
  /** Milliseconds since 1970, by our clock. */
  receivedAt: number
  event: ReturnType<typeof withoutOwnFields>
}

export type SentEvents = { events: SentEvent[]; more: boolean }

const eventsMax = 200

/**
 * Reads the events of one subject from the log, in the order of their receipt. Of very many only the first are given, and
 * `more` is true.
 * @param records of the log: those that hold its events
 */
export async function readSentEvents(
  log: Log,
  of: { company: number; subject: string; types: readonly EventType[]; records: readonly number[] },
): Promise<SentEvents> {
  const events: SentEvent[] = []
  // A line stands as it was sent; with escapes in it, a text may be written otherwise.
  const written = JSON.stringify(of.subject)
  for await (const { receivedAt, payload } of log.read(1, {
    companies: new Set([of.company]),
    records: new Set(of.records),
  })) {
    for (const line of linesOf(payload)) {
      if (!line.includes(written) && !line.includes('\\')) continue
      const event = JSON.parse(line) as SentEvent['event']
      if (event['subject'] !== of.subject || !of.types.includes(event['type'] as EventType)) continue
      if (events.length === eventsMax) return { events, more: true }
      events.push({ receivedAt, event: withoutOwnFields(event) })
    }
  }
  return { events, more: false }
}
