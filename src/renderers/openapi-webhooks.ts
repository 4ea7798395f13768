import { happeningKinds } from '../invoices/happenings.ts'
import { json, list, object, oneOf, operation, ref, sent, text, time, timeOrNothing, whole } from './openapi-parts.ts'
import type { Json } from './openapi-parts.ts'

/** The webhook of a company in the description of the API. */

const textOrNothing = { type: ['string', 'null'] }
const yesOrNo = { type: 'boolean' }
const settings: Json = {
  isOn: yesOrNo,
  url: textOrNothing,
  events: { ...list(oneOf(happeningKinds)), description: 'What the webhook is told' },
  mailsInvoices: { ...yesOrNo, description: 'Whether the company is written to when an invoice is there' },
  version: { ...whole, description: 'Grows with every change; send the one that was edited along.' },
}
const webhook: Json = {
  ...settings,
  eventsKnown: list(oneOf(happeningKinds)),
  canMail: { ...yesOrNo, description: 'Whether this installation has a mail server' },
  email: { ...textOrNothing, description: 'Where letters go to: the e-mail address of the company' },
  latest: list(
    object({
      at: time,
      event: text,
      subject: { ...text, description: 'The account number of the invoice' },
      way: oneOf(['email', 'webhook']),
      target: text,
      attempts: whole,
      sentAt: timeOrNothing,
      nextAt: { ...timeOrNothing, description: 'When it is tried next; nothing when it was told, or given up' },
      error: textOrNothing,
    }),
  ),
}

export const webhookBodies: Json = {
  CompanyWebhook: object(webhook),
  ChangedCompanyWebhook: object({ ...webhook, secret: textOrNothing }),
}

export const webhookPaths: Json = {
  '/api/v1/notices/webhook': {
    get: operation({
      operationId: 'companyWebhook',
      summary: 'By which webhook the company is told what happened, and what it was told lately',
      body: json(ref('CompanyWebhook')),
    }),
    patch: operation({
      operationId: 'changeCompanyWebhook',
      summary: 'Change by which webhook the company is told what happened, and whether it is written to about invoices',
      description: [
        'A webhook is posted `{"type":"invoice.issued","timestamp":…,"data":{company,name,number,kind,currency,total,paid,due,status,period,dueOn}}`, signed and repeated as the one of the low-balance notice; `invoice.paid` is alike.',
        'The secret is told once: when an address is set first, or with `renewSecret`.',
      ].join('\n'),
      requestBody: sent(json({ type: 'object', properties: { ...settings, renewSecret: yesOrNo } })),
      body: json(ref('ChangedCompanyWebhook')),
    }),
  },
  '/api/v1/notices/webhook/test': {
    post: operation({
      operationId: 'tryCompanyWebhook',
      summary: 'Post `webhook.test` to the webhook, once and at once',
      body: json(object({ isTaken: yesOrNo, error: { ...textOrNothing, description: 'Why it was not taken' } })),
    }),
  },
}
