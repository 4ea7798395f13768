import { presenceStates } from '../events/chat-vocabulary.ts'
import { ask } from '../measures/ask.ts'
import { conditions } from '../measures/compile.ts'
import type { Question } from '../measures/compile.ts'
import { wordsOf } from '../measures/dimensions.ts'
import type { Measure } from '../measures/measures.ts'
import { numberOf } from '../measures/measures.ts'
import { joinedStretches, stretchesIn } from '../measures/presence-stretches.ts'
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
  const stretches = () => `(SELECT * FROM ${joinedStretches(cutStretches(counting))} WHERE state = ${stateOf(measure)})`
  return {
    count: async (query) => Number((await query(`SELECT count() FROM ${stretches()}`))[0]![0]),
    read: (query, { cursor, limit }) =>
      query(
        `SELECT began, ${id} AS id, toString(operator), toString(operator_group), state, ended ` +
          `FROM ${stretches()}${cursor === undefined ? '' : ` WHERE ${after(cursor)}`} ORDER BY began DESC, operator LIMIT ${limit}`,
      ),
    totals: async (query) => {
      const cells = await ask(query, counting)
      return { held_seconds: numberOf(measure.name, cells, cells)! }
    },
    // Each reading looks at all that was told in the period.
    rowsAtOnce: 200_000,
  }
}

/** Those that are asked about: of some operators the table has them that stands by operator. */
function cutStretches(counting: Question): string {
  const { steps, filters, company } = counting
  const operators = filters.get('participants')?.map(String)
  const table = operators === undefined ? 'presence_by_time' : 'presence'
  const cut = stretchesIn(table, Number(company), {
    from: steps[0]!.from,
    to: steps.at(-1)!.to,
    ...(operators === undefined ? {} : { operators }),
  })
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
  return `began < ${at} OR (began = ${at} AND operator > toUInt64(${operator}))`
}
