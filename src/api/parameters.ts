import type { FastifyRequest } from 'fastify'
import { failure } from '../failure.ts'
import type { FieldFault } from '../failure.ts'

/** The query string of a request by name; each may repeat. */
export type Parameters = ReadonlyMap<string, readonly string[]>

/** The query string by name; a name that is not known here is refused, so that no filter is ignored in silence. */
export function parametersOf({ query }: FastifyRequest, allowed: readonly string[]): Parameters {
  const parameters = new Map<string, string[]>()
  for (const [name, value] of Object.entries(query as Record<string, string | string[]>)) {
    if (!allowed.includes(name)) {
      throw fault([
        { field: name.slice(0, 40), detail: `This parameter is not known here; there are: ${allowed.join(', ')}.` },
      ])
    }
    parameters.set(name, [value].flat())
  }
  return parameters
}

/** What is said once at most. */
export function one(parameters: Parameters, name: string): string | undefined {
  const values = parameters.get(name)
  if (values !== undefined && values.length > 1)
    throw fault([{ field: name, detail: 'This parameter may be given once.' }])
  return values?.[0]
}

/** One of some words, said once at most. */
export function choice<T extends string>(parameters: Parameters, name: string, allowed: readonly T[]): T | undefined {
  const value = one(parameters, name)
  if (value === undefined || (allowed as readonly string[]).includes(value)) return value as T | undefined
  throw fault([{ field: name, detail: `"${value.slice(0, 40)}" is not one of ${allowed.join(', ')}.` }])
}

/** Parameters that cannot be, each with what is wrong with it. */
export function fault(fields: FieldFault[]): Error {
  return failure('bad-request', fields.map(({ field, detail }) => `${field}: ${detail}`).join(' '), fields)
}

/** The largest integer of PostgreSQL. */
export const integerMax = 2 ** 31 - 1

/** A whole number from 1 to `most`, said once at most. */
export function numberAsked(parameters: Parameters, name: string, most: number): number | undefined {
  const text = one(parameters, name)
  if (text === undefined) return undefined
  const value = /^\d{1,10}$/.test(text) ? Number(text) : 0
  if (value >= 1 && value <= most) return value
  throw fault([{ field: name, detail: `must be a whole number from 1 to ${most}.` }])
}
