import { failure } from '../failure.ts'
import { wholeStep } from '../measures/ask.ts'
import type { Query } from '../measures/ask.ts'
import type { Question } from '../measures/compile.ts'
import { codesOf, dimensions } from '../measures/dimensions.ts'
import type { DimensionName } from '../measures/dimensions.ts'
import type { FactName } from '../measures/facts/fact.ts'
import { together } from '../measures/filters.ts'
import type { Filters } from '../measures/filters.ts'
import { behindOf, measureOf, rowsCountedBy } from '../measures/measures.ts'
import type { MeasureName } from '../measures/measures.ts'
import { stepsOf } from '../measures/period.ts'
import type { Step } from '../measures/period.ts'
import type { Column, Value } from './answer.ts'
import { filtersFor, untilNow } from './ask-panels.ts'
import type { PanelsQuestion } from './ask-panels.ts'
import { attemptListing } from './attempt-list.ts'
import { bucketRows } from './bucket-rows.ts'
import { callListing } from './call-list.ts'
import { chatMessageListing, phraseListing } from './chat-message-list.ts'
import { dialogueListing, operatorDialogueListing } from './dialogue-list.ts'
import { cursorAfter, timesIn } from './listing.ts'
import type { Cursor, Listed, Listing, RowsSource, TellTime } from './listing.ts'
import { messageListing } from './message-list.ts'
import { factOf, isOfSeries } from './panel.ts'
import type { Panel } from './panel.ts'
import { pricedList } from './priced-list.ts'
import { replyListing } from './reply-list.ts'
import { stretchListing, stretchRows } from './stretch-list.ts'

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
  of: Listed['of']
  columns: readonly Column[]
  rows: Value[][]
  next: string | null
  total: number
  /** What columns come to over all pages, where the number is no count of rows. */
  totals?: Record<string, number>
}

/** How the single rows of each kind of facts are listed that happen at a time. */
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
export function rowsOf(panel: Panel): Listed['of'] | undefined {
  return listingOf(panel)?.of
}

function listingOf(panel: Panel): Listed | undefined {
  const { name, rows } = factOf(panel)
  return rows.within === undefined ? listings[name] : stretchListing
}

/**
 * What is behind a number, newest first, page by page. `total` is how many the panel counted, from the same question;
 * reading on with `next` gives exactly so many rows while nothing new comes in.
 * @throws Failure bad-request when no row of the panel is at that place
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
  const { count, read, totals } = asked.rows
  if (asked.isNothing) return { of, columns, rows: [], next: null, total: 0 }
  const total = await count(query)
  // One more tells whether there is a next page.
  const rows = await read(query, { ...page, limit: page.limit + 1 })
  const shown = rows.slice(0, page.limit)
  return {
    of,
    columns,
    rows: await showBehind(query, asked, shown, timesIn(question.period.zone)),
    next: rows.length > page.limit ? cursorAfter(shown.at(-1)!) : null,
    total,
    ...(totals === undefined ? {} : { totals: await totals(query) }),
  }
}

/** What is read and counted for a number. */
export type ListAsked = {
  listing: Listed
  rows: RowsSource
  company: number
  prices: PanelsQuestion['prices']
  /** Whether nothing can be behind it. */
  isNothing: boolean
}

/** @throws Failure bad-request when no row of the panel is at that place */
export function listAsked(panel: Panel, question: PanelsQuestion, opened: Opened): ListAsked {
  const fact = factOf(panel)
  const { within } = fact.rows
  const steps = stepsAt(question, opened)
  const filters = filtersAt(panel, question, opened)
  const { company, prices } = question
  const measure = measureOf(opened.measure)
  // Money speaks of what has a currency. By a tariff that can only be told of each row.
  const isPriced = measure.number === 'money' && prices === undefined
  const counting: Question = {
    fact,
    company,
    steps: within === undefined ? steps : asWhole(untilNow(steps, question.now)),
    keys: isPriced ? ['currency'] : [],
    filters,
    without: leftOut(panel, question, opened),
  }
  return {
    listing: listingOf(panel)!,
    rows:
      within === undefined
        ? bucketRows({ listing: listings[fact.name]!, counting, each: rowsCountedBy(measure), isPriced })
        : stretchRows(counting, measure),
    company,
    prices,
    isNothing: counting.steps.length === 0 || [...filters.values()].some((codes) => codes.length === 0),
  }
}

/** What lasts is asked about in one piece: each of many would be read by itself. */
function asWhole(steps: readonly Step[]): Step[] {
  return steps.length === 0 ? [] : [wholeStep(steps)]
}

/** The dimension of which a panel has a row for each of the largest, and one for the others together that can be opened. */
export function othersOf(panel: Panel): DimensionName | undefined {
  const name = panel.by[0]
  const isListed = name !== undefined && (dimensions[name].kind !== undefined || name === 'phrase')
  return isListed && !isOfSeries(panel) ? name : undefined
}

function leftOut(panel: Panel, { company }: PanelsQuestion, { without = [] }: Opened): Filters {
  const name = othersOf(panel)
  if (name === undefined || without.length === 0) return new Map()
  return new Map([[dimensions[name].key!, without.flatMap((id) => codesOf(name, id, company))]])
}

/** Rows as they are shown. */
export async function showBehind(
  query: Query,
  { listing, company, prices }: ListAsked,
  rows: unknown[][],
  told: TellTime,
): Promise<Value[][]> {
  return pricedList(listing, rows, await listing.show(query, company, rows, told), prices)
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
