import type { Distinct, Fact, FactRollUp, Key, KeyName, Sum, Tally } from './facts/fact.ts'
import type { Code, Filters } from './filters.ts'
import type { Step } from './period.ts'
import { rolledUp } from '../events/rolled-up.ts'
import { bucketMilliseconds, bucketOf, planOf, bucketSecondsOf, rowsPlanOf } from './plan.ts'
import type { Edge, Plan } from './plan.ts'

/** A question to the facts. Everything in it is a number or a name of ours, so no text from outside can become SQL. */
export type Question = {
  fact: Fact
  /** Whose; `several` only where the platform charges many of them at once, by the key `company`. */
  company: number | 'several'
  /** In order and without gaps. */
  steps: readonly Step[]
  /** What the answer is parted by besides the steps. */
  keys: readonly KeyName[]
  filters: Filters
  /** By keys that are no lists what is left out. */
  without?: Filters
  /** Whether it is about a period as a whole: what cannot be put together of steps is told, too. */
  isWhole?: true
  /** Whether all steps together are told as well, as what begins at 0; of answers that are parted by steps only. */
  isTotaled?: true
  /** Whether single rows are read only, so that it can be seen whether roll-ups tell the same. */
  isByRows?: true
  /** Of this key only so many values are told by themselves, the largest beside each of the other keys; see `restCode`. */
  largest?: { key: KeyName; rows: number }
}

/** The code under which everything beyond the largest is told. */
export const restCode = 4_294_967_295

/**
 * The SQL of a question: one statement, whose rows are the start of a step, the keys, the sums, money by currency, percentiles,
 * how many are distinct, and how often numbers occur.
 */
export function compile(question: Question): string {
  const { ranges, edges } = question.isByRows
    ? rowsPlanOf(question.steps)
    : planOf(question.steps, rollUpOf(question).levels)
  const branches = [...rollUpBranches(ranges, question), ...edgeBranches(edges, question)]
  const keys = groupOf(question)
  const sums = sumsOf(question)
  const { cells, spreads = {} } = question.fact
  const totals = sums.map(({ as, rollUp }) => (cells === undefined ? `sum(${as})` : rollUp))
  const told = [
    ...totals,
    ...Object.values(spreads).map(({ sql }) => sql),
    ...distinctOf(question).map(({ as }) => `groupBitmapMerge(${as})`),
    ...talliesOf(question).map(({ as }) => `sumMapMerge(${as})`),
  ]
  const grouped = (columns: readonly string[]) => `SELECT ${[keys, ...columns].join(', ')}
FROM (
${branches.join('\nUNION ALL\n')}
)
GROUP BY ${question.isTotaled ? `ROLLUP(${keys})` : keys}
HAVING ${[`${totals[0]} > 0`, ...severalOf(question)].join(' AND ')}`
  const { largest } = question
  if (largest !== undefined) return withLargest(question, largest, grouped([`${totals[0]} AS total`]))
  return `${grouped(told)}
ORDER BY ${keys}`
}

/**
 * The largest values of a key beside each of the others, and the sum of what is beyond them. Of very many values an aggregate
 * keeps the largest without putting all of them in order.
 */
function withLargest({ fact, keys }: Question, { key, rows }: NonNullable<Question['largest']>, cells: string): string {
  if (sumsOf({ fact, keys }).length > 1) throw new Error(`Of ${fact.name} the largest cannot be told by several sums.`)
  const { as } = fact.keys[key]!
  const beside = groupOf({ fact, keys: keys.filter((one) => one !== key) })
  const answered = ['g', ...keys.map((one) => (one === key ? `row.1 AS ${as}` : fact.keys[one]!.as))].join(', ')
  return `SELECT ${answered}, row.2
FROM (
SELECT ${beside}, arrayMap(x -> (x.2, toUInt64(-x.1)), groupArraySorted(${rows})((-toInt64(total), ${as}))) AS largest,
  toUInt64(sum(total) - arraySum(x -> x.2, largest)) AS beyond,
  arrayJoin(if(beyond = 0, largest, arrayPushBack(largest, (${restCode}, beyond)))) AS row
FROM (
${cells}
)
GROUP BY ${beside}
)
ORDER BY ${beside}, ${as}`
}

/** The slimmest roll-up that can answer. */
export function rollUpOf({ fact, keys, filters, without = new Map() }: Question): FactRollUp {
  // Each has the company.
  const needed = [...keys, ...filters.keys(), ...without.keys()].filter((key) => key !== 'company')
  const slimmest = fact.rollUps.find((one) => needed.every((key) => one.keys.includes(key)))
  if (slimmest === undefined) throw new Error(`No roll-up of ${fact.name} has ${needed.join(', ')}.`)
  return slimmest
}

