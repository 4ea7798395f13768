import { presenceStates } from '../events/chat-vocabulary.ts'
import { ask } from '../measures/ask.ts'
import type { Cell, Query } from '../measures/ask.ts'
import { conditions, dateTime, dateTime64 } from '../measures/compile.ts'
import { codesOf, dimensions } from '../measures/dimensions.ts'
import { presence } from '../measures/facts/presence.ts'
import type { Filters } from '../measures/filters.ts'
import { stepsOf } from '../measures/period.ts'
import type { Period } from '../measures/period.ts'
import { joinedStretches, stretchesIn } from '../measures/presence-stretches.ts'
import { inZone } from '../measures/zone.ts'
import type { AskedFilters } from './ask-panels.ts'
import { presenceFilters } from './chats.ts'
import { readNames } from './names.ts'

/** What operators were when, a lane for each. */
export type OperatorLanes = {
  /** What lanes are made of: single stretches, or sums by day or month where a period is long. */
  drawnBy: 'stretch' | 'day' | 'month'
  /** How many operators there are to tell of. */
  total: number
  lanes: Lane[]
}

export type Lane = {
  id: string
  name: string
  /** Seconds of the whole period. */
  online: number
  paused: number
  stretches: { from: string; to: string; state: State }[]
  /** From opening to closing; one that is open lasts to what was written in it last. */
  dialogues: { dialogue: string; from: string; to: string; isOpen: boolean }[]
  /** Seconds of each day or month that has any; it is named by its first day within the period. */
  sums: { day: string; online: number; paused: number }[]
  /** Whether there are more stretches or dialogues than are told. */
  more: boolean
}
type State = (typeof presenceStates)[number]['word']

export type LanesQuestion = {
  company: number
  period: Period
  now: number
  /** Of operators and their groups. */
  filters: Filters
  order: 'online' | 'paused'
  offset: number
  limit: number
  /** Whether the dialogues of the operators are left out. */
  isWithoutDialogues?: true
}

export const lanesMax = 100
export const stretchesMax = 400
export const dialoguesMax = 200
const day = 86_400_000
const hour = 3_600_000
/** Single stretches are told of so many days, with an hour for a change of clocks; days of so many. */
export const stretchDaysMax = 8
export const dayDaysMax = 400
/** A dialogue that was opened longer before the period than that is not looked for. */
export const dialogueDaysBefore = 7

/** Tells the lanes of the operators who have most of a state, some of them from `offset` on. */
export async function operatorLanes(query: Query, question: LanesQuestion): Promise<OperatorLanes> {
  const { company, filters, offset, limit, order } = question
  const period = { ...question.period, to: Math.min(question.period.to, question.now) }
  const drawnBy = drawnOf(question.period)
  if (period.from >= period.to) return { drawnBy, total: 0, lanes: [] }
  const steps = stepsOf(period, 'whole')
  const cells = await ask(query, { fact: presence, company, steps, keys: ['participants'], filters })
  const shown = cells.toSorted(inOrder(order)).slice(offset, offset + limit)
  if (shown.length === 0) return { drawnBy, total: cells.length, lanes: [] }
  const operators = shown.map(keyOf)
  const asked = { company, period, filters, operators }
  const nameOf = await readNames(query, company, operators)
  const stretches = drawnBy === 'stretch' ? await readStretches(query, asked) : noRows
  const dialogues =
    drawnBy === 'stretch' && question.isWithoutDialogues === undefined ? await readDialogues(query, asked) : noRows
  const sums = drawnBy === 'stretch' ? noRows : await readSums(query, asked, drawnBy)
  return {
    drawnBy,
    total: cells.length,
    lanes: shown.map((cell) => {
      const key = keyOf(cell)
      const [own, open] = [stretches.get(key) ?? [], dialogues.get(key) ?? []]
      return {
        ...nameOf('operator', key),
        online: cell.sums.online! / 1000,
        paused: cell.sums.paused! / 1000,
        stretches: own.slice(0, stretchesMax).map(([, state, since, until]) => ({
          from: inZone(Number(since), period.zone),
          to: inZone(Number(until), period.zone),
          state: presenceStates.find(({ code }) => code === Number(state))!.word,
        })),
        dialogues: open.slice(0, dialoguesMax).map(([, dialogue, openedAt, endedAt, isOpen]) => ({
          dialogue: String(dialogue),
          from: inZone(Number(openedAt), period.zone),
          to: inZone(Number(endedAt), period.zone),
          isOpen: Number(isOpen) === 1,
        })),
        sums: (sums.get(key) ?? []).map(([, first, online, paused]) => ({
          day: inZone(Number(first), period.zone).slice(0, 10),
          online: Number(online) / 1000,
          paused: Number(paused) / 1000,
        })),
        more: own.length > stretchesMax || open.length > dialoguesMax,
      }
    }),
  }
}

/** Milliseconds of a day of an operator, who is told by their key. */
export type PresenceOfDay = { operator: string; day: string; online: number; paused: number }

/** How long each operator was online and paused on each local day of a period that is over, or is cut where now is. */
export async function presenceByDay(
  query: Query,
  { company, period, filters }: Pick<LanesQuestion, 'company' | 'period' | 'filters'>,
): Promise<PresenceOfDay[]> {
  const steps = stepsOf(period, 'whole')
  const cells = await ask(query, { fact: presence, company, steps, keys: ['participants'], filters })
  if (cells.length === 0) return []
  const sums = await readSums(query, { company, period, filters, operators: cells.map(keyOf) }, 'day')
  return [...sums].flatMap(([operator, rows]) =>
    rows.map(([, first, online, paused]) => ({
      operator,
      day: inZone(Number(first), period.zone).slice(0, 10),
      online: Number(online),
      paused: Number(paused),
    })),
  )
}

