import { failure } from '../failure.ts'
import { ask } from '../measures/ask.ts'
import type { Query } from '../measures/ask.ts'
import { cellsOf, conditions, ofCompany, dateTime, dateTime64, rollUpOf, rollUpRows } from '../measures/compile.ts'
import type { Place, Question } from '../measures/compile.ts'
import { codesOf, dimensions } from '../measures/dimensions.ts'
import type { DimensionName } from '../measures/dimensions.ts'
import type { FactName, SumName } from '../measures/facts/fact.ts'
import { together } from '../measures/filters.ts'
import type { Filters } from '../measures/filters.ts'
import { behindOf, measureOf, rowsCountedBy } from '../measures/measures.ts'
import type { MeasureName } from '../measures/measures.ts'
import { stepsOf } from '../measures/period.ts'
import type { Step } from '../measures/period.ts'
import { bucketMilliseconds, bucketOf } from '../measures/plan.ts'
import type { Column, Value } from './answer.ts'
import { filtersFor } from './ask-panels.ts'
import type { PanelsQuestion } from './ask-panels.ts'
import { attemptListing } from './attempt-list.ts'
import { callListing } from './call-list.ts'
import { chatMessageListing, phraseListing } from './chat-message-list.ts'
import { dialogueListing, operatorDialogueListing } from './dialogue-list.ts'
import { afterCursor, cursorAfter, timesIn } from './listing.ts'
import type { Cursor, Listing, TellTime } from './listing.ts'
import { messageListing } from './message-list.ts'
import { factOf, isOfSeries } from './panel.ts'
import type { Panel } from './panel.ts'
import { pricedList } from './priced-list.ts'
import { replyListing } from './reply-list.ts'

/** A cell of a panel that was opened: the dimensions that it is at, and the measure that is asked about. */
export type Opened = {
  measure: MeasureName
  /** `time` in milliseconds, the start of its row. */
  at: Readonly<{ day?: string; time?: number } & Partial<Record<CellDimension, string>>>
  /** Ids of what the panel has rows of: all others together are asked about. */
  without?: readonly string[] | undefined
}

/** The dimensions by which a cell is opened besides its time, and the filters of its panel. */
export const cellDimensions = [
  'short_status',
  'currency',
  'cell',
  'phrase',
  'outcome',
  'duration_class',
  'evaluation',
] as const satisfies readonly DimensionName[]
export type CellDimension = (typeof cellDimensions)[number]

/** Rows of what `of` says. */
export type RowsBehind = {
  of: Listing['of']
  columns: readonly Column[]
  rows: Value[][]
  next: string | null
  total: number
}

/** How the single rows of each kind of facts are listed. */
const listings: Readonly<Partial<Record<FactName, Listing>>> = {
  messages: messageListing,
  chat_messages: chatMessageListing,
  phrases: phraseListing,
  dialogues: dialogueListing,
  operator_dialogues: operatorDialogueListing,
  web_dialogues: dialogueListing,
  replies: replyListing,
  calls: callListing,
  bot_calls: callListing,
  handling: callListing,
  call_attempts: attemptListing,
  contacts: callListing,
}

/** What the rows behind a panel's numbers are; undefined where they cannot be listed. */
export function rowsOf(panel: Panel): Listing['of'] | undefined {
  return listingOf(panel)?.of
}

function listingOf(panel: Panel): Listing | undefined {
  return listings[factOf(panel).name]
}

/**
 * What is behind a number, newest first, page by page. `total` is how many the panel counted, from the same question;
 * reading on with `next` gives exactly so many rows while nothing new comes in.
 * @throws Failure bad-request when the number of one operator is asked for, and not of which
 */
