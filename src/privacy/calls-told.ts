import { callListing } from '../panels/call-list.ts'
import { named, timesIn } from '../panels/listing.ts'
import type { Facts } from '../stores/events/facts.ts'
import { callsInFacts, callsOf } from './calls-in-facts.ts'

/** The calls of a person as lists have them, the latest first. */
export type CallsTold = { calls: Record<string, unknown>[]; callsMore: number }

const callsMax = 100_000
/** Names and numbers of so many are looked up at once. */
const callsAtOnce = 1000

/** Reads what is known of the calls of which a person is the client, as they may ask for it; times are in UTC. */
export async function callsTold(facts: Facts, company: number, person: string): Promise<CallsTold> {
  const query = (sql: string) => facts.query(sql, { session: 'exports' })
  const rows = await query(callListing.select(`${callsOf(company, person)} AND gone = 0`, callsMax))
  const calls: Record<string, unknown>[] = []
  for (let at = 0; at < rows.length; at += callsAtOnce) {
    const shown = await callListing.show(query, company, rows.slice(at, at + callsAtOnce), timesIn('UTC'))
    calls.push(...shown.map((row) => named(callListing, row)))
  }
  const all = (await callsInFacts(facts, company, person)).length
  return { calls, callsMore: Math.max(0, all - calls.length) }
}
