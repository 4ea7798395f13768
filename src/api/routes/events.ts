import { createGunzip } from 'node:zlib'
import type { Readable } from 'node:stream'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Failure, failure } from '../../failure.ts'
import type { Held, InFlight } from '../../intake/in-flight.ts'
import { emptyAnswer, rejectedOf } from '../../intake/intake.ts'
import type { Intake, IntakeAnswer } from '../../intake/intake.ts'
import { readBlock, readPieces, sentEvents } from '../../intake/read-body.ts'
import type { Piece, SentBlock } from '../../intake/read-body.ts'

/** Bodies that must be read whole may have so many bytes; streams of lines may be much longer. */
export const wholeBodyMax = 16 * 1024 * 1024
/** After decompression: more than any real delivery, less than what would keep a server busy for hours. */
export const streamMax = 4 * 1024 * 1024 * 1024
/** Real events compress 5 to 20 times; a bomb compresses a thousand times. */
const inflationMax = 200
const inflationFree = 64 * 1024 * 1024

/** A list may hold so many events: it is kept whole or not at all. */
const listMax = 100_000
/** A feed that sends nothing but rubbish is told so, and stopped. */
const refusedMax = 1_000_000
/** What an event takes in memory beyond its text, about. */
const bytesPerEvent = 512

export type EventsRoute = {
  intake: Intake
  inFlight: InFlight
  /** The company of the request's token; throws Failure unless the token has the scope `ingest`. */
  companyOf: (request: FastifyRequest) => Promise<number>
}

const path = '/api/v1/events'
type Mode = 'lines' | 'single' | 'batch' | 'json' | 'binary'
const modes: ReadonlyMap<string, Mode> = new Map([
  ['application/x-ndjson', 'lines'],
  ['application/ndjson', 'lines'],
  ['application/cloudevents+json', 'single'],
  ['application/cloudevents-batch+json', 'batch'],
  ['application/json', 'json'],
])

/** `POST /api/v1/events`: CloudEvents 1.0, single, batch, binary, or one a line; answered when durable. */
export function eventsRoute(server: FastifyInstance, { intake, inFlight, companyOf }: EventsRoute): void {
  server.register(async (scope) => {
    // The body is read by us, as it comes: it may be a stream that is longer than memory.
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', (_request, _payload, done) => done(null))

    scope.post(path, { bodyLimit: Number.MAX_SAFE_INTEGER }, async (request, reply) => {
      const company = await companyOf(request)
      const answer = emptyAnswer()
      let held: Held | undefined
      try {
        held = inFlight.begin()
        const mode = modeOf(request)
        const reading: Reading = { intake, inFlight, held, company, body: bodyOf(request), answer }
        if (mode === 'lines') await takeStream(reading)
        else await takeWhole(reading, request, mode)
      } catch (error) {
        // Who is still sending may first finish, and then read the answer.
        request.raw.resume()
        throw explain(error, answer)
      } finally {
        held?.end()
      }
      return reply.send(answer)
    })

    scope.route({
      method: ['GET', 'PUT', 'PATCH', 'DELETE'],
      url: path,
      handler: (_request, reply) => {
        reply.header('allow', 'POST')
        throw failure('method-not-allowed', 'Send events with POST.')
      },
    })
  })
}

/** A request while its body is read. */
type Reading = {
  intake: Intake
  inFlight: InFlight
  held: Held
  company: number
  body: AsyncIterable<Buffer>
  answer: IntakeAnswer
}

/** Blocks follow each other without waiting for the disk; a few are under way at once. */
const blocksAtOnce = 8

async function takeStream({ intake, inFlight, held, company, body, answer }: Reading): Promise<void> {
  const underWay = new Set<Promise<void>>()
  let fault: unknown
  let index = 0

  async function take(piece: Piece): Promise<void> {
    const done = await inFlight.turn(piece.bytes.length * 2 + piece.lines * bytesPerEvent)
    const block = readBlock(piece, index)
    index += block.events.length
    const taking: Promise<void> = intake
      .take(company, block, answer)
      .catch((error: unknown) => {
        fault ??= error
      })
      .finally(() => {
        done()
        underWay.delete(taking)
      })
    underWay.add(taking)
    if (underWay.size >= blocksAtOnce) await Promise.race(underWay)
    if (fault === undefined && rejectedOf(answer) > refusedMax) {
      throw failure('unprocessable', `Over ${refusedMax} events of this request were refused: mend them first.`)
    }
    if (fault !== undefined) throw fault
  }

  try {
    for await (const piece of readPieces(body, held.holds)) await take(piece)
  } finally {
    await Promise.all(underWay)
  }
  if (fault !== undefined) throw fault
  if (index === 0) throw failure('bad-request', 'The body is empty: send one CloudEvent a line.')
}

async function takeWhole(reading: Reading, request: FastifyRequest, mode: Exclude<Mode, 'lines'>): Promise<void> {
  const { intake, inFlight, held, company, answer } = reading
  const bytes = await wholeBody(reading)
  const done = await inFlight.turn(bytes.length * 4)
  try {
    held.holds(0)
    await intake.take(company, wholeEvents(request, bytes, mode), answer)
  } finally {
    done()
  }
}

