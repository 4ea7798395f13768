import { lanesMax } from '../panels/operator-lanes.ts'

/** The pieces that the description of the API is put together from. */
export type Json = Readonly<Record<string, unknown>>

export const text = { type: 'string' }
export const time = { type: 'string', format: 'date-time' }
export const timeOrNothing = { type: ['string', 'null'], format: 'date-time' }
export const whole = { type: 'integer', minimum: 0 }
export const texts = ref('Text')
export const yesOrNo = { type: 'boolean' }
export const day = { type: 'string', format: 'date' }
export const currency = { ...text, pattern: '^[A-Z]{3}$' }
export const amount = { ...text, pattern: String.raw`^-?\d+\.\d{2,6}$`, description: 'An exact decimal' }

/** An object all of whose fields are there, but for those named optional. */
export function object(properties: Json, optional: Json = {}): Json {
  return { type: 'object', required: Object.keys(properties), properties: { ...properties, ...optional } }
}

export function list(items: Json): Json {
  return { type: 'array', items }
}

/** An object whose names come from the data, with the same kind of value under each. */
export function mapOf(values: Json): Json {
  return { type: 'object', additionalProperties: values }
}

export function oneOf(words: readonly string[]): Json {
  return { type: 'string', enum: words }
}

export function ref(name: string): Json {
  return { $ref: `#/components/schemas/${name}` }
}

/** The same, or null. */
export function orNothing(schema: Json): Json {
  return { ...schema, type: [schema['type'], 'null'] }
}

/** The name of the body of a page or panel: `notifications.by-status` is `NotificationsByStatus`. */
export function answerName(id: string): string {
  return id.replaceAll(/(?:^|[.-])([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
}

/** A parameter of the query string. */
export function query(name: string, schema: Json, description?: string): Json {
  return { name, in: 'query', schema, ...(description === undefined ? {} : { description }) }
}

/** Which lanes of operators are asked for. */
export const pagesOfLanes: readonly Json[] = [
  query('offset', { type: 'integer', minimum: 0, default: 0 }, 'How many operators to pass over.'),
  query('limit', { type: 'integer', minimum: 1, maximum: lanesMax, default: 20 }),
]

/** One method of a path. Every one can also answer with a problem document. */
export type Operation = {
  operationId: string
  summary: string
  /** What a reader must know beyond the summary; lines stay lines. */
  description?: string
  parameters?: readonly Json[]
  requestBody?: Json
  /** What it answers with by media type; nothing for an answer without a body. */
  body?: Readonly<Record<string, Json>>
  status?: number
  /** Further answers of the same body, by status. */
  also?: Readonly<Record<number, string>>
  headers?: Json
  /** For those that anybody may ask. */
  isPublic?: true
  /** For those that are asked with the secret of a link only. */
  isOfLink?: true
}

export function operation({
  body,
  status = 200,
  also = {},
  headers,
  isPublic,
  isOfLink,
  ...described
}: Operation): Json {
  const content = body === undefined ? {} : { content: mediaOf(body) }
  return {
    ...described,
    ...(isPublic ? { security: [] } : isOfLink ? { security: [{ shareLink: [] }] } : {}),
    responses: {
      [status]: { description: described.summary, ...content, ...(headers === undefined ? {} : { headers }) },
      ...Object.fromEntries(Object.entries(also).map(([code, description]) => [code, { description, ...content }])),
      default: { description: 'A problem document (RFC 9457)', content: mediaOf({ [problemType]: ref('Problem') }) },
    },
  }
}

export function json(schema: Json): Readonly<Record<string, Json>> {
  return { 'application/json': schema }
}

export function sent(body: Readonly<Record<string, Json>>): Json {
  return { required: true, content: mediaOf(body) }
}

const problemType = 'application/problem+json'

function mediaOf(body: Readonly<Record<string, Json>>): Json {
  return Object.fromEntries(Object.entries(body).map(([type, schema]) => [type, { schema }]))
}
