import { crc32 } from 'node:zlib'
import { Refused } from '../events/refusal.ts'
import type { FieldFault } from '../failure.ts'
import { directionOf, sideReader, trunkOption } from './asterisk-channels.ts'
import type { Side } from './asterisk-channels.ts'
import { uniqueIdForm } from './asterisk-columns.ts'
import type { CdrField } from './asterisk-columns.ts'
import { callOptions, extrasReader, outcomeReader, partyOf } from './call-options.ts'
import { oneOf, zoneOption } from './options.ts'
import type { FileOption } from './options.ts'
import type { Asked, ReadEvent } from './provider.ts'
import { countAlike, hashOf } from './record-identity.ts'
import { instantsOfWall, timesOf } from './wall-times.ts'
import { readSeconds, timeReader, wallReader } from './written-values.ts'

export const prefixOption: FileOption = {
  name: 'prefix',
  value: 'text',
  description: 'goes before the ids of calls, where two systems without a systemname could give the same',
}

/** The options of Asterisk's records, in whatever form they come. */
export const asteriskOptions: readonly FileOption[] = [...callOptions, zoneOption, trunkOption, prefixOption]

/** How Asterisk writes a disposition, and in raw form its number. */
const dispositions = {
  ANSWERED: 'answered',
  'NO ANSWER': 'no-answer',
  BUSY: 'busy',
  FAILED: 'failed',
  CONGESTION: 'congestion',
  NOANSWER: 'no-answer',
  '0': 'no-answer',
  '2': 'failed',
  '4': 'busy',
  '8': 'answered',
  '16': 'congestion',
} as const

/** What a record says of a field, or of another column by its plain title; empty where it says nothing. */
export type Cdr = (name: CdrField | (string & {})) => string

export type CdrReader = {
  read: (cdr: Cdr) => ReadEvent[]
  /** What a person should know who sees this record first. */
  notes: (first: Cdr | undefined) => string[]
}

/**
 * Reads records of Asterisk into events. Of a call that has several records they are its legs: an incoming call is one leg of its
 * trunk however many phones it rang, an outgoing one is a leg of each trunk that it tried.
 * @param nameIn see `extrasReader`
 * @param faults gets what is wrong with the options
 */
export function cdrReader(
  { options, instantOf }: Asked,
  nameIn: (column: string) => string | undefined,
  faults: FieldFault[],
): CdrReader {
  const readOutcome = outcomeReader('disposition', options, faults, dispositions)
  const readExtras = extrasReader(options, faults, { nameIn, source: 'asterisk' })
  const sideOf = sideReader(options.get(trunkOption.name) ?? [])
  const prefix = oneOf(options, prefixOption) ?? ''
  if (!options.has(zoneOption.name)) {
    const detail =
      'is missing. Asterisk writes local time: name the zone of its clock, such as --zone Europe/Berlin (or --zone UTC, if it has usegmtime=yes).'
    faults.push({ field: `--${zoneOption.name}`, detail })
  }
  const instants = wallReader(instantsOfWall(instantOf), timeReader(instantOf, undefined))
  const numberOf = countAlike()
  let endBefore = 0

  /** When a call began, was answered and ended, in milliseconds; `billed` is in seconds, -1 where the times tell it. */
  function times(cdr: Cdr, isAnswered: boolean): Times {
    const duration = secondsIn(cdr, 'duration')
    const billsec = secondsIn(cdr, 'billsec')
    const starts = instants(required(cdr, 'start'), 'start')
    const told = cdr('end').trim()
    if (told === '' && duration < 0) throw new Refused('missing', 'end', 'is empty, and so is duration.')
    const ends = told === '' ? starts.map((at) => at + duration * 1000) : instants(told, 'end')
    const madeAt = madeAtOf(cdr('uniqueid'))
    const { start, end } = timesOf({ starts, ends, duration: duration * 1000, madeAt, endBefore })
    if (madeAt > 0 && start < madeAt - 60_000) {
      const detail = `is ${minutes(madeAt - start)} before its channel was made, as uniqueid says: is --zone right?`
      throw new Refused('out-of-range', 'start', detail)
    }
    endBefore = Math.max(endBefore, end)
    if (!isAnswered) return { start, answer: 0, end, billed: -1 }
    // Seconds are cut off everywhere: by the end and the time billed, the answer is known as well as by its own text.
    const reckoned = Math.max(start, end - Math.max(0, billsec) * 1000)
    const answer = cdr('answer').trim()
    if (answer === '') return { start, answer: billsec < 0 ? start : reckoned, end, billed: -1 }
    const candidates = instants(answer, 'answer')
    const nearest = candidates.reduce((a, b) => (Math.abs(b - reckoned) < Math.abs(a - reckoned) ? b : a))
    if (billsec < 0) return { start, answer: nearest, end, billed: -1 }
    if (Math.abs(nearest - reckoned) <= 1000) return { start, answer: reckoned, end, billed: -1 }
    return { start, answer: nearest, end, billed: billsec }
  }

  function read(cdr: Cdr): ReadEvent[] {
    const outcome = readOutcome(cdr('disposition').trim())
    const { start, answer, end, billed } = times(cdr, outcome === 'answered' || outcome === 'machine')
    const { data: extras, source } = readExtras(cdr)
    const { call, leg, id } = identityOf(cdr, numberOf)
    const calling = sideOf(cdr('channel'), cdr('dcontext'))
    const called = sideOf(cdr('dstchannel'))
    const said = directionOf(calling, called)
    const direction = (extras['direction'] as string | undefined) ?? said
    const event = (which: string, told: Record<string, unknown>): ReadEvent => ({
      value: {
        specversion: '1.0',
        id: which === '' ? id : `${id}-${which}`,
        source,
        type: 'call.status',
        subject: prefix + call,
        time: iso(end),
        data: withoutEmpty({
          status: 'ended',
          outcome,
          startedAt: iso(start),
          ...(answer > 0 ? { answeredAt: iso(answer) } : {}),
          endedAt: iso(end),
          ...(billed >= 0 ? { billedSeconds: billed } : {}),
          ...told,
        }),
      },
    })
    const from = partyOf(cdr('src'))
    const to = partyOf(cdr('dst'))
    const isThrough = calling.kind === 'trunk' && called.kind === 'trunk'
    const trunk = calling.kind === 'trunk' ? calling.name : trunkName(called)
    const legOfRecord = leg(calling.kind === 'trunk' ? '' : cdr('dstchannel'))
    const first = event('', { leg: legOfRecord, direction, trunk, from, ...(isThrough ? {} : { to }), ...extras })
    // What comes in by one trunk and goes out by another was an attempt on both.
    return isThrough ? [first, event('out', { leg: leg(cdr('dstchannel') || 'out'), trunk: called.name, to })] : [first]
  }

  return { read, notes: (first) => notesOf(first, options.has(trunkOption.name), times) }
}

