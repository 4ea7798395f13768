import { checkEvent, idOf, sourceOf } from '../events/envelope.ts'
import { contentFingerprint, eventKey } from '../events/identity.ts'
import type { AcceptedEvent } from '../events/identity.ts'
import { isPossibleNow } from '../events/message.ts'
import { Refused } from '../events/refusal.ts'
import type { Refusal, RefusalCode, RefusedEvent } from '../events/refusal.ts'
import { checkPlainText, checkText } from '../events/text.ts'
import { failure } from '../failure.ts'
import type { Log } from '../stores/log/log.ts'
import type { LogRecord, RecordKind } from '../stores/log/record.ts'
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
export type DurableRecord = LogRecord & Contents
type Contents = { events: readonly AcceptedEvent[]; refused: readonly RefusedEvent[] }

export type Intake = {
  /** Checks, decides and keeps a block of events, all or nothing; resolves when it is durable. */
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
/** Records of the log are kept small, so that nobody must hold much to read one. */
const recordLengthMax = 2 * 1024 * 1024

export function createIntake({ log, identities, now, onDurable, room }: IntakeOptions): Intake {
  /** Appends under way: a duplicate of an event that is not durable yet must wait for it. */
  const unsynced = new Set<Promise<unknown>>()

  async function append(company: number, receivedAt: number, parts: readonly Part[]): Promise<void> {
    const appending = log.append(parts.map(({ kind, payload }) => ({ kind, company, receivedAt, payload })))
    unsynced.add(appending)
    try {
      for (const [at, record] of (await appending).entries()) {
        const { events, refused } = parts[at]!
        onDurable({ ...record, events, refused })
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
      const parts = [...acceptedParts(block, kept, fresh), ...refusedParts(refused)]
      const earlier = fresh.length < verdicts.length ? [...unsynced] : []
      try {
        await append(company, receivedAt, parts)
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

/** How many events of the answer were refused, listed or not. */
export function rejectedOf({ rejected, rejectedMore = 0 }: IntakeAnswer): number {
  return rejected.length + rejectedMore
}

export function emptyAnswer(): IntakeAnswer {
  return { accepted: 0, duplicates: 0, rejected: [] }
}

function refusedEvent({ bytes }: SentBlock, { index, start, end, value }: SentEvent, refusal: Refusal): RefusedEvent {
  return { ...refusal, index, id: idOf(value), source: sourceOf(value), raw: bytes.toString('utf8', start, end) }
}

/** What becomes one record of the log. */
type Part = { kind: RecordKind; payload: Buffer } & Contents

function acceptedParts(block: SentBlock, kept: readonly SentEvent[], fresh: readonly AcceptedEvent[]): Part[] {
  return rangesOf(kept.map(({ start, end }) => end - start)).map(([from, to]) => ({
    kind: 'events',
    payload: linesOf(block, kept.slice(from, to)),
    events: fresh.slice(from, to),
    refused: [],
  }))
}

function refusedParts(refused: readonly RefusedEvent[]): Part[] {
  const lines = refused.map((event) => JSON.stringify(event))
  return rangesOf(lines.map(({ length }) => length)).map(([from, to]) => ({
    kind: 'refused',
    payload: Buffer.from(lines.slice(from, to).join('\n')),
    events: [],
    refused: refused.slice(from, to),
  }))
}

/** Shares out lines of these lengths to records that are each not too long. */
function rangesOf(lengths: readonly number[]): [from: number, to: number][] {
  const ranges: [from: number, to: number][] = []
  let sum = Infinity
  for (const [at, length] of lengths.entries()) {
    if (sum + length > recordLengthMax) {
      ranges.push([at, at])
      sum = 0
    }
    sum += length + 1
    ranges.at(-1)![1] = at + 1
  }
  return ranges
}

/** The lines of these events as they were sent: mostly the whole block, which then needs no copy. */
function linesOf({ bytes, events }: SentBlock, kept: readonly SentEvent[]): Buffer {
  if (kept.length === events.length) return bytes
  return Buffer.concat(kept.flatMap(({ start, end }) => [bytes.subarray(start, end), lineEnd]))
}

const lineEnd = Buffer.from('\n')
