import { decodeCurrency } from '../events/currency.ts'
import { decimalOf } from '../measures/decimal.ts'
import { wordsOf } from '../measures/dimensions.ts'
import type { Query } from '../measures/ask.ts'
import { isUuidOf, uuidHex } from '../measures/compile.ts'
import type { Column, Value } from './answer.ts'
import { orderByUuid } from './listing.ts'
import type { Listing } from './listing.ts'
import { readNames } from './names.ts'

const columns: readonly Column[] = [
  { name: 'started_at', type: 'time', unit: null },
  { name: 'call', type: 'text', unit: null },
  { name: 'direction', type: 'text', unit: null },
  { name: 'trunk', type: 'text', unit: null },
  { name: 'from', type: 'text', unit: null },
  { name: 'to', type: 'text', unit: null },
  { name: 'outcome', type: 'text', unit: null },
  { name: 'answered_by', type: 'text', unit: null },
  { name: 'ring_seconds', type: 'number', unit: 'seconds' },
  { name: 'talk_seconds', type: 'number', unit: 'seconds' },
  { name: 'bot', type: 'text', unit: null },
  { name: 'evaluation', type: 'text', unit: null },
  { name: 'operator', type: 'text', unit: null },
  { name: 'price', type: 'decimal', unit: 'money' },
  { name: 'currency', type: 'text', unit: null },
  { name: 'answered_at', type: 'time', unit: null },
  { name: 'ended_at', type: 'time', unit: null },
  { name: 'legs', type: 'number', unit: 'count' },
]

const order = orderByUuid('started_at', 'call_key')

/** Calls, by their start. Of prices in several currencies the first is listed; the events of the call have all. */
export const callListing: Listing = {
  of: 'calls',
  columns,
  order,
  // A condition may be about one of the currencies of a call, which is one row all the same.
  select: (where, limit) =>
    `SELECT toUnixTimestamp64Milli(started_at), ${order.id}, call, direction, trunk, outcome, handler, ring, talk, bot, evaluation, ` +
    `operator, toString(amount), currency, toUnixTimestamp64Milli(answered_at), toUnixTimestamp64Milli(ended_at), legs ` +
    `FROM calls FINAL LEFT ARRAY JOIN currencies AS currency, prices AS amount, arrayEnumerate(currencies) AS place ` +
    `WHERE ${where} ORDER BY bucket DESC, started_at DESC, ${order.id}, place LIMIT 1 BY call_key LIMIT ${limit}`,
  async show(query, company, rows, told) {
    const all = rows.map(readRow)
    const nameOf = await readNames(
      query,
      company,
      all.flatMap(({ trunk, bot, evaluation, operator }) => [trunk, bot, evaluation, operator]),
    )
    const numbers = await readNumbers(
      query,
      company,
      all.map(({ key }) => key),
    )
    return all.map((one): Value[] => [
      told(one.startedAt),
      one.call,
      directionWord(one.direction),
      nameOf('trunk', one.trunk).name,
      ...['1', '2'].map((side) => numbers.get(`${one.key} ${side}`) ?? ''),
      outcomeWord(one.outcome),
      handlerWord(one.handler),
      one.ring,
      one.talk,
      nameOf('bot', one.bot).name,
      nameOf('evaluation', one.evaluation).name,
      nameOf('operator', one.operator).name,
      one.currency === 0 ? null : decimalOf(BigInt(one.amount)),
      decodeCurrency(one.currency),
      one.answeredAt === null ? null : told(one.answeredAt),
      one.endedAt === null ? null : told(one.endedAt),
      one.legs,
    ])
  },
}

const [directionWord, outcomeWord, handlerWord] = [wordsOf('direction'), wordsOf('outcome'), wordsOf('answered_by')]

function readRow(row: readonly unknown[]) {
  const [startedAt, key, call, direction, trunk, outcome, handler, ring, talk, bot, evaluation, operator, ...rest] = row
  const [amount, currency, answeredAt, endedAt, legs] = rest
  return {
    startedAt: Number(startedAt),
    key: String(key),
    call: String(call),
    direction: Number(direction),
    trunk: String(trunk),
    outcome: Number(outcome),
    handler: Number(handler),
    ring: Number(ring),
    talk: Number(talk),
    bot: String(bot),
    evaluation: String(evaluation),
    operator: String(operator),
    amount: String(amount),
    currency: Number(currency),
    answeredAt: answeredAt === null ? null : Number(answeredAt),
    endedAt: endedAt === null ? null : Number(endedAt),
    legs: Number(legs),
  }
}

/** By key and side, the numbers of calls as they were told last; those of people are masked. */
async function readNumbers(query: Query, company: number, keys: readonly string[]): Promise<Map<string, string>> {
  if (keys.length === 0) return new Map()
  const rows = await query(
    `SELECT ${uuidHex('call_key')} AS key, side, argMax(number, generation) FROM call_numbers FINAL ` +
      `WHERE company = ${company} AND ${isUuidOf('call_key', keys)} GROUP BY key, side`,
  )
  return new Map(rows.map(([key, side, number]) => [`${String(key)} ${Number(side)}`, String(number)]))
}
