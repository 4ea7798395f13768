import { createGunzip } from 'node:zlib'
import type { Readable } from 'node:stream'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Failure, failure } from '../../failure.ts'
import { emptyAnswer } from '../../intake/intake.ts'
import type { Intake, IntakeAnswer } from '../../intake/intake.ts'
import { readLines, sentEvents } from '../../intake/read-body.ts'

/** Bodies that must be read whole may have so many bytes; streams of lines may be much longer. */
export const wholeBodyMax = 16 * 1024 * 1024
/** After decompression: more than any real delivery, less than what would keep a server busy for hours. */
export const streamMax = 4 * 1024 * 1024 * 1024
/** Real events compress 5 to 20 times; a bomb compresses a thousand times. */
const inflationMax = 200
const inflationFree = 64 * 1024 * 1024

export type EventsRoute = {
  intake: Intake
  /** The company of the request's token; throws Failure unless the token has the scope `ingest`. */
  companyOf: (request: FastifyRequest) => Promise<number>
  now: () => number
}

const modes = {
  'application/x-ndjson': 'lines',
  'application/ndjson': 'lines',
  'application/cloudevents+json': 'single',
  'application/cloudevents-batch+json': 'batch',
  'application/json': 'json',
} as const

/** `POST /api/v1/events`: CloudEvents 1.0, single, batch, binary, or one a line; answered when durable. */
export function eventsRoute(server: FastifyInstance, { intake, companyOf, now }: EventsRoute): void {
  server.register(async (scope) => {
    // The body is read by us, as it comes: it may be a stream that is longer than memory.
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', (_request, _payload, done) => done(null))

    scope.post('/api/v1/events', { bodyLimit: Number.MAX_SAFE_INTEGER }, async (request, reply) => {
      const company = await companyOf(request)
      const answer = emptyAnswer()
      const body = bodyOf(request)
      const mode = modeOf(request)
      try {
        if (mode === 'lines') await takeStream(intake, company, body, answer, now)
        else await intake.take(company, await wholeEvents(request, body, mode), answer)
      } catch (error) {
        throw explain(error, answer)
      }
      if (answer.accepted + answer.duplicates + answer.rejected.length === 0 && mode === 'lines') {
        throw failure('bad-request', 'The body is empty: send one CloudEvent a line.')
      }
      return reply.send(answer)
    })
  })
}

/** Blocks follow each other without waiting for the disk; a few are under way at once. */
const blocksAtOnce = 8

async function takeStream(
  intake: Intake,
  company: number,
  body: AsyncIterable<Buffer>,
  answer: IntakeAnswer,
  now: () => number,
) {
  const underWay = new Set<Promise<void>>()
  let fault: unknown
  for await (const block of readLines(body, now)) {
    const taking: Promise<void> = intake
      .take(company, block, answer)
      .catch((error: unknown) => {
        fault ??= error
      })
      .finally(() => underWay.delete(taking))
    underWay.add(taking)
    if (underWay.size >= blocksAtOnce) await Promise.race(underWay)
    if (fault !== undefined) break
  }
  await Promise.all(underWay)
  if (fault !== undefined) throw fault
}

async function wholeEvents(
  request: FastifyRequest,
  body: AsyncIterable<Buffer>,
  mode: 'single' | 'batch' | 'json' | 'binary',
) {
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
    pieces.push(piece)
  }
  const bytes = Buffer.concat(pieces)
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
  return sentEvents(Array.isArray(value) ? value : [value])
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

function modeOf(request: FastifyRequest): 'lines' | 'single' | 'batch' | 'json' | 'binary' {
  if (request.headers['ce-id'] !== undefined || request.headers['ce-specversion'] !== undefined) return 'binary'
  const type = (request.headers['content-type'] ?? '').split(';')[0]!.trim().toLowerCase()
  const mode = (modes as Record<string, (typeof modes)[keyof typeof modes] | undefined>)[type]
  if (mode !== undefined) return mode
  throw failure(
    'unsupported-media-type',
    `The content type "${type.slice(0, 80)}" is not known here: send one of ${Object.keys(modes).join(', ')}.`,
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
  const sofar =
    kept + answer.rejected.length === 0
      ? 'Nothing of this request was kept.'
      : `${kept} events before it are kept, ${answer.rejected.length} were refused. Sending all again is safe: events that are known are counted once.`
  if (error instanceof Failure) return failure(error.code, `${error.message} ${sofar}`, error.fields, error)
  if (error instanceof Error && 'code' in error && String(error.code).startsWith('Z_')) {
    return failure('bad-request', `The body is not whole gzip. ${sofar}`, [], error)
  }
  return error
}