/** The sums that a question is answered with, the number of rows first. */
export function sumsOf({ fact, keys }: Pick<Question, 'fact' | 'keys'>): Sum[] {
  const counts = Object.values(fact.sums)
  return fact.money !== undefined && keys.includes('currency') ? [...counts, fact.money] : counts
}

/** What a question counts once. */
function distinctOf({ fact: { distinct = {} }, isWhole }: Question): Distinct[] {
  return isWhole ? Object.values(distinct) : []
}

/** Of which numbers a question tells how often each occurs. */
function talliesOf({ fact: { tallies = {} }, isWhole }: Question): Tally[] {
  return isWhole ? Object.values(tallies) : []
}

/** The condition that there are several, where the answer is parted by what that is asked of. */
function severalOf({ fact: { several }, keys }: Question): string[] {
  return several !== undefined && keys.includes(several.key) ? [several.condition] : []
}

function groupOf({ fact, keys }: Pick<Question, 'fact' | 'keys'>): string {
  return ['g', ...keys.map((key) => fact.keys[key]!.as)].join(', ')
}

/** Whole buckets: as those of all lengths stand in one table, they are one part of the question. */
function rollUpBranches(ranges: Plan['ranges'], question: Question): string[] {
  if (ranges.length === 0) return []
  const buckets = ranges.map(([level, own]) => {
    const inRanges = own.map(({ from, to }) => `bucket >= ${dateTime(from)} AND bucket < ${dateTime(to)}`)
    return `bucket_seconds = ${bucketSecondsOf(level)} AND (${inRanges.join(' OR ')})`
  })
  const group = stepAt('toUInt32(bucket)', question.steps)
  const rollUp = rollUpOf(question)
  return [
    `  SELECT ${columnsOf(group, question, 'rollUp')}
  FROM ${rollUpRows(rollUp)}
  WHERE ${cellsOf(rollUp, ofCompany(question))} AND (${buckets.join(' OR ')})${conditions(question, 'rollUp')}${groupedIn(question)}`,
  ]
}

/** The pieces of buckets: the engine plans each part of a question, so all rows are one of them. */
function edgeBranches(edges: readonly Edge[], question: Question): string[] {
  const { within } = question.fact.rows
  if (within !== undefined) {
    return edges.map(({ from, to, step }) => {
      const rows = `${within(oneCompany(question), from, to)}\n  WHERE ${question.fact.rows.standing}`
      return edgeBranch(rows, stepAt('', [step]), question)
    })
  }
  if (edges.length === 0) return []
  const group = stepAt(`toUInt32(toDateTime(${question.fact.rows.time}, 'UTC'))`, [
    ...new Set(edges.map(({ step }) => step)),
  ])
  return [edgeBranch(rowsOfEdges(edges, question), group, question)]
}

function edgeBranch(rows: string, group: string, question: Question): string {
  return `  SELECT ${columnsOf(group, question, 'row')}
  FROM ${rows}${conditions(question, 'row')}${groupedIn(question)}`
}

/**
 * The start of the step that a time lies in, in seconds. Steps meet on whole seconds.
 * @param time SQL of whole seconds since 1970
 */
function stepAt(time: string, steps: readonly Step[]): string {
  const starts = steps.map(({ from }) => Math.floor(from / 1000))
  return starts.length === 1 ? `toUInt32(${starts[0]})` : `toUInt32(roundDown(${time}, [${starts.join(',')}]))`
}

/** What is summed up before it is put together is grouped in each part, too. */
function groupedIn(question: Question): string {
  return question.fact.cells === undefined ? `\n  GROUP BY ${groupOf(question)}` : ''
}

/** The rows of pieces of buckets, and the conditions that they are found by. */
function rowsOfEdges(edges: readonly Edge[], question: Question): string {
  const { fact } = question
  const { time, standing } = fact.rows
  const buckets = question.isByRows
    ? `bucket >= ${dateTime(bucketOf(edges[0]!.from))} AND bucket < ${dateTime(edges.at(-1)!.to)}`
    : `bucket IN (${[...new Set(edges.map(({ from }) => dateTime(bucketOf(from))))].join(', ')})`
  const pieces = edges.map(({ from, to }) => `${time} >= ${dateTime64(from)} AND ${time} < ${dateTime64(to)}`)
  const read = question.company === 'several' ? undefined : { company: question.company, buckets }
  return `${rowsIn(fact, read)}
  WHERE ${ofCompany(question)} AND ${buckets} AND ${standing} AND (${pieces.join(' OR ')})`
}

