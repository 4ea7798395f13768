import type { Facts } from '../stores/events/facts.ts'
import { createRows } from '../stores/events/rows.ts'
import type { FoldInput } from './folder.ts'
import { escapeText } from './message-rows.ts'

/** What has come from each feed: a feed is what a company's events name as their `source`. */
export type Feeds = {
  /** Counts the events of a step; a step that is repeated after a crash counts once. */
  count: (step: readonly FoldInput[]) => Promise<void>
}

type Feed = { record: number; events: number; newestAt: number }

/** An installation has a few feeds; one that names a new source with each event must not fill the memory. */
const rememberedMax = 10_000
const askedAtOnce = 5000

export function createFeeds(facts: Facts): Feeds {
  const known = new Map<string, Feed>()

  async function load(company: number, sources: readonly string[]): Promise<void> {
    const missing = sources.filter((source) => !known.has(placeOf(company, source)))
    for (let at = 0; at < missing.length; at += askedAtOnce) {
      const some = missing.slice(at, at + askedAtOnce)
      const hex = some.map((source) => Buffer.from(source).toString('hex'))
      const rows = await facts.query(
        `SELECT source, record, events, toUnixTimestamp64Milli(newest_at) FROM feeds FINAL WHERE company = ${company} ` +
          `AND source IN (SELECT unhex(arrayJoin(splitByChar(',', '${hex.join(',')}'))))`,
        { session: 'folding' },
      )
      for (const source of some) known.set(placeOf(company, source), { record: 0, events: 0, newestAt: 0 })
      for (const [source, record, events, newestAt] of rows) {
        known.set(placeOf(company, String(source)), {
          record: Number(record),
          events: Number(events),
          newestAt: Number(newestAt),
        })
      }
    }
  }

  return {
    async count(step) {
      const end = step.at(-1)!.record
      if (known.size > rememberedMax) known.clear()
      const rows = createRows()
      const counted: [place: string, feed: Feed][] = []
      for (const [company, sources] of tally(step)) {
        await load(company, [...sources.keys()])
        for (const [source, { events, newestAt }] of sources) {
          const place = placeOf(company, source)
          const before = known.get(place)!
          // The step was cut off after this was written, and is repeated: its events are in the number.
          if (before.record >= end) continue
          const feed = { record: end, events: before.events + events, newestAt: Math.max(before.newestAt, newestAt) }
          counted.push([place, feed])
          rows.add(`${company}\t${escapeText(source)}\t${feed.newestAt / 1000}\t${feed.events}\t${end}\n`)
        }
      }
      await facts.insert('feeds', ['company', 'source', 'newest_at', 'events', 'record'], rows.bytes())
      for (const [place, feed] of counted) known.set(place, feed)
    },
  }
}

type Tally = Map<string, { events: number; newestAt: number }>

function tally(step: readonly FoldInput[]): Map<number, Tally> {
  const companies = new Map<number, Tally>()
  for (const { company, receivedAt, events } of step) {
    const sources = companies.get(company) ?? new Map<string, { events: number; newestAt: number }>()
    companies.set(company, sources)
    for (const { event } of events) {
      const feed = sources.get(event.source)
      if (feed === undefined) sources.set(event.source, { events: 1, newestAt: receivedAt })
      else {
        feed.events++
        feed.newestAt = Math.max(feed.newestAt, receivedAt)
      }
    }
  }
  return companies
}

function placeOf(company: number, source: string): string {
  return `${company}\u0000${source}`
}
