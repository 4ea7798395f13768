import { refusalCodes } from '../events/refusal.ts'
import { textFields } from '../events/message.ts'
import { channels, receipts, statuses } from '../events/vocabulary.ts'
import { dimensions } from '../measures/dimensions.ts'
import { measures } from '../measures/measures.ts'
import { comparisons } from '../measures/period.ts'
import { pages, panels } from '../panels/pages.ts'

type Json = Readonly<Record<string, unknown>>

const time = { type: 'string', format: 'date-time' }
const text = { type: 'string' }
const whole = { type: 'integer', minimum: 0 }
const problem = {
  description: 'A problem document (RFC 9457)',
  content: { 'application/problem+json': { schema: ref('Problem') } },
}

/** The description of the API (OpenAPI 3.1), from the same declarations that answer it. */
export function openapi(serverUrl: string): Json {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Talkmeter',
      version: '1',
      description: 'Statistics, reporting and billing for notifications, chats and calls.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: serverUrl }],
    security: [{ token: [] }, { session: [] }],
    paths: {
      '/api/v1/events': { post: takeEvents },
      '/api/v1/panels': {
        get: operation('listPanels', 'The catalogue of pages, panels and measures', ref('Catalogue')),
      },
      ...Object.fromEntries(
        panels.map(({ id, title }) => [
          `/api/v1/panels/${id}`,
          { get: operation(`panel.${id}`, title.en, ref('PanelAnswer'), [...periodParameters, format]) },
        ]),
      ),
      '/api/v1/panels/{id}/events': {
        get: operation('panelEvents', 'The messages behind a number, by cursor', ref('RowsBehind'), [
          { name: 'id', in: 'path', required: true, schema: { enum: panels.map(({ id }) => id) } },
          ...periodParameters,
          ...openingParameters,
        ]),
      },
      ...Object.fromEntries(
        pages.map(({ id, title }) => [
          `/api/v1/pages/${id}`,
          { get: operation(`page.${id}`, `All panels of ${title.en}`, ref('PageAnswer'), periodParameters) },
        ]),
      ),
      '/api/v1/company': { get: operation('company', 'The company of the caller', ref('Company')) },
      '/api/v1/session': {
        get: operation('session', 'Who is signed in', { type: 'object' }),
        post: operation('signIn', 'Sign in with e-mail and password; sets a cookie', { type: 'object' }),
        delete: {
          operationId: 'signOut',
          summary: 'Sign out',
          responses: { 204: { description: 'Signed out' }, default: problem },
        },
      },
      '/api/v1/tokens': {
        get: operation('listTokens', 'The tokens of the company, without their secrets', { type: 'object' }),
        post: operation('createToken', 'Make a token; its secret is shown once', { type: 'object' }, [], 201),
      },
      '/api/v1/tokens/{id}': {
        delete: {
          operationId: 'revokeToken',
          summary: 'Revoke a token',
          parameters: [{ name: 'id', in: 'path', required: true, schema: text }],
          responses: { 204: { description: 'Revoked' }, default: problem },
        },
      },
    },
    components: {
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', description: 'A token of the company' },
        session: { type: 'apiKey', in: 'cookie', name: 'talkmeter_session' },
      },
      schemas,
    },
  }
}

const takeEvents: Json = {
  operationId: 'takeEvents',
  summary: 'Take events in: CloudEvents 1.0, answered when they are durable',
  requestBody: {
    required: true,
    content: {
      'application/cloudevents+json': { schema: ref('MessageStatusEvent') },
      'application/cloudevents-batch+json': { schema: { type: 'array', items: ref('MessageStatusEvent') } },
      'application/x-ndjson': { schema: { ...text, description: 'One CloudEvent a line; streamed, gzip allowed' } },
    },
  },
  responses: { 200: ok('What became of the events', ref('IntakeAnswer')), default: problem },
}

