import { system } from '../accounts/actor.ts'
import { noteAct } from '../accounts/audit.ts'
import type { Act } from '../accounts/audit.ts'
import { rolledUp } from '../events/rolled-up.ts'
import { parseInstant } from '../events/time.ts'
import { nobody } from '../folding/message-rows.ts'
import { linesOf } from '../folding/read-record.ts'
import { bucketSeconds } from '../folding/roll-ups.ts'
import { changeRows } from '../stores/events/change-rows.ts'
import type { Facts } from '../stores/events/facts.ts'
import type { Ledger } from '../stores/ledger/open.ts'
import type { Span } from '../stores/log/log.ts'
import type { LogRecord } from '../stores/log/record.ts'
import { forgetClients } from './calls-in-facts.ts'
import { emptyPlace, forgetting, rewritten } from './in-log.ts'
import { atRest } from './rooms.ts'
import type { Rooms } from './rooms.ts'

/** What was forgotten because it was old. */
export type Retained = {
  company: number
  messages: number
  chatTexts: number
  /** Calls of which numbers were forgotten. */
  calls: number
  refusedEvents: number
  logRecords: number
}

/** By company, the instant before which details are forgotten, in milliseconds. */
type Limits = ReadonlyMap<number, number>

export type Retention = {
  /** Forgets what is older than its company wants it kept; tells what was forgotten. */
  apply: (now: number) => Promise<Retained[]>
}

/**
 * Forgets by age, for the companies that want it: whom messages were sent to and refused events, in the facts and in the
 * log. Messages stay, and so does every number.
 */
export function createRetention(rooms: Rooms): Retention {
  /** By segment, when the oldest event was that is not forgotten yet; what is younger than its limit need not be read again. */
  const oldest = new Map<number, ReadonlyMap<number, number>>()

  async function applyToLog(segments: readonly Span[], limits: Limits): Promise<Map<number, number>> {
    const changed = new Map<number, number>()
    for (const segment of segments) {
      const known = oldest.get(segment.first)
      if (known !== undefined && [...limits].every(([company, limit]) => (known.get(company) ?? -1) >= limit)) continue
      const found = await agesIn(rooms, segment, limits)
      if (found.due.size > 0) {
        await rooms.log.rewrite(segment, new Set(found.due.keys()), (record) =>
          withoutOld(record, limits.get(record.company)!),
        )
      }
      for (const company of found.due.values()) changed.set(company, (changed.get(company) ?? 0) + 1)
      oldest.set(segment.first, found.oldest)
    }
    return changed
  }

  return {
    async apply(now) {
      const limits = await limitsOf(rooms.ledger, now)
      if (limits.size === 0) return []
      const segments = await atRest(rooms)
      const logRecords = await applyToLog(segments, limits)
      const messages = await forgetOldMessages(rooms.facts, limits)
      const ofChats = ['phrase_messages', 'chat_texts', 'dialogue_clients'] as const
      const chatTexts = await deleteOldTold(rooms.facts, limits, ofChats, 'count() FROM chat_texts')
      await recountOldPhrases(rooms, limits)
      const calls = await deleteOldTold(rooms.facts, limits, ['call_numbers'], 'uniqExact(call_key) FROM call_numbers')
      for (const company of limits.keys()) await forgetClients(rooms, company)
      const refusedEvents = await deleteOldRefused(rooms.facts, limits)
      const retained = Array.from(limits.keys(), (company) => ({
        company,
        messages: messages.get(company) ?? 0,
        chatTexts: chatTexts.get(company) ?? 0,
        calls: calls.get(company) ?? 0,
        refusedEvents: refusedEvents.get(company) ?? 0,
        logRecords: logRecords.get(company) ?? 0,
      })).filter((one) => one.messages + one.chatTexts + one.calls + one.refusedEvents + one.logRecords > 0)
      for (const { company, ...after } of retained) {
        const limit = new Date(limits.get(company)!).toISOString()
        const act: Act = {
          company,
          action: 'retention.applied',
          subject: `company:${company}`,
          after: { limit, ...after },
        }
        await rooms.ledger.asCompany(company, (db) => noteAct(db, system, act, new Date(now)))
      }
      return retained
    },
  }
}

/** Whole buckets, so that all rows of a message are on one side. */
const limitStep = bucketSeconds * 1000

async function limitsOf(ledger: Ledger, now: number): Promise<Limits> {
  const rows = await ledger.asPlatform((db) =>
    db.selectFrom('companies').select(['number', 'retention_days']).where('retention_days', 'is not', null).execute(),
  )
  return new Map(
    rows.map(({ number, retention_days: days }) => [
      number,
      Math.floor((now - days! * 86_400_000) / limitStep) * limitStep,
    ]),
  )
}

