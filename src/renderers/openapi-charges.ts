import { chargeGroups } from '../billing/charged-sums.ts'
import { services } from '../billing/service.ts'
import {
  amount,
  currency,
  day,
  json,
  list,
  object,
  oneOf,
  operation,
  orNothing,
  query,
  ref,
  sent,
  text,
  time,
  timeOrNothing,
  whole,
} from './openapi-parts.ts'
import type { Json } from './openapi-parts.ts'

/** Balance and charges in the description of the API. */

const number = { type: 'integer' }
const service = oneOf(services.map(({ word }) => word))
const unit = {
  ...oneOf([...new Set(services.map((one) => one.unit))]),
  description: 'What `quantity` counts; prices of calls are for a minute.',
}
const kind = {
  ...oneOf(['rate', 'told', 'unpriced', 'package', 'volume']),
  description:
    'By a rate of the tariff; by the price that the events told; without a price; the fee of a package; what volume steps change.',
}
const isTrue = (description: string) => ({ type: 'boolean', description })

const settings: Json = {
  isOn: { type: 'boolean' },
  threshold: {
    ...amount,
    description: 'Told when the balance falls below it, and again only after it was there or above',
  },
  emails: { ...list(text), maxItems: 10 },
  webhookUrl: orNothing(text),
  version: { ...whole, description: 'Grows with every change; send the one that was edited along.' },
}

const notice: Json = {
  ...settings,
  currency,
  canMail: isTrue('Whether this installation has a mail server'),
  latest: list(
    object({
      at: time,
      amount,
      threshold: amount,
      currency,
      deliveries: list(
        object({
          way: oneOf(['email', 'webhook']),
          target: text,
          attempts: whole,
          sentAt: timeOrNothing,
          nextAt: { ...timeOrNothing, description: 'When it is tried next; nothing when it was told, or given up' },
          error: orNothing(text),
        }),
      ),
    }),
  ),
}

/** The bodies by name. */
export const chargeBodies: Json = {
  Money: object({ currency, amount }),
  Charge: object({
    id: text,
    day,
    seller: { ...whole, description: 'The company that it is paid to; 0 is the platform' },
    usedBy: { ...whole, description: 'The company that used it' },
    service,
    kind,
    rate: { ...text, description: 'The name of the rate, such as `sms network=26201`; empty without one' },
    unitPrice: orNothing(amount),
    currency: orNothing(currency),
    events: number,
    quantity: number,
    unit,
    amount: orNothing(amount),
    isCorrected: isTrue('Whether it was changed after its day was charged to its end'),
  }),
  ChargePosting: object({
    id: text,
    at: time,
    events: number,
    quantity: number,
    amount: orNothing(amount),
    corrects: isTrue('Whether its day was charged to its end before, or it takes something back'),
    entry: { ...orNothing(text), description: 'The number of the entry in the ledger; nothing where it is no money' },
  }),
  Unpriced: object({ service, events: number, quantity: number, unit }),
  LowBalanceNotice: object(notice),
  ChangedLowBalanceNotice: object({ ...notice, webhookSecret: orNothing(text) }),
  ChargesOfCompany: object({
    company: whole,
    name: text,
    parent: orNothing(whole),
    services: list(
      object({ service, events: number, quantity: number, unit, amounts: list(ref('Money')), unpriced: number }),
    ),
    paid: { ...list(ref('Money')), description: 'What the company pays to its seller' },
    resellerPays: moneyOrNothing('What its reseller pays to the platform for the same'),
    margin: moneyOrNothing('What the reseller has left of it'),
  }),
}

function moneyOrNothing(description: string): Json {
  return { anyOf: [list(ref('Money')), { type: 'null' }], description }
}

const id = { name: 'id', in: 'path', required: true, schema: text }
const period = [
  query('from', text, 'A date, or a time as RFC 3339; the first of this month without it.'),
  query('to', text, 'The same, excluded; the end of today without it.'),
]
const format = query('format', oneOf(['json', 'csv']))
const cursor = query('cursor', text, '`next` of the page before.')
const limit = query('limit', { type: 'integer', minimum: 1, maximum: 1000, default: 100 })
const files = (body: Json) => ({ ...json(body), 'text/csv': text })

const companies = {
  parameters: [
    ...period,
    query('expenses', oneOf(['true', 'false']), 'Only companies that have anything to pay.'),
    format,
    query('after', { type: 'integer', minimum: 1 }, '`next` of the page before.'),
    query('limit', { type: 'integer', minimum: 1, maximum: 1000, default: 200 }),
  ],
  body: files(
    object({
      days: object({ first: day, last: day }),
      companies: list(ref('ChargesOfCompany')),
      totals: {
        ...object({ paid: list(ref('Money')), resellerPays: list(ref('Money')), margin: list(ref('Money')) }),
        description: 'Of all pages',
      },
      next: { type: ['integer', 'null'] },
    }),
  ),
} as const

