import { callOutcomes, directions } from '../events/call-vocabulary.ts'
import { inZone } from '../measures/zone.ts'
import type { Facts } from '../stores/events/facts.ts'
import { callsInFacts, callsOf } from './calls-in-facts.ts'

/** The calls of a person, the latest first. */
export type CallsTold = { calls: Record<string, unknown>[]; callsMore: number }

const callsMax = 100_000

/** Reads what is known of the calls of which a person is the client, as they may ask for it. */
export async function callsTold(facts: Facts, company: number, person: string): Promise<CallsTold> {
  const rows = await facts.query(
    `SELECT call, toUnixTimestamp64Milli(started_at), ifNull(toUnixTimestamp64Milli(answered_at), 0), ` +
      `ifNull(toUnixTimestamp64Milli(ended_at), 0), direction, outcome, talk FROM calls FINAL ` +
      `WHERE ${callsOf(company, person)} AND gone = 0 ORDER BY started_at DESC, call LIMIT ${callsMax}`,
    { session: 'exports' },
  )
  const calls = rows.map(([call, startedAt, answeredAt, endedAt, direction, outcome, talk]) => ({
    call: String(call),
    started_at: timeOrNull(startedAt),
    answered_at: timeOrNull(answeredAt),
    ended_at: timeOrNull(endedAt),
    direction: wordOf(directions, direction),
    outcome: wordOf(callOutcomes, outcome),
    talk_seconds: Number(talk),
  }))
  const all = (await callsInFacts(facts, company, person)).length
  return { calls, callsMore: Math.max(0, all - calls.length) }
}

function timeOrNull(milliseconds: unknown): string | null {
  return Number(milliseconds) === 0 ? null : inZone(Number(milliseconds), 'UTC')
}

function wordOf(words: readonly { word: string; code: number }[], told: unknown): string {
  return words.find(({ code }) => code === Number(told))?.word ?? ''
}
