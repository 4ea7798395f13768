import { addressesIn, readKeptEvent } from '../events/envelope.ts'
import type { EventType } from '../events/envelope.ts'
import { forgetfulLine } from '../events/forget.ts'
import { contentFingerprint } from '../events/identity.ts'
import type { RefusedEvent } from '../events/refusal.ts'
import { linesOf } from '../folding/read-record.ts'
import type { Log } from '../stores/log/log.ts'
import type { LogRecord } from '../stores/log/record.ts'
import type { Holds } from './address-search.ts'

/** Who is searched for: by the pseudonym, and by the address wherever it may stand. */
export type Sought = {
  person: string
  holds: Holds
  /** What is about these only; everything when it is not given. */
  ofSubjects?: ReadonlySet<string>
  /** Dialogues of which they are known to be the client: what was written in them is theirs, too. */
  dialogues?: ReadonlySet<string>
  /** Calls of which they are known to be the client. */
  calls?: ReadonlySet<string>
}

/** Where somebody was found in the log. */
export type LogTraces = {
  /** By number. */
  records: Set<number>
  /** The messages that were sent to them. */
  messages: Set<string>
  /** Messages to others, or to nobody who is known, in whose texts their address stands. */
  mentions: Set<string>
  /** The dialogues of which they are the client, and those of others in which their address stands. */
  dialogues: Set<string>
  chatMentions: Set<string>
  /** The same of calls. */
  calls: Set<string>
  callMentions: Set<string>
  /** How many events, refused ones among them. */
  lines: number
  refused: number
}

/** Searches the records of a company up to one. */
export async function searchLog(log: Log, company: number, to: number, sought: Sought): Promise<LogTraces> {
  const traces: LogTraces = {
    records: new Set(),
    messages: new Set(),
    mentions: new Set(),
    dialogues: new Set(),
    chatMentions: new Set(),
    calls: new Set(),
    callMentions: new Set(),
    lines: 0,
    refused: 0,
  }
  for await (const record of log.read(1, { to, companies: new Set([company]) })) {
    if (record.kind === 'events' && !mayHold(record.payload.toString(), sought)) continue
    for (const line of linesOf(record.payload)) {
      if (!isTraced(record, line, sought)) continue
      traces.records.add(record.number)
      traces.lines++
      if (record.kind === 'refused') traces.refused++
      else {
        const event = JSON.parse(line) as Line
        const { subject, type, data } = event
        const isTheirs = data.person === sought.person || sought.holds(clientIn(event))
        const [theirs, mentions] = tracesOf(type, traces)
        ;(isTheirs || isWithThem(event, sought) ? theirs : mentions).add(subject)
      }
    }
  }
  return traces
}

/** The payload of a record without those who are sought. A refused event leaves an empty place, so that others keep theirs. */
export function withoutSought(record: LogRecord, sought: Sought): Buffer {
  return rewritten(record, (line) => {
    if (!isTraced(record, line, sought)) return line
    if (record.kind === 'refused') return emptyPlace
    const event = JSON.parse(line) as Line
    const told = isWithThem(event, sought) ? toldOfThem(event) : nothingTold
    return forgetting(line, (field, text) => told.has(field) || text === sought.person || sought.holds(text))
  })
}

/** A record whose lines are changed, or stay. */
export function rewritten(record: LogRecord, change: (line: string) => string): Buffer {
  const lines = Array.from(linesOf(record.payload), change)
  return Buffer.from(lines.map((line) => `${line}\n`).join(''))
}

/** What stands in the place of a refused event that is gone. */
export const emptyPlace = 'null'

/** A line of an event without some of its texts. */
export function forgetting(line: string, isForgotten: Parameters<typeof forgetfulLine>[2]): string {
  const value: unknown = JSON.parse(line)
  return forgetfulLine(value, contentFingerprint(readKeptEvent(value)), isForgotten)
}

/** Certain where it says no: a line is looked at more closely. */
function mayHold(text: string, { person, holds, dialogues, calls }: Sought): boolean {
  if (text.includes(person) || holds(text)) return true
  return (dialogues !== undefined && text.includes('chat.')) || (calls !== undefined && text.includes('call.'))
}

/** An event as the log has it, as far as it is asked who it is about. */
type Line = {
  type: EventType
  subject: string
  data: { to?: string; from?: string; client?: string; person?: unknown; text?: string }
}

