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
import type {
  Asked,
  ElementsDoor,
  FileDoor,
  LinesDoor,
  Opened,
  ReadEvent,
  RowsDoor,
  TableDoor,
} from '../../providers/provider.ts'

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
    const elements = cutElements(chunks, door.mayStandAlone)
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

async function openTable(lines: AsyncGenerator<Line[]>, door: TableDoor | RowsDoor, asked: Asked): Promise<Contents> {
  const rows = cutTable(lines, asked.options, door.shape === 'rows')
  let block: Row[] = []
  while (block.length === 0) {
    const next = await rows.next()
    if (next.done === true) throw failure('bad-request', `The file is empty: there is no ${firstOf(door)}.`)
    block = next.value
  }
  const first = block[0]!
  if (first.fault !== undefined) {
    throw failure('bad-request', `The ${firstOf(door)} (line ${first.line}) cannot be read: ${first.fault.detail}`)
  }
  if (first.text.includes('\r') && !first.text.includes('"')) {
    throw failure('bad-request', 'The lines of the file end with CR alone: save it with LF or CRLF.')
  }
  const { read, notes, widthFault, isFirstRecord } = openRows(door, asked, first)
  const recordOf = ({ line, text, fields, fault, isUnended }: Row): FileRecord => {
    const refusal = fault ?? widthFault(fields) ?? (isUnended === true && isFirstRecord ? unended : undefined)
    return refusal === undefined ? readOne(line, text, () => read(fields, line)) : { line, text, refusal }
  }
  async function* records(): AsyncGenerator<FileRecord[]> {
    yield block
      .slice(isFirstRecord ? 0 : 1)
      .filter(isFilled)
      .map(recordOf)
    for await (const next of rows) yield next.filter(isFilled).map(recordOf)
  }
  return { notes, records: records() }
}

function firstOf({ shape }: TableDoor | RowsDoor): string {
  return shape === 'table' ? 'header line' : 'first line'
}

type OpenedTable = Opened<readonly string[]> & {
  /** Why a row has not the fields that it should. */
  widthFault: (fields: readonly string[]) => Refusal | undefined
  isFirstRecord: boolean
}

function openRows(door: TableDoor | RowsDoor, asked: Asked, first: Row): OpenedTable {
  if (door.shape === 'rows') return { ...door.open(asked, first.fields), widthFault: () => undefined }
  const columns = first.fields.map((field) => field.trim())
  const widthFault = (fields: readonly string[]): Refusal | undefined => {
    const surplus = fields.slice(columns.length).some((field) => field !== '')
    if (fields.length >= columns.length && !surplus) return undefined
    const detail = `The row has ${fields.length} fields, the header line has ${columns.length}.`
    return { code: 'bad-format', field: '', detail }
  }
  return { ...door.open(asked, columns), widthFault, isFirstRecord: false }
}

/** Programs end each of their lines: one that is cut can look whole, and be a record that never was. */
const unended: Refusal = {
  code: 'bad-format',
  field: '',
  detail: 'The file ends within this line, as if it was cut off; if the line is whole, end it with a line break.',
}

/** What writes no header line may write names in quotes before numbers, without quotes around both. */
async function* cutTable(
  lines: AsyncGenerator<Line[]>,
  options: GivenOptions,
  mayBeginQuoted: boolean,
): AsyncGenerator<Row[]> {
  let separator = separatorGiven(options)
  let cutter = separator === undefined ? undefined : createRowCutter(separator, mayBeginQuoted)
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
      cutter = createRowCutter(separator, mayBeginQuoted)
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
