import type { Refusal } from '../events/refusal.ts'
import { lineBytesMax } from './cut-lines.ts'
import type { Line } from './cut-lines.ts'

/**
 * A row of comma-separated values and its own text; it begins in `line`, and may end in a later one. `isUnended`: the file ends with
 * it, without a line break.
 */
export type Row = { line: number; text: string; fields: string[]; fault?: Refusal; isUnended?: true }

export type RowCutter = {
  /** The rows that end in these lines. */
  take: (lines: readonly Line[]) => Row[]
  /** The rows that are still open when the file ends: each is at fault. */
  end: () => Row[]
}

/** A row of which a quoted field is not closed yet. */
type OpenRow = { lines: Line[]; length: number; fields: string[]; field: string }

/**
 * Cuts lines into rows as RFC 4180 has it: a field in quotes may hold separators, line breaks, and quotes written twice.
 * A quote inside a field that does not begin with one stands for itself. Where quotes go wrong, the row is at fault, and
 * reading goes on in the line after its first: a forgotten quote costs one row, not the rest of the file.
 * @param mayBeginQuoted whether a field may also begin with something in quotes that stands for itself, such as `"Ann" <100>`
 */
export function createRowCutter(separator: string, mayBeginQuoted: boolean = false): RowCutter {
  let open: OpenRow | undefined

  /** Reads lines that are taken once more each time that a quote went wrong. */
  function readAll(lines: readonly Line[], rows: Row[]): void {
    const queue = [...lines]
    for (let at = 0; at < queue.length; at++) {
      const fault = readLine(queue[at]!, rows)
      if (fault !== undefined) queue.splice(at + 1, 0, ...giveUp(fault, rows))
    }
  }

  function readLine(line: Line, rows: Row[]): Refusal | undefined {
    const before = open
    if (before === undefined && withoutReturn(line.text) === '') return undefined
    open = {
      lines: before === undefined ? [line] : before.lines,
      length: (before?.length ?? 0) + line.text.length + 1,
      fields: before?.fields ?? [],
      field: before === undefined ? '' : `${before.field}\n`,
    }
    if (before !== undefined) open.lines.push(line)
    if (line.fault !== undefined) return before === undefined ? line.fault : unclosed(open)
    if (before !== undefined && open.length > lineBytesMax) return unclosed(open)
    const state = readFields(line.text, open, before !== undefined, separator, mayBeginQuoted)
    if (state === 'open') return undefined
    if (state !== 'closed') return state
    rows.push({ line: open.lines[0]!.number, text: textOf(open.lines), fields: open.fields, ...endOf(line) })
    open = undefined
    return undefined
  }

  /** Refuses the open row; gives back its lines after the first, which are to be read again. */
  function giveUp(fault: Refusal, rows: Row[]): Line[] {
    const [first, ...others] = open!.lines
    open = undefined
    rows.push({ line: first!.number, text: first!.text, fields: [], fault })
    return others
  }

  return {
    take(lines) {
      const rows: Row[] = []
      for (const line of lines) {
        const { text } = line
        const plain = withoutReturn(text)
        if (open !== undefined || line.fault !== undefined || plain === '' || text.includes('"')) readAll([line], rows)
        else rows.push({ line: line.number, text: plain, fields: plain.split(separator), ...endOf(line) })
      }
      return rows
    },
    end() {
      const rows: Row[] = []
      while (open !== undefined) readAll(giveUp(unclosed(open), rows), rows)
      return rows
    },
  }
}

/** Reads a line into the fields of its row; `open` when a quoted field goes on in the next line. */
function readFields(
  text: string,
  row: OpenRow,
  isInQuotes: boolean,
  separator: string,
  mayBeginQuoted: boolean,
): 'closed' | 'open' | Refusal {
  let at = 0
  for (;;) {
    const start = isInQuotes ? -1 : at
    if (isInQuotes || text.charCodeAt(at) === quote) {
      if (!isInQuotes) at++
      const end = readQuoted(text, at, row)
      if (end < 0) return 'open'
      row.fields.push(row.field)
      row.field = ''
      if (end === text.length || (end === text.length - 1 && text.endsWith('\r'))) return 'closed'
      if (text[end] === separator) at = end + 1
      else if (start < 0 || !mayBeginQuoted) return afterQuote(row)
      else {
        const next = text.indexOf(separator, end)
        row.fields[row.fields.length - 1] = next < 0 ? withoutReturn(text.slice(start)) : text.slice(start, next)
        if (next < 0) return 'closed'
        at = next + 1
      }
    } else {
      const end = text.indexOf(separator, at)
      row.fields.push(end < 0 ? withoutReturn(text.slice(at)) : text.slice(at, end))
      if (end < 0) return 'closed'
      at = end + 1
    }
    isInQuotes = false
  }
}

/** Adds to the row's field what stands before the closing quote; gives the place after it, or -1 without one. */
function readQuoted(text: string, start: number, row: OpenRow): number {
  for (let at = start; ;) {
    const end = text.indexOf('"', at)
    if (end < 0) {
      row.field += text.slice(at)
      return -1
    }
    const isTwice = text.charCodeAt(end + 1) === quote
    row.field += text.slice(at, isTwice ? end + 1 : end)
    if (!isTwice) return end + 1
    at = end + 2
  }
}

const quote = 34

function withoutReturn(text: string): string {
  return text.charCodeAt(text.length - 1) === 13 ? text.slice(0, -1) : text
}

function endOf({ isUnended }: Line): Pick<Row, 'isUnended'> {
  return isUnended === true ? { isUnended } : {}
}

function textOf(lines: readonly Line[]): string {
  return withoutReturn(lines.map(({ text }) => text).join('\n'))
}

function unclosed({ fields }: OpenRow): Refusal {
  return badQuotes(
    `The quote that opens field ${fields.length + 1} is not closed; a row may have ${lineBytesMax / 1024} KiB.`,
  )
}

function afterQuote({ fields }: OpenRow): Refusal {
  return badQuotes(
    `After the closing quote of field ${fields.length} comes neither a separator nor the end of the line; a quote ` +
      'inside a quoted field must be written twice.',
  )
}

function badQuotes(detail: string): Refusal {
  return { code: 'bad-format', field: '', detail }
}

const separators = [',', ';', '\t', '|']

/** The separator of a header line: the candidate that stands most often outside of quotes. */
export function separatorOf(header: string): string {
  const outside = header.replaceAll(/"[^"]*"/g, '')
  const [first, ...others] = separators.map((separator) => ({ separator, count: outside.split(separator).length }))
  return others.reduce((most, next) => (next.count > most.count ? next : most), first!).separator
}
