import { presenceHoldsHoursMax, stateByWord } from '../../events/chat-vocabulary.ts'
import { durable } from './durable.ts'
import { tablesByLength } from './roll-up-tables.ts'
import type { RollUpColumns } from './roll-up-tables.ts'

const daySeconds = 86_400
const holdsMilliseconds = presenceHoldsHoursMax * 3_600_000

const lasted = (name: string) => `${name} UInt64 CODEC(T64, ZSTD(1))`
export const presenceRollUp: RollUpColumns = {
  name: 'presence',
  keys: [
    ['operator', 'UInt64'],
    ['operator_group', 'UInt64'],
  ],
  sums: ['online', 'paused', 'offline'].map(lasted),
  lengths: ['1d'],
}

/**
 * What operators were when, besides `presence`, which has it by operator: the same rows by time, and for how many milliseconds of
 * each day (in UTC) each was online, paused and offline. A day is replaced whole for the operators of whom something new came in.
 */
export const presenceTables: readonly string[] = [
  `
CREATE TABLE IF NOT EXISTS presence_by_time (
  company UInt32,
  at DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1)),
  operator UInt64,
  state UInt8,
  operator_group UInt64,
  generation UInt64 CODEC(Delta, ZSTD(1))
) ENGINE = ReplacingMergeTree(generation)
PARTITION BY toYear(at)
ORDER BY (company, at, operator)
SETTINGS ${durable}`,
  ...tablesByLength(presenceRollUp).map(({ create }) => create),
  // What came in before these tables were there.
  `
INSERT INTO presence_by_time (company, at, operator, state, operator_group, generation)
SELECT company, at, operator, state, operator_group, generation FROM presence FINAL`,
  `
INSERT INTO presence_1d (company, bucket, operator, operator_group, generation, online, paused, offline)
SELECT company, bucket, operator, operator_group, 0, online, paused, offline FROM (${presenceByDay('1')})`,
]

/**
 * SQL that tells for how long operators were what on each day. A state holds until the next one of the operator.
 * @param where conditions on the rows of `presence_by_time`; of a day they must keep what was told on it and in the hours
 *   before for which a state may hold
 */
export function presenceByDay(where: string): string {
  const sums = (['online', 'paused', 'offline'] as const).map((word) => {
    const within = `least(until, (day + ${daySeconds}) * 1000) - greatest(since, day * 1000)`
    return `toUInt64(sumIf(${within}, state = ${stateByWord.get(word)!.code})) AS ${word}`
  })
  return `SELECT company, toDateTime(day, 'UTC') AS bucket, operator, operator_group, ${sums.join(', ')}
FROM (
  SELECT company, operator, operator_group, state, since, until,
    arrayJoin([0, ${daySeconds}]) + intDiv(since, ${daySeconds}000) * ${daySeconds} AS day
  FROM (
    SELECT company, operator, operator_group, state, toUnixTimestamp64Milli(at) AS since,
      least(leadInFrame(since, 1, since + ${holdsMilliseconds}) OVER following, since + ${holdsMilliseconds}) AS until
    FROM presence_by_time FINAL
    WHERE ${where}
    WINDOW following AS (PARTITION BY company, operator ORDER BY at ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING)
  )
)
WHERE until > day * 1000
GROUP BY company, bucket, operator, operator_group`
}
