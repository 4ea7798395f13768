import { presenceStates } from '../events/chat-vocabulary.ts'
import { ask } from '../measures/ask.ts'
import type { Query } from '../measures/ask.ts'
import { conditions } from '../measures/compile.ts'
import type { Question } from '../measures/compile.ts'
import { wordsOf } from '../measures/dimensions.ts'
import type { Measure } from '../measures/measures.ts'
import { numberOf } from '../measures/measures.ts'
import { joinedStretches, markedStretches, stretchesIn } from '../measures/presence-stretches.ts'
import type { Column, Value } from './answer.ts'
import type { Cursor, Listed, RowsSource } from './listing.ts'
import { readNames } from './names.ts'

const columns: readonly Column[] = [
  { name: 'since', type: 'time', unit: null },
  { name: 'until', type: 'time', unit: null },
  { name: 'held_seconds', type: 'number', unit: 'seconds' },
  { name: 'operator', type: 'text', unit: null },
  { name: 'state', type: 'text', unit: null },
  { name: 'group', type: 'text', unit: null },
]

const stateWord = wordsOf('state')

/** Stretches of time in which an operator was something, cut to the period, the latest first. */
export const stretchListing: Listed = {
  of: 'stretches',
  columns,
  async show(query, company, rows, told) {
    const nameOf = await readNames(
      query,
      company,
      rows.flatMap(([, , operator, group]) => [String(operator), String(group)]),
    )
    return rows.map(([since, , operator, group, state, until]): Value[] => [
      told(Number(since)),
      told(Number(until)),
      (Number(until) - Number(since)) / 1000,
      nameOf('operator', String(operator)).name,
      stateWord(Number(state)),
      nameOf('group', String(group)).name,
    ])
  },
}

/** The stretches that a measure of presence sums up: how long they lasted is what its panel tells. */
export function stretchRows(counting: Question, measure: Measure): RowsSource {
  return {
    async count(query) {
      const marked = markedStretches(cutStretches(counting, startOf(counting)))
      const [row] = await query(`SELECT countIf(isNew AND state = ${stateOf(measure)}) FROM ${marked}`)
      return Number(row![0])
    },
    read: (query, page) => readBack(query, counting, { ...page, state: stateOf(measure) }),
    totals: async (query) => {
      const cells = await ask(query, counting)
      return { held_seconds: numberOf(measure.name, cells, cells)! }
    },
    // Each reading looks at what was told in much of the period.
    rowsAtOnce: 200_000,
  }
}

type Page = { cursor: Cursor | undefined; limit: number; state: number }

/** What began last is read first, so that of a long period the newest page need not be looked for in all of it. */
async function readBack(query: Query, counting: Question, { cursor, limit, state }: Page): Promise<unknown[][]> {
  const first = startOf(counting)
  const end = Math.min(cursor?.at ?? Infinity, counting.steps.at(-1)!.to)
  for (let days = 2; ; days *= daysFactor) {
    const from = Math.max(first, end - days * day)
    const where = [`state = ${state}`, `began >= ${from}`, ...(cursor === undefined ? [] : [after(cursor)])]
    // What lasts over the start is told to begin a day before it, and so left out, unless that is where the period begins.
    const joined = joinedStretches(cutStretches(counting, Math.max(first, from - day)))
    const rows = await query(
      `SELECT began, ${id} AS id, toString(operator), toString(operator_group), state, ended FROM ${joined} ` +
        `WHERE ${where.join(' AND ')} ORDER BY began DESC, operator LIMIT ${limit}`,
    )
    if (rows.length === limit || from === first) return rows
  }
}

const day = 86_400_000
/** So much longer a piece of the period is read next, where the one before had too few. */
const daysFactor = 16

function startOf({ steps }: Question): number {
  return steps[0]!.from
}

/** Those that are asked about, from a moment on: of some operators the table has them that stands by operator. */
function cutStretches(counting: Question, from: number): string {
  const { steps, filters, company } = counting
  const operators = filters.get('participants')?.map(String)
  const to = steps.at(-1)!.to
  const table = operators === undefined ? 'presence_by_time' : 'presence'
  const cut = stretchesIn(table, Number(company), { from, to, ...(operators === undefined ? {} : { operators }) })
  return `(SELECT operator, operator_group, state, since, until FROM ${cut} WHERE 1${conditions(counting, 'row')})`
}

/** The code of the state that a measure is the time of. */
function stateOf({ name, number }: Measure): number {
  const sum = typeof number === 'object' && 'sum' in number ? number.sum : undefined
  const state = presenceStates.find(({ word }) => word === sum)
  if (state === undefined) throw new Error(`The measure ${name} is not how long a state lasted.`)
  return state.code
}

// Of one operator one stretch begins at an instant.
const id = `concat(leftPad(hex(began), 16, '0'), leftPad(hex(operator), 16, '0'))`

function after({ at, idHex }: Cursor): string {
  const operator = BigInt(`0x${idHex.slice(-16)}`)
  return `(began < ${at} OR (began = ${at} AND operator > toUInt64(${operator})))`
}
