import type { Query } from '../measures/ask.ts'
import { cellsOf, conditions, dateTime, dateTime64, ofCompany, rollUpOf, rollUpRows } from '../measures/compile.ts'
import type { Question } from '../measures/compile.ts'
import { bucketMilliseconds, bucketOf } from '../measures/plan.ts'
import type { Range } from '../measures/plan.ts'
import { afterCursor } from './listing.ts'
import type { Cursor, Listing } from './listing.ts'

/** Asks while no step of folding changes what is asked about. */
export type Reading = <Result>(work: () => Promise<Result>) => Promise<Result>

export type EveryRow = {
  listing: Listing
  /** Of one company, without keys. */
  question: Question
  /** So many rows are read at once, about. */
  rowsAtOnce: number
  reading: Reading
}

const bucketsAtOnce = 500

/**
 * All rows that a question counts, newest first, in pieces as `select` of their listing gives them, however many there are. Events
 * that come meanwhile double and drop nothing: times only ever turn out to be earlier, so a row that moves was read, or will be.
 */
export async function* everyRow(query: Query, asked: EveryRow): AsyncGenerator<unknown[][]> {
  const { question, rowsAtOnce, reading } = asked
  const began = await foldedUntil(query)
  const first = bucketOf(question.steps[0]!.from)
  let until = bucketOf(question.steps.at(-1)!.to - 1) + bucketMilliseconds
  while (until > first) {
    const filled = await reading(() => filledBuckets(query, question, until))
    const end = filled.length < bucketsAtOnce ? first : filled.at(-1)!.bucket
    for (const range of rangesOf(filled, { from: end, to: until }, rowsAtOnce))
      yield* rowsOfRange(query, asked, range, began)
    until = end
  }
}

/** All rows of a range; where that takes several questions it is known what was read, for a row may move meanwhile. */
async function* rowsOfRange(query: Query, asked: EveryRow, range: Range, began: Folded) {
  const known = new Set<string>()
  const limit = limitOf(asked)
  for (let cursor: Cursor | undefined; ;) {
    const rows = await asked.reading(() => query(selectOf(asked, range, cursor)))
    const last = rows.at(-1)
    if (last === undefined) return
    const fresh = await notReadBefore(query, asked, { rows, range, began })
    yield fresh.filter((row) => !known.has(String(row[1])))
    if (rows.length < limit) return
    for (const row of rows) known.add(String(row[1]))
    cursor = { at: Number(last[0]), idHex: String(last[1]) }
  }
}

/** What came since its buckets were counted may make a range longer than it was to be. */
function limitOf({ rowsAtOnce }: EveryRow): number {
  return rowsAtOnce * 2
}

type Filled = { bucket: number; rows: number }

/** The newest buckets before a moment that hold something of what is asked for: the roll-up knows them. */
async function filledBuckets(query: Query, question: Question, until: number): Promise<Filled[]> {
  const counting = rollUpOf(question)
  const [many] = Object.values(question.fact.sums)
  const rows = await query(
    `SELECT toUInt32(bucket), ${many!.rollUp} AS many FROM ${rollUpRows(counting)} WHERE ${cellsOf(counting, ofCompany(question))} ` +
      `AND bucket_seconds = ${bucketMilliseconds / 1000} AND bucket >= ${dateTime(bucketOf(question.steps[0]!.from))} ` +
      `AND bucket < ${dateTime(until)}${conditions(question, 'rollUp')} GROUP BY bucket HAVING many > 0 ORDER BY bucket DESC LIMIT ${bucketsAtOnce}`,
  )
  return rows.map(([bucket, own]) => ({ bucket: Number(bucket) * 1000, rows: Number(own) }))
}

/** Cuts a range into ones of about so many rows, newest first; what is empty now may be filled when it is read. */
function rangesOf(filled: readonly Filled[], { from, to }: Range, rowsAtOnce: number): Range[] {
  const ends = [to]
  let sum = 0
  for (const { bucket, rows } of filled) {
    if (sum > 0 && sum + rows > rowsAtOnce) {
      ends.push(bucket + bucketMilliseconds)
      sum = 0
    }
    sum += rows
  }
  return ends.map((end, at) => ({ from: ends[at + 1] ?? from, to: end }))
}

function selectOf(asked: EveryRow, range: Range, cursor: Cursor | undefined): string {
  const { listing, question } = asked
  const { steps, fact } = question
  const buckets = bucketsIn(range)
  const { time } = listing.order
  const where =
    `${ofCompany(question)} AND ${buckets} AND ${fact.rows.standing} ` +
    `AND ${time} >= ${dateTime64(steps[0]!.from)} AND ${time} < ${dateTime64(steps.at(-1)!.to)}` +
    conditions(question, 'row') +
    (cursor === undefined ? '' : afterCursor(listing, cursor))
  return listing.select(where, limitOf(asked), { company: Number(question.company), buckets })
}

function bucketsIn({ from, to }: Range): string {
  return `bucket >= ${dateTime(from)} AND bucket < ${dateTime(to)}`
}

/** How far the log was folded: its last record, and the generation of what was written. */
type Folded = { record: number; generation: number }

async function foldedUntil(query: Query): Promise<Folded> {
  const rows = await query(`SELECT record, generation FROM fold_position FINAL WHERE name = 'log'`)
  return { record: Number(rows[0]?.[0] ?? 0), generation: Number(rows[0]?.[1] ?? 0) }
}

type Piece = { rows: unknown[][]; range: Range; began: Folded }

/**
 * Leaves out the rows that were read in a later bucket and moved since. Only what changed since the beginning can have moved, which is
 * little; where it was before, it left a row that counts nowhere.
 */
async function notReadBefore(query: Query, { listing, question }: EveryRow, { rows, range, began }: Piece) {
  const end = question.steps.at(-1)!.to
  if (range.to >= end || (await foldedUntil(query)).record === began.record) return rows
  const { table, standing } = question.fact.rows
  const { id } = listing.order
  // Rows of messages do not say when they changed, but of which records of the log they are made.
  const isMessages = table === 'messages'
  const [told, isChanged, isLeftSince] = isMessages
    ? [
        ['arrayFilter(one -> one <= ' + began.record + ', records)', 'records'],
        `arrayMax(records) > ${began.record}`,
        '1',
      ]
    : [['[]', '[]'], `generation > ${began.generation}`, `generation > ${began.generation}`]
  const of = (conditionsOn: string, records: string) =>
    query(`SELECT ${id}, ${records} FROM ${table} FINAL WHERE ${ofCompany(question)} AND ${conditionsOn}`)
  const changed = await of(`${bucketsIn(range)} AND ${standing} AND ${isChanged}`, told[0]!)
  if (changed.length === 0) return rows
  const later = bucketsIn({ from: range.to, to: bucketOf(end - 1) + bucketMilliseconds })
  const ids = changed.map(([key]) => `'${String(key)}'`).join(',')
  const left = await of(`${later} AND NOT (${standing}) AND ${isLeftSince} AND ${id} IN (${ids})`, told[1]!)
  const recordsOf = new Map(left.map(([key, records]) => [String(key), new Set(records as unknown[])]))
  // What it was made of before the beginning, it was made of where it was read.
  const moved = changed.filter(([key, records]) => {
    const before = recordsOf.get(String(key))
    return before !== undefined && (records as unknown[]).every((one) => before.has(one))
  })
  if (moved.length === 0) return rows
  const readBefore = new Set(moved.map(([key]) => String(key)))
  return rows.filter((row) => !readBefore.has(String(row[1])))
}
