import {
  addressesIn,
  addressFields,
  ownFields,
  readKeptEvent,
  setPerson,
  withoutOwnFields,
} from '../events/envelope.ts'
import type { CheckedEvent } from '../events/envelope.ts'
import type { AcceptedEvent } from '../events/identity.ts'
import { hiddenWhole } from '../events/mask.ts'
import { nationalDigitsMin, searchFor } from '../privacy/address-search.ts'
import type { AddressSearch } from '../privacy/address-search.ts'
import { phoneDigits, phoneSeparators } from '../privacy/pseudonym.ts'
import type { Hide } from '../privacy/pseudonym.ts'
import type { SentEvent } from './read-body.ts'

/**
 * What is kept of an accepted event, as its line of the log: mostly what was sent, before and after the address, with
 * bytes of ours between.
 */
export type KeptLine = { before: string; ours: Buffer; after: string }

/** An event that was checked, what was sent and what is kept of it. */
export type CheckedLine = { sent: SentEvent; accepted: AcceptedEvent; line: KeptLine }

/** What stands in place of an address: the masked form, the person beside it, and both as they go into the line. */
export type InPlace = {
  masked: string
  person: string
  bytes: Buffer
  digits: string | undefined
  /** Finds the address in other texts. */
  search: AddressSearch
}

/** Remembers what it hid: a message has several events, and they come close to each other. */
export function hideOnce(hide: Hide): (address: string) => InPlace {
  const known = new Map<string, InPlace>()
  return (address) => {
    const before = known.get(address)
    if (before !== undefined) return before
    const { masked, person } = hide(address)
    const bytes = Buffer.from(`${masked}","${ownFields.data}":"${person}`)
    const inPlace = { masked, person, bytes, digits: phoneDigits(address), search: searchFor(address) }
    known.set(address, inPlace)
    return inPlace
  }
}

/**
 * Takes the addresses out of an event that was just checked, and out of its line: from here on nobody knows them. What a sender
 * wrote under the names of the log's own fields is not kept either.
 */
export function keptLine(
  { line, value, isPlain }: SentEvent,
  event: CheckedEvent,
  hide: (address: string) => InPlace,
): KeptLine {
  const addresses = addressesIn(event)
  const [client, second] = addresses
  const sent = value as Sent
  const isClean = sent[ownFields.envelope] === undefined && sent.data[ownFields.data] === undefined
  const isAsItSeems = isClean && (isPlain || !line.includes('\\'))
  if (client === undefined) {
    const isSilent = !addressFields[event.type].some((field) => line.includes(`"${field}"`))
    return isAsItSeems && isSilent ? asSent(line) : ofOurs(JSON.stringify(withoutOwnFields(sent)))
  }
  const { masked, person, bytes, digits } = hide(client.address)
  if (isAsItSeems && second === undefined) {
    const { address, field } = client
    const at = onlyPlaceOf(address, digits, line, field)
    if (at >= 0) {
      setPerson(event, person, { [field]: masked })
      return { before: line.slice(0, at), ours: bytes, after: line.slice(at + address.length) }
    }
  }
  let written = withoutOwnFields(sent)
  for (const { address } of addresses) written = withoutAddress(written, address, hide(address).search)
  written.data[client.field] = masked
  // There is one pseudonym: whoever else it is could not be found, or forgotten, by what is kept of them.
  if (second !== undefined) written.data[second.field] = hiddenWhole
  written.data[ownFields.data] = person
  event.data = readKeptEvent(written).data
  return ofOurs(JSON.stringify(written))
}

const nothing = Buffer.alloc(0)

function asSent(line: string): KeptLine {
  return { before: line, ours: nothing, after: '' }
}

/** A line that was written anew. */
export function ofOurs(line: string): KeptLine {
  return { before: '', ours: Buffer.from(line), after: '' }
}

/** The line as a text. */
export function textOf({ before, ours, after }: KeptLine): string {
  return before + ours.toString() + after
}

/** A payload of the log, and which of the lines are in it. */
export type Payload = { bytes: Buffer; from: number; to: number }

/**
 * Writes lines into payloads that are each not too long.
 * @param isAscii whether what was sent has ASCII characters only, which are written much faster
 */
export function payloadsOf(lines: readonly KeptLine[], isAscii: boolean, lengthMax: number): Payload[] {
  const encoding = isAscii ? 'latin1' : 'utf8'
  const bytesPerUnit = isAscii ? 1 : 3
  let needed = 0
  for (const { before, ours, after } of lines) needed += (before.length + after.length) * bytesPerUnit + ours.length + 1
  const bytes = Buffer.allocUnsafe(needed)
  const payloads: Payload[] = []
  let start = 0
  let end = 0
  let from = 0
  for (let at = 0; at < lines.length; at++) {
    const { before, ours, after } = lines[at]!
    const lineStart = end
    end += bytes.write(before, end, encoding)
    end += ours.copy(bytes, end)
    end += bytes.write(after, end, encoding)
    bytes[end++] = lineEnd
    if (end - start <= lengthMax || at === from) continue
    payloads.push({ bytes: bytes.subarray(start, lineStart), from, to: at })
    start = lineStart
    from = at
  }
  if (from < lines.length) payloads.push({ bytes: bytes.subarray(start, end), from, to: lines.length })
  return payloads
}

