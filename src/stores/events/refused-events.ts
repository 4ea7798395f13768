import type { RefusalCode } from '../../events/refusal.ts'
import type { Facts } from './facts.ts'

/** A refused event as it is kept: where in the log, what was wrong, and what was sent. */
export type KeptRefusal = {
  place: Place
  receivedAt: number
  code: RefusalCode
  field: string
  detail: string
  source: string
  id: string
  raw: string
}

/** The record of the log, and the place within it. */
export type Place = { record: number; at: number }

export type RefusalQuestion = {
  company: number
  /** Milliseconds, half-open; undefined is without an end. */
  from?: number | undefined
  to?: number | undefined
  codes?: readonly RefusalCode[] | undefined
  source?: string | undefined
}

/** Refused events, newest first, from before a place on. */
export async function refusedEvents(
  facts: Facts,
  question: RefusalQuestion,
  page: { before?: Place | undefined; limit: number },
): Promise<KeptRefusal[]> {
  const { before, limit } = page
  const older = before === undefined ? '' : ` AND (record, place) < (${before.record}, ${before.at})`
  // What was sent may be long: it is read for the rows of the page alone.
  const { where, parameters } = conditions(question)
  const places = await facts.query(
    `SELECT record, place FROM refused_events FINAL WHERE ${where}${older} ORDER BY record DESC, place DESC LIMIT ${limit}`,
    { parameters },
  )
  if (places.length === 0) return []
  return read(
    facts,
    question.company,
    places.map(([record, at]) => ({ record: Number(record), at: Number(at) })),
  )
}

/** One refused event; undefined when the company has none at this place. */
export async function refusedEvent(facts: Facts, company: number, place: Place): Promise<KeptRefusal | undefined> {
  return (await read(facts, company, [place]))[0]
}

/** All refused events of a company up to a record of the log, newest first, without holding them. */
export async function* everyRefusedEvent(facts: Facts, company: number, end: number): AsyncGenerator<KeptRefusal> {
  const pieces = facts.stream(
    `SELECT ${columns} FROM refused_events FINAL WHERE company = ${company} AND record <= ${end} ORDER BY record DESC, place DESC`,
    { session: 'exports' },
  )
  for await (const rows of pieces) yield* rows.map(keptRefusal)
}

/** How many refused events there are of each code, the most frequent first. */
export async function refusedCounts(
  facts: Facts,
  question: RefusalQuestion,
): Promise<{ code: RefusalCode; count: number }[]> {
  const { where, parameters } = conditions(question)
  const rows = await facts.query(
    `SELECT code, count() AS n FROM refused_events FINAL WHERE ${where} GROUP BY code ORDER BY n DESC, code`,
    { parameters },
  )
  return rows.map(([code, count]) => ({ code: code as RefusalCode, count: Number(count) }))
}

async function read(facts: Facts, company: number, places: readonly Place[]): Promise<KeptRefusal[]> {
  const list = places.map(({ record, at }) => `(${record},${at})`).join(',')
  const rows = await facts.query(
    `SELECT ${columns} FROM refused_events FINAL ` +
      `WHERE company = ${company} AND (record, place) IN (${list}) ORDER BY record DESC, place DESC`,
  )
  return rows.map(keptRefusal)
}

const columns = 'record, place, toUnixTimestamp64Milli(received_at), code, field, detail, source, id, raw'

function keptRefusal([record, at, receivedAt, code, field, detail, source, id, raw]: readonly unknown[]): KeptRefusal {
  return {
    place: { record: Number(record), at: Number(at) },
    receivedAt: Number(receivedAt),
    code: code as RefusalCode,
    field: String(field),
    detail: String(detail),
    source: String(source),
    id: String(id),
    raw: String(raw),
  }
}

function conditions({ company, from, to, codes, source }: RefusalQuestion) {
  const conditionsOf = [
    `company = ${company}`,
    ...(from === undefined ? [] : [`received_at >= fromUnixTimestamp64Milli(toInt64(${from}), 'UTC')`]),
    ...(to === undefined ? [] : [`received_at < fromUnixTimestamp64Milli(toInt64(${to}), 'UTC')`]),
    ...(codes === undefined ? [] : [`code IN (${codes.map((code) => `'${code}'`).join(',')})`]),
    ...(source === undefined ? [] : ['source = {source:String}']),
  ]
  return { where: conditionsOf.join(' AND '), parameters: source === undefined ? {} : { source } }
}
