import { rolledUp } from '../events/rolled-up.ts'
import type { Query } from './ask.ts'
import { rowsIn } from './compile.ts'
import type { Fact } from './facts/fact.ts'
import { bucketSecondsOf } from './plan.ts'
import type { LevelName } from './plan.ts'

/** How fresh the numbers of a company are. Times are milliseconds since 1970. */
export type Freshness = {
  /** When the newest of the facts happened: where the data ends; null without any. */
  newestEventAt: number | null
  /** The feeds that were heard from last, the latest first: the source that their events name. */
  feeds: { source: string; newestEventAt: number; events: number }[]
}

const feedsMax = 50
const rememberedMax = 1000

/** Asks how fresh the numbers of a company are; what no event can have changed since is not asked again. */
export function createFreshness(query: Query): (company: number, fact: Fact) => Promise<Freshness> {
  const newest = new Map<string, { record: number; at: number | null }>()

  return async (company, fact) => {
    const rows = await query(
      `SELECT source, toUnixTimestamp64Milli(newest_at), events, max(record) OVER () FROM feeds FINAL ` +
        `WHERE company = ${company} ORDER BY newest_at DESC, source LIMIT ${feedsMax}`,
    )
    const kept = `${fact.name} ${company}`
    const record = Number(rows[0]?.[3] ?? 0)
    let known = newest.get(kept)
    if (known?.record !== record) {
      known = { record, at: await newestOf(fact, query, company) }
      if (newest.size >= rememberedMax) newest.clear()
      newest.set(kept, known)
    }
    return {
      newestEventAt: known.at,
      feeds: rows.map(([source, newestAt, events]) => ({
        source: String(source),
        newestEventAt: Number(newestAt),
        events: Number(events),
      })),
    }
  }
}

async function newestOf(fact: Fact, query: Query, company: number) {
  const { rows, rollUps, sums, isFilled = `${Object.keys(sums)[0]} > 0` } = fact
  if (rows.within !== undefined) {
    const [last] = await query(
      `SELECT toUnixTimestamp64Milli(${rows.time}) FROM ${rows.table} WHERE company = ${company} ORDER BY ${rows.time} DESC LIMIT 1`,
    )
    return last === undefined ? null : Number(last[0])
  }
  // From the newest day that holds a row to its newest bucket to its newest row.
  const newestIn = (level: LevelName, more: string) =>
    `SELECT max(bucket) FROM ${rolledUp(rollUps[0]!.name)} FINAL WHERE company = ${company} AND bucket_seconds = ${bucketSecondsOf(level)} AND ${isFilled}${more}`
  const buckets = `bucket = (${newestIn('15m', ` AND bucket >= (${newestIn('1d', '')})`)})`
  const [row] = await query(
    `SELECT count(), toUnixTimestamp64Milli(max(${rows.time})) FROM ${rowsIn(fact, { company, buckets })} ` +
      `WHERE company = ${company} AND ${rows.standing} AND ${buckets}`,
  )
  const [count, at] = row!
  return Number(count) === 0 ? null : Number(at)
}
