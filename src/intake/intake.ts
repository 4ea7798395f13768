import { checkEvent, idOf, sourceOf } from '../events/envelope.ts'
import { contentFingerprint, eventKey } from '../events/identity.ts'
import type { AcceptedEvent } from '../events/identity.ts'
import { isPossibleNow } from '../events/checks.ts'
import { Refused } from '../events/refusal.ts'
import type { Refusal, RefusalCode, RefusedEvent } from '../events/refusal.ts'
import { checkPlainText, checkText } from '../events/text.ts'
import { failure } from '../failure.ts'
import type { Log } from '../stores/log/log.ts'
import type { LogRecord, RecordKind } from '../stores/log/record.ts'
import type { Recipients } from '../privacy/recipients.ts'
import type { Identities } from './identities.ts'
import { hideOnce, keptLine, payloadsOf, textOf } from './kept-line.ts'
import type { CheckedLine, InPlace } from './kept-line.ts'
import { withoutErased } from './late-events.ts'
import type { CreatedAt } from './late-events.ts'
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
  /** Resolves when every block that is under way has ended, kept or not. */
  settled: () => Promise<void>
}

export type IntakeOptions = {
  log: Log
  identities: Identities
  recipients: Pick<Recipients, 'of'>
  createdAt: CreatedAt
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

export function createIntake(options: IntakeOptions): Intake {
  const { log, identities, recipients, createdAt, now, onDurable, room } = options
  /** Appends under way: a duplicate of an event that is not durable yet must wait for it. */
  const unsynced = new Set<Promise<unknown>>()
  const underWay = new Set<Promise<void>>()

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

  async function take(company: number, block: SentBlock, answer: IntakeAnswer): Promise<void> {
    await room()
    const receivedAt = now()
    if (!isPossibleNow(receivedAt)) {
      throw failure(
        'misconfigured',
        `The clock of this server says ${new Date(receivedAt).toUTCString()}: set it, then send again.`,
      )
    }
    const itsRecipients = await recipients.of(company)
    const { checked, refused } = check(company, block, { receivedAt, hide: hideOnce(itsRecipients.hide) })
    await withoutErased(checked, { company, receivedAt, recipients: itsRecipients, createdAt })
    const verdicts = await identities.decide(
      company,
      checked.map(({ accepted }) => accepted),
    )
    let duplicates = 0
    const fresh: CheckedLine[] = []
    for (const [at, verdict] of verdicts.entries()) {
      const one = checked[at]!
      if (verdict === 'new') fresh.push(one)
      else if (verdict === 'duplicate') duplicates++
      else refused.push({ ...refusedEvent(one.sent, otherContent), raw: textOf(one.line) })
    }
    refused.sort((a, b) => a.index - b.index)
    const parts = [...acceptedParts(fresh, block.isAscii), ...refusedParts(refused)]
    const earlier = fresh.length < verdicts.length ? [...unsynced] : []
    try {
      await append(company, receivedAt, parts)
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
    for (const { index, id, code, field, detail } of refused) {
      if (answer.rejected.length < listedMax) answer.rejected.push({ index, id, code, field, detail })
      else answer.rejectedMore = (answer.rejectedMore ?? 0) + 1
    }
  }

  return {
    take(company, block, answer) {
      const taking = take(company, block, answer).finally(() => underWay.delete(taking))
      underWay.add(taking)
      return taking
    },
    async settled() {
      await Promise.allSettled(underWay)
    },
  }
}

type Checking = { receivedAt: number; hide: (address: string) => InPlace }

/** Checks the events of a block. Nothing that comes out of here knows an address, but for what was refused. */
function check(company: number, block: SentBlock, { receivedAt, hide }: Checking) {
  const checked: CheckedLine[] = []
  const refused: RefusedEvent[] = []
  for (const sent of block.events) {
    try {
      if (sent.fault !== undefined) throw new Refused(sent.fault.code, '', sent.fault.detail)
      const event = checkEvent(sent.value, receivedAt, sent.isPlain ? checkPlainText : checkText)
      const line = keptLine(sent, event, hide)
      const accepted = { event, key: eventKey(company, event), content: contentFingerprint(event) }
      checked.push({ sent, accepted, line })
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      refused.push(refusedEvent(sent, error.refusal))
    }
  }
  return { checked, refused }
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

function refusedEvent({ index, line, value }: SentEvent, refusal: Refusal): RefusedEvent {
  return { ...refusal, index, id: idOf(value), source: sourceOf(value), raw: line }
}

/** What becomes one record of the log. */
type Part = { kind: RecordKind; payload: Buffer } & Contents

function acceptedParts(fresh: readonly CheckedLine[], isAscii: boolean): Part[] {
  const lines = fresh.map(({ line }) => line)
  return payloadsOf(lines, isAscii, recordLengthMax).map(({ bytes, from, to }) => ({
    kind: 'events',
    payload: bytes,
    events: fresh.slice(from, to).map(({ accepted }) => accepted),
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
