import { paymentSources } from '../invoices/payment.ts'
import { excelType } from './excel.ts'
import {
  amount,
  currency,
  json,
  list,
  object,
  oneOf,
  operation,
  query,
  ref,
  sent,
  text,
  time,
  timeOrNothing,
  whole,
} from './openapi-parts.ts'
import type { Json } from './openapi-parts.ts'

/** Payments and account transactions in the description of the API. */

const textOrNothing = { type: ['string', 'null'] }
const takesBack = { ...textOrNothing, description: 'The id of the payment that this one takes back' }
const base = { ...text, description: 'What it is for: the account number, and the amount' }
const source = oneOf(paymentSources)

export const paymentBodies: Json = {
  Payment: object({
    id: text,
    company: whole,
    companyName: text,
    seller: { ...whole, description: 'The company that was paid; 0 is the platform' },
    invoice: { ...textOrNothing, description: 'The account number of the invoice that was named' },
    amount,
    currency,
    receivedAt: time,
    recordedAt: time,
    recordedBy: text,
    source,
    base,
    note: text,
    beyondDue: {
      ...amount,
      description: 'What of it the invoice did not lack: it is on the balance, and pays other invoices.',
    },
    reference: { ...text, description: 'Where it came from: a line of a statement, or the reference of a webhook' },
    takesBack,
    takenBackBy: { ...textOrNothing, description: 'The id of the payment that took it back' },
  }),
  Transaction: object({
    id: text,
    receivedAt: time,
    base,
    note: text,
    invoice: textOrNothing,
    refill: { ...amount, description: 'What was paid; less than nothing where a payment was taken back' },
    currency,
    companyNumber: whole,
    source,
    takesBack,
  }),
}

const period = [
  query('from', time, 'Received from then on.'),
  query('to', time, 'Received before; the end is excluded.'),
]
const pages = (usual: number, most: number) => [
  query('cursor', text, '`next` of the page before.'),
  query('limit', { type: 'integer', minimum: 1, maximum: most, default: usual }),
]
const id = { name: 'id', in: 'path', required: true, schema: text }
const money = object({ amount: text, currency })

export const paymentPaths: Json = {
  '/api/v1/payments': {
    get: operation({
      operationId: 'payments',
      summary: 'For staff: what companies paid, what was received last first, by cursor',
      parameters: [
        query('company', { type: 'integer', minimum: 1 }),
        query('source', source),
        ...period,
        ...pages(100, 500),
      ],
      body: json(
        object({
          payments: list(ref('Payment')),
          totals: { ...list(ref('Money')), description: 'Of all pages' },
          next: textOrNothing,
        }),
      ),
    }),
    post: operation({
      operationId: 'recordPayment',
      summary: 'For staff: record a payment that was received',
      description: [
        'The money is on the balance of the company at once. With `invoice` it pays that one first; what is left, and what comes without an invoice, pays the oldest open ones; what is still left stays on the balance. `beyondDue` tells what the named invoice did not lack.',
        'The header `Idempotency-Key` is up to 200 signs that you choose for the payment. With the same key and body the payment that was recorded is answered (200); with the same key and another body it is a conflict (409).',
      ].join('\n'),
      parameters: [
        { name: 'Idempotency-Key', in: 'header', required: true, schema: { ...text, minLength: 1, maxLength: 200 } },
      ],
      requestBody: sent(
        json(
          object(
            { company: whole, amount: money, receivedAt: time },
            { invoice: { ...text, description: 'An account number' }, note: { ...text, maxLength: 300 } },
          ),
        ),
      ),
      status: 201,
      also: { 200: 'It was recorded before with this key' },
      body: json(ref('Payment')),
    }),
  },
  '/api/v1/payments/{id}/take-back': {
    post: operation({
      operationId: 'takePaymentBack',
      summary: 'For staff: take a payment back that was recorded by mistake, or that the bank returned',
      description: 'It is taken back by a further payment of less than nothing; both stay in the transactions.',
      parameters: [id],
      requestBody: sent(json(object({ note: { ...text, description: 'Why' } }))),
      status: 201,
      body: json(ref('Payment')),
    }),
  },
  '/api/v1/webhooks/payments': {
    post: operation({
      operationId: 'takePaymentWebhook',
      summary: 'For another system: tell a payment, signed',
      description: [
        'Signed as Standard Webhooks says (https://www.standardwebhooks.com): `webhook-signature` is `v1,` and the base64 of HMAC-SHA256 over `webhook-id`, `webhook-timestamp` and the body as it is sent, with points between them; the key is the base64 behind `whsec_` of TALKMETER_PAYMENT_WEBHOOK_SECRET. A timestamp is good for five minutes.',
        'The same `webhook-id` is recorded once: sent again with the same body it is answered as before (200), with another one it is a conflict (409).',
      ].join('\n'),
      isPublic: true,
      parameters: ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) => ({
        name,
        in: 'header',
        required: true,
        schema: text,
      })),
      requestBody: sent(
        json(
          object(
            { company: whole, amount: money, receivedAt: time, reference: { ...text, maxLength: 300 } },
            { invoice: { ...text, description: 'An account number' } },
          ),
        ),
      ),
      status: 201,
      also: { 200: 'It was recorded before with this id' },
      body: json(
        object({
          id: text,
          company: whole,
          invoice: textOrNothing,
          amount,
          currency,
          receivedAt: time,
          beyondDue: amount,
        }),
      ),
    }),
  },
  '/api/v1/transactions': {
    get: operation({
      operationId: 'transactions',
      summary: 'What the company paid: when, what for, and how much; what was received last first, by cursor',
      description: 'As a file (`csv`, `xlsx`) it has all rows, 100,000 at most, and times of a clock in the zone.',
      parameters: [
        ...period,
        query('tz', text, 'The zone of a file’s times; that of the company without it.'),
        query('format', oneOf(['json', 'csv', 'xlsx'])),
        ...pages(100, 1000),
      ],
      body: {
        ...json(
          object({
            period: object({ from: timeOrNothing, to: timeOrNothing, zone: text }),
            transactions: list(ref('Transaction')),
            totals: { ...list(ref('Money')), description: 'Of all pages' },
            next: textOrNothing,
          }),
        ),
        'text/csv': text,
        [excelType]: { type: 'string', format: 'binary' },
      },
    }),
  },
}
