import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { durationClasses, goalReached, knownEvaluations } from '../src/events/call-vocabulary.ts'
import { namedKinds } from '../src/events/chat-vocabulary.ts'
import { encodeCurrency } from '../src/events/currency.ts'
import { nameKey } from '../src/events/name-key.ts'
import type { Facts } from '../src/stores/events/facts.ts'
import { openFacts } from '../src/stores/events/open.ts'
import { beginFoldingAfter, rollUpAll } from './all-roll-ups.ts'

/** The year that the calls of the bench lie in, and how many there are. It ends after now, so that now something happens. */
export type CallYear = { from: number; calls: number }

const yearSeconds = 365 * 86_400
const companies = [1, 2] as const
type Kind = 'trunk' | 'bot' | 'operator' | 'evaluation'
/** With legs of no trunk there are as many as the chart of trunks has lines. */
const many = { trunk: 11, bot: 8, operator: 200, evaluation: knownEvaluations.length + 1 } as const
const kinds = ['trunk', 'bot', 'operator', 'evaluation'] as const
/** Trunks from this on are called by clients. */
const firstInbound = 8
/** Calls a second that each trunk allows. */
const limits = [20, 20, 30, 10, 10, 40, 5, 30, 30, 20, 20]
/** So many calls are a client, on average; some are called often. */
const callsPerClient = 10
const usd = encodeCurrency('USD')!
const eur = encodeCurrency('EUR')!

/** What a number of a kind is called. */
export function idOf(kind: Kind, number: number): string {
  return kind === 'evaluation' ? (knownEvaluations[number - 1] ?? 'call-back') : `${kind}-${number}`
}

/** The key that the store has for a number; 0 for none. */
export function keyOf(company: number, kind: Kind, number: number): string {
  return number === 0 ? '0' : nameKey(company, kind, idOf(kind, number))
}

/** The numbers of a kind by the keys that the store has for them. */
export function numbersOf(company: number, kind: Kind): ReadonlyMap<string, number> {
  return new Map(Array.from({ length: many[kind] }, (_, at) => [keyOf(company, kind, at + 1), at + 1]))
}

/** Numbers of chance of a call, at least 0 and less than `below`. */
function chance(salt: number, below: number): string {
  return `cityHash64(number, ${salt}) % ${below}`
}

/** About a standard normal distribution. */
function normal(salt: number): string {
  const sum = [0, 1, 2, 3].map((at) => chance(salt + at, 1000)).join(' + ')
  return `((${sum}) / 1000 - 2) * 1.73`
}

/**
 * The calls with these numbers of a year of two companies (four fifths belong to the first), made by the engine from their numbers,
 * so that any amount is there in minutes, and the same each time. Words are codes, trunks, bots, operators and evaluations numbers,
 * 0 for none. Robots dial in bursts; a call in eight is handed over to people, on a second leg without a trunk.
 */
