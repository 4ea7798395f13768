import { checks } from '../billing/proof.ts'
import { json, list, object, oneOf, operation, ref, text, whole } from './openapi-parts.ts'
import type { Json } from './openapi-parts.ts'

const number = { type: 'integer', minimum: 1 }
const money = { type: 'string', pattern: String.raw`^-?\d+\.\d{2,6}$` }
const dayOrNothing = { type: ['string', 'null'], format: 'date' }
const period = [
  { name: 'from', in: 'query', schema: text, description: 'RFC 3339; usually 31 days ago.' },
  {
    name: 'to',
    in: 'query',
    schema: text,
    description: 'RFC 3339; usually now. All days that the period touches count, 62 at most.',
  },
]

export const proofBodies: Json = {
  Proof: object({
    company: number,
    from: text,
    to: text,
    pending: {
      ...list({ type: 'string', format: 'date' }),
      description: 'Days that changed since they were charged: they are compared afterwards.',
    },
    checks: list(
      object({
        check: oneOf(checks),
        compared: whole,
        differences: list(object({ where: text, wanted: text, found: text })),
        more: { ...whole, description: 'Differences beyond those that are listed.' },
      }),
    ),
  }),
  WhatIf: object({
    version: number,
    from: dayOrNothing,
    to: dayOrNothing,
    services: list(
      object({
        service: text,
        currency: { ...text, description: 'Empty for what has no price.' },
        present: money,
        other: money,
        difference: money,
        unpricedPresent: whole,
        unpricedOther: whole,
      }),
    ),
  }),
}

export const proofPaths: Json = {
  '/api/v1/verify': {
    get: operation({
      operationId: 'verify',
      summary: 'Whether single events, charts, charges, postings and invoices tell one number, and where not',
      parameters: [
        ...period,
        { name: 'company', in: 'query', schema: number, description: 'Another one, for platform staff.' },
      ],
      body: json(ref('Proof')),
    }),
  },
  '/api/v1/charges/what-if': {
    get: operation({
      operationId: 'whatIf',
      summary: 'What was used, priced by another version of the tariff, beside what it costs',
      parameters: [
        ...period,
        { name: 'version', in: 'query', required: true, schema: number, description: 'The id of a version.' },
      ],
      body: json(ref('WhatIf')),
    }),
  },
}
