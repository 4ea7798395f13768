import type { FileOption, GivenOptions } from './options.ts'

/** Where events come from: a system that sends messages, or a format that it writes. One file each. */
export type Provider = {
  /** As `talkmeter import --as` names it. */
  id: string
  title: string
  /** A sentence for whoever chooses a format. */
  about: string
  /** Its files: a pure reader from records to events. */
  file: FileDoor
}

export type FileDoor = LinesDoor | ElementsDoor | TableDoor | RowsDoor

/** A file of lines; each line that is not blank is a record. */
export type LinesDoor = {
  shape: 'lines'
  options: readonly FileOption[]
  /** @throws Failure bad-request naming the options at fault */
  open: (asked: Asked) => Opened<string>
}

/** A JSON array; each of its elements is a record, as the text that stands there. */
export type ElementsDoor = Omit<LinesDoor, 'shape'> & {
  shape: 'elements'
  /** Whether elements may also stand outside of an array, each in a file of its own or one after the other. */
  mayStandAlone?: true
}

/** A file of comma-separated values; its first row names the columns, each other row is a record. */
export type TableDoor = {
  shape: 'table'
  options: readonly FileOption[]
  /** @throws Failure bad-request naming the options and columns at fault, so that nothing is sent by a wrong mapping */
  open: (asked: Asked, columns: readonly string[]) => Opened<readonly string[]>
}

/** A file of separated values without a header line, or with one: the reader knows that by the first row. */
export type RowsDoor = {
  shape: 'rows'
  options: readonly FileOption[]
  /** @throws Failure bad-request naming the options and columns at fault, so that nothing is sent by a wrong mapping */
  open: (asked: Asked, first: readonly string[]) => OpenedRows
}

/** What was asked of a file, and what its reader may not know by itself. */
export type Asked = {
  options: GivenOptions
  /** Milliseconds since 1970 of what the clock on the wall showed, itself counted as if it were UTC. */
  instantOf: (wall: number) => number
}

export type Opened<Record> = {
  /**
   * The events that a record tells, in the order in which they happened.
   * @param line where it begins, counted from 1
   * @throws Refused with the reason; then none of its events is taken
   */
  read: (record: Record, line: number) => ReadEvent[]
  /** What a person should know before anything is sent. */
  notes: readonly string[]
}

/** Whose first row is a record or names the columns; without a header line, the last row must end as the others do. */
export type OpenedRows = Opened<readonly string[]> & { isFirstRecord: boolean }

/** A CloudEvent, not checked yet; `json` is its own text where the file has it, which is then sent as it is. */
export type ReadEvent = { value: unknown; json?: string }
