import type { Query } from './ask.ts'

/** How fresh the numbers of a company are. Times are milliseconds since 1970. */
export type Freshness = {
  /** When the newest message was created: where the data ends; null without any. */
  newestEventAt: number | null
  /** The feeds that were heard from last, the latest first: the source that their events name. */
  feeds: { source: string; newestEventAt: number; events: number }[]
}

const feedsMax = 50
const rememberedMax = 1000

/** Asks how fresh the numbers of a company are; what no event can have changed since is not asked again. */
export function createFreshness(query: Query): (company: number) => Promise<Freshness> {
  const newest = new Map<number, { record: number; at: number | null }>()

  return async (company) => {
    const rows = await query(
      `SELECT source, toUnixTimestamp64Milli(newest_at), events, max(record) OVER () FROM feeds FINAL ` +
        `WHERE company = ${company} ORDER BY newest_at DESC, source LIMIT ${feedsMax}`,
    )
    const record = Number(rows[0]?.[3] ?? 0)
    let known = newest.get(company)
    if (known?.record !== record) {
      known = { record, at: await newestMessageAt(query, company) }
      if (newest.size >= rememberedMax) newest.clear()
      newest.set(company, known)
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

async function newestMessageAt(query: Query, company: number): Promise<number | null> {
  // From the newest day that holds a message to its newest bucket to its newest message.
  const newestIn = (table: string, more: string) =>
    `SELECT max(bucket) FROM ${table} FINAL WHERE company = ${company} AND messages > 0${more}`
  const rows = await query(
    `SELECT count(), toUnixTimestamp64Milli(max(created_at)) FROM messages FINAL WHERE company = ${company} AND moved = 0 ` +
      `AND bucket = (${newestIn('messages_15m', ` AND bucket >= (${newestIn('messages_1d', '')})`)})`,
  )
  const [messages, createdAt] = rows[0]!
  return Number(messages) === 0 ? null : Number(createdAt)
}
