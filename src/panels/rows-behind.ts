import { encodeCurrency } from '../events/currency.ts'
import { channelByWord, statuses } from '../events/vocabulary.ts'
import { failure } from '../failure.ts'
import { ask } from '../measures/ask.ts'
import type { Query } from '../measures/ask.ts'
import {
  bucketOf,
  bucketMilliseconds,
  currencyCode,
  dateTime,
  dateTime64,
  inList,
  statusCode,
} from '../measures/compile.ts'
import { isCounted, numberOf } from '../measures/measures.ts'
import type { MeasureName } from '../measures/measures.ts'
import { stepsOf } from '../measures/period.ts'
import type { Step } from '../measures/period.ts'
import { valueOf } from './answer.ts'
import type { Column, Value } from './answer.ts'
import type { PanelsQuestion } from './ask-panels.ts'
import { afterCursor, cursorAfter, listMessages, messageColumns, shownMessage } from './message-list.ts'
import type { Cursor } from './message-list.ts'
import type { Panel } from './panel.ts'

/** A cell of a panel that was opened: the dimensions that it is at, and the measure that is asked about. */
export type Opened = {
  measure: MeasureName
  /** `time` in milliseconds, the start of its row. */
  at: Readonly<{ day?: string; time?: number; short_status?: string; currency?: string }>
}

export type RowsBehind = { columns: readonly Column[]; rows: Value[][]; next: string | null; total: number }

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
  const channels = channelsOf(panel, question)
  const statusCodes = statusesOf(question, opened)
  if (steps.length === 0 || channels?.length === 0 || statusCodes.length === 0) {
    return { columns: messageColumns, rows: [], next: null, total: 0 }
  }
  const cells = await ask(query, {
    subject: 'money',
    company: question.company,
    steps,
    channels,
    statuses: statusCodes,
  })
  const counted = cells.filter(
    (cell) =>
      isCounted(opened.measure, cell) &&
      (opened.at.currency === undefined || valueOf('currency', cell) === opened.at.currency),
  )
  const filters = (statusColumn: string, currencyColumn: string) =>
    inList('channel', channels) + inList(statusColumn, statusCodes) + currencyIs(currencyColumn, opened)
  const rows = await readMessages(query, {
    company: question.company,
    from: steps[0]!.from,
    to: steps.at(-1)!.to,
    inRollUp: filters('status', 'currency'),
    inMessages: filters(statusCode, currencyCode),
    cursor: page.cursor,
    // One more tells whether there is a next page.
    limit: page.limit + 1,
  })
  const shown = rows.slice(0, page.limit)
  return {
    columns: messageColumns,
    rows: shown.map((row) => shownMessage(row, question.period.zone)),
    next: rows.length > page.limit ? cursorAfter(shown.at(-1)!) : null,
    total: numberOf('messages', counted, counted)!,
  }
}

type Reading = {
  company: number
  from: number
  to: number
  inRollUp: string
  inMessages: string
  cursor: Cursor | undefined
  limit: number
}

/** Reads only buckets that hold something of what is asked for: the roll-up knows them. */
async function readMessages(query: Query, reading: Reading): Promise<unknown[][]> {
  const { company, from, to, inRollUp, inMessages, cursor, limit } = reading
  const first = bucketOf(from)
  const after = cursor === undefined ? '' : afterCursor(cursor)
  let until = bucketOf(Math.min(to - 1, cursor?.createdAt ?? Infinity)) + bucketMilliseconds
  const rows: unknown[][] = []
  while (rows.length < limit && until > first) {
    const buckets = await query(
      `SELECT toUInt32(bucket), sum(messages) FROM messages_15m FINAL WHERE company = ${company} ` +
        `AND bucket >= ${dateTime(first)} AND bucket < ${dateTime(until)}${inRollUp} ` +
        `GROUP BY bucket HAVING sum(messages) > 0 ORDER BY bucket DESC LIMIT 200`,
    )
    if (buckets.length === 0) break
    const some = enough(buckets, limit - rows.length)
    const where =
      `company = ${company} AND bucket IN (${some.map(dateTime).join(',')}) AND moved = 0 ` +
      `AND created_at >= ${dateTime64(from)} AND created_at < ${dateTime64(to)}${inMessages}${after}`
    rows.push(...(await query(listMessages(where, limit - rows.length))))
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

/** The codes of the channels that are asked for; undefined for all, none when the panel is about another one. */
function channelsOf({ channel }: Panel, question: PanelsQuestion): number[] | undefined {
  const words =
    channel === undefined ? question.channels : [channel].filter((word) => question.channels?.includes(word) ?? true)
  return words?.map((word) => channelByWord.get(word)!.code)
}

/** The codes of the statuses that are asked for and that the measure speaks of. */
function statusesOf(question: PanelsQuestion, { measure, at }: Opened): number[] {
  return statuses
    .filter(({ word, short }) => (question.statuses?.includes(word) ?? true) && (at.short_status ?? short) === short)
    .filter(({ word, short, sent, final }) =>
      isCounted(measure, { status: word, short_status: short, sent, final, currency: anyCurrency }),
    )
    .map(({ code }) => code)
}

function currencyIs(column: string, { measure, at }: Opened): string {
  if (at.currency !== undefined) return ` AND ${column} = ${encodeCurrency(at.currency)!}`
  return measure === 'price' ? ` AND ${column} > 0` : ''
}

/** Stands for "has a price" where only the status is asked about. */
const anyCurrency = 'EUR'
