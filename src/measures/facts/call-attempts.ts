import { sameIn } from './chat-keys.ts'
import type { Fact } from './fact.ts'

/**
 * Attempts to call: legs by the trunk that they began on. The peak is the most that began in one second of the clock, which lies
 * in one bucket always; of single rows it is counted here.
 */
export const callAttempts: Fact = {
  name: 'call_attempts',
  timeBasis: {
    en: 'Counted at the time when the attempt to call began: each leg of a call is an attempt. Of the filters of the page only the trunk applies.',
    ru: 'Считается по времени начала попытки вызова: каждое плечо звонка — отдельная попытка. Из фильтров страницы действует только транк.',
  },
  rows: { table: 'call_legs', time: 'started_at', standing: 'gone = 0' },
  rollUps: [{ name: 'call_attempts', keys: ['trunk'] }],
  keys: { trunk: sameIn('trunk', 't') },
  partedBy: [],
  cells: {
    rollUp: 'attempts, peak, trunk_limit, emptyArrayUInt32() AS second',
    row: 'toUInt64(1) AS attempts, toUInt64(0) AS peak, toUInt64(leg_limit) AS trunk_limit, [toUInt32(toDateTime(started_at))] AS second',
  },
  sums: {
    attempts: { as: 'm', ...both('sum(attempts)') },
    peak: {
      as: 'k',
      ...both('greatest(max(peak), arrayMax(tupleElement(sumMap(second, arrayMap(x -> toUInt64(1), second)), 2)))'),
    },
    trunk_limit: { as: 'l', ...both('max(trunk_limit)') },
  },
}

/** The same over roll-ups and rows, which are put together before. */
function both(sql: string) {
  return { rollUp: sql, row: sql }
}
