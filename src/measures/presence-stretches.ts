import { presenceHoldsHoursMax } from '../events/chat-vocabulary.ts'

const holdsMilliseconds = presenceHoldsHoursMax * 3_600_000

/**
 * SQL for the states of operators as stretches from `since` to `until` (milliseconds since 1970), cut to a piece of time: a
 * state holds until the next one of the operator, and so many hours at most.
 * @param table one of the two that have what was told
 * @param operators keys of ours; all without them
 */
export function stretchesIn(
  table: 'presence' | 'presence_by_time',
  company: number,
  { from, to, operators }: { from: number; to: number; operators?: readonly string[] },
): string {
  const chosen = operators === undefined ? '' : ` AND operator IN (${operators.join(',')})`
  return `(
    SELECT operator, operator_group, state, greatest(told, ${from}) AS since, least(ended, ${to}) AS until
    FROM (
      SELECT operator, operator_group, state, toUnixTimestamp64Milli(at) AS told,
        least(leadInFrame(told, 1, told + ${holdsMilliseconds}) OVER following, told + ${holdsMilliseconds}) AS ended
      FROM ${table} FINAL
      WHERE company = ${company}${chosen}
        AND at > fromUnixTimestamp64Milli(${from - holdsMilliseconds}, 'UTC') AND at < fromUnixTimestamp64Milli(${to}, 'UTC')
      WINDOW following AS (PARTITION BY operator ORDER BY at ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING)
    )
    WHERE ended > ${from}
  )`
}

/** The stretches of all operators in a piece of time. */
export function cutStretches(company: number, from: number, to: number): string {
  return stretchesIn('presence_by_time', company, { from, to })
}

/**
 * Stretches that follow each other without a gap as one: what was told again while it lasted is no new stretch; another group is.
 * @param stretches SQL of a table of them
 */
export function joinedStretches(stretches: string): string {
  return `(
    SELECT operator, operator_group, state, min(since) AS began, max(until) AS ended
    FROM (
      SELECT operator, operator_group, state, since, until,
        sum(isNew) OVER (PARTITION BY operator ORDER BY since ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS run
      FROM ${markedStretches(stretches)}
    )
    GROUP BY operator, operator_group, state, run
  )`
}

/** Stretches, each with whether it begins a new one: as many as these are there once they are joined. */
export function markedStretches(stretches: string): string {
  return `(
    SELECT operator, operator_group, state, since, until,
      state != lagInFrame(state, 1, 0) OVER before OR operator_group != lagInFrame(operator_group, 1, 0) OVER before
        OR since != lagInFrame(until, 1, toInt64(0)) OVER before AS isNew
    FROM ${stretches}
    WINDOW before AS (PARTITION BY operator ORDER BY since ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)
  )`
}
