import { callKey } from '../events/identity.ts'
import type { Facts } from '../stores/events/facts.ts'
import { factsOfCall } from './call-facts.ts'
import type { CallState } from './call-state.ts'
import { bucketOf } from './instants.ts'

/** Where the facts have a call and its legs, and which records of the log hold their events. */
export type CallPlace = {
  /** Hexadecimal digits of its UUID. */
  key: string
  /** The start of its bucket, seconds since 1970. */
  bucket: number
  /** The buckets of its legs. */
  legBuckets: readonly number[]
  records: readonly number[]
}

/** Finds a call of a company; undefined when no event of it was folded. */
export async function findCall(facts: Facts, company: number, call: string): Promise<CallPlace | undefined> {
  const key = callKey(company, call)
  const [row] = await facts.query(
    `SELECT argMax(state, record) FROM call_states ` +
      `WHERE company = ${company} AND call_key = toUUID('${key}') HAVING count() > 0`,
  )
  if (row === undefined) return undefined
  const state = JSON.parse(String(row[0])) as CallState
  const { startedAt, legs } = factsOfCall(company, state)
  return {
    key,
    bucket: bucketOf(startedAt),
    legBuckets: [...new Set(legs.map((leg) => bucketOf(leg.startedAt)))],
    records: state.records,
  }
}