/** Operators and groups by their ids, as what lanes are asked for; the other filters of a page have nothing to do with them. */
export function presenceFiltersOf(asked: AskedFilters, company: number): Filters {
  return new Map(
    presenceFilters.flatMap((name) => {
      const ids = asked.get(name)
      return ids === undefined
        ? []
        : [[dimensions[name].key!, ids.flatMap((id) => codesOf(name, id, company))] as const]
    }),
  )
}

function drawnOf({ from, to }: Period): OperatorLanes['drawnBy'] {
  const length = to - from - hour
  return length <= stretchDaysMax * day ? 'stretch' : length <= dayDaysMax * day ? 'day' : 'month'
}

function keyOf({ codes }: Cell): string {
  return String(codes.participants)
}

/** The most of a state first; of equal ones the order is always the same. */
function inOrder(state: 'online' | 'paused'): (a: Cell, b: Cell) => number {
  const other = state === 'online' ? 'paused' : 'online'
  return (a, b) =>
    b.sums[state]! - a.sums[state]! || b.sums[other]! - a.sums[other]! || (BigInt(keyOf(a)) < BigInt(keyOf(b)) ? -1 : 1)
}

type Asked = { company: number; period: Period; filters: Filters; operators: readonly string[] }
/** Rows by the key of an operator, which is their first column. */
type Rows = ReadonlyMap<string, readonly (readonly unknown[])[]>
const noRows: Rows = new Map()

function byOperator(rows: readonly (readonly unknown[])[]): Rows {
  return Map.groupBy(rows, ([operator]) => String(operator))
}

/** The stretches of operators in order. */
async function readStretches(query: Query, asked: Asked): Promise<Rows> {
  return byOperator(
    await query(`
SELECT toString(operator), state, began, ended
FROM ${joinedStretches(stretchesOf(asked))}
ORDER BY operator, began
LIMIT ${stretchesMax + 1} BY operator`),
  )
}

/**
 * The dialogues that operators were assigned or wrote in, from their opening to their end, the latest first. One that was never
 * closed ends with the last message of it before the end of the period.
 */
async function readDialogues(query: Query, { company, period: { from, to }, operators }: Asked): Promise<Rows> {
  const list = operators.map((key) => `toUInt64(${key})`).join(',')
  const first = from - dialogueDaysBefore * day
  const inBuckets = `bucket >= ${dateTime(Math.floor(first / 1000) * 1000)} AND bucket < ${dateTime(Math.ceil(to / 1000) * 1000)}`
  return byOperator(
    await query(`
WITH theirs AS (
  SELECT dialogue_key, dialogue, participants, opened_at, closed_at
  FROM dialogues FINAL
  WHERE company = ${company} AND ${inBuckets} AND gone = 0 AND hasAny(participants, [${list}]) AND opened_at < ${dateTime64(to)}
)
SELECT toString(operator), dialogue, toUnixTimestamp64Milli(opened_at), toUnixTimestamp64Milli(ended_at), closed_at IS NULL
FROM theirs
LEFT JOIN (
  SELECT dialogue_key, max(written_at) AS last_at
  FROM chat_messages FINAL
  WHERE company = ${company} AND ${inBuckets} AND gone = 0 AND written_at < ${dateTime64(to)}
    AND dialogue_key IN (SELECT dialogue_key FROM theirs WHERE closed_at IS NULL)
  GROUP BY dialogue_key
) AS written USING dialogue_key
ARRAY JOIN arrayIntersect(participants, [${list}]) AS operator
WHERE (ifNull(closed_at, greatest(last_at, opened_at)) AS ended_at) > ${dateTime64(from)}
ORDER BY opened_at DESC, dialogue_key
LIMIT ${dialoguesMax + 1} BY operator`),
  )
}

/** The milliseconds online and paused of each day or month, named by its start. */
async function readSums(query: Query, asked: Asked, by: 'day' | 'month'): Promise<Rows> {
  const days = stepsOf(asked.period, 'day')
  const first =
    by === 'day' ? days : days.filter(({ day: one }, at) => one.slice(0, 7) !== days[at - 1]?.day.slice(0, 7))
  const starts = first.map(({ from }) => from)
  const edges = `[${[...starts, asked.period.to].join(',')}]`
  const placeOf = (moment: string) => `indexOf(${edges}, roundDown(toUInt64(${moment}), [${starts.join(',')}]))`
  return byOperator(
    await query(`
SELECT toString(operator), starts, sumIf(held, state = 1), sumIf(held, state = 2)
FROM (
  SELECT operator, state, arrayJoin(range(${placeOf('since')}, ${placeOf('until - 1')} + 1)) AS place,
    ${edges}[place] AS starts, toInt64(least(until, ${edges}[place + 1])) - toInt64(greatest(since, starts)) AS held
  FROM ${stretchesOf(asked)}
)
WHERE state IN (1, 2)
GROUP BY operator, starts
ORDER BY operator, starts`),
  )
}

function stretchesOf({ company, period: { from, to }, filters, operators }: Asked): string {
  const kept = conditions({ fact: presence, filters }, 'row')
  const all = stretchesIn('presence', company, { from, to, operators })
  return `(SELECT operator, operator_group, state, since, until FROM ${all} WHERE 1${kept})`
}
