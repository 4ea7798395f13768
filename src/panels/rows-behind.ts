import { failure } from '../failure.ts'
import { ask } from '../measures/ask.ts'
import type { Query } from '../measures/ask.ts'
import { conditions, dateTime, dateTime64 } from '../measures/compile.ts'
import type { Place, Question } from '../measures/compile.ts'
import { codesOf, dimensions } from '../measures/dimensions.ts'
import { facts } from '../measures/facts/facts.ts'
import { together } from '../measures/filters.ts'
import type { Filters } from '../measures/filters.ts'
import { behindOf, measureOf } from '../measures/measures.ts'
import type { MeasureName } from '../measures/measures.ts'
import { stepsOf } from '../measures/period.ts'
import type { Step } from '../measures/period.ts'
import { bucketMilliseconds, bucketOf } from '../measures/plan.ts'
import type { Column, Value } from './answer.ts'
import { filtersFor } from './ask-panels.ts'
import type { PanelsQuestion } from './ask-panels.ts'
import { afterCursor, cursorAfter, listMessages, messageColumns, shownMessage } from './message-list.ts'
import type { Cursor } from './message-list.ts'
import { factOf } from './panel.ts'
import type { Panel } from './panel.ts'

/** A cell of a panel that was opened: the dimensions that it is at, and the measure that is asked about. */
export type Opened = {
  measure: MeasureName
  /** `time` in milliseconds, the start of its row. */
  at: Readonly<{ day?: string; time?: number; short_status?: string; currency?: string }>
}

export type RowsBehind = { columns: readonly Column[]; rows: Value[][]; next: string | null; total: number }

/** Whether the rows behind a panel's numbers can be listed: those of messages can. */
export function hasRows(panel: Panel): boolean {
  return factOf(panel) === facts.messages
}

/**
 * The messages behind a number, newest first, page by page. `total` is the number of messages that the panel counted,
 * from the same question; reading on with `next` gives exactly so many rows while nothing new comes in.
 */
export async function rowsBehind(
  query: Query,
  panel: Panel,
  question: PanelsQuestion,
  opened: Opened,
  page: { cursor: Cursor | undefined; limit: number },
): Promise<RowsBehind> {
  const steps = stepsAt(question, opened)
  const filters = filtersAt(panel, question, opened)
  if (steps.length === 0 || [...filters.values()].some((codes) => codes.length === 0)) {
    return { columns: messageColumns, rows: [], next: null, total: 0 }
  }
  // Money speaks of what has a currency.
  const isPriced = measureOf(opened.measure).number === 'money'
  const counting: Question = {
    fact: factOf(panel),
    company: question.company,
    steps,
    keys: isPriced ? ['currency'] : [],
    filters,
  }
  const cells = await ask(query, counting)
  const rows = await readMessages(query, counting, isPriced, {
    cursor: page.cursor,
    // One more tells whether there is a next page.
    limit: page.limit + 1,
  })
  const shown = rows.slice(0, page.limit)
  return {
    columns: messageColumns,
    rows: shown.map((row) => shownMessage(row, question.period.zone)),
    next: rows.length > page.limit ? cursorAfter(shown.at(-1)!) : null,
    total: cells
      .filter(({ codes }) => !isPriced || codes.currency !== 0)
      .reduce((sum, { sums }) => sum + sums.messages!, 0),
  }
}

/** Reads only buckets that hold something of what is asked for: the roll-up knows them. */
async function readMessages(
  query: Query,
  question: Question,
  isPriced: boolean,
  { cursor, limit }: { cursor: Cursor | undefined; limit: number },
): Promise<unknown[][]> {
  const { company, steps, fact } = question
  const [from, to] = [steps[0]!.from, steps.at(-1)!.to]
  const where = (place: Place) =>
    conditions(question, place) + (isPriced ? ` AND ${fact.keys.currency![place]} > 0` : '')
  const first = bucketOf(from)
  const after = cursor === undefined ? '' : afterCursor(cursor)
  let until = bucketOf(Math.min(to - 1, cursor?.createdAt ?? Infinity)) + bucketMilliseconds
  const rows: unknown[][] = []
  while (rows.length < limit && until > first) {
    const buckets = await query(
      `SELECT toUInt32(bucket), sum(messages) FROM messages_15m FINAL WHERE company = ${company} ` +
        `AND bucket >= ${dateTime(first)} AND bucket < ${dateTime(until)}${where('rollUp')} ` +
        `GROUP BY bucket HAVING sum(messages) > 0 ORDER BY bucket DESC LIMIT 200`,
    )
    if (buckets.length === 0) break
    const some = enough(buckets, limit - rows.length)
    const inBuckets =
      `company = ${company} AND bucket IN (${some.map(dateTime).join(',')}) AND moved = 0 ` +
      `AND created_at >= ${dateTime64(from)} AND created_at < ${dateTime64(to)}${where('row')}${after}`
    rows.push(...(await query(listMessages(inBuckets, limit - rows.length))))
    until = some.at(-1)!
  }
  return rows
}

/** The newest of these buckets that hold so many rows, in milliseconds. */
function enough(buckets: readonly unknown[][], rows: number): number[] {
  const some: number[] = []
  let sum = 0
  for (const [bucket, messages] of buckets) {
    some.push(Number(bucket) * 1000)
    sum += Number(messages)
    if (sum >= rows) break
  }
  return some
}

function stepsAt({ period }: PanelsQuestion, { at: { day, time } }: Opened): Step[] {
  const steps = stepsOf(period, time === undefined ? 'day' : 'time')
  if (time !== undefined && !steps.some(({ from }) => from === time)) {
    const detail = 'No row of this period starts at that time.'
    throw failure('bad-request', `time: ${detail}`, [{ field: 'time', detail }])
  }
  return steps.filter((step) => (day ?? step.day) === step.day && (time ?? step.from) === step.from)
}

/** What is asked for, what the panel and the measure speak of, and the place of the cell. */
function filtersAt(panel: Panel, question: PanelsQuestion, { measure, at }: Opened): Filters {
  const place = (['short_status', 'currency'] as const).flatMap((name) => {
    const word = at[name]
    return word === undefined ? [] : [new Map([[dimensions[name].key!, codesOf(name, word, question.company)]])]
  })
  return together(filtersFor(panel, question), behindOf(measureOf(measure)), ...place)
}