/** The records of a segment with something to forget, by number with their company, and the oldest of what is left, by company. */
async function agesIn({ log }: Rooms, { first, last }: Span, limits: Limits) {
  const due = new Map<number, number>()
  const oldest = new Map<number, number>(Array.from(limits.keys(), (company) => [company, Infinity]))
  for await (const record of log.read(first, { to: last, companies: new Set(limits.keys()) })) {
    const { number, company } = record
    const limit = limits.get(company)!
    for (const line of linesOf(record.payload)) {
      const at = forgettableAt(record, line)
      if (at < limit) due.set(number, company)
      else oldest.set(company, Math.min(oldest.get(company)!, at))
    }
  }
  return { due, oldest }
}

/** The age of what a line knows counts from this instant; never, for a line that knows nothing more. */
function forgettableAt({ kind, receivedAt }: LogRecord, line: string): number {
  if (kind === 'refused') return line === emptyPlace ? Infinity : receivedAt
  const { time, fingerprint, data } = JSON.parse(line) as Line
  if (fingerprint !== undefined && [data.to, data.client, data.text, data.person].every((said) => said === undefined))
    return Infinity
  // The earliest that an event says of its message's creation or its call's start, as folding reads it.
  const begunAt = parseInstant(data.createdAt ?? data.startedAt ?? '') ?? Infinity
  return Math.min(parseInstant(time ?? '') ?? receivedAt, begunAt)
}

type Line = {
  time?: string | null
  fingerprint?: number
  data: {
    to?: string
    client?: string
    text?: string
    person?: string
    createdAt?: string | null
    startedAt?: string | null
  }
}

/** What details are: whom messages and calls went to, who the client of a dialogue or a call is, and what was written. */
const details: ReadonlySet<string> = new Set(['to', 'person', 'client', 'text'])

function withoutOld(record: LogRecord, limit: number): Buffer {
  return rewritten(record, (line) => {
    if (forgettableAt(record, line) >= limit) return line
    return record.kind === 'refused' ? emptyPlace : forgetting(line, (field) => details.has(field))
  })
}

/** Blanks whom old messages were sent to; gives how many, by company. */
async function forgetOldMessages(facts: Facts, limits: Limits): Promise<Map<number, number>> {
  const known = `(recipient != '' OR person != toUUID('${nobody}'))`
  // A row that its message has left says nothing of when the message was created.
  const old = Array.from(
    limits,
    ([company, limit]) =>
      `(company = ${company} AND (bucket < ${limit / 1000} OR (bucket, message) IN ` +
      `(SELECT bucket, message FROM messages WHERE company = ${company} AND moved = 1)))`,
  )
  const where = `${known} AND (${old.join(' OR ')})`
  const rows = await facts.query(`SELECT company, uniqExact(message) FROM messages WHERE ${where} GROUP BY company`)
  if (rows.length > 0) {
    await changeRows(facts, 'messages', `UPDATE recipient = '', person = toUUID('${nobody}') WHERE ${where}`)
  }
  return countsOf(rows)
}

/**
 * What was told of clients, or written in chats; when is in the upper bits of a row's generation.
 * @param counted what is counted, by company, and of which of the tables
 */
async function deleteOldTold(
  facts: Facts,
  limits: Limits,
  tables: readonly ('chat_texts' | 'phrase_messages' | 'dialogue_clients' | 'call_numbers')[],
  counted: string,
): Promise<Map<number, number>> {
  const where = Array.from(
    limits,
    ([company, limit]) => `(company = ${company} AND generation < ${BigInt(limit) * 2n ** 20n})`,
  ).join(' OR ')
  const rows = await facts.query(`SELECT company, ${counted} WHERE ${where} GROUP BY company`)
  for (const table of tables) {
    const [old] = await facts.query(`SELECT count() FROM ${table} WHERE ${where}`)
    if (Number(old![0]) > 0) await changeRows(facts, table, `DELETE WHERE ${where}`)
  }
  return countsOf(rows)
}

/** What was said often is counted of the texts that are left. */
async function recountOldPhrases({ facts, folder }: Rooms, limits: Limits): Promise<void> {
  for (const [company, limit] of limits) {
    const rows = await facts.query(
      `SELECT DISTINCT toUInt32(bucket) FROM ${rolledUp('chat_phrases')} FINAL ` +
        `WHERE company = ${company} AND bucket_seconds = ${bucketSeconds} AND bucket < toDateTime(${limit / 1000}, 'UTC') AND messages > 0`,
    )
    if (rows.length > 0) await folder.recount(company, new Set(rows.map(([bucket]) => Number(bucket))))
  }
}

async function deleteOldRefused(facts: Facts, limits: Limits): Promise<Map<number, number>> {
  const where = Array.from(
    limits,
    ([company, limit]) => `(company = ${company} AND received_at < fromUnixTimestamp64Milli(toInt64(${limit}), 'UTC'))`,
  ).join(' OR ')
  const rows = await facts.query(`SELECT company, count() FROM refused_events WHERE ${where} GROUP BY company`)
  if (rows.length > 0) await changeRows(facts, 'refused_events', `DELETE WHERE ${where}`)
  return countsOf(rows)
}

function countsOf(rows: readonly unknown[][]): Map<number, number> {
  return new Map(rows.map(([company, count]) => [Number(company), Number(count)]))
}
