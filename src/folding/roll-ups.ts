/**
 * The statements that make roll-ups anew. A bucket is aggregated whole from the level below and replaced whole; a cell
 * that was there and is empty now is written with zero. Running a statement twice changes nothing.
 */
export type RollUp = { table: string; seconds: number; source: string; sourceSeconds: number }

/** From fine to coarse; each is made from the one before it, the first from the state of the messages. */
export const rollUps: readonly RollUp[] = [
  { table: 'messages_15m', seconds: 900, source: 'messages', sourceSeconds: 0 },
  { table: 'messages_1h', seconds: 3600, source: 'messages_15m', sourceSeconds: 900 },
  { table: 'messages_1d', seconds: 86_400, source: 'messages_1h', sourceSeconds: 3600 },
]

export const bucketSeconds = 900

const columns = 'company, bucket, channel, status, currency, generation, messages, parts, price'

/**
 * @param buckets starts of the buckets to replace, seconds since 1970
 * @param generation greater than any drawn before; of two rows for one cell the greater generation stands
 */
export function replaceBuckets(
  rollUp: RollUp,
  company: number,
  buckets: ReadonlySet<number>,
  generation: number,
): string {
  const list = [...buckets].toSorted((a, b) => a - b).join(',')
  return `INSERT INTO ${rollUp.table} (${columns})
SELECT ${company}, b, c, s, u, ${generation}, sum(m), sum(p), sum(a)
FROM (
  ${rollUp.source === 'messages' ? cellsOfMessages(company, list) : cellsOfRollUp(rollUp, company, buckets)}
  UNION ALL
  SELECT bucket, channel, status, currency, 0, 0, toDecimal128(0, 6)
  FROM ${rollUp.table} FINAL
  WHERE company = ${company} AND bucket IN (${list})
)
GROUP BY b, c, s, u`
}

function cellsOfMessages(company: number, list: string): string {
  return `SELECT bucket AS b, channel AS c, toUInt8(bitAnd(status, 15)) AS s, toUInt16(bitShiftRight(price, 64)) AS u,
    count() AS m, sum(parts) AS p, toDecimal128(sum(toUInt128(toUInt64(price))), 6) / 1000000 AS a
  FROM messages FINAL
  WHERE company = ${company} AND bucket IN (${list}) AND moved = 0
  GROUP BY b, c, s, u`
}

function cellsOfRollUp(rollUp: RollUp, company: number, buckets: ReadonlySet<number>): string {
  const parts: number[] = []
  for (const bucket of buckets) {
    for (let at = bucket; at < bucket + rollUp.seconds; at += rollUp.sourceSeconds) parts.push(at)
  }
  return `SELECT toDateTime(intDiv(toUInt32(bucket), ${rollUp.seconds}) * ${rollUp.seconds}, 'UTC') AS b, channel AS c, status AS s,
    currency AS u, sum(messages) AS m, sum(parts) AS p, sum(price) AS a
  FROM ${rollUp.source} FINAL
  WHERE company = ${company} AND bucket IN (${parts.join(',')})
  GROUP BY b, c, s, u`
}
