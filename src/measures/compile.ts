import type { Step } from './period.ts'

/**
 * What is asked of the message tables. Counts by step need no currency, and a year of days is half as much without it;
 * money is asked by currency.
 */
const columnsOf = {
  /** Messages and parts by step, channel and status. */
  counts: ['g, c, s', 'sum(m), sum(p)'],
  /** Messages, parts and price by step, channel, status and currency. */
  money: ['g, c, s, u', 'sum(m), sum(p), sum(a)'],
} as const
export type Subject = keyof typeof columnsOf

/** A question to the message tables. Everything in it is a number of ours, so no text from outside can become SQL. */
export type Question = {
  subject: Subject
  company: number
  /** In order and without gaps. */
  steps: readonly Step[]
  /** Codes to keep; undefined keeps all. */
  channels: readonly number[] | undefined
  statuses: readonly number[] | undefined
}

/** The roll-ups from coarse to fine; a period is covered by the coarsest that fit, its edges by the messages. */
const levels = [
  { table: 'messages_1d', milliseconds: 86_400_000 },
  { table: 'messages_1h', milliseconds: 3_600_000 },
  { table: 'messages_15m', milliseconds: 900_000 },
] as const
type Level = (typeof levels)[number]
/** The length of the finest buckets. */
export const bucketMilliseconds = levels[2].milliseconds

type Range = { from: number; to: number }
/** What a question reads: ranges of whole buckets by table, and pieces of buckets message by message. */
export type Plan = { ranges: Map<string, Range[]>; edges: (Range & { step: Step })[] }

/** The SQL of a question: one statement, whose rows are step start, channel, status, (currency,) messages, parts (and price). */
export function compile(question: Question): string {
  const { ranges, edges } = planOf(question.steps)
  const [keys, sums] = columnsOf[question.subject]
  const branches: string[] = []
  for (const { table } of levels) {
    const own = ranges.get(table)
    if (own !== undefined) branches.push(rollUpBranch(table, own, question))
  }
  for (const edge of edges) branches.push(edgeBranch(edge, question))
  return `SELECT ${keys}, ${sums}
FROM (
${branches.join('\nUNION ALL\n')}
)
GROUP BY ${keys}
HAVING sum(m) > 0
ORDER BY ${keys}`
}

/**
 * Covers the steps with whole buckets, coarse ones first, and what is left at their ends with single messages. A level
 * serves when no inner edge of the steps cuts one of its buckets; so a table is asked for two ranges at most.
 */
export function planOf(steps: readonly Step[]): Plan {
  const inner = steps.slice(1).map(({ from }) => from)
  const serving = levels.filter(({ milliseconds }) => inner.every((edge) => edge % milliseconds === 0))
  // No zone's day has begun within a quarter of an hour of UTC for a long time; a test asks them all.
  if (serving.length === 0) throw new Error('The steps of a question meet within a bucket.')
  const plan: Plan = { ranges: new Map(), edges: [] }
  cover(steps[0]!.from, steps.at(-1)!.to, serving, steps, plan)
  return plan
}

function cover(
  from: number,
  to: number,
  [coarse, ...finer]: readonly Level[],
  steps: readonly Step[],
  plan: Plan,
): void {
  if (from >= to) return
  if (coarse === undefined) {
    plan.edges.push(...edgesOf(from, to, steps))
    return
  }
  const first = Math.ceil(from / coarse.milliseconds) * coarse.milliseconds
  const last = Math.floor(to / coarse.milliseconds) * coarse.milliseconds
  if (first >= last) {
    cover(from, to, finer, steps, plan)
    return
  }
  cover(from, first, finer, steps, plan)
  const ranges = plan.ranges.get(coarse.table) ?? []
  plan.ranges.set(coarse.table, ranges)
  ranges.push({ from: first, to: last })
  cover(last, to, finer, steps, plan)
}

/** What is left is less than two buckets long, but may lie in two. */
function edgesOf(from: number, to: number, steps: readonly Step[]): Plan['edges'] {
  const edges: Plan['edges'] = []
  for (let at = from; at < to;) {
    const end = Math.min(to, bucketOf(at) + bucketMilliseconds)
    edges.push({ from: at, to: end, step: steps.findLast((step) => step.from <= at)! })
    at = end
  }
  return edges
}

/** The start of the 15-minute bucket of an instant. */
export function bucketOf(instant: number): number {
  return Math.floor(instant / bucketMilliseconds) * bucketMilliseconds
}

function rollUpBranch(
  table: string,
  ranges: readonly Range[],
  { subject, company, steps, channels, statuses }: Question,
): string {
  const inRanges = ranges.map(({ from, to }) => `bucket >= ${dateTime(from)} AND bucket < ${dateTime(to)}`)
  const starts = steps.map(({ from }) => Math.floor(from / 1000))
  const group =
    starts.length === 1 ? `toUInt32(${starts[0]})` : `toUInt32(roundDown(toUInt32(bucket), [${starts.join(',')}]))`
  const money = subject === 'money' ? ['currency AS u, ', ', sum(price) AS a'] : ['', '']
  return `  SELECT ${group} AS g, channel AS c, status AS s, ${money[0]}sum(messages) AS m, sum(parts) AS p${money[1]}
  FROM ${table} FINAL
  WHERE company = ${company} AND (${inRanges.join(' OR ')})${inList('channel', channels)}${inList('status', statuses)}
  GROUP BY ${columnsOf[subject][0]}`
}

function edgeBranch(
  { from, to, step }: Range & { step: Step },
  { subject, company, channels, statuses }: Question,
): string {
  const money =
    subject === 'money'
      ? [`${currencyCode} AS u, `, ', toDecimal128(sum(toUInt128(toUInt64(price))), 6) / 1000000 AS a']
      : ['', '']
  return `  SELECT toUInt32(${Math.floor(step.from / 1000)}) AS g, channel AS c, ${statusCode} AS s,
    ${money[0]}count() AS m, sum(parts) AS p${money[1]}
  FROM messages FINAL
  WHERE company = ${company} AND bucket = ${dateTime(bucketOf(from))} AND moved = 0
    AND created_at >= ${dateTime64(from)} AND created_at < ${dateTime64(to)}${inList('channel', channels)}${inList(statusCode, statuses)}
  GROUP BY ${columnsOf[subject][0]}`
}

/** The code of the standing status and of the currency in the packed columns of `messages`; see the migrations. */
export const statusCode = 'toUInt8(bitAnd(status, 15))'
export const currencyCode = 'toUInt16(bitShiftRight(price, 64))'

/** A condition on a column, or nothing. */
export function inList(column: string, codes: readonly number[] | undefined): string {
  return codes === undefined ? '' : ` AND ${column} IN (${codes.join(',')})`
}

export function dateTime(milliseconds: number): string {
  return `toDateTime(${milliseconds / 1000}, 'UTC')`
}

export function dateTime64(milliseconds: number): string {
  return `fromUnixTimestamp64Milli(${milliseconds}, 'UTC')`
}
