import { invoiceStatuses } from '../invoices/invoice.ts'
import { fileFormats } from '../invoices/files.ts'
import { invoiceOrders } from '../invoices/list.ts'
import { taxCategories, taxedServices } from '../invoices/tax.ts'
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

/** Invoices in the description of the API. */

const money = object({ amount, currency })
const kind = {
  ...oneOf(['usage', 'topup', 'credit']),
  description: 'Of a month; asked for to fill the balance; a credit note',
}
const period = { anyOf: [object({ first: day, last: day, zone: text }), { type: 'null' }] }
const totals = object({ net: amount, tax: amount, total: amount, rounding: amount, paid: amount, due: amount })
const category = oneOf(Object.keys(taxCategories))

const invoice: Json = {
  company: whole,
  seller: { ...whole, description: 'The company that asks for it; 0 is the platform' },
  kind,
  number: { ...text, description: 'The account number' },
  fileName: text,
  currency,
  amount: { ...money, description: 'What it asks for by its latest revision, with tax' },
  paid: amount,
  due: amount,
  status: oneOf(invoiceStatuses),
  period,
  createdAt: time,
  dueOn: { anyOf: [day, { type: 'null' }] },
  revision: whole,
  voidedAt: timeOrNothing,
}

const line = object({
  key: text,
  service: text,
  kind: text,
  name: text,
  adjusts: { anyOf: [object({ first: day, last: day }), { type: 'null' }] },
  quantity: text,
  unit: oneOf(['part', 'message', 'dialogue', 'second', 'piece']),
  unitPrice: orNothing(text),
  exact: amount,
  amount,
  taxCategory: category,
  taxRate: text,
})

const rule: Json = {
  company: { type: ['integer', 'null'] },
  country: orNothing(text),
  service: { enum: [...taxedServices, null] },
  category,
  rate: { ...text, description: 'Percent' },
  reason: orNothing(text),
}

const invoicing: Json = {
  isMonthly: { type: 'boolean' },
  numberForm: { ...text, description: 'Such as `{year}-{n:5}`; `{n}` has no gap' },
  graceHours: { ...whole, maximum: 744 },
  termDays: { ...whole, maximum: 365 },
  approvalAbove: { ...orNothing(text), description: 'A revision that moves more needs a second person' },
  taxes: list(object(rule)),
  version: whole,
}

const party = object(
  Object.fromEntries([
    ['name', text],
    ...['taxId', 'country', 'city', 'street', 'postalCode', 'email', 'bankName', 'bankAccount', 'bankCode'].map(
      (name) => [name, orNothing(text)] as const,
    ),
  ]),
)

/** The bodies by name. */
export const invoiceBodies: Json = {
  Invoice: object(invoice),
  InvoiceLine: line,
  InvoiceDocument: object({
    kind,
    number: orNothing(text),
    revision: whole,
    language: oneOf(['en', 'ru']),
    currency,
    issuedOn: day,
    dueOn: { anyOf: [day, { type: 'null' }] },
    period,
    credits: { anyOf: [object({ number: text, issuedOn: day }), { type: 'null' }] },
    supplier: party,
    buyer: party,
    lines: list(ref('InvoiceLine')),
    taxes: list(object({ category, rate: text, reason: orNothing(text), base: amount, tax: amount })),
    totals,
    days: list(object({ day, service: text, unit: text, quantity: text, exact: amount })),
    comment: orNothing(text),
  }),
  InvoiceDraft: object(
    {
      kind,
      number: { type: 'null' },
      status: oneOf(['draft']),
      company: whole,
      seller: whole,
      currency,
      amount: money,
      paid: amount,
      due: amount,
      period,
      issuedAt: { ...time, description: 'When it is issued, if nothing is missing' },
      missing: object({
        company: { ...list(text), description: 'The details of the company that are missing' },
        isOfSupplier: { type: 'boolean' },
      }),
    },
    { document: ref('InvoiceDocument') },
  ),
  InvoiceRevision: object({
    revision: whole,
    amount: { ...orNothing(text), description: 'What was paid by then; nothing of the invoice as it was issued' },
    total: amount,
    revisedAt: time,
    byWhom: text,
    email: orNothing(text),
    approvedBy: orNothing(text),
    comment: orNothing(text),
  }),
  InvoiceDifference: object({
    from: whole,
    to: whole,
    lines: list(
      object({
        key: text,
        change: oneOf(['added', 'removed', 'changed']),
        before: { anyOf: [ref('InvoiceLine'), { type: 'null' }] },
        after: { anyOf: [ref('InvoiceLine'), { type: 'null' }] },
      }),
    ),
    totals: list(object({ name: text, before: amount, after: amount })),
  }),
  Invoicing: object(invoicing),
}

