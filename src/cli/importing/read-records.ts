import { Refused } from '../../events/refusal.ts'
import type { Refusal } from '../../events/refusal.ts'
import { failure } from '../../failure.ts'
import { cutElements } from '../../providers/cut-elements.ts'
import type { Element } from '../../providers/cut-elements.ts'
import { cutLines } from '../../providers/cut-lines.ts'
import type { Line } from '../../providers/cut-lines.ts'
import { createRowCutter, separatorOf } from '../../providers/cut-rows.ts'
import type { Row } from '../../providers/cut-rows.ts'
import { oneOf, separatorOption } from '../../providers/options.ts'
import type { GivenOptions } from '../../providers/options.ts'
import type { Asked, ElementsDoor, FileDoor, LinesDoor, ReadEvent, TableDoor } from '../../providers/provider.ts'

/** A record of a file: the events that it tells, or why it tells none. Blank lines and empty rows are none. */
export type FileRecord = { line: number; text: string } & (
  | { events: ReadEvent[]; refusal?: never }
  | { refusal: Refusal; events?: never }
)

export type OpenedFile = {
  notes: readonly string[]
  /** The records, a block at a time; to be read once. */
  records: AsyncGenerator<FileRecord[]>
  close: () => Promise<void>
}

/**
 * Opens a file by its format; the header line of a table is read at once, so that a wrong mapping is known before any
 * record is.
 * @throws Failure bad-request naming what does not fit
 */
export async function openRecords(chunks: AsyncIterable<Buffer>, door: FileDoor, asked: Asked): Promise<OpenedFile> {
  if (door.shape === 'elements') {
    const elements = cutElements(chunks)
    return closing(elements, () => openElements(elements, door, asked))
  }
  const lines = cutLines(chunks)
  return closing(lines, async () =>
    door.shape === 'lines' ? openLines(lines, door, asked) : openTable(lines, door, asked),
  )
}

async function closing(pieces: AsyncGenerator, open: () => Promise<Contents>): Promise<OpenedFile> {
  const close = async () => void (await pieces.return(undefined))
  try {
    return { ...(await open()), close }
  } catch (error) {
    await close()
    throw error
  }
}

type Contents = Omit<OpenedFile, 'close'>

/** The beginning is read at once: whether it is an array is known before anything is sent. */
async function openElements(elements: AsyncGenerator<Element[]>, door: ElementsDoor, asked: Asked): Promise<Contents> {
  const { read, notes } = door.open(asked)
  const first = await elements.next()
  const recordOf = ({ line, text, fault }: Element): FileRecord =>
    fault === undefined ? readOne(line, text, () => read(text, line)) : { line, text, refusal: fault }
  async function* records(): AsyncGenerator<FileRecord[]> {
    if (first.done !== true) yield first.value.map(recordOf)
    for await (const block of elements) yield block.map(recordOf)
  }
  return { notes, records: records() }
}

function openLines(lines: AsyncGenerator<Line[]>, door: LinesDoor, asked: Asked): Contents {
  const { read, notes } = door.open(asked)
  async function* records(): AsyncGenerator<FileRecord[]> {
    for await (const block of lines) {
      yield block
        .filter(({ text }) => text.trim() !== '')
        .map(({ number: line, text: whole, fault }) => {
          const text = whole.endsWith('\r') ? whole.slice(0, -1) : whole
          return fault === undefined ? readOne(line, text, () => read(text, line)) : { line, text, refusal: fault }
        })
    }
  }
  return { notes, records: records() }
}

async function openTable(lines: AsyncGenerator<Line[]>, door: TableDoor, asked: Asked): Promise<Contents> {
  const rows = cutTable(lines, asked.options)
  let block: Row[] = []
  while (block.length === 0) {
    const next = await rows.next()
    if (next.done === true) throw failure('bad-request', 'The file is empty: there is no header line.')
    block = next.value
  }
  const header = block[0]!
  if (header.fault !== undefined) {
    throw failure('bad-request', `The header line (line ${header.line}) cannot be read: ${header.fault.detail}`)
  }
  if (header.text.includes('\r') && !header.text.includes('"')) {
    throw failure('bad-request', 'The lines of the file end with CR alone: save it with LF or CRLF.')
  }
  const columns = header.fields.map((field) => field.trim())
  const { read, notes } = door.open(asked, columns)
  const recordOf = ({ line, text, fields, fault }: Row): FileRecord => {
    if (fault !== undefined) return { line, text, refusal: fault }
    const surplus = fields.slice(columns.length).some((field) => field !== '')
    if (fields.length >= columns.length && !surplus) return readOne(line, text, () => read(fields, line))
    const detail = `The row has ${fields.length} fields, the header line has ${columns.length}.`
    return { line, text, refusal: { code: 'bad-format', field: '', detail } }
  }
  async function* records(): AsyncGenerator<FileRecord[]> {
    yield block.slice(1).filter(isFilled).map(recordOf)
    for await (const next of rows) yield next.filter(isFilled).map(recordOf)
  }
  return { notes, records: records() }
}

async function* cutTable(lines: AsyncGenerator<Line[]>, options: GivenOptions): AsyncGenerator<Row[]> {
  let separator = separatorGiven(options)
  let cutter = separator === undefined ? undefined : createRowCutter(separator)
  for await (const block of lines) {
    let start = 0
    if (cutter === undefined) {
      start = block.findIndex(({ text }) => text.trim() !== '')
      if (start < 0) continue
      const first = block[start]!.text
      // Excel's own way to say which separator a file has.
      const [, said] = /^sep=(.)\r?$/i.exec(first) ?? []
      separator = said ?? separatorOf(first)
      if (said !== undefined) start++
      cutter = createRowCutter(separator)
    }
    yield cutter.take(block.slice(start))
  }
  if (cutter !== undefined) yield cutter.end()
}

function separatorGiven(options: GivenOptions): string | undefined {
  const said = oneOf(options, separatorOption)
  if (said === undefined) return undefined
  const separator = said.toLowerCase() === 'tab' || said === String.raw`\t` ? '\t' : said
  if ([',', ';', '|', '\t'].includes(separator)) return separator
  throw failure('bad-request', `--${separatorOption.name} must be one of "," ";" "|" or "tab", not "${said}".`)
}

/** Spreadsheets write rows of nothing but separators after the last one. */
function isFilled({ fields, fault }: Row): boolean {
  return fault !== undefined || fields.some((field) => field.trim() !== '')
}

function readOne(line: number, text: string, read: () => ReadEvent[]): FileRecord {
  try {
    return { line, text, events: read() }
  } catch (error) {
    if (error instanceof Refused) return { line, text, refusal: error.refusal }
    throw error
  }
}
