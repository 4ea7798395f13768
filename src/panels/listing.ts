import type { Query } from '../measures/ask.ts'
import { dateTime64, uuidHex } from '../measures/compile.ts'
import type { RowsRead } from '../measures/compile.ts'
import { inZone } from '../measures/zone.ts'
import type { Column, Value } from './answer.ts'

/** How the rows of a fact are listed one by one: newest first, page by page. */
export type Listing = {
  /** What its rows are. */
  of: 'messages' | 'chat_messages' | 'dialogues' | 'replies' | 'calls' | 'attempts'
  columns: readonly Column[]
  /** When a row happened, and what tells rows of one instant apart: SQL of ours. */
  order: { time: string; id: string; idFrom: (hex: string) => string }
  /**
   * Reads rows, newest first; each begins with its instant in milliseconds and its id in hexadecimal.
   * @param where conditions of ours only; no text from outside
   * @param read which rows these conditions are about
   */
  select: (where: string, limit: number, read?: RowsRead) => string
  /** Rows of `select` as they are shown, in the order of the columns. */
  show: (query: Query, company: number, rows: readonly (readonly unknown[])[], told: TellTime) => Promise<Value[][]>
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
export function named({ columns }: Listing, row: readonly Value[]): Record<string, Value> {
  return Object.fromEntries(row.map((value, at) => [columns[at]!.name, value]))
}

/** The order of rows that have a UUID. */
export function orderByUuid(time: string, uuid: string): Listing['order'] {
  return { time, id: uuidHex(uuid), idFrom: (hex) => `'${hex}'` }
}
