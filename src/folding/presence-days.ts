import { presenceHoldsHoursMax } from '../events/chat-vocabulary.ts'
import { nameKey } from '../events/name-key.ts'
import { rolledUp } from '../events/rolled-up.ts'
import type { Facts } from '../stores/events/facts.ts'
import { presenceByDay } from '../stores/events/presence-tables.ts'
import type { Step } from './fold.ts'

/** By company and day (its start in UTC, seconds since 1970), the keys of operators. */
export type TouchedDays = ReadonlyMap<number, ReadonlyMap<number, ReadonlySet<string>>>

const daySeconds = 86_400
const holdsSeconds = presenceHoldsHoursMax * 3600
const daysAtOnce = 31
const operatorsAtOnce = 20_000

/** Of whom and which days the events of a step tell something: a state lasts into the next day, and ends what was before it. */
export function touchedDays({ inputs }: Pick<Step, 'inputs'>): TouchedDays {
  const companies = new Map<number, Map<number, Set<string>>>()
  for (const { company, events, receivedAt } of inputs) {
    for (const { event } of events) {
      if (event.type !== 'operator.presence') continue
      const at = (event.time === 0 ? receivedAt : event.time) / 1000
      const days = companies.get(company) ?? new Map<number, Set<string>>()
      companies.set(company, days)
      for (const moment of [at, at + holdsSeconds]) {
        const day = Math.floor(moment / daySeconds) * daySeconds
        const operators = days.get(day) ?? new Set<string>()
        days.set(day, operators.add(nameKey(company, 'operator', event.data.operator.id)))
      }
    }
  }
  return companies
}

/**
 * Makes the days of operators anew from what was told of them; a cell that was there and is empty now is written with zeros.
 * Doing it twice, or for more days and operators than needed, changes nothing.
 * @param generation greater than any drawn before
 */
export async function replacePresenceDays(facts: Facts, touched: TouchedDays, generation: number): Promise<void> {
  for (const [company, byDay] of touched) {
    const all = [...byDay.keys()].toSorted((a, b) => a - b)
    for (let from = 0; from < all.length; from += daysAtOnce) {
      const days = all.slice(from, from + daysAtOnce)
      const operators = [...new Set(days.flatMap((day) => [...byDay.get(day)!]))]
      for (let at = 0; at < operators.length; at += operatorsAtOnce) {
        const some = operators.slice(at, at + operatorsAtOnce)
        await facts.command(replaceDays({ company, days, operators: some, generation }))
      }
    }
  }
}

type Replaced = { company: number; days: readonly number[]; operators: readonly string[]; generation: number }

function replaceDays({ company, days, operators, generation }: Replaced): string {
  const own = `company = ${company} AND operator IN (${operators.join(',')})`
  const told = days.map((day) => `at > ${timeOf(day - holdsSeconds)} AND at < ${timeOf(day + daySeconds)}`)
  return `INSERT INTO ${rolledUp('presence')} (company, bucket_seconds, bucket, operator, operator_group, generation, online, paused, offline)
SELECT ${company}, ${daySeconds}, b, o, g, ${generation}, sum(on), sum(pa), sum(off)
FROM (
  SELECT bucket AS b, operator AS o, operator_group AS g, online AS on, paused AS pa, offline AS off
  FROM (${presenceByDay(`${own} AND (${told.join(' OR ')})`)})
  WHERE bucket IN (${days.join(',')})
  UNION ALL
  SELECT bucket, operator, operator_group, 0, 0, 0
  FROM ${rolledUp('presence')} FINAL
  WHERE ${own} AND bucket_seconds = ${daySeconds} AND bucket IN (${days.join(',')})
)
GROUP BY b, o, g`
}

function timeOf(seconds: number): string {
  return `fromUnixTimestamp64Milli(${seconds * 1000}, 'UTC')`
}