function callsOf({ from, calls }: CallYear, first: number, count: number): string {
  const second = `toUInt64(${Math.floor(from / 1000)} + intDiv(number * ${yearSeconds}, ${calls}) + ${chance(1, 1800)})`
  const classes = durationClasses
    .filter(({ from: seconds }) => seconds < Infinity)
    .toReversed()
    .flatMap(({ code, from: seconds }) => [`talk >= ${seconds}`, code])
  return `SELECT number, if(${chance(2, 5)} = 0, 2, 1) AS company, ${chance(3, 100)} AS kind, ${chance(4, 100)} AS luck,
  ${second} AS begun, if(kind < 40, begun - begun % 20, begun) * 1000 + ${chance(5, 1000)} AS moment,
  toUInt8(multiIf(kind < 65, 2, kind < 95, 1, 3)) AS direction,
  toUInt8(multiIf(direction = 2, 1 + ${chance(6, firstInbound - 1)}, direction = 1, ${firstInbound} + ${chance(6, many.trunk - firstInbound + 1)}, 0)) AS trunk,
  toUInt8(multiIf(kind < 55, 1 + (trunk + ${chance(7, 3)}) % (${many.bot} - 1), direction = 1 AND ${chance(8, 10)} < 6, ${many.bot}, 0)) AS bot,
  toUInt8(multiIf(${chance(9, 500)} = 0, 8,
    direction = 2, multiIf(luck < 38, 1, luck < 50, 2, luck < 58, 3, luck < 90, 4, luck < 93, 5, luck < 97, 6, 7),
    direction = 1, multiIf(luck < 86, 1, luck < 90, 2, 6),
    multiIf(luck < 70, 1, luck < 78, 3, 4))) AS outcome,
  toUInt8(multiIf(outcome = 1, if(bot = 0 OR ${chance(10, 4)} = 0, 2, 1), outcome = 2 AND bot > 0, 1, 3)) AS handler,
  bot > 0 AND handler = 2 AS handed,
  toUInt8(if(handler = 2, 1 + ${chance(11, many.operator)}, 0)) AS operator,
  toUInt32(multiIf(outcome = 1, exp(if(handler = 2, 5, 3.4) + 0.85 * ${normal(20)}), outcome = 2, 2 + ${chance(12, 24)}, 0)) AS talk,
  toUInt32(if(outcome IN (5, 7, 8), 0, 3 + ${chance(13, 30)})) AS ring,
  toUInt8(multiIf(bot = 0 OR outcome NOT IN (1, 2), 0, outcome = 2, ${idNumber('machine')}, handed, ${idNumber('transferred')},
    arrayElement([1,1,1,2,2,4,5,5,7], toInt32(1 + ${chance(14, 9)})))) AS evaluation,
  toUInt8(multiIf(outcome = 8, 8, outcome NOT IN (1, 2), 7, ${classes.join(', ')}, 1)) AS duration_class,
  toUInt16(if(direction = 2 AND outcome IN (1, 2), if(trunk > 5, ${usd}, ${eur}), 0)) AS currency, toUInt64(talk * (trunk * 40 + 180)) AS price,
  toUInt32(1 + floor(pow(${chance(15, 1_000_000)} / 1000000, 2) * ${Math.ceil(calls / callsPerClient)})) AS client
FROM numbers(${first}, ${count})`
}

function idNumber(evaluation: (typeof knownEvaluations)[number]): number {
  return knownEvaluations.indexOf(evaluation) + 1
}

/** The attempts of these calls: one each, and those to people. */
function legsOf(year: CallYear, first: number, count: number): string {
  return `SELECT number, company, leg, if(leg = 0, moment, moment + 25000) AS moment, toUInt8(if(leg = 0, direction, 3)) AS direction,
  toUInt8(if(leg = 0, trunk, 0)) AS trunk, toUInt32([0, ${limits.join(', ')}][trunk + 1]) AS leg_limit, call_moment
FROM (SELECT number, company, moment, moment AS call_moment, direction, trunk, arrayJoin(range(if(handed, 2, 1))) AS leg
  FROM (${callsOf(year, first, count)}))`
}

/** Fills a facts folder as the folding would: rows, names and roll-ups. Then writes the rows as CSV for the peers. */
async function makeCallFacts(dataFolder: string, csvFolder: string, year: CallYear): Promise<void> {
  mkdirSync(dataFolder, { recursive: true })
  const facts = await openFacts({ path: join(dataFolder, 'facts'), memoryBytesMax: 6 * 1024 ** 3 })
  const atOnce = 1_000_000
  for (let first = 0; first < year.calls; first += atOnce) {
    const count = Math.min(atOnce, year.calls - first)
    await facts.command(insertCalls(callsOf(year, first, count)))
    await facts.command(insertLegs(legsOf(year, first, count)))
  }
  for (const company of companies) {
    await nameAll(facts, company)
    await rollUpAll(facts, company, ['calls', 'call_legs'])
  }
  await beginFoldingAfter(facts)
  await writeCsv(facts, csvFolder, year)
  await facts.close()
}

const callKey = 'reinterpretAsUUID(sipHash128(number))'
const bucketOf = (milliseconds: string) => `toDateTime(intDiv(${milliseconds}, 900000) * 900, 'UTC')`
const timeOf = (milliseconds: string) => `fromUnixTimestamp64Milli(toInt64(${milliseconds}), 'UTC')`

