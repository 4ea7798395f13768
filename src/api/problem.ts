import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { Failure, type FailureCode } from '../failure.ts'

/** What each failure is in HTTP; this file is the only place that knows a status. */
const problems: Readonly<Record<FailureCode, { status: number; title: string }>> = {
  'bad-request': { status: 400, title: 'The request is not understood' },
  unauthenticated: { status: 401, title: 'Sign in first' },
  forbidden: { status: 403, title: 'Not allowed' },
  'not-found': { status: 404, title: 'Not found' },
  conflict: { status: 409, title: 'In conflict with what is there' },
  'too-large': { status: 413, title: 'Too large' },
  'unsupported-media-type': { status: 415, title: 'This content type is not understood' },
  unprocessable: { status: 422, title: 'The values do not fit' },
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
  const retryAfter = retryAfterSeconds[failure.code]
  if (retryAfter !== undefined) reply.header('retry-after', retryAfter)
  if (failure.code === 'unauthenticated') reply.header('www-authenticate', 'Bearer realm="talkmeter"')
  const fields = failure.fields.length === 0 ? {} : { fields: failure.fields }
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

/** The framework's own refusals (a body that is no JSON, too large, of an unknown type) in the words of the house. */
function fromFramework(error: FastifyError): Failure {
  const status = error.statusCode ?? 500
  const known = Object.entries(problems).find(([, problem]) => problem.status === status && status < 500)
  if (known !== undefined) return new Failure(known[0] as FailureCode, error.message)
  if (status >= 400 && status < 500) return new Failure('bad-request', error.message)
  return new Failure('internal', 'Something went wrong here; the log of the server says more under this request id.')
}
