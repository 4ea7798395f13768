import { isUtf8 } from 'node:buffer'
import type { Refusal } from '../events/refusal.ts'
import { failure } from '../failure.ts'
import { lineBytesMax } from './cut-lines.ts'

/** An element of a JSON array, as it is written there; it begins in `line`. `fault` says why it cannot be read. */
export type Element = { line: number; text: string; fault?: Refusal }

/** An element may have so many bytes. */
export const elementBytesMax = lineBytesMax
/** So much is kept of an element that is too long. */
const startKept = 256
/** So many bytes may be read again because something before them was broken; beyond that, what is open is passed over. */
const readAgainMax = 16 * 1024 * 1024

/**
 * Cuts a JSON array into its elements, objects or arrays, in bounded memory. What is broken comes with a fault, and
 * reading goes on with the next element that can be told by its place: one that begins a line as far in as the others, or,
 * where the array is not written in lines, an object after a comma. Arrays may follow each other. When the file cannot be
 * read any further, the element at which it breaks is not given.
 * @param mayStandAlone whether a file may also have its elements, objects, one after the other without an array around them
 * @throws Failure bad-request when it does not begin as an array does
 */
export async function* cutElements(
  chunks: AsyncIterable<Buffer>,
  mayStandAlone: boolean = false,
): AsyncGenerator<Element[]> {
  const cutter = createElementCutter(mayStandAlone)
  let hasBegun = false
  for await (const chunk of chunks) {
    const elements = cutter.take(chunk)
    if (!hasBegun && !cutter.hasBegun()) continue
    hasBegun = true
    yield elements
  }
  if (!hasBegun) {
    const what = mayStandAlone ? 'JSON' : 'JSON array'
    throw failure('bad-request', `The file is empty: there is no ${what} in it.`)
  }
  yield cutter.end()
}

type Place = { at: number; line: number; indent: number }
/** What is being read: an element, what stands where an element should, or what is passed over after a fault. */
type Open = {
  kind: 'element' | 'other' | 'passed'
  start: number
  line: number
  /** The brackets that are still to come, the innermost last. */
  closers: number[]
  isInText: boolean
  isEscaped: boolean
  /** Where the next element may begin, if this one turns out to be broken. */
  next: Place | undefined
}

type ElementCutter = { take: (chunk: Buffer) => Element[]; hasBegun: () => boolean; end: () => Element[] }