/** The cells of a roll-up, as they stand. */
export function rollUpRows({ name, join }: FactRollUp): string {
  return join === undefined ? `${rolledUp(name)} FINAL` : `${rolledUp(name)} FINAL ${join}`
}

/** The condition on cells of a roll-up that they are those which count. */
export function cellsOf({ where }: FactRollUp, ofWhom: string): string {
  return where === undefined ? ofWhom : `${ofWhom} AND ${where}`
}

/** The condition that something is of whom is asked about: of several, a filter says so. */
export function ofCompany({ company, filters }: Pick<Question, 'company' | 'filters'>): string {
  if (company !== 'several') return `company = ${company}`
  if (!filters.has('company')) throw new Error('It must be said which companies are asked about.')
  return '1'
}

function oneCompany({ fact, company }: Question): number {
  if (company === 'several') throw new Error(`Of ${fact.name} several companies cannot be asked about at once.`)
  return company
}

/** Which rows are read: of whom, and the condition on their buckets. */
export type RowsRead = { company: number; buckets: string }

/** The single rows of facts, as they stand. */
export function rowsIn({ rows: { table, join } }: Fact, read: RowsRead | undefined): string {
  if (typeof join !== 'function') return join === undefined ? `${table} FINAL` : `${table} FINAL ${join}`
  if (read === undefined) throw new Error(`Of ${table} it must be told which rows are read.`)
  return `${table} FINAL ${join(read.company, read.buckets)}`
}

/** Where a column is read: in a roll-up, or in the table of the rows. */
export type Place = 'rollUp' | 'row'

function columnsOf(group: string, question: Question, place: Place): string {
  const keys = question.keys.map((key) => `${keyOf(key, question, place)} AS ${question.fact.keys[key]!.as}`)
  const { cells } = question.fact
  const columns = [...sumsOf(question), ...distinctOf(question), ...talliesOf(question)]
  const sums = cells === undefined ? columns.map((one) => `${one[place]} AS ${one.as}`) : [cells[place]]
  return `${[`${group} AS g`, ...keys].join(', ')},
    ${sums.join(', ')}`
}

/** Of a list that is filtered, only what the filter keeps parts the answer. */
function keyOf(name: KeyName, { fact, filters }: Question, place: Place): string {
  const { [place]: column, isList } = fact.keys[name]!
  if (isList === undefined) return column
  const kept = filters.get(name)
  return `arrayJoin(${kept === undefined ? column : `arrayIntersect(${column}, ${arrayOf(kept)})`})`
}

/** The conditions of some filters, each with a leading AND. */
export function conditions(
  { fact, filters, without = new Map() }: Pick<Question, 'fact' | 'filters' | 'without'>,
  place: Place,
): string {
  const kept = [...filters].map(([key, codes]) => isIn(fact.keys[key]!, codes, place))
  const left = [...without].map(([key, codes]) => ` AND ${fact.keys[key]![place]} NOT IN (${codes.join(',')})`)
  return [...kept, ...left].join('')
}

function isIn(key: Key, codes: readonly Code[], place: Place): string {
  const { [place]: column, isList } = key
  if (codes.length === 0) return ' AND 0'
  return isList === undefined ? ` AND ${column} IN (${codes.join(',')})` : ` AND hasAny(${column}, ${arrayOf(codes)})`
}

/** Lists hold keys, which take all 64 bits. */
function arrayOf(codes: readonly Code[]): string {
  return `[${codes.map((code) => `toUInt64(${code})`).join(',')}]`
}

/** The condition on rows that they happened in a period; `bucket` finds them. */
export function isWithin(time: string, { from, to }: { from: number; to: number }): string {
  const after = Math.ceil(to / bucketMilliseconds) * bucketMilliseconds
  return (
    `bucket >= ${dateTime(bucketOf(from))} AND bucket < ${dateTime(after)} ` +
    `AND ${time} >= ${dateTime64(from)} AND ${time} < ${dateTime64(to)}`
  )
}

/** A UUID as 32 hexadecimal digits. */
export function uuidHex(column: string): string {
  return `upper(replaceAll(toString(${column}), '-', ''))`
}

/** The condition that a column is one of some UUIDs, which the engine told as hexadecimal digits. */
export function isUuidOf(column: string, hexes: readonly string[]): string {
  return `${column} IN (SELECT toUUID(arrayJoin(splitByChar(',', '${hexes.join(',')}'))))`
}

/** A whole second beside a column of such: the engine compares them as numbers, and a call of a function would take longer to plan. */
export function dateTime(milliseconds: number): string {
  return String(milliseconds / 1000)
}

export function dateTime64(milliseconds: number): string {
  return `fromUnixTimestamp64Milli(${milliseconds}, 'UTC')`
}