export async function rowsBehind(
  query: Query,
  panel: Panel,
  question: PanelsQuestion,
  opened: Opened,
  page: { cursor: Cursor | undefined; limit: number },
): Promise<RowsBehind> {
  const asked = listAsked(panel, question, opened)
  const { of, columns } = asked.listing
  if (asked.isNothing) return { of, columns, rows: [], next: null, total: 0 }
  const total = await countBehind(query, asked)
  // One more tells whether there is a next page.
  const rows = await readBehind(query, asked, { ...page, limit: page.limit + 1 })
  const shown = rows.slice(0, page.limit)
  return {
    of,
    columns,
    rows: await showBehind(query, asked, shown, timesIn(question.period.zone)),
    next: rows.length > page.limit ? cursorAfter(shown.at(-1)!) : null,
    total,
  }
}

/** What is read and counted for a number. */
export type ListAsked = {
  listing: Listing
  counting: Question
  /** The sum that counts its rows. */
  each: SumName
  /** Whether only rows with a price are its own. */
  isPriced: boolean
  prices: PanelsQuestion['prices']
  /** Whether nothing can be behind it. */
  isNothing: boolean
}

/** @throws Failure bad-request when the number of one operator is asked for, and not of which */
export function listAsked(panel: Panel, question: PanelsQuestion, opened: Opened): ListAsked {
  mustBeOneNumber(panel, question)
  const steps = stepsAt(question, opened)
  const filters = filtersAt(panel, question, opened)
  const { company, prices } = question
  // Money speaks of what has a currency. By a tariff that can only be told of each row.
  const isPriced = measureOf(opened.measure).number === 'money' && prices === undefined
  return {
    listing: listingOf(panel)!,
    counting: {
      fact: factOf(panel),
      company,
      steps,
      keys: isPriced ? ['currency'] : [],
      filters,
      without: leftOut(panel, question, opened),
    },
    each: rowsCountedBy(measureOf(opened.measure)),
    isPriced,
    prices,
    isNothing: steps.length === 0 || [...filters.values()].some((codes) => codes.length === 0),
  }
}

/** The dimension of which a panel has a row for each of the largest, and one for the others together that can be opened. */
export function othersOf(panel: Panel): DimensionName | undefined {
  const name = panel.by[0]
  const isListed = name !== undefined && dimensions[name].kind !== undefined && !isOfSeries(panel)
  return isListed && factOf(panel).countsForEach === undefined ? name : undefined
}

function leftOut(panel: Panel, { company }: PanelsQuestion, { without = [] }: Opened): Filters {
  const name = othersOf(panel)
  if (name === undefined || without.length === 0) return new Map()
  return new Map([[dimensions[name].key!, without.flatMap((id) => codesOf(name, id, company))]])
}

/** How many rows a panel counted. */
export async function countBehind(query: Query, { counting, each, isPriced }: ListAsked): Promise<number> {
  const cells = await ask(query, counting)
  return cells.filter(({ codes }) => !isPriced || codes.currency !== 0).reduce((sum, { sums }) => sum + sums[each]!, 0)
}

/** Rows as they are shown. */
export async function showBehind(
  query: Query,
  { listing, counting, prices }: ListAsked,
  rows: unknown[][],
  told: TellTime,
): Promise<Value[][]> {
  return pricedList(listing, rows, await listing.show(query, Number(counting.company), rows, told), prices)
}

/** A dialogue counts once for each of its operators, so only the number of one of them is that of a list. */
function mustBeOneNumber(panel: Panel, { filters }: PanelsQuestion): void {
  if (factOf(panel).countsForEach === undefined || filters.get('operator')?.length === 1) return
  const detail = 'Say whose: give the id of one operator.'
  throw failure('bad-request', `operator: ${detail}`, [{ field: 'operator', detail }])
}

/** Reads only buckets that hold something of what is asked for: the roll-up knows them. */
export async function readBehind(
  query: Query,
  { listing, counting: question, each, isPriced }: ListAsked,
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
  const place = cellDimensions.flatMap((name) => {
    const word = at[name]
    // What a row costs by a tariff is not kept with it: those in other currencies are listed, too.
    if (name === 'currency' && question.prices !== undefined) return []
    return word === undefined ? [] : [new Map([[dimensions[name].key!, codesOf(name, word, question.company)]])]
  })
  return together(filtersFor(panel, question), behindOf(measureOf(measure)), ...place)
}