export const chargePaths: Json = {
  '/api/v1/balance': {
    get: operation({
      operationId: 'balance',
      summary: 'What the company has left, and until when its usage is in that',
      body: json(
        object({
          amount,
          currency,
          others: { ...list(ref('Money')), description: 'What it has left in other currencies' },
          chargedUntil: timeOrNothing,
        }),
      ),
    }),
  },
  '/api/v1/charges': {
    get: operation({
      operationId: 'charges',
      summary: 'What the company is charged, by local days; newest first, by cursor',
      description: [
        'A charge is what is paid of a day for a service by one price, with all its corrections. Its amount is exact.',
        'With `by`, charges are added up by those words instead, and `sums` stand in place of `lines`. What has no price is counted in `unpriced`, and is never money.',
        'Days are those of whoever used something, in the zone of its company.',
      ].join('\n'),
      parameters: [
        ...period,
        { ...query('service', list(service), 'May repeat, or hold several with commas between them.'), explode: true },
        query('usedBy', { type: 'integer', minimum: 1 }, 'Of a reseller: what this company used.'),
        { ...query('by', list(oneOf(chargeGroups)), 'May repeat, or hold several.'), explode: true },
        query('zero', oneOf(['true', 'false']), 'Also charges that corrections brought to nothing.'),
        format,
        cursor,
        limit,
      ],
      body: files(
        object(
          {
            days: object({ first: day, last: day, zone: text }),
            chargedUntil: timeOrNothing,
            totals: list(ref('Money')),
            unpriced: list(ref('Unpriced')),
          },
          {
            lines: list(ref('Charge')),
            next: orNothing(text),
            by: list(oneOf(chargeGroups)),
            sums: list(
              object(
                { currency, events: number, quantity: orNothing(number), unit: { enum: unitsOrNothing() }, amount },
                { day, service, kind, rate: text, usedBy: whole },
              ),
            ),
          },
        ),
      ),
    }),
  },
  '/api/v1/charges/companies': {
    get: operation({
      operationId: 'chargesOfOwnCompanies',
      summary: 'Of a reseller: what its companies pay, what it pays for the same, and what is left',
      ...companies,
    }),
  },
  '/api/v1/charges/{id}': {
    get: operation({
      operationId: 'charge',
      summary: 'A charge with everything that was posted of it, in its order',
      parameters: [id],
      body: json(object({ line: ref('Charge'), postings: list(ref('ChargePosting')) })),
    }),
  },
  '/api/v1/charges/{id}/events': {
    get: operation({
      operationId: 'chargeEvents',
      summary: 'The messages, dialogues or calls of a charge, newest first, and what each of them costs',
      description:
        'Each costs what it costs alone; together that is the charge. `found` says what they come to now: when events came or changed since the last run of charging, it differs from `line` until the next one. Fees of packages and changes by volume are not for single events: they have none, and `found` is nothing. Go on until `next` is nothing; a page may have fewer than its limit.',
      parameters: [id, cursor, limit],
      body: json(
        object({
          line: ref('Charge'),
          events: list(
            object({
              at: time,
              subject: oneOf(['message', 'dialogue', 'call']),
              id: text,
              of: { type: 'object', additionalProperties: text, description: 'What its price depends on' },
              quantity: number,
              amount: orNothing(amount),
            }),
          ),
          found: {
            anyOf: [object({ events: number, quantity: number, amount: orNothing(amount) }), { type: 'null' }],
          },
          next: orNothing(text),
        }),
      ),
    }),
  },
  '/api/v1/notices/low-balance': {
    get: operation({
      operationId: 'lowBalanceNotice',
      summary: 'When the company is told that its balance is low, how, and the latest notices',
      body: json(ref('LowBalanceNotice')),
    }),
    patch: operation({
      operationId: 'changeLowBalanceNotice',
      summary: 'Change when and how the company is told that its balance is low',
      description: [
        'A webhook is posted `{"type":"balance.low","timestamp":…,"data":{company,name,amount,threshold,currency,chargedUntil}}`, signed as Standard Webhooks says: `webhook-signature` is `v1,` and the base64 of HMAC-SHA256 over `webhook-id`, `webhook-timestamp` and the body with points between them; the key is the base64 behind `whsec_`.',
        'The secret is told once: when an address is set first, or with `renewSecret`. What is not answered by 2xx within ten seconds is sent again after 1, 5 and 15 minutes, 1, 3, 6 and 12 hours, with the same `webhook-id`. Redirects are not followed.',
      ].join('\n'),
      requestBody: sent(
        json({
          type: 'object',
          properties: { ...settings, threshold: text, renewSecret: { type: 'boolean' } },
        }),
      ),
      body: json(ref('ChangedLowBalanceNotice')),
    }),
  },
  '/api/v1/staff/charges': {
    get: operation({
      operationId: 'chargesOfAllCompanies',
      summary: 'For staff: what every company pays, what its reseller pays, and what is left between the two',
      ...companies,
    }),
  },
}

function unitsOrNothing(): (string | null)[] {
  return [...new Set(services.map((one) => one.unit)), null]
}