type Times = { start: number; answer: number; end: number; billed: number }

function trunkName({ kind, name }: Side): string {
  return kind === 'trunk' ? name : ''
}

type Identity = { call: string; leg: (dstchannel: string) => string; id: string }

/**
 * Which call a record is of, and which leg of it. No number of anybody goes into what is made here: that could be tried out.
 * Without an id of the channel, a record is a call, known by what it says, and by how many that say the same stood before it.
 */
function identityOf(cdr: Cdr, numberOf: (record: string) => number): Identity {
  const uniqueid = cdr('uniqueid').trim()
  const linkedid = cdr('linkedid').trim()
  const content = [
    uniqueid,
    linkedid,
    cdr('sequence').trim(),
    ...(['start', 'answer', 'end', 'duration', 'billsec', 'disposition', 'dcontext', 'lastapp'] as const).map(cdr),
    withoutNumbers(cdr('channel')),
    withoutNumbers(cdr('dstchannel')),
  ]
  const record = hashOf(content)
  if (uniqueid !== '') {
    const leg = (dstchannel: string) =>
      dstchannel === '' ? uniqueid : `${uniqueid}/${checksum(withoutNumbers(dstchannel))}`
    return { call: linkedid || uniqueid, leg, id: record }
  }
  const id = `${record}-${numberOf(record)}`
  if (linkedid !== '') return { call: linkedid, leg: (end) => (end === 'out' ? `${id}/out` : id), id }
  return {
    call: `asterisk-${id}`,
    leg: (dstchannel) => (dstchannel === '' ? '' : checksum(withoutNumbers(dstchannel))),
    id,
  }
}

/** Enough to tell the channels of one call apart. */
function checksum(channel: string): string {
  return crc32(channel).toString(16).padStart(8, '0')
}

/** A channel's name, of which long numbers within it are left out; the count at its end stays. */
function withoutNumbers(channel: string): string {
  const end = channel.lastIndexOf('-')
  return end < 0
    ? channel.replaceAll(/\d{6,}/g, '#')
    : channel.slice(0, end).replaceAll(/\d{6,}/g, '#') + channel.slice(end)
}

/** The second in which a channel was made, by its id. */
function madeAtOf(uniqueid: string): number {
  const [, seconds = '0'] = uniqueIdForm.exec(uniqueid.trim()) ?? []
  return Number(seconds) * 1000
}

function required(cdr: Cdr, field: CdrField): string {
  const text = cdr(field).trim()
  if (text === '') throw new Refused('missing', field, 'is empty.')
  return text
}

function secondsIn(cdr: Cdr, field: CdrField): number {
  const text = cdr(field).trim()
  return text === '' ? -1 : readSeconds(text, field)
}

function withoutEmpty(data: Record<string, unknown>): Record<string, unknown> {
  const told: Record<string, unknown> = {}
  for (const name in data) if (data[name] !== '') told[name] = data[name]
  return told
}

function iso(instant: number): string {
  return new Date(instant).toISOString()
}

function minutes(milliseconds: number): string {
  const all = Math.round(milliseconds / 60_000)
  return all < 60 ? `${all} min` : `${Math.floor(all / 60)} h ${all % 60} min`
}

function notesOf(
  first: Cdr | undefined,
  areTrunksSaid: boolean,
  times: (cdr: Cdr, isAnswered: boolean) => Times,
): string[] {
  const notes: string[] = []
  if (!areTrunksSaid) {
    notes.push(
      'Peers with a short number for a name are taken for phones, others for trunks (--trunk says which are, such as --trunk "provider-*").',
    )
  }
  const late = first === undefined ? 0 : lateness(first, times)
  if (late > 0) {
    notes.push(
      `The first record starts ${minutes(late)} after its channel was made, as its uniqueid says: is --zone right?`,
    )
  }
  return notes
}

/** By how much the first record seems to be late, where a wrong zone could be the reason. */
function lateness(first: Cdr, times: (cdr: Cdr, isAnswered: boolean) => Times): number {
  try {
    const madeAt = madeAtOf(first('uniqueid'))
    const late = madeAt === 0 ? 0 : times(first, false).start - madeAt
    const quarter = 900_000
    return late >= quarter && Math.abs(late - Math.round(late / quarter) * quarter) <= 2000 ? late : 0
  } catch (error) {
    if (error instanceof Refused) return 0
    throw error
  }
}