const periodParameters = [
  { name: 'from', in: 'query', schema: time, description: 'Start, included. Today without it.' },
  { name: 'to', in: 'query', schema: time, description: 'End, excluded.' },
  { name: 'tz', in: 'query', schema: text, description: 'IANA zone of the days; the company’s without it.' },
  { name: 'compare', in: 'query', schema: { enum: comparisons } },
  ...(['channel', 'status'] as const).map((name) => ({
    name,
    in: 'query',
    description: 'May repeat.',
    schema: { type: 'array', items: { enum: wordsOf(name) } },
    explode: true,
  })),
  { name: 'lang', in: 'query', schema: { enum: ['en', 'ru'] } },
]
const format = { name: 'format', in: 'query', schema: { enum: ['json', 'csv'] } }
const openingParameters = [
  { name: 'day', in: 'query', schema: { type: 'string', format: 'date' } },
  { name: 'time', in: 'query', schema: time },
  { name: 'short_status', in: 'query', schema: { enum: wordsOf('short_status') } },
  { name: 'currency', in: 'query', schema: text },
  { name: 'measure', in: 'query', schema: { enum: measures.map(({ name }) => name) } },
  { name: 'cursor', in: 'query', schema: text },
  { name: 'limit', in: 'query', schema: { type: 'integer', minimum: 1, maximum: 500 } },
]

const period = object({ from: time, to: time, zone: text })
const completeness = object({
  open: whole,
  messages: whole,
  openShare: { type: ['number', 'null'], minimum: 0, maximum: 1 },
  newestEventAt: { type: ['string', 'null'], format: 'date-time' },
})
const columns = {
  type: 'array',
  items: object({ name: text, type: { enum: ['text', 'date', 'time', 'number', 'decimal'] } }),
}
const rows = { type: 'array', items: { type: 'array', items: { type: ['string', 'number', 'null'] } } }
const texts = object({ en: text, ru: text })

const schemas: Json = {
  Problem: object({ type: text, title: text, status: whole, detail: text, code: text, requestId: text }),
  IntakeAnswer: object({
    accepted: whole,
    duplicates: whole,
    rejected: {
      type: 'array',
      items: object({
        index: whole,
        id: { type: ['string', 'null'] },
        code: { enum: Object.keys(refusalCodes) },
        field: text,
        detail: text,
      }),
    },
  }),
  MessageStatusEvent: {
    type: 'object',
    required: ['specversion', 'id', 'source', 'type', 'subject', 'data'],
    properties: {
      specversion: { const: '1.0' },
      id: { ...text, minLength: 1, maxLength: 256 },
      source: { ...text, minLength: 1, maxLength: 256 },
      type: { const: 'message.status' },
      subject: { ...text, minLength: 1, maxLength: 256, description: 'The id of the message' },
      time,
      data: {
        type: 'object',
        required: ['channel', 'status'],
        properties: {
          channel: { enum: channels.map(({ word }) => word) },
          status: { enum: [...statuses.map(({ word }) => word), ...receipts] },
          required: { type: 'boolean', default: true },
          parts: { type: 'integer', minimum: 0, maximum: 255 },
          price: object({
            amount: { ...text, pattern: '^\\d{1,9}(\\.\\d{1,6})?$' },
            currency: { ...text, pattern: '^[A-Z]{3}$' },
          }),
          createdAt: time,
          ...Object.fromEntries(Object.entries(textFields).map(([name, maxLength]) => [name, { ...text, maxLength }])),
        },
      },
    },
  },
  Catalogue: { type: 'object', required: ['pages', 'panels', 'dimensions'] },
  PanelAnswer: object({
    panel: object({ id: text, title: text, unit: text, chart: text }),
    period,
    columns,
    rows,
    totals: { type: 'object' },
    asOf: time,
    completeness,
  }),
  PageAnswer: object({
    period,
    asOf: time,
    completeness,
    panels: { type: 'object', additionalProperties: ref('PanelAnswer') },
  }),
  RowsBehind: object({ columns, rows, next: { type: ['string', 'null'] }, total: whole }),
  Company: object({ number: whole, name: text, zone: text, language: text, currency: text }),
  Text: texts,
}

function wordsOf(name: 'channel' | 'status' | 'short_status'): string[] {
  return dimensions[name].values!.map(({ value }) => value)
}

function operation(
  operationId: string,
  summary: string,
  schema: Json,
  parameters: readonly Json[] = [],
  status = 200,
): Json {
  return { operationId, summary, parameters, responses: { [status]: ok(summary, schema), default: problem } }
}

function ok(description: string, schema: Json): Json {
  return { description, content: { 'application/json': { schema } } }
}

/** An object all of whose fields are there. */
function object(properties: Json): Json {
  return { type: 'object', required: Object.keys(properties), properties }
}

function ref(name: string): Json {
  return { $ref: `#/components/schemas/${name}` }
}
