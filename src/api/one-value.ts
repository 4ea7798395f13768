import { failure } from '../failure.ts'

/** A parameter of the query that may be said once; undefined when it is not there. */
export function oneValue(query: unknown, name: string): string | undefined {
  const value = (query as Readonly<Record<string, unknown>>)[name]
  if (value === undefined) return undefined
  // PostgreSQL keeps no NUL in a text.
  if (typeof value === 'string' && !value.includes('\0')) return value
  throw failure('bad-request', `${name}: must be one text.`, [{ field: name, detail: 'must be one text.' }])
}
