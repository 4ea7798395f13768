import type { Socket } from 'node:net'
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { Failure, type FailureCode } from '../failure.ts'

/** What each failure is in HTTP; this file is the only place that knows a status. */
const problems: Readonly<Record<FailureCode, { status: number; title: string }>> = {
  'bad-request': { status: 400, title: 'The request is not understood' },
  unauthenticated: { status: 401, title: 'Sign in first' },
  'second-factor': { status: 401, title: 'A second factor is needed' },
  forbidden: { status: 403, title: 'Not allowed' },
  'not-found': { status: 404, title: 'Not found' },
  gone: { status: 410, title: 'Not there any more' },
  'method-not-allowed': { status: 405, title: 'Not with this method' },
  conflict: { status: 409, title: 'In conflict with what is there' },
  'too-large': { status: 413, title: 'Too large' },
  'unsupported-media-type': { status: 415, title: 'This content type is not understood' },
  unprocessable: { status: 422, title: 'The values do not fit' },
  'missing-details': { status: 422, title: 'Details of the company are missing' },
  'too-many-requests': { status: 429, title: 'Too many requests' },
  overloaded: { status: 503, title: 'Too busy' },
  misconfigured: { status: 500, title: 'The installation is not set up right' },
  'data-folder-in-use': { status: 503, title: 'Not ready' },
  'damaged-log': { status: 500, title: 'The log is damaged' },
  'disk-full': { status: 507, title: 'The disk is full' },
  internal: { status: 500, title: 'Something went wrong here' },
}

/** Failures that pass by themselves: the caller is told when to come again. */
const retryAfterSeconds: Readonly<Partial<Record<FailureCode, number>>> = { overloaded: 2, 'disk-full': 30 }

/** Answers any error with an RFC 9457 problem document; what is not a failure of ours is logged and not shown. */
export function answerWithProblem(error: FastifyError | Failure, request: FastifyRequest, reply: FastifyReply) {
  const failure = error instanceof Failure ? error : fromFramework(error)
  const { status, title } = problems[failure.code]
  if (status >= 500) request.log.error({ err: error }, failure.message)
  const retryAfter = failure.retryAfterSeconds ?? retryAfterSeconds[failure.code]
  if (retryAfter !== undefined) reply.header('retry-after', retryAfter)
  if (failure.code === 'unauthenticated') reply.header('www-authenticate', 'Bearer realm="talkmeter"')
  const fields = failure.fields.length === 0 ? {} : { fields: fieldsOf(failure) }
  return reply
    .status(status)
    .type('application/problem+json')
    .send({
      type: 'about:blank',
      title,
      status,
      detail: failure.message,
      code: failure.code,
      ...fields,
      requestId: request.id,
    })
}

/** Each field with what is wrong with it; of details that are missing there is nothing to say but their names. */
function fieldsOf({ code, fields }: Failure) {
  return code === 'missing-details' ? fields.map(({ field }) => field) : fields
}

/** The framework's own refusals (a body that is no JSON, too large, of an unknown type) in the words of the house. */
function fromFramework(error: FastifyError): Failure {
  const status = error.statusCode ?? 500
  const known = Object.entries(problems).find(([, problem]) => problem.status === status && status < 500)
  const sentence = clip(error.message)
  if (known !== undefined) return new Failure(known[0] as FailureCode, sentence)
  if (status >= 400 && status < 500) return new Failure('bad-request', sentence)
  return new Failure('internal', 'Something went wrong here; the log of the server says more under this request id.')
}

/** The framework repeats what it was sent, however long. */
function clip(sentence: string): string {
  return sentence.length > 200 ? `${sentence.slice(0, 200).toWellFormed()}…` : sentence
}

type Unreadable = { status: number; reason: string; title: string; code: FailureCode; detail: string }

const unreadable: Readonly<Record<'overflow' | 'timeout' | 'other', Unreadable>> = {
  overflow: {
    status: 431,
    reason: 'Request Header Fields Too Large',
    title: problems['too-large'].title,
    code: 'too-large',
    detail: 'The address and the headers of a request may have 16 KiB together.',
  },
  timeout: {
    status: 408,
    reason: 'Request Timeout',
    title: 'The request did not come whole',
    code: 'bad-request',
    detail: 'The request took too long to arrive.',
  },
  other: {
    status: 400,
    reason: 'Bad Request',
    title: problems['bad-request'].title,
    code: 'bad-request',
    detail: 'This is not HTTP as it can be read here.',
  },
}

/** For answers that no hook has seen: what `api/server` gives all others through helmet, in short. */
export function bareHeaders(publicUrl: string | undefined): Readonly<Record<string, string>> {
  return {
    'content-security-policy':
      "default-src 'none'; script-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'",
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'cache-control': 'no-store',
    ...(publicUrl?.startsWith('https://')
      ? { 'strict-transport-security': 'max-age=31536000; includeSubDomains' }
      : {}),
  }
}

/** Answers bytes that never became a request, in the form of any other problem, and closes the connection. */
export function answerUnreadable(
  error: Error & { code?: string },
  socket: Socket,
  headers: Readonly<Record<string, string>>,
): void {
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy()
    return
  }
  const kind =
    error.code === 'HPE_HEADER_OVERFLOW' ? 'overflow' : error.code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 'timeout' : 'other'
  const { reason, ...problem } = unreadable[kind]
  const body = JSON.stringify({ type: 'about:blank', ...problem })
  const all = {
    ...headers,
    'content-type': 'application/problem+json; charset=utf-8',
    'content-length': Buffer.byteLength(body),
    connection: 'close',
  }
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`)
  socket.end(`HTTP/1.1 ${problem.status} ${reason}\r\n${lines.join('')}\r\n${body}`)
}