const lineEnd = 10

type Sent = { data: Record<string, unknown> } & Record<string, unknown>

/**
 * Where the address stands in a line without escapes; -1 where that cannot be told by looking at its characters. Without
 * escapes a text stands in the line as it is, so an address that is there once is there as the value of its field; and when
 * the name of the field is there once, no second value of that name is hidden behind it.
 */
function onlyPlaceOf(address: string, digits: string | undefined, line: string, field: string): number {
  const told = toldBy(address)
  const at = line.indexOf(told)
  const isOnly = at >= 0 && line.indexOf(told, at + told.length) < 0 && isNamedOnce(line, field)
  if (!isOnly || mayBeWrittenOtherwise(line, told, digits, at)) return -1
  return at - (address.length - told.length)
}

/** Whether an address may stand in a line once more, in another spelling than at `at`. Certain where it says no. */
function mayBeWrittenOtherwise(line: string, told: string, digits: string | undefined, at: number): boolean {
  if (digits === undefined) return told.includes('@') && isInAnyCase(line, told, at)
  const last = digits.at(-1)!
  for (let place = line.indexOf(last); place >= 0; place = line.indexOf(last, place + 1)) {
    const isHere = place >= at && place < at + told.length
    if (!isHere && isEndOfNumber(line, place, digits)) return true
  }
  return false
}

function isInAnyCase(line: string, told: string, at: number): boolean {
  const [lowerLine, lowerTold] = [line.toLowerCase(), told.toLowerCase()]
  return lowerLine.indexOf(lowerTold) !== at || lowerLine.includes(lowerTold, at + told.length)
}

/** Whether so many digits as tell a number stand before a place, with nothing between them but separators. */
function isEndOfNumber(line: string, place: number, digits: string): boolean {
  let matched = 1
  for (let back = place - 1; back >= 0; back--) {
    const code = line.charCodeAt(back)
    if (code >= 48 && code <= 57) {
      if (code !== digits.charCodeAt(digits.length - 1 - matched)) return false
      if (++matched >= Math.min(nationalDigitsMin, digits.length)) return true
    } else if (code > 126 ? !isSeparator.test(line[back]!) : !asciiSeparators.has(code)) return false
  }
  return false
}

const isSeparator = new RegExp(phoneSeparators)
const asciiSeparators = new Set(Array.from(' ().-/', (sign) => sign.charCodeAt(0)))

/** Whether a name is there once. Its first quotation mark is searched for last: a line is full of them. */
function isNamedOnce(line: string, field: string): boolean {
  const end = `${field}"`
  let count = 0
  for (let at = line.indexOf(end); at >= 0; at = line.indexOf(end, at + end.length)) {
    if (line[at - 1] === '"') count++
  }
  return count === 1
}

/** What of an address gives it away: a number also does without its plus. */
function toldBy(address: string): string {
  return address.startsWith('+') ? address.slice(1) : address
}

/** A shorter text may stand in others by chance. */
const telltaleLengthMin = 6
const sign = '•••'
/** Who the event and its message are, and what is counted: these stay as they are. */
const identity = new Set(['specversion', 'id', 'source', 'type', 'subject', 'time'])
const counted = new Set([
  'channel',
  'status',
  'required',
  'parts',
  'price',
  'createdAt',
  'messageId',
  'author',
  'messenger',
  'change',
  'coordinates',
  'state',
  'outcome',
  'direction',
  'leg',
  'startedAt',
  'answeredAt',
  'endedAt',
  'billedSeconds',
  'trunkLimit',
])

/** Whether a text gives this address away: as it was sent anywhere in it, or in another spelling by itself. */
export function tellsOf(address: string, { holds } = searchFor(address)): (text: string) => boolean {
  const told = toldBy(address)
  return (text) => told.length >= telltaleLengthMin && (text.includes(told) || holds(text))
}

/** The event with a sign wherever its texts, or fields that nobody knows, repeat the address. */
function withoutAddress(event: Sent, address: string, search: AddressSearch): Sent {
  const tells = tellsOf(address, search)
  function cleaned(value: unknown): unknown {
    if (typeof value === 'string') {
      if (!tells(value)) return value
      return search.without(value.replaceAll(address, sign).replaceAll(toldBy(address), sign), sign)
    }
    if (typeof value === 'number') return tells(String(value)) ? sign : value
    if (Array.isArray(value)) return value.map(cleaned)
    return typeof value === 'object' && value !== null ? cleanedFields(value, new Set()) : value
  }
  function cleanedFields(object: object, untouched: ReadonlySet<string>): Record<string, unknown> {
    return Object.fromEntries(
      Object.entries(object).map(([name, value]) => [
        tells(name) ? sign : name,
        untouched.has(name) ? value : cleaned(value),
      ]),
    )
  }
  const { data, ...envelope } = event
  return { ...cleanedFields(envelope, identity), data: cleanedFields(data, counted) }
}
