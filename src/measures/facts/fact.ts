import type { Filters } from '../filters.ts'
import type { LevelName } from '../plan.ts'
import type { Text } from '../text.ts'

/** What the numbers of the product are counted of. */
export type FactName =
  | 'messages'
  | 'message_uses'
  | 'chat_messages'
  | 'dialogues'
  | 'operator_dialogues'
  | 'replies'
  | 'web_dialogues'
  | 'presence'
  | 'phrases'
  | 'calls'
  | 'handling'
  | 'bot_calls'
  | 'call_attempts'
  | 'contacts'

/** A stored column by which an answer can be parted and filtered. */
export type KeyName =
  | 'company'
  | 'channel'
  | 'status'
  | 'currency'
  | 'country'
  | 'network'
  | 'author'
  | 'handler'
  | 'messenger'
  | 'chat'
  | 'bot'
  | 'group'
  | 'asked'
  | 'placed'
  | 'cell'
  | 'phrase'
  | 'direction'
  | 'trunk'
  | 'outcome'
  | 'evaluation'
  | 'duration_class'
  | 'participants'
  | 'role'

/** A stored number that is summed up. */
export type SumName =
  | 'messages'
  | 'parts'
  | 'billed_parts'
  | 'dialogues'
  | 'turns'
  | 'replies'
  | 'reply_seconds'
  | 'first_responses'
  | 'first_response_seconds'
  | 'unanswered'
  | 'told'
  | 'online'
  | 'paused'
  | 'calls'
  | 'talk_seconds'
  | 'bot_handled'
  | 'people_handled'
  | 'bot_seconds'
  | 'people_seconds'
  | 'attempts'
  | 'peak'
  | 'trunk_limit'
  | 'reached'
  | 'conversations'
  | 'goals'

/** Stored numbers of which the middle and the tail are asked. */
export type SpreadName = 'reply' | 'first_response' | 'call_duration' | 'bot_handling' | 'people_handling'

/** Stored numbers of which it is asked how often each occurs: they are small, so that there are few of them. */
export type TallyName = 'parts'

/** Stored sets of numbers of clients, of which it is asked how many are in them. */
export type DistinctName = 'called' | 'reached_by' | 'spoken_with' | 'goal_with'

/**
 * A table of facts: rows that happened at a time, and roll-ups of them by bucket. Everything that is asked of it, and
 * the SQL of it, comes from this object.
 */
export type Fact = {
  name: FactName
  /** What its rows are counted at. */
  timeBasis: Text
  /**
   * The single rows: which of them count, and when they happened. A bucket is 15 minutes of that time. `join` makes several
   * rows of one of the table. Of what lasts, `within` gives the rows that are cut to a piece of time, as a table of SQL: what
   * lasts is told until now only.
   */
  rows: {
    table: string
    join?: string | ((company: number, buckets: string) => string)
    time: string
    standing: string
    within?: (company: number, from: number, to: number) => string
  }
  /** Families of roll-ups, the slimmest first: the first that has all keys of a question answers it. */
  rollUps: readonly FactRollUp[]
  /** The condition that a cell of a roll-up holds something, where its first sum is not a number. */
  isFilled?: string
  keys: Readonly<Partial<Record<KeyName, Key>>>
  /** Keys by which every answer is parted, because its measures look at them. */
  partedBy: readonly KeyName[]
  /** A dimension of whose values a row has several, and counts for each of them: such numbers do not add up to anything. */
  countsForEach?: 'operator'
  /** The rows of which more is expected: what is said of them may still change. */
  open?: Filters
  /** The first is the number of rows, or what stands in for it (`isAmount`): a cell without any is left out. */
  isAmount?: true
  sums: Readonly<Partial<Record<SumName, Sum>>>
  /** What percentiles are told of. They cannot be added up: an answer with them is parted by time only. */
  spreads?: Readonly<Partial<Record<SpreadName, Spread>>>
  /**
   * Small whole numbers, and how often each occurs: exact, and added up over cells. It is longer to read than a sum: it is told of a whole
   * period only.
   */
  tallies?: Readonly<Partial<Record<TallyName, Tally>>>
  /** What is told apart and counted once. It cannot be added up either, and is long to read: it is told of a whole period only. */
  distinct?: Readonly<Partial<Record<DistinctName, Distinct>>>
  /**
   * The columns that sums and spreads are taken over, in roll-ups and in rows alike, where they cannot be summed up before they
   * are put together; the sums are the same for both then.
   */
  cells?: { rollUp: string; row: string }
  /** Values of a key that are told only where a condition on what is put together holds. */
  several?: { key: KeyName; condition: string }
  /** The sum of money in units of the currency; asked where an answer is parted by currency. */
  money?: Sum
}

/** A roll-up by its name, and the keys that it has. */
export type FactRollUp = {
  name: string
  keys: readonly KeyName[]
  /** The lengths of its buckets, where they are others than the usual ones. */
  levels?: readonly LevelName[]
  /** What makes several rows of one of its cells. */
  join?: string
  /** Which of its cells count, where it holds others, too. */
  where?: string
}

/**
 * A key by its name in a question's SQL, as the roll-ups have it, and as the rows do. A row with a list counts once for
 * each of the list that is asked about.
 */
export type Key = { as: string; rollUp: string; row: string; isList?: true }

/** A sum by its name in a question's SQL, over a roll-up, and over the rows. */
export type Sum = {
  as: string
  rollUp: string
  row: string
  /** Of a sum that counts some of the rows: which, in roll-ups and rows alike, or in rows where a roll-up has their sum by itself. */
  of?: string | { row: string }
}

/** Percentiles by their name in a question's SQL. */
export type Spread = { as: string; sql: string }

/** How often numbers occur (a state of `sumMap` of lists of them and of counts) by its name in a question's SQL. */
export type Tally = { as: string; rollUp: string; row: string }

/** A set of numbers (a state of `groupBitmap`) by its name in a question's SQL, of a roll-up, and of the rows. */
export type Distinct = { as: string; rollUp: string; row: string }
