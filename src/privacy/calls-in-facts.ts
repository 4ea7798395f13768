import { callKey } from '../events/identity.ts'
import { nobody } from '../folding/message-rows.ts'
import { changeRows } from '../stores/events/change-rows.ts'
import type { Facts } from '../stores/events/facts.ts'
import type { Holds } from './address-search.ts'
import { piecesOf } from './pieces.ts'
import type { Rooms } from './rooms.ts'

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

/**
 * Takes away the numbers of clients of whom no call knows any more: what is counted by them stays, and says nothing of anybody.
 * Between the steps of folding, so that none of them has looked one up and not used it yet.
 * @param person one of them; everybody without it
 */
export async function forgetClients({ facts, folder }: Knowing, company: number, person?: string): Promise<void> {
  const whose = person === undefined ? `person != toUUID('${nobody}')` : `person = toUUID('${person}')`
  const known = `SELECT person FROM call_numbers WHERE company = ${company} AND ${whose}`
  const where = `company = ${company} AND ${whose} AND person NOT IN (${known})`
  await folder.between(async () => {
    const [row] = await facts.query(`SELECT count() FROM client_numbers WHERE ${where}`)
    if (Number(row![0]) > 0) await changeRows(facts, 'client_numbers', `DELETE WHERE ${where}`)
  })
}

type Knowing = Pick<Rooms, 'facts' | 'folder'>

/** Numbers of people; the company's own are kept as they are. */
const ofPeople = `(person != toUUID('${nobody}') OR position(number, '•') > 0)`

/** Takes somebody out of the calls: who called or was called in theirs, their telephone number elsewhere, and what they are counted by. */
export async function forgetInCalls(
  rooms: Knowing,
  company: number,
  known: InCalls,
  { holds, person }: { holds: Holds; person: string },
): Promise<void> {
  const { facts } = rooms
  for (const keys of piecesOf(keysOf(company, known.calls))) {
    const theirs = `company = ${company} AND call_key IN (${keys.join(',')}) AND ${ofPeople}`
    await changeRows(facts, 'call_numbers', `DELETE WHERE ${theirs}`)
  }
  for (const places of piecesOf(await tellingNumbers(facts, company, known, holds))) {
    const telling = `company = ${company} AND (call_key, side) IN (${places.join(',')})`
    await changeRows(facts, 'call_numbers', `DELETE WHERE ${telling}`)
  }
  await forgetClients(rooms, company, person)
}

/** How much the calls still know of somebody. */
export async function countInCalls(
  facts: Facts,
  company: number,
  person: string,
  known: InCalls,
  holds: Holds,
): Promise<number> {
  const isThem = `company = ${company} AND person = toUUID('${person}')`
  let count = (await countOf(facts, isThem)) + (await countOf(facts, isThem, 'client_numbers'))
  for (const keys of piecesOf(keysOf(company, known.calls))) {
    count += await countOf(facts, `company = ${company} AND call_key IN (${keys.join(',')}) AND ${ofPeople}`)
  }
  return count + (await tellingNumbers(facts, company, known, holds)).length
}

async function countOf(
  facts: Facts,
  where: string,
  table: 'call_numbers' | 'client_numbers' = 'call_numbers',
): Promise<number> {
  const [row] = await facts.query(`SELECT count() FROM ${table} WHERE ${where}`)
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
