import { callKey } from '../events/identity.ts'
import { nobody } from '../folding/message-rows.ts'
import { changeRows } from '../stores/events/change-rows.ts'
import type { Facts } from '../stores/events/facts.ts'
import type { Holds } from './address-search.ts'
import { piecesOf } from './pieces.ts'

/** The calls of a person, as a condition on the key of a call. */
export function callsOf(company: number, person: string): string {
  return (
    `company = ${company} AND call_key IN (SELECT call_key FROM call_numbers WHERE company = ${company} ` +
    `AND person = toUUID('${person}'))`
  )
}

/** The ids of calls whose client the facts know to be this person; those that were known of before an instant. */
export async function callsInFacts(
  facts: Facts,
  company: number,
  person: string,
  before = Number.MAX_SAFE_INTEGER,
): Promise<string[]> {
  const rows = await facts.query(
    `SELECT DISTINCT JSONExtractString(state, 'call') FROM call_states WHERE ${callsOf(company, person)} ` +
      `AND JSONExtractUInt(state, 'knownAt') < ${before}`,
  )
  return rows.map(([call]) => String(call))
}

/** What of the calls is to forget somebody. */
export type InCalls = {
  /** Calls of which they are the client. */
  calls: ReadonlySet<string>
  /** Calls of others in whose numbers their address may stand. */
  mentions: ReadonlySet<string>
}

/** Numbers of people; the company's own are kept as they are. */
const ofPeople = `(person != toUUID('${nobody}') OR position(number, '•') > 0)`

/** Takes somebody out of the calls: who called or was called in theirs, and their number elsewhere. */
export async function forgetInCalls(facts: Facts, company: number, known: InCalls, holds: Holds): Promise<void> {
  for (const keys of piecesOf(keysOf(company, known.calls))) {
    const theirs = `company = ${company} AND call_key IN (${keys.join(',')}) AND ${ofPeople}`
    await changeRows(facts, 'call_numbers', `DELETE WHERE ${theirs}`)
  }
  for (const places of piecesOf(await tellingNumbers(facts, company, known, holds))) {
    const telling = `company = ${company} AND (call_key, side) IN (${places.join(',')})`
    await changeRows(facts, 'call_numbers', `DELETE WHERE ${telling}`)
  }
}

/** How much the calls still know of somebody. */
export async function countInCalls(
  facts: Facts,
  company: number,
  person: string,
  known: InCalls,
  holds: Holds,
): Promise<number> {
  let count = await countOf(facts, `company = ${company} AND person = toUUID('${person}')`)
  for (const keys of piecesOf(keysOf(company, known.calls))) {
    count += await countOf(facts, `company = ${company} AND call_key IN (${keys.join(',')}) AND ${ofPeople}`)
  }
  return count + (await tellingNumbers(facts, company, known, holds)).length
}

async function countOf(facts: Facts, where: string): Promise<number> {
  const [row] = await facts.query(`SELECT count() FROM call_numbers WHERE ${where}`)
  return Number(row![0])
}

/** Where numbers of these calls are an address. */
async function tellingNumbers(
  facts: Facts,
  company: number,
  { calls, mentions }: InCalls,
  holds: Holds,
): Promise<string[]> {
  const places: string[] = []
  for (const keys of piecesOf(keysOf(company, new Set([...calls, ...mentions])))) {
    const rows = await facts.query(
      `SELECT toString(call_key), side, number FROM call_numbers ` +
        `WHERE company = ${company} AND call_key IN (${keys.join(',')})`,
    )
    for (const [call, side, number] of rows) {
      if (holds(String(number))) places.push(`(toUUID('${String(call)}'),${Number(side)})`)
    }
  }
  return places
}

function keysOf(company: number, calls: ReadonlySet<string>): string[] {
  return Array.from(calls, (call) => `toUUID('${callKey(company, call)}')`)
}
