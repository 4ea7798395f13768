import type { Query } from '../measures/ask.ts'
import { dateTime64, uuidHex } from '../measures/compile.ts'
import type { RowsRead } from '../measures/compile.ts'
import { inZone } from '../measures/zone.ts'
import type { Column, Value } from './answer.ts'

/** What the rows of a list are, and how they are shown. */
export type Listed = {
  of: 'messages' | 'chat_messages' | 'dialogues' | 'replies' | 'calls' | 'attempts' | 'stretches'
  columns: readonly Column[]
  /** Rows as they were read, each with its instant and its id first, in the order of the columns. */
  show: (query: Query, company: number, rows: readonly (readonly unknown[])[], told: TellTime) => Promise<Value[][]>
}

/** How the rows of a fact are listed one by one: newest first, page by page. */
export type Listing = Listed & {
  /** When a row happened, and what tells rows of one instant apart: SQL of ours. */
  order: { time: string; id: string; idFrom: (hex: string) => string }
  /**
   * Reads rows, newest first; each begins with its instant in milliseconds and its id in hexadecimal.
   * @param where conditions of ours only; no text from outside
   * @param read which rows these conditions are about
   */
  select: (where: string, limit: number, read?: RowsRead) => string
}

/** How the rows behind a number are counted and read. */
export type RowsSource = {
  /** How many the panel counts. */
  count: (query: Query) => Promise<number>
  /** Newest first, those after a cursor; each begins with its instant in milliseconds and its id in hexadecimal. */
  read: (query: Query, page: { cursor: Cursor | undefined; limit: number }) => Promise<unknown[][]>
  /** What its columns come to over all pages, where the number is no count of rows. */
  totals?: (query: Query) => Promise<Record<string, number>>
  /** So many rows are read at once for a file: enough that reading them is worth a question, and few enough to hold. */
  rowsAtOnce: number
}

/** How an instant stands in a shown row. */
export type TellTime = (instant: number) => Value

/** Instants as people of a zone read them. */
export function timesIn(zone: string): TellTime {
  return (instant) => inZone(instant, zone)
}

/** Where a page of a list ended: the next one goes on with the rows after this one. */
export type Cursor = { at: number; idHex: string }

/** The engine counts seconds up to the year 2106. */
const instantMax = (2 ** 32 - 1) * 1000

/** Reads the cursor of an earlier page; undefined when it is not one. */
export function readCursor(text: string): Cursor | undefined {
  const match = /^(\d{12,13})-((?:[0-9A-F]{2}){1,2048})$/.exec(text)
  const at = Number(match?.[1])
  return match === null || at > instantMax ? undefined : { at, idHex: match[2]! }
}

/** The cursor of what comes after a row. */
export function cursorAfter(row: readonly unknown[]): string {
  return `${Number(row[0])}-${String(row[1])}`
}

/** The condition that leaves out what earlier pages had. */
export function afterCursor({ order: { time, id, idFrom } }: Listing, { at, idHex }: Cursor): string {
  const instant = dateTime64(at)
  return ` AND (${time} < ${instant} OR (${time} = ${instant} AND ${id} > ${idFrom(idHex)}))`
}

/** A row by the names of its columns. */
export function named({ columns }: Listed, row: readonly Value[]): Record<string, Value> {
  return Object.fromEntries(row.map((value, at) => [columns[at]!.name, value]))
}

/** The order of rows that have a UUID. */
export function orderByUuid(time: string, uuid: string): Listing['order'] {
  return { time, id: uuidHex(uuid), idFrom: (hex) => `'${hex}'` }
}
