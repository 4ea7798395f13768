import { checkEvent, idOf, sourceOf } from '../events/envelope.ts'
import { contentFingerprint, eventKey } from '../events/identity.ts'
import type { AcceptedEvent } from '../events/identity.ts'
import { isPossibleNow } from '../events/message.ts'
import { Refused } from '../events/refusal.ts'
import type { Refusal, RefusalCode, RefusedEvent } from '../events/refusal.ts'
import { checkPlainText, checkText } from '../events/text.ts'
import { failure } from '../failure.ts'
import type { Log, NewRecord } from '../stores/log/log.ts'
import type { LogRecord } from '../stores/log/record.ts'
import type { Identities } from './identities.ts'
import type { SentBlock, SentEvent } from './read-body.ts'

/** What became of the events of one request. `accepted + duplicates + rejected (+ rejectedMore) = received`. */
export type IntakeAnswer = {
  accepted: number
  duplicates: number
  rejected: RejectedItem[]
  /** Refused events beyond those listed; absent when all are listed. */
  rejectedMore?: number
}
export type RejectedItem = { index: number; id: string | null; code: RefusalCode; field: string; detail: string }

/** A record that is durable, for whoever folds it. */
export type DurableRecord = LogRecord & { events: readonly AcceptedEvent[]; refused: readonly RefusedEvent[] }

export type Intake = {
  /** Checks, decides and keeps a block of events; resolves when the accepted ones are durable. */
  take: (company: number, block: SentBlock, answer: IntakeAnswer) => Promise<void>
}

export type IntakeOptions = {
  log: Log
  identities: Identities
  now: () => number
  /** Called, in the order of the log, when records are durable. */
  onDurable: (record: DurableRecord) => void
  /** Resolves when there is room for more, rejects with Failure `overloaded` when there will not be soon. */
  room: () => Promise<void>
}

/** The answer lists so many refused events; more are counted, and kept all the same. */
const listedMax = 1000
const rawKept = 64 * 1024

export function createIntake({ log, identities, now, onDurable, room }: IntakeOptions): Intake {
  /** Appends under way: a duplicate of an event that is not durable yet must wait for it. */
  const unsynced = new Set<Promise<unknown>>()

  async function append(records: NewRecord[], events: readonly AcceptedEvent[], refused: readonly RefusedEvent[]) {
    const appending = log.append(records)
    unsynced.add(appending)
    try {
      for (const record of await appending) {
        const isEvents = record.kind === 'events'
        onDurable({ ...record, events: isEvents ? events : [], refused: isEvents ? [] : refused })
      }
    } finally {
      unsynced.delete(appending)
    }
  }

  return {
    async take(company, block, answer) {
      await room()
      const receivedAt = now()
      if (!isPossibleNow(receivedAt)) {
        throw failure(
          'misconfigured',
          `The clock of this server says ${new Date(receivedAt).toUTCString()}: set it, then send again.`,
        )
      }
      const sent: SentEvent[] = []
      const checked: AcceptedEvent[] = []
      const refused: RefusedEvent[] = []
      for (const one of block.events) {
        try {
          if (one.fault !== undefined) throw new Refused(one.fault.code, '', one.fault.detail)
          const event = checkEvent(one.value, receivedAt, one.isPlain ? checkPlainText : checkText)
          checked.push({ event, key: eventKey(company, event), content: contentFingerprint(event) })
          sent.push(one)
        } catch (error) {
          if (!(error instanceof Refused)) throw error
          refused.push(refusedEvent(block, one, error.refusal))
        }
      }
      const verdicts = await identities.decide(company, checked)
      let duplicates = 0
      const fresh: AcceptedEvent[] = []
      const kept: SentEvent[] = []
      for (const [at, verdict] of verdicts.entries()) {
        if (verdict === 'duplicate') duplicates++
        else if (verdict === 'conflict') refused.push(refusedEvent(block, sent[at]!, otherContent))
        else {
          fresh.push(checked[at]!)
          kept.push(sent[at]!)
        }
      }
      refused.sort((a, b) => a.index - b.index)
      const records: NewRecord[] = []
      if (fresh.length > 0) records.push({ kind: 'events', company, receivedAt, payload: linesOf(block, kept) })
      if (refused.length > 0) {
        const lines = refused.map((event) => JSON.stringify(event))
        records.push({ kind: 'refused', company, receivedAt, payload: Buffer.from(lines.join('\n')) })
      }
      const earlier = duplicates > 0 ? [...unsynced] : []
      try {
        await append(records, fresh, refused)
      } catch (error) {
        identities.forget(fresh.map(({ key }) => key))
        throw error
      }
      for (const result of await Promise.allSettled(earlier)) {
        if (result.status === 'rejected') {
          throw failure('overloaded', 'An earlier delivery of these events could not be kept; send them again.')
        }
      }
      answer.accepted += fresh.length
      answer.duplicates += duplicates
      for (const { index, id, code, field, detail } of refused) {
        if (answer.rejected.length < listedMax) answer.rejected.push({ index, id, code, field, detail })
        else answer.rejectedMore = (answer.rejectedMore ?? 0) + 1
      }
    },
  }
}

const otherContent: Refusal = {
  code: 'conflict',
  field: 'id',
  detail: 'id: An event with this source and id was accepted before, with other content; the first one stands.',
}

export function emptyAnswer(): IntakeAnswer {
  return { accepted: 0, duplicates: 0, rejected: [] }
}

function refusedEvent({ bytes }: SentBlock, sent: SentEvent, refusal: Refusal): RefusedEvent {
  const raw = bytes.toString('utf8', sent.start, Math.min(sent.end, sent.start + rawKept))
  return { ...refusal, index: sent.index, id: idOf(sent.value), source: sourceOf(sent.value), raw }
}

/** The lines of these events as they were sent: mostly the whole block, which then needs no copy. */
function linesOf({ bytes, events }: SentBlock, kept: readonly SentEvent[]): Buffer {
  if (kept.length === events.length) return bytes
  return Buffer.concat(kept.flatMap(({ start, end }) => [bytes.subarray(start, end), lineEnd]))
}

const lineEnd = Buffer.from('\n')
