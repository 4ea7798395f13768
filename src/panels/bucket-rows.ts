import { ask } from '../measures/ask.ts'
import type { Query } from '../measures/ask.ts'
import { cellsOf, conditions, ofCompany, dateTime, dateTime64, rollUpOf, rollUpRows } from '../measures/compile.ts'
import type { Place, Question } from '../measures/compile.ts'
import type { SumName } from '../measures/facts/fact.ts'
import { bucketMilliseconds, bucketOf } from '../measures/plan.ts'
import { afterCursor } from './listing.ts'
import type { Cursor, Listing, RowsSource } from './listing.ts'

type Counted = {
  listing: Listing
  counting: Question
  /** The sum that counts its rows. */
  each: SumName
  /** Whether only rows with a price are its own. */
  isPriced: boolean
}

/** Rows that happen at a time, and so lie in buckets; they are counted from the question of their panel. */
export function bucketRows(counted: Counted): RowsSource {
  return {
    count: (query) => countRows(query, counted),
    read: (query, page) => readBuckets(query, counted, page),
    rowsAtOnce: 20_000,
  }
}

async function countRows(query: Query, { counting, each, isPriced }: Counted): Promise<number> {
  const cells = await ask(query, counting)
  return cells.filter(({ codes }) => !isPriced || codes.currency !== 0).reduce((sum, { sums }) => sum + sums[each]!, 0)
}

/** Reads only buckets that hold something of what is asked for: the roll-up knows them. */
async function readBuckets(
  query: Query,
  { listing, counting: question, each, isPriced }: Counted,
  { cursor, limit }: { cursor: Cursor | undefined; limit: number },
): Promise<unknown[][]> {
  const { steps, fact } = question
  const company = Number(question.company)
  const { standing } = fact.rows
  const { rollUp, of } = fact.sums[each]!
  const { time } = listing.order
  const [from, to] = [steps[0]!.from, steps.at(-1)!.to]
  const counted = (place: Place) => (typeof of === 'object' ? (place === 'row' ? of.row : undefined) : of)
  const where = (place: Place) =>
    conditions(question, place) +
    (isPriced ? ` AND ${fact.keys.currency![place]} > 0` : '') +
    (counted(place) === undefined ? '' : ` AND ${counted(place)}`)
  const counting = rollUpOf(question)
  const first = bucketOf(from)
  const after = cursor === undefined ? '' : afterCursor(listing, cursor)
  let until = bucketOf(Math.min(to - 1, cursor?.at ?? Infinity)) + bucketMilliseconds
  const rows: unknown[][] = []
  while (rows.length < limit && until > first) {
    const buckets = await query(
      `SELECT toUInt32(bucket), ${rollUp} AS many FROM ${rollUpRows(counting)} WHERE ${cellsOf(counting, ofCompany(question))} ` +
        `AND bucket_seconds = ${bucketMilliseconds / 1000} AND bucket >= ${dateTime(first)} AND bucket < ${dateTime(until)}${where('rollUp')} ` +
        `GROUP BY bucket HAVING many > 0 ORDER BY bucket DESC LIMIT 200`,
    )
    if (buckets.length === 0) break
    const some = enough(buckets, limit - rows.length)
    const read = { company, buckets: `bucket IN (${some.map(dateTime).join(',')})` }
    const inBuckets =
      `company = ${company} AND ${read.buckets} AND ${standing} ` +
      `AND ${time} >= ${dateTime64(from)} AND ${time} < ${dateTime64(to)}${where('row')}${after}`
    rows.push(...(await query(listing.select(inBuckets, limit - rows.length, read))))
    until = some.at(-1)!
  }
  return rows
}

/** The newest of these buckets that hold so many rows, in milliseconds. */
function enough(buckets: readonly unknown[][], rows: number): number[] {
  const some: number[] = []
  let sum = 0
  for (const [bucket, own] of buckets) {
    some.push(Number(bucket) * 1000)
    sum += Number(own)
    if (sum >= rows) break
  }
  return some
}