const number = { name: 'number', in: 'path', required: true, schema: text }
const key: Json = {
  name: 'Idempotency-Key',
  in: 'header',
  schema: { ...text, maxLength: 200 },
  description: 'What is asked for twice with one key is done once.',
}
const listed = [
  query('number', text, 'A part of the account number.'),
  query('from', time, 'Made at this time or later.'),
  query('to', time, 'Made before this time.'),
  query('kind', kind),
  { ...query('status', list(oneOf(invoiceStatuses)), 'May repeat, or hold several.'), explode: true },
  query('sort', oneOf(invoiceOrders)),
  query('order', oneOf(['asc', 'desc'])),
  query('cursor', text, '`next` of the page before.'),
  query('limit', { type: 'integer', minimum: 1, maximum: 500, default: 50 }),
]
const dueBy = list(object({ currency, invoices: whole, due: amount }))
const next = orNothing(text)

export const invoicePaths: Json = {
  '/api/v1/invoices': {
    get: operation({
      operationId: 'invoices',
      summary: 'The invoices of the company, by cursor, and drafts of those to come',
      description:
        'A draft is what the invoice of a month that ended would say now, until its grace is over. Drafts have no number and no time, so filters by these leave them out.',
      parameters: listed,
      body: json(object({ drafts: list(ref('InvoiceDraft')), invoices: list(ref('Invoice')), due: dueBy, next })),
    }),
    post: operation({
      operationId: 'createInvoice',
      summary: 'Make an invoice by which the balance is filled',
      description:
        'The amount is with tax. Where details of the company are missing, `fields` of the problem names each: fill them in first.',
      parameters: [key],
      requestBody: sent(json(object({ amount: money }))),
      status: 201,
      also: { 200: 'It was made before with the same key' },
      body: json(ref('Invoice')),
    }),
  },
  '/api/v1/invoices/{number}': {
    get: operation({
      operationId: 'invoice',
      summary: 'An invoice with all that its latest revision says',
      parameters: [number],
      body: json({
        allOf: [
          ref('Invoice'),
          object({
            document: ref('InvoiceDocument'),
            revisions: list(ref('InvoiceRevision')),
            creditNote: orNothing(text),
          }),
        ],
      }),
    }),
  },
  '/api/v1/invoices/{number}/file': {
    get: operation({
      operationId: 'invoiceFile',
      summary: 'An invoice as a file: the same bytes for ever',
      description:
        'The PDF is PDF/A-3 with the XML of EN 16931 in it (Factur-X); `xml` and `cii` are that XML alone, `ubl` is the same as UBL 2.1.',
      parameters: [
        number,
        query('format', oneOf([...fileFormats, 'xml'])),
        query('revision', whole, 'The latest without it.'),
      ],
      body: { 'application/pdf': { ...text, format: 'binary' }, 'application/xml': text },
    }),
  },
  '/api/v1/invoices/{number}/revisions': {
    get: operation({
      operationId: 'invoiceRevisions',
      summary: 'All revisions of an invoice, the latest first; 0 is the invoice as it was issued',
      parameters: [number],
      body: json(object({ number: text, currency, revisions: list(ref('InvoiceRevision')) })),
    }),
    post: operation({
      operationId: 'reviseInvoice',
      summary: 'For staff: revise an invoice',
      description:
        'What moves more than the configured amount waits for a second person. Earlier documents and files stay as they are.',
      parameters: [
        number,
        query(
          'dryRun',
          oneOf(['yes', 'no']),
          '`yes` tells what would change and whether it would wait; nothing is made.',
        ),
      ],
      requestBody: sent(
        json(
          object(
            { revision: { ...whole, description: 'The revision that was looked at' }, comment: text },
            {
              amount: { ...orNothing(text), description: 'What the buyer has paid of it by now' },
              lines: { ...list(object({ key: text, amount: text })), description: 'Other net amounts' },
              added: list(object({ name: text, quantity: text, unitPrice: text })),
              removed: { ...list(text), description: 'Keys of lines that a revision added' },
            },
          ),
        ),
      ),
      status: 201,
      also: { 200: 'What would change: nothing was made', 202: 'It waits for a second person' },
      body: json({
        anyOf: [
          object({ state: oneOf(['applied', 'waiting']) }, { revision: whole, proposal: text }),
          object({ difference: ref('InvoiceDifference'), totals, isForApproval: { type: 'boolean' } }),
        ],
      }),
    }),
  },
  '/api/v1/invoices/{number}/difference': {
    get: operation({
      operationId: 'invoiceDifference',
      summary: 'What is not the same in two revisions, line by line',
      parameters: [
        number,
        query('from', whole, 'The one before `to` without it.'),
        query('to', whole, 'The latest without it.'),
      ],
      body: json({ allOf: [object({ number: text, currency }), ref('InvoiceDifference')] }),
    }),
  },
  '/api/v1/invoices/{number}/void': {
    post: operation({
      operationId: 'voidInvoice',
      summary: 'For staff: void an invoice; that of a month by a credit note',
      parameters: [number],
      requestBody: sent(json(object({ reason: text }))),
      also: { 202: 'It waits for a second person' },
      body: json(
        object(
          { state: oneOf(['applied', 'waiting']) },
          { invoice: ref('Invoice'), creditNote: { anyOf: [ref('Invoice'), { type: 'null' }] }, proposal: text },
        ),
      ),
    }),
  },
  '/api/v1/invoice-drafts': {
    get: operation({
      operationId: 'invoiceDrafts',
      summary: 'What the invoices of months that ended would say now, the oldest first',
      body: json(object({ drafts: list(ref('InvoiceDraft')) })),
    }),
  },
  '/api/v1/invoice-drafts/{month}/file': {
    get: operation({
      operationId: 'invoiceDraftFile',
      summary: 'A draft as a PDF, marked as one',
      parameters: [
        { name: 'month', in: 'path', required: true, schema: { ...text, pattern: String.raw`^\d{4}-\d\d$` } },
        query('currency', currency),
      ],
      body: { 'application/pdf': { ...text, format: 'binary' } },
    }),
  },
  '/api/v1/staff/invoices': {
    get: operation({
      operationId: 'invoicesOfAllCompanies',
      summary: 'For staff: the invoices of every company, by cursor',
      parameters: [...listed, query('company', { type: 'integer', minimum: 1 })],
      body: json(object({ invoices: list(ref('Invoice')), due: dueBy, next })),
    }),
  },
  '/api/v1/invoice-proposals': {
    get: operation({
      operationId: 'invoiceProposals',
      summary: 'For staff: revisions that wait for a second person, and those that were decided about',
      body: json(
        object({
          proposals: list(
            object({
              id: text,
              act: oneOf(['revise', 'void']),
              number: text,
              company: whole,
              currency,
              state: oneOf(['waiting', 'approved', 'refused']),
              amount,
              comment: text,
              proposedAt: time,
              byWhom: text,
              email: orNothing(text),
              actor: text,
              decidedAt: timeOrNothing,
              decidedBy: orNothing(text),
              decisionNote: orNothing(text),
              difference: ref('InvoiceDifference'),
            }),
          ),
        }),
      ),
    }),
  },
  '/api/v1/invoice-proposals/{id}/decide': {
    post: operation({
      operationId: 'decideInvoiceProposal',
      summary: 'For staff: approve or refuse what somebody else proposed',
      parameters: [{ name: 'id', in: 'path', required: true, schema: text }],
      requestBody: sent(json(object({ isApproved: { type: 'boolean' } }, { note: orNothing(text) }))),
      body: json(object({ number: text, revision: { type: ['integer', 'null'] } })),
    }),
  },
  '/api/v1/invoicing': {
    get: operation({
      operationId: 'invoicing',
      summary: 'For staff: how invoices are made',
      body: json(ref('Invoicing')),
    }),
    patch: operation({
      operationId: 'changeInvoicing',
      summary: 'For staff: change how invoices are made',
      description:
        'Of the rules of taxes the most specific decides: that of a company before that of a country, and of a service before that of all.',
      requestBody: sent(json({ type: 'object', properties: invoicing })),
      body: json(ref('Invoicing')),
    }),
  },
  '/api/v1/invoicing/close': {
    post: operation({
      operationId: 'closeMonths',
      summary: 'For staff: make the invoices of every month whose grace is over, now',
      body: json(object({ months: whole, invoices: whole, waiting: list(whole) })),
    }),
  },
}
