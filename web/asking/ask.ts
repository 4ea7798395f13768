import type { Problem } from './answers.ts'

/** What the API (or the way to it) refused, with the id that finds the request in the server's log. */
export class Refusal extends Error {
  readonly problem: Problem
  constructor(problem: Problem) {
    super(problem.detail ?? problem.title)
    this.name = 'Refusal'
    this.problem = problem
  }
}

export type Asking = {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  body?: unknown
  /** Sent as it is, in place of a body. */
  file?: Blob
  /** What is asked for twice with one key is done once. */
  key?: string
  /** Asks by this secret, and not as the person who is signed in. */
  bearer?: string
  signal?: AbortSignal | undefined
}

/** Asks the API at `path` (under /api/v1) and gives the parsed answer; throws `Refusal` for everything else. */
export async function ask<Answer>(path: string, asking: Asking = {}): Promise<Answer> {
  const { method = 'GET', body, file, key, bearer, signal } = asking
  const response = await fetch(`/api/v1/${path}`, {
    method,
    credentials: bearer === undefined ? 'same-origin' : 'omit',
    headers: {
      ...headersOf(body, file),
      ...(key === undefined ? {} : { 'idempotency-key': key }),
      ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }),
    },
    ...(file === undefined ? (body === undefined ? {} : { body: JSON.stringify(body) }) : { body: file }),
    ...(signal === undefined ? {} : { signal }),
  }).catch((error: unknown) => {
    if (error instanceof DOMException && error.name === 'AbortError') throw error
    throw new Refusal({ title: 'unreachable', status: 0, code: 'unreachable' })
  })
  const text = await response.text()
  const answer = parsed(text)
  if (response.ok) return answer as Answer
  throw new Refusal(problemOf(response, answer))
}

function headersOf(body: unknown, file: Blob | undefined): Record<string, string> {
  if (file !== undefined) return { 'content-type': file.type }
  return body === undefined ? { accept: 'application/json' } : { 'content-type': 'application/json' }
}

/** Whether an error says that nobody is signed in. */
export function isSignedOut(error: unknown): boolean {
  return error instanceof Refusal && error.problem.status === 401
}

/** Whether the password was right, and a code of the second factor is wanted, too. */
export function needsCode(error: unknown): boolean {
  return error instanceof Refusal && error.problem.code === 'second-factor'
}

function problemOf(response: Response, answer: unknown): Problem {
  const requestId = response.headers.get('x-request-id') ?? undefined
  const known = answer !== null && typeof answer === 'object' ? readable(answer) : {}
  return {
    title: known.title ?? response.statusText,
    status: response.status,
    ...known,
    ...((known.requestId ?? requestId) === undefined ? {} : { requestId: known.requestId ?? requestId ?? '' }),
  }
}

/** Of details that are missing, the API gives but the names. */
function readable({ fields, ...problem }: Partial<Problem>): Partial<Problem> {
  if (fields === undefined) return problem
  return problem.code === 'missing-details'
    ? { ...problem, missing: fields as unknown as readonly string[] }
    : { ...problem, fields }
}

function parsed(text: string): unknown {
  try {
    return text === '' ? undefined : JSON.parse(text)
  } catch {
    return undefined
  }
}
