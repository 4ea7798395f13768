import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Caller } from '../../accounts/scopes.ts'
import { refusalCodes } from '../../events/refusal.ts'
import type { RefusalCode } from '../../events/refusal.ts'
import { parseInstant } from '../../events/time.ts'
import { failure } from '../../failure.ts'
import type { FieldFault } from '../../failure.ts'
import { emptyAnswer } from '../../intake/intake.ts'
import type { Intake } from '../../intake/intake.ts'
import { readBlock } from '../../intake/read-body.ts'
import type { Facts } from '../../stores/events/facts.ts'
import { refusedCounts, refusedEvent, refusedEvents } from '../../stores/events/refused-events.ts'
import type { KeptRefusal, Place } from '../../stores/events/refused-events.ts'

export type RefusedEventsRoute = {
  facts: Facts
  intake: Intake
  /** Whoever asks; throws Failure unless they have the scope. */
  callerOf: (request: FastifyRequest, scope: 'read' | 'ingest') => Promise<Pick<Caller, 'company' | 'scopes'>>
}

const parameterNames = ['from', 'to', 'code', 'source', 'cursor', 'limit'] as const
type Parameter = (typeof parameterNames)[number]
const limitUsual = 50
const limitMax = 500
const codes = Object.keys(refusalCodes) as RefusalCode[]

/** The events that were refused: what, why, how many; and once more through the door when the reason is gone. */
export function refusedEventsRoute(server: FastifyInstance, { facts, intake, callerOf }: RefusedEventsRoute): void {
  server.get('/api/v1/refused-events', async (request) => {
    const { company, scopes } = await callerOf(request, 'read')
    const maySeeSent = scopes.includes('ingest') || scopes.includes('admin')
    const parameters = parametersOf(request)
    const period = { company, from: instant(parameters, 'from'), to: instant(parameters, 'to') }
    const source = parameters.get('source')?.[0]
    const limit = limitOf(parameters)
    const asked = { ...period, source, codes: codesOf(parameters) }
    const cursor = parameters.get('cursor')?.[0]
    const found = await refusedEvents(facts, asked, {
      before: cursor === undefined ? undefined : placeOf(cursor, 'cursor'),
      limit: limit + 1,
    })
    const shown = found.slice(0, limit)
    return {
      refused: shown.map((one) => viewOf(one, maySeeSent)),
      next: found.length > limit ? wordOf(shown.at(-1)!.place) : null,
      counts: await refusedCounts(facts, { ...period, source }),
    }
  })

  server.post<{ Params: { place: string } }>('/api/v1/refused-events/:place/replay', async (request) => {
    const { company } = await callerOf(request, 'ingest')
    const { place } = request.params
    const kept = await refusedEvent(facts, company, placeOf(place, 'place'))
    if (kept === undefined) throw failure('not-found', `There is no refused event ${place.slice(0, 40)}.`)
    if (kept.code === 'too-large' || kept.raw === '') {
      throw failure('unprocessable', 'This event was too large or too deep to be kept whole: send it anew.')
    }
    const answer = emptyAnswer()
    const piece = { bytes: Buffer.from(kept.raw), lines: 1, isTooLong: false }
    await intake.take(company, readBlock(piece, 0), answer)
    return answer
  })
}

/** What was sent holds addresses as they are: it is for those who send, and for those who may erase. */
function viewOf({ place, receivedAt, raw, ...rest }: KeptRefusal, maySeeSent: boolean) {
  return { place: wordOf(place), receivedAt: new Date(receivedAt).toISOString(), ...rest, raw: maySeeSent ? raw : null }
}

function wordOf({ record, at }: Place): string {
  return `${record}-${at}`
}

function placeOf(word: string, field: string): Place {
  const [, record, at] = /^(\d{1,15})-(\d{1,9})$/.exec(word) ?? []
  if (record === undefined)
    throw fault({ field, detail: `"${word.slice(0, 40)}" is not a place of an earlier answer.` })
  return { record: Number(record), at: Number(at) }
}

type Parameters = ReadonlyMap<Parameter, readonly string[]>

/** The query string by name. A name that is not known is refused, so that no filter is ignored in silence. */
function parametersOf(request: FastifyRequest): Parameters {
  const parameters = new Map<Parameter, string[]>()
  for (const [name, value] of Object.entries(request.query as Record<string, string | string[]>)) {
    const known = parameterNames.find((one) => one === name)
    if (known === undefined) {
      throw fault({
        field: name.slice(0, 40),
        detail: `This parameter is not known here; there are: ${parameterNames.join(', ')}.`,
      })
    }
    if (known !== 'code' && Array.isArray(value))
      throw fault({ field: name, detail: 'This parameter may be given once.' })
    parameters.set(known, [value].flat())
  }
  return parameters
}

function instant(parameters: Parameters, name: 'from' | 'to'): number | undefined {
  const text = parameters.get(name)?.[0]
  if (text === undefined) return undefined
  // In a query string a plus means a space.
  const milliseconds = parseInstant(text.replace(/ (\d{2}:\d{2})$/, '+$1'))
  if (milliseconds !== undefined) return milliseconds
  throw fault({ field: name, detail: `"${text.slice(0, 40)}" is not an RFC 3339 time such as "2026-11-24T09:30:00Z".` })
}

function codesOf(parameters: Parameters): RefusalCode[] | undefined {
  const asked = parameters.get('code')?.flatMap((value) => value.split(','))
  if (asked === undefined) return undefined
  const wrong = asked.find((code) => !codes.some((known) => known === code))
  if (wrong !== undefined) {
    throw fault({ field: 'code', detail: `"${wrong.slice(0, 40)}" is not one of ${codes.join(', ')}.` })
  }
  return codes.filter((code) => asked.includes(code))
}

function limitOf(parameters: Parameters): number {
  const limit = Number(parameters.get('limit')?.[0] ?? limitUsual)
  if (Number.isInteger(limit) && limit >= 1 && limit <= limitMax) return limit
  throw fault({ field: 'limit', detail: `The limit must be a whole number from 1 to ${limitMax}.` })
}

function fault(one: FieldFault): Error {
  return failure('bad-request', `${one.field}: ${one.detail}`, [one])
}