function createElementCutter(mayStandAlone: boolean): ElementCutter {
  /** What is open and what follows; `at` says how far it was looked at. */
  let bytes: Buffer = Buffer.alloc(0)
  let at = 0
  let line = 1
  /** How far in the line its first character stands; -1 when that was met. */
  let indent = 0
  let lastSeen = 0
  let array: 'before' | 'open' | 'closed' | 'none' = 'before'
  let open: Open | undefined
  /** How far in elements begin; undefined where they do not begin lines. */
  let usualIndent: number | undefined
  let isBroken = false
  let readAgain = 0
  let found: Element[] = []

  function step(): void {
    const byte = bytes[at]!
    if (open === undefined) between(byte)
    else if (open.kind === 'element') inElement(byte, open)
    else if (open.kind === 'other') inOther(byte, open)
    else passing(byte)
  }

  function pass(byte: number): void {
    at++
    if (byte === newline) {
      line++
      indent = 0
    } else if (byte === space || byte === tab) {
      if (indent >= 0) indent++
    } else if (byte !== carriageReturn) {
      indent = -1
      lastSeen = byte
    }
  }

  function between(byte: number): void {
    if (isBlank(byte) || byte === comma) return pass(byte)
    if (array === 'before' && at === 0 && line === 1 && bytes.subarray(0, 3).equals(byteOrderMark)) {
      at += 3
      return undefined
    }
    if (array === 'before' && byte === openBrace && mayStandAlone) array = 'none'
    if (array === 'before' && byte !== openBracket) {
      throw notAnArray(bytes.subarray(at, at + 40).toString('utf8'), mayStandAlone)
    }
    if (array === 'none') return begin(byte)
    if (byte === openBracket && array !== 'open') array = 'open'
    else if (byte === closeBracket) array = 'closed'
    else return begin(byte)
    return pass(byte)
  }

  function begin(byte: number): void {
    const isElement = byte === openBrace || byte === openBracket
    if (isElement && indent >= 0) usualIndent ??= indent
    const kind = isElement ? 'element' : 'other'
    open = { kind, start: at, line, closers: [], isInText: false, isEscaped: false, next: undefined }
  }

  function inElement(byte: number, element: Open): void {
    if (at - element.start >= elementBytesMax) return giveUp(element, tooLarge)
    if (element.isInText) return inText(byte, element)
    const { closers } = element
    if (byte === quote) element.isInText = true
    else if (byte === openBrace || byte === openBracket) {
      if (byte === openBrace && at > element.start && mayBegin()) {
        element.next ??= { at, line, indent }
        // Alone, an object at the beginning of a line is another one: what stands inside is written farther in.
        if (array === 'none' && indent === 0) return giveUp(element, unclosedIn(line))
        if (isBroken && usualIndent !== undefined && usualIndent > 0) return giveUp(element, unclosedIn(line))
      }
      closers.push(byte === openBrace ? closeBrace : closeBracket)
    } else if ((byte === closeBrace || byte === closeBracket) && closers.pop() !== byte) {
      return giveUp(element, mismatchIn(line, byte))
    }
    pass(byte)
    if (closers.length > 0) return undefined
    found.push(read(bytes.subarray(element.start, at), element.line))
    open = undefined
    return undefined
  }

  function inText(byte: number, element: Open): void {
    if (byte === newline) return giveUp(element, unclosedTextIn(line))
    if (element.isEscaped) element.isEscaped = false
    else if (byte === backslash) element.isEscaped = true
    else if (byte === quote) element.isInText = false
    indent = -1
    lastSeen = byte
    at++
    return undefined
  }

  function mayBegin(): boolean {
    return usualIndent === undefined ? lastSeen === comma : indent === usualIndent
  }

  /** Refuses what is open, and goes on where the next element may begin: if none is known yet, that is looked for. */
  function giveUp(element: Open, fault: Refusal): void {
    const { next, start } = element
    const end = next?.at ?? at
    const isLong = fault === tooLarge || end - start >= elementBytesMax
    const text = bytes.subarray(start, isLong ? start + startKept : end).toString('utf8')
    found.push({ line: element.line, text: text.trimEnd().toWellFormed(), fault })
    isBroken = true
    if (next !== undefined && readAgain <= readAgainMax) {
      readAgain += at - next.at
      open = undefined
      ;({ at, line, indent } = next)
    } else {
      open = { ...element, kind: 'passed' }
    }
  }

  /** A text that is not closed ends with its line, so that whatever follows is looked at. */
  function passing(byte: number): void {
    if (byte === openBrace && mayBegin()) open = undefined
    else pass(byte)
  }

  /** What stands where an element should, up to whatever may be the next one. */
  function inOther(byte: number, other: Open): void {
    const isEnd = byte === newline || byte === comma || byte === openBrace || byte === closeBracket
    if (at - other.start < elementBytesMax && !(isEnd && !isInsideText(byte, other))) {
      if (byte === quote && !other.isEscaped) other.isInText = !other.isInText
      other.isEscaped = other.isInText && byte === backslash && !other.isEscaped
      return pass(byte)
    }
    const text = bytes.subarray(other.start, Math.min(at, other.start + startKept)).toString('utf8')
    found.push({ line: other.line, text: text.trimEnd().toWellFormed(), fault: notAnElement })
    open = undefined
    return undefined
  }

  function isInsideText(byte: number, { isInText }: Open): boolean {
    return isInText && byte !== newline
  }

  function given(): Element[] {
    const elements = found
    found = []
    return elements
  }

  return {
    take(chunk) {
      bytes = bytes.length === 0 ? chunk : Buffer.concat([bytes, chunk])
      while (at < bytes.length) step()
      const kept = open === undefined || open.kind === 'passed' ? at : open.start
      bytes = bytes.subarray(kept)
      at -= kept
      if (open !== undefined) {
        open.start -= kept
        if (open.next !== undefined) open.next.at -= kept
      }
      return given()
    },
    hasBegun: () => array !== 'before',
    end() {
      let isTold = false
      while (open !== undefined) {
        if (open.kind === 'passed') return given()
        isTold = true
        if (open.kind === 'element') giveUp(open, endsInside)
        else inOther(newline, { ...open, isInText: false })
        while (at < bytes.length) step()
      }
      if (!isTold && array === 'open') found.push({ line, text: '', fault: notEnded })
      return given()
    },
  }
}

function read(bytes: Buffer, line: number): Element {
  const text = bytes.toString('utf8')
  return isUtf8(bytes) ? { line, text } : { line, text, fault: notUtf8 }
}

const [newline, carriageReturn, space, tab] = [10, 13, 32, 9] as const
const [quote, comma, backslash] = [34, 44, 92] as const
const [openBracket, closeBracket, openBrace, closeBrace] = [91, 93, 123, 125] as const
const byteOrderMark = Buffer.from('\ufeff')

function isBlank(byte: number): boolean {
  return byte === space || byte === tab || byte === newline || byte === carriageReturn
}

function notAnArray(start: string, mayStandAlone: boolean): Error {
  const shown = start.split('\n')[0]!.trim().toWellFormed()
  return mayStandAlone
    ? failure('bad-request', `The file is no JSON: it begins neither with "{" nor with "[", but with ${shown}`)
    : failure('bad-request', `The file is no JSON array: it does not begin with "[", but with ${shown}`)
}

function notJson(detail: string): Refusal {
  return { code: 'not-json', field: '', detail }
}

const tooLarge: Refusal = {
  code: 'too-large',
  field: '',
  detail: `The element is over ${elementBytesMax / 1024} KiB, or is not closed.`,
}
const notUtf8: Refusal = {
  code: 'invalid-text',
  field: '',
  detail: 'The element is not valid UTF-8; if the file has another encoding, name it with --encoding.',
}
const notAnElement = notJson('Where an element of the array should begin there is something else.')
const endsInside = notJson('The element is not closed: the file ends inside it.')
const notEnded = notJson('The file ends before its array is closed: it may be cut off.')

function unclosedIn(line: number): Refusal {
  return notJson(`The element is not closed: the next one begins in line ${line}.`)
}

function unclosedTextIn(line: number): Refusal {
  return notJson(`A text that begins in line ${line} is not closed there.`)
}

function mismatchIn(line: number, byte: number): Refusal {
  return notJson(`A "${String.fromCodePoint(byte)}" in line ${line} closes nothing.`)
}