async function wholeBody({ body, held }: Reading): Promise<Buffer> {
  const pieces: Buffer[] = []
  let length = 0
  for await (const piece of body) {
    length += piece.length
    if (length > wholeBodyMax) {
      throw failure(
        'too-large',
        `The body is over ${wholeBodyMax / 1024 / 1024} MiB: send application/x-ndjson, which has no such limit.`,
      )
    }
    held.holds(length)
    pieces.push(piece)
  }
  return Buffer.concat(pieces, length)
}

function wholeEvents(request: FastifyRequest, bytes: Buffer, mode: Exclude<Mode, 'lines'>): SentBlock {
  const text = decode(bytes)
  if (text.trim() === '') throw failure('bad-request', 'The body is empty: send a CloudEvent.')
  const value = parse(text)
  if (mode === 'binary') return sentEvents([fromHeaders(request, value)])
  if (mode === 'single' && Array.isArray(value)) {
    throw failure('bad-request', 'The body is a list: send it as application/cloudevents-batch+json.')
  }
  if (mode === 'batch' && !Array.isArray(value)) {
    throw failure('bad-request', 'The body must be a list of events: send one event as application/cloudevents+json.')
  }
  const values: unknown[] = Array.isArray(value) ? value : [value]
  if (values.length > listMax) {
    throw failure(
      'too-large',
      `The list has ${values.length} events, at most ${listMax} are taken at once: send application/x-ndjson, which has no such limit.`,
    )
  }
  return sentEvents(values)
}

function decode(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw failure('bad-request', 'The body is not valid UTF-8.')
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch (error) {
    const reason = error instanceof Error ? error.message.slice(0, 160).toWellFormed() : ''
    throw failure('bad-request', `The body is not JSON: ${reason}.`)
  }
}

/** The binary mode of the CloudEvents HTTP binding: the envelope in `ce-` headers, `data` in the body. */
function fromHeaders(request: FastifyRequest, data: unknown): unknown {
  const event: Record<string, unknown> = { data }
  for (const [name, value] of Object.entries(request.headers)) {
    if (!name.startsWith('ce-') || typeof value !== 'string') continue
    event[name.slice(3)] = percentDecoded(value)
  }
  return event
}

function percentDecoded(value: string): string {
  try {
    return decodeURIComponent(value)
  } catch {
    return value
  }
}

function modeOf(request: FastifyRequest): Mode {
  const contentType = request.headers['content-type'] ?? ''
  const charset = /;\s*charset\s*=\s*"?([^";\s]*)/i.exec(contentType)?.[1] ?? 'utf-8'
  if (!/^(utf-?8|us-ascii)$/i.test(charset)) {
    throw failure(
      'unsupported-media-type',
      `The charset "${charset.slice(0, 40)}" is not known here: send UTF-8, which JSON is always in.`,
    )
  }
  if (request.headers['ce-id'] !== undefined || request.headers['ce-specversion'] !== undefined) return 'binary'
  const type = contentType.split(';')[0]!.trim().toLowerCase()
  const mode = modes.get(type)
  if (mode !== undefined) return mode
  throw failure(
    'unsupported-media-type',
    `The content type "${type.slice(0, 80)}" is not known here: send one of ${[...modes.keys()].join(', ')}.`,
  )
}

function bodyOf(request: FastifyRequest): AsyncIterable<Buffer> {
  const encoding = (request.headers['content-encoding'] ?? 'identity').toLowerCase()
  // A reader that stops early must not tear down the connection on which the answer goes out.
  if (encoding === 'identity') return request.raw.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>
  if (encoding !== 'gzip' && encoding !== 'x-gzip') {
    throw failure(
      'unsupported-media-type',
      `The content encoding "${encoding.slice(0, 40)}" is not known here: send gzip, or none.`,
    )
  }
  return decompressed(request.raw)
}

async function* decompressed(packed: Readable): AsyncGenerator<Buffer> {
  const gunzip = createGunzip({ chunkSize: 64 * 1024 })
  packed.pipe(gunzip)
  // A client that goes away half-way ends the reading, too.
  packed.once('error', (error) => gunzip.destroy(error))
  packed.once('aborted', () => gunzip.destroy(failure('bad-request', 'The client went away.')))
  let plain = 0
  try {
    for await (const piece of gunzip as AsyncIterable<Buffer>) {
      plain += piece.length
      if (plain > streamMax || (plain > inflationFree && plain > gunzip.bytesWritten * inflationMax)) {
        throw failure('too-large', 'The body grows too much when it is decompressed.')
      }
      yield piece
    }
  } finally {
    packed.unpipe(gunzip)
    packed.resume()
  }
}

/** What was kept before the fault stays kept; the sentence says so, so that nobody thinks that all was lost. */
function explain(error: unknown, answer: IntakeAnswer): unknown {
  const kept = answer.accepted + answer.duplicates
  const refused = rejectedOf(answer)
  const sofar =
    kept + refused === 0
      ? 'Nothing of this request was kept.'
      : `${kept} events before it are kept, ${refused} were refused. Sending all again is safe: events that are known are counted once.`
  if (error instanceof Failure) return failure(error.code, `${error.message} ${sofar}`, error.fields, error)
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (code.startsWith('Z_')) return failure('bad-request', `The body is not whole gzip. ${sofar}`, [], error)
  if (code === 'ECONNRESET') return failure('bad-request', `The client went away in the middle. ${sofar}`, [], error)
  return error
}
