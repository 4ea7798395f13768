import { hash } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
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
  const read: ReadRange[] = []
  const first = bucketOf(question.steps[0]!.from)
  let until = bucketOf(question.steps.at(-1)!.to - 1) + bucketMilliseconds
  while (until > first) {
    const filled = await reading(() => filledBuckets(query, question, until))
    const end = filled.length < bucketsAtOnce ? first : filled.at(-1)!.bucket
    for (const range of rangesOf(filled, { from: end, to: until }, rowsAtOnce)) {
      yield* rowsOfRange(query, asked, range, { began, read })
    }
    until = end
  }
}

/** How far the log was folded: its last record, the generation of what was written, and where the step under way is to end. */
type Folded = { record: number; generation: number; stepEnd: number }

/** A range that was read: how far the log was folded then; or, where that took several questions, the hashes of its ids. */
type ReadRange = Range & { folded: Folded; ids: ReadonlySet<number> | undefined }

type SoFar = { began: Folded; read: ReadRange[] }

/** All rows of a range; where that takes several questions it is known what was read, for a row may move meanwhile. */
async function* rowsOfRange(query: Query, asked: EveryRow, range: Range, { began, read }: SoFar) {
  const limit = limitOf(asked)
  const known = new Set<string>()
  let folded = began
  for (let cursor: Cursor | undefined; ;) {
    const { rows, before, ...found } = await atRest(query, asked.reading, async (at) => ({
      rows: await query(selectOf(asked, range, cursor)),
      before: at.record === began.record ? nobody : await readBefore(query, asked, range, { began, read }),
      folded: at,
    }))
    folded = found.folded
    const last = rows.at(-1)
    if (last === undefined) break
    const isAll = rows.length < limit
    yield rows.filter((row) => !known.has(String(row[1])) && !before.has(String(row[1])))
    if (isAll && known.size === 0) break
    for (const row of rows) known.add(String(row[1]))
    if (isAll) break
    cursor = { at: Number(last[0]), idHex: String(last[1]) }
  }
  read.push({ ...range, folded, ids: known.size === 0 ? undefined : new Set([...known].map(hashOf)) })
}

const nobody: ReadonlySet<string> = new Set()

/** 52 bits that tell ids apart, as far as that is needed. */
function hashOf(id: string): number {
  return Number.parseInt(hash('sha1', id).slice(0, 13), 16)
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

/** So often, and so long apart, it is looked whether a step has ended: for minutes. */
const looksMax = 6000
const lookMilliseconds = 50

/**
 * Asks while the log is folded exactly as far as is told, else again. `Reading` alone does not see to that: it loses its patience with
 * a long step, and whether a row had moved when its place was read hangs on knowing this exactly.
 */
async function atRest<Result>(query: Query, reading: Reading, work: (at: Folded) => Promise<Result>): Promise<Result> {
  for (let look = 0; look < looksMax; look++) {
    const found = await reading(async () => {
      const at = await foldedUntil(query)
      if (at.stepEnd > at.record) return undefined
      const result = await work(at)
      const after = await foldedUntil(query)
      return after.record === at.record && after.stepEnd === at.stepEnd ? { result } : undefined
    })
    if (found !== undefined) return found.result
    await pause(lookMilliseconds)
  }
  throw new Error('The folding of events did not come to rest, so that its rows cannot be read.')
}

async function foldedUntil(query: Query): Promise<Folded> {
  const rows = await query(`SELECT name, record, generation FROM fold_position FINAL`)
  const [log, step] = ['log', 'step'].map((name) => rows.find((row) => row[0] === name) ?? [name, 0, 0])
  return { record: Number(log![1]), generation: Number(log![2]), stepEnd: Number(step![1]) }
}

/**
 * The ids of the rows of a range that were read in a later one, before they moved here. Only what changed since the beginning can have
 * moved, which is little; where it was before, it left a row that counts nowhere.
 */
async function readBefore(
  query: Query,
  { listing, question }: EveryRow,
  range: Range,
  { began, read }: SoFar,
): Promise<ReadonlySet<string>> {
  const newest = read[0]
  if (newest === undefined) return nobody
  const { table, standing } = question.fact.rows
  // Rows of messages do not say when they changed, but of which records of the log they are made; their ids are what companies say.
  const isMessages = table === 'messages'
  const id = isMessages ? 'hex(message)' : listing.order.id
  const told = isMessages ? 'records' : 'generation'
  const isChanged = isMessages ? `arrayMax(records) > ${began.record}` : `generation > ${began.generation}`
  const of = (columns: string, conditionsOn: string) =>
    query(`SELECT ${id}, ${columns} FROM ${table} FINAL WHERE ${ofCompany(question)} AND ${conditionsOn}`)
  const changed = await of(told, `${bucketsIn(range)} AND ${standing} AND ${isChanged}`)
  if (changed.length === 0) return nobody
  const ids = changed.map(([key]) => `'${String(key)}'`).join(',')
  const later = bucketsIn({ from: range.to, to: newest.to })
  const left = await of(`${told}, toUInt32(bucket)`, `${later} AND NOT (${standing}) AND ${id} IN (${ids})`)
  const recordsOf = new Map(changed.map(([key, records]) => [String(key), records]))
  const moved = left.filter(([key, whenLeft, bucket]) => {
    const at = Number(bucket) * 1000
    const place = read.find(({ from, to }) => from <= at && at < to)!
    if (place.ids !== undefined) return place.ids.has(hashOf(String(key)))
    if (!isMessages) return Number(whenLeft) > place.folded.generation
    // What it is made of by then was all there, so it had not moved yet.
    const there = new Set((whenLeft as unknown[]).map(Number))
    const all = (recordsOf.get(String(key)) as unknown[]).map(Number)
    return all.every((record) => record > place.folded.record || there.has(record))
  })
  return new Set(moved.map(([key]) => String(key)))
}