/** The store's key of a number. */
function keyIn(kind: Kind): string {
  const keysOf = (company: number) =>
    `[${Array.from({ length: many[kind] + 1 }, (_, at) => `toUInt64(${keyOf(company, kind, at)})`).join(',')}]`
  return `if(company = 1, ${keysOf(1)}, ${keysOf(2)})[${kind} + 1]`
}

function insertCalls(calls: string): string {
  return `INSERT INTO calls (company, bucket, call_key, call, generation, gone, started_at, answered_at, ended_at, direction, trunk, bot,
    operator, handler, outcome, evaluation, duration_class, talk, ring, client, goal, currencies, prices, legs, records)
  SELECT company, ${bucketOf('moment')}, ${callKey}, concat('call-', toString(number)), 1, 0, ${timeOf('moment')},
    if(outcome IN (1, 2), ${timeOf('moment + ring * 1000')}, NULL), if(outcome = 8, NULL, ${timeOf('moment + (ring + talk) * 1000')}), direction,
    ${keyIn('trunk')}, ${keyIn('bot')}, ${keyIn('operator')}, handler, outcome, ${keyIn('evaluation')}, duration_class, talk, ring, client, evaluation = ${idNumber(goalReached)},
    if(currency = 0, [], [currency]), if(currency = 0, [], [price]), 1 + handed, [number]
  FROM (${calls})`
}

function insertLegs(legs: string): string {
  return `INSERT INTO call_legs (company, bucket, leg_key, call_key, generation, gone, started_at, direction, trunk, leg_limit)
  SELECT company, ${bucketOf('moment')}, reinterpretAsUUID(sipHash128(number, leg)), ${callKey}, 1, 0, ${timeOf('moment')}, direction,
    ${keyIn('trunk')}, leg_limit
  FROM (${legs})`
}

async function nameAll(facts: Facts, company: number): Promise<void> {
  const rows = kinds.flatMap((kind) =>
    Array.from({ length: many[kind] }, (_, at) => {
      const id = idOf(kind, at + 1)
      // Trunks and evaluations are words that name themselves.
      const name = kind === 'bot' || kind === 'operator' ? `The ${id}` : ''
      return [company, namedKinds[kind], keyOf(company, kind, at + 1), id, name, 1].join('\t')
    }),
  )
  const columns = ['company', 'kind', 'key', 'id', 'name', 'generation']
  await facts.insert('names', columns, Buffer.from(rows.map((row) => `${row}\n`).join('')))
}

/** The columns of the peers' tables, with what DuckDB calls their types. */
export const peerColumns = {
  calls: {
    company: 'SMALLINT',
    moment: 'BIGINT',
    direction: 'SMALLINT',
    trunk: 'SMALLINT',
    bot: 'SMALLINT',
    handler: 'SMALLINT',
    outcome: 'SMALLINT',
    evaluation: 'SMALLINT',
    duration_class: 'SMALLINT',
    talk: 'INTEGER',
    client: 'INTEGER',
  },
  legs: { company: 'SMALLINT', moment: 'BIGINT', trunk: 'SMALLINT', leg_limit: 'INTEGER' },
} as const satisfies Record<string, Record<string, string>>

async function writeCsv(facts: Facts, folder: string, year: CallYear): Promise<void> {
  const selects = { calls: callsOf(year, 0, year.calls), legs: legsOf(year, 0, year.calls) }
  for (const [table, select] of Object.entries(selects)) {
    const columns = Object.keys(peerColumns[table as keyof typeof peerColumns])
    await facts.command(`INSERT INTO FUNCTION file('${join(folder, `${table}.csv`)}', 'CSV')
      SELECT ${columns.join(', ')} FROM (${select})`)
  }
}

const [dataFolder, csvFolder, from, calls] = process.argv.slice(2)
if (import.meta.main) {
  await makeCallFacts(dataFolder!, csvFolder!, { from: Number(from), calls: Number(calls) })
}
