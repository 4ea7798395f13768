import { checkEvent, idOf, sourceOf } from '../events/envelope.ts'
import { contentFingerprint, eventKey } from '../events/identity.ts'
import type { AcceptedEvent } from '../events/identity.ts'
import { Refused } from '../events/refusal.ts'
import type { Refusal, RefusalCode, RefusedEvent } from '../events/refusal.ts'
import { failure } from '../failure.ts'
import type { Log, NewRecord } from '../stores/log/log.ts'
import type { LogRecord } from '../stores/log/record.ts'
import type { Identities } from './identities.ts'

/** What became of the events of one request. `accepted + duplicates + rejected (+ rejectedMore) = received`. */
export type IntakeAnswer = {
  accepted: number
  duplicates: number
  rejected: RejectedItem[]
  /** Refused events beyond those listed; absent when all are listed. */
  rejectedMore?: number
}
export type RejectedItem = { index: number; id: string | null; code: RefusalCode; field: string; detail: string }

/** One event as it was sent: its text, and what the text parsed to or why it did not. */
export type SentEvent = { index: number; raw: string; value: unknown; fault?: Refusal }

/** A record that is durable, for whoever folds it. */
export type DurableRecord = LogRecord & { events: readonly AcceptedEvent[]; refused: readonly RefusedEvent[] }

export type Intake = {
  /** Checks, decides and keeps a block of events; resolves when the accepted ones are durable. */
  take: (company: number, block: readonly SentEvent[], answer: IntakeAnswer) => Promise<void>
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
      const checked: { sent: SentEvent; accepted: AcceptedEvent }[] = []
      const refused: RefusedEvent[] = []
      for (const sent of block) {
        try {
          if (sent.fault !== undefined) throw new Refused(sent.fault.code, '', sent.fault.detail)
          const event = checkEvent(sent.value, receivedAt)
          checked.push({ sent, accepted: { event, key: eventKey(company, event), content: contentFingerprint(event) } })
        } catch (error) {
          if (!(error instanceof Refused)) throw error
          refused.push(refusedEvent(sent, error.refusal))
        }
      }
      const verdicts = await identities.decide(
        company,
        checked.map(({ accepted }) => accepted),
      )
      const fresh = checked.filter((_, at) => verdicts[at] === 'new')
      const duplicates = verdicts.filter((verdict) => verdict === 'duplicate').length
      for (const [at, { sent }] of checked.entries()) {
        if (verdicts[at] !== 'conflict') continue
        const detail = 'An event with this source and id was accepted before, with other content; the first one stands.'
        refused.push(refusedEvent(sent, { code: 'conflict', field: 'id', detail: `id: ${detail}` }))
      }
      const records: NewRecord[] = []
      if (fresh.length > 0)
        records.push(
          recordOf(
            'events',
            company,
            receivedAt,
            fresh.map(({ sent }) => sent.raw),
          ),
        )
      if (refused.length > 0) {
        records.push(
          recordOf(
            'refused',
            company,
            receivedAt,
            refused.map((event) => JSON.stringify(event)),
          ),
        )
      }
      const earlier = duplicates > 0 ? [...unsynced] : []
      try {
        await append(
          records,
          fresh.map(({ accepted }) => accepted),
          refused,
        )
      } catch (error) {
        identities.forget(fresh.map(({ accepted }) => accepted.key))
        throw error
      }
      for (const result of await Promise.allSettled(earlier)) {
        if (result.status === 'rejected') {
          throw failure('overloaded', 'An earlier delivery of these events could not be kept; send them again.')
        }
      }
      answer.accepted += fresh.length
      answer.duplicates += duplicates
      refused.sort((a, b) => a.index - b.index)
      for (const { index, id, code, field, detail } of refused) {
        if (answer.rejected.length < listedMax) answer.rejected.push({ index, id, code, field, detail })
        else answer.rejectedMore = (answer.rejectedMore ?? 0) + 1
      }
    },
  }
}

export function emptyAnswer(): IntakeAnswer {
  return { accepted: 0, duplicates: 0, rejected: [] }
}

function refusedEvent(sent: SentEvent, refusal: Refusal): RefusedEvent {
  const raw = sent.raw.slice(0, rawKept).toWellFormed()
  return { ...refusal, index: sent.index, id: idOf(sent.value), source: sourceOf(sent.value), raw }
}

function recordOf(kind: NewRecord['kind'], company: number, receivedAt: number, lines: readonly string[]): NewRecord {
  return { kind, company, receivedAt, payload: Buffer.from(lines.join('\n')) }
}