function tracesOf(type: EventType, { messages, mentions, ...more }: LogTraces): [theirs: Set<string>, of: Set<string>] {
  if (type === 'message.status') return [messages, mentions]
  return type === 'call.status' ? [more.calls, more.callMentions] : [more.dialogues, more.chatMentions]
}

/** The address of whom an event is about, or what stands in its place. */
function clientIn({ type, data, ...event }: Line): string {
  if (type !== 'call.status') return data.to ?? data.client ?? ''
  return addressesIn(readKeptEvent({ ...event, type, data }))[0]?.address ?? ''
}

/** Whether an event has something that was written in, or known of, a dialogue or a call of who is sought. */
function isWithThem(event: Line, sought: Sought): boolean {
  const { type, subject, data } = event
  if (!isSubjectOf(type, subject, sought)) return false
  return Array.from(toldOfThem(event), (field) => (data as Record<string, unknown>)[field]).some(
    (said) => said !== undefined && said !== null && said !== '',
  )
}

const nothingTold: ReadonlySet<string> = new Set()
const toldInChat: ReadonlySet<string> = new Set(['text', 'client', 'person'])

/** The fields that tell something of the client of a dialogue or a call; a number of the company's own does not. */
function toldOfThem({ type, ...event }: Line): ReadonlySet<string> {
  if (type !== 'call.status') return toldInChat
  return new Set(['person', ...addressesIn(readKeptEvent({ ...event, type })).map(({ field }) => field)])
}

function isTraced({ kind }: LogRecord, line: string, sought: Sought): boolean {
  if (kind === 'refused') return isInRefused(JSON.parse(line) as RefusedEvent | null, sought)
  if (!mayHold(line, sought)) return false
  const event = JSON.parse(line) as Line
  if (sought.ofSubjects?.has(event.subject) === false) return false
  return isWithThem(event, sought) || line.includes(sought.person) || saysInEvent(event, sought.holds)
}

/** Whether a refused event is about somebody: in what was sent, or in what was said of it. */
export function isInRefused(
  refused: Pick<RefusedEvent, 'raw' | 'detail' | 'source' | 'id'> | null,
  sought: Sought,
): boolean {
  if (refused === null) return false
  const { person, holds } = sought
  const told = [refused.raw, refused.detail, refused.source, refused.id ?? '']
  return told.some((text) => text.includes(person) || holds(text)) || isOfTheirs(refused.raw, sought)
}

/** Whether what was refused says that it is of a dialogue or a call of who is sought. */
function isOfTheirs(raw: string, sought: Sought): boolean {
  if (sought.dialogues === undefined && sought.calls === undefined) return false
  const said = parsed(raw)
  if (typeof said !== 'object' || said === null) return false
  const { type, subject } = said as { type?: unknown; subject?: unknown }
  if (typeof type !== 'string' || typeof subject !== 'string') return false
  return isSubjectOf(type, subject, sought)
}

/** Whether a subject of a type is a dialogue or a call of who is sought. */
function isSubjectOf(type: string, subject: string, { dialogues, calls }: Sought): boolean {
  const own = type === 'call.status' ? calls : type.startsWith('chat.') ? dialogues : undefined
  return own?.has(subject) === true
}

/** What a text says as JSON; undefined where it says nothing. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Times, amounts and our own numbers are none of an address, whatever their digits are. */
const numbersOfEnvelope = new Set(['specversion', 'type', 'time', 'fingerprint'])
const numbersOfData = new Set([
  'channel',
  'status',
  'required',
  'parts',
  'price',
  'createdAt',
  'person',
  'author',
  'messenger',
  'change',
  'coordinates',
  'state',
  'outcome',
  'direction',
  'startedAt',
  'answeredAt',
  'endedAt',
  'billedSeconds',
  'trunkLimit',
])

function saysInEvent({ data, ...envelope }: { data: object }, holds: Holds): boolean {
  return saysInFields(envelope, numbersOfEnvelope, holds) || saysInFields(data, numbersOfData, holds)
}

function saysInFields(fields: object, passedOver: ReadonlySet<string>, holds: Holds): boolean {
  return Object.entries(fields).some(([name, value]) => !passedOver.has(name) && (holds(name) || says(value, holds)))
}

function says(value: unknown, holds: Holds): boolean {
  if (typeof value === 'string') return holds(value)
  if (typeof value === 'number') return holds(String(value))
  return typeof value === 'object' && value !== null && saysInFields(value, new Set(), holds)
}
