/**
 * What can go wrong where a caller may meet it. The list is closed: `api/problem` gives each code its HTTP status,
 * the command line prints the sentence, and nothing else needs to know more.
 */
export type FailureCode =
  | 'bad-request'
  | 'unauthenticated'
  | 'second-factor'
  | 'forbidden'
  | 'not-found'
  | 'gone'
  | 'method-not-allowed'
  | 'conflict'
  | 'too-large'
  | 'unsupported-media-type'
  | 'unprocessable'
  | 'missing-details'
  | 'too-many-requests'
  | 'overloaded'
  | 'misconfigured'
  | 'data-folder-in-use'
  | 'damaged-log'
  | 'disk-full'
  | 'internal'

/** A field of the request at fault, and what is wrong with it, in words. */
export type FieldFault = { field: string; detail: string }

export class Failure extends Error {
  readonly code: FailureCode
  readonly fields: readonly FieldFault[]
  /** For what passes by itself: when to come again. */
  readonly retryAfterSeconds: number | undefined
  constructor(
    code: FailureCode,
    sentence: string,
    fields: readonly FieldFault[] = [],
    cause?: unknown,
    retryAfterSeconds?: number,
  ) {
    super(sentence, cause === undefined ? undefined : { cause })
    this.name = 'Failure'
    this.code = code
    this.fields = fields
    this.retryAfterSeconds = retryAfterSeconds
  }
}

/** Makes the error to throw: `throw failure('not-found', 'There is no panel "x".')`. */
export function failure(
  code: FailureCode,
  sentence: string,
  fields: readonly FieldFault[] = [],
  cause?: unknown,
): Failure {
  return new Failure(code, sentence, fields, cause)
}

/** The failure of one field that was understood and cannot be so; the detail is the rest of the sentence "FIELD …". */
export function wrongField(field: string, detail: string): Failure {
  return failure('unprocessable', `${field} ${detail}`, [{ field, detail }])
}

/** The failure of who asked too often. */
export function tooMany(sentence: string, retryAfterSeconds: number): Failure {
  return new Failure(
    'too-many-requests',
    `${sentence} Try again in ${retryAfterSeconds} s.`,
    [],
    undefined,
    retryAfterSeconds,
  )
}
