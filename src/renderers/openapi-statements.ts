import { candidateSigns, lineReasons } from '../payments/matching.ts'
import { lineStates } from '../payments/statement-list.ts'
import { statementBytesMax, statementFormats } from '../payments/statements/read-statements.ts'
import { lineKinds, linesMax } from '../payments/statements/statement.ts'
import {
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

/** Statements of banks in the description of the API. */

const textOrNothing = { type: ['string', 'null'] }
const wholeOrNothing = { type: ['integer', 'null'] }
const dayOrNothing = { type: ['string', 'null'], format: 'date' }
const amount = { ...text, pattern: String.raw`^\d+\.\d{2,6}$`, description: 'An exact decimal' }
const reasons = Object.entries(lineReasons)
const why = {
  ...oneOf(reasons.map(([name]) => name)),
  description: reasons.map(([name, meaning]) => `${name}: ${meaning}`).join('\n'),
}

const said: Json = {
  place: { ...text, description: 'Where it stands in the file' },
  account: { ...text, description: 'The account of the statement' },
  date: { type: 'string', format: 'date', description: 'The day on which it was booked' },
  amount,
  currency,
  kind: {
    ...oneOf(lineKinds),
    description: 'Money that came, that went, that came and was fetched back, that went and came back',
  },
  reference: text,
  payerName: text,
  payerAccount: text,
  payerTaxId: text,
  purpose: text,
}
const candidates = list(ref('StatementCandidate'))
const counts = object({ lines: whole, known: whole, matched: whole, waiting: whole, ignored: whole })
const accounts = list(object({ account: text, currency: text, from: dayOrNothing, to: dayOrNothing, lines: whole }))
const statement: Json = {
  id: text,
  fileName: text,
  format: oneOf(statementFormats),
  accounts,
  importedAt: time,
  importedBy: text,
  counts: {
    ...counts,
    description: '`lines` are those of the file; `known` ones were in an earlier file, and are not in this one’s list',
  },
}

export const statementBodies: Json = {
  StatementCandidate: object({
    company: whole,
    invoice: text,
    due: amount,
    by: { ...list(oneOf(candidateSigns)), description: 'By what it may be the one' },
  }),
  Statement: object(statement),
  StatementLine: object({
    id: text,
    statement: { ...text, description: 'The id of the statement in which it came first' },
    ...said,
    state: oneOf(lineStates),
    why,
    company: wholeOrNothing,
    invoice: textOrNothing,
    payment: { ...textOrNothing, description: 'The id of the payment that it became' },
    candidates: { ...candidates, description: 'Of a line that waits: what it may be for' },
    decidedAt: timeOrNothing,
    decidedBy: textOrNothing,
    note: textOrNothing,
  }),
  StatementImport: object({
    id: { ...textOrNothing, description: 'Nothing where it was tried only' },
    isNew: { type: 'boolean', description: 'Not, where this very file was imported before: nothing changed' },
    format: oneOf(statementFormats),
    accounts,
    counts,
    lines: list(
      object({
        ...said,
        state: oneOf([...lineStates, 'known']),
        why: { ...why, type: ['string', 'null'], enum: [...reasons.map(([name]) => name), null] },
        company: wholeOrNothing,
        invoice: textOrNothing,
        candidates,
      }),
    ),
    linesMore: { ...whole, description: 'So many lines are not shown here' },
  }),
}

const id = { name: 'id', in: 'path', required: true, schema: text }
const pages = [
  query('cursor', text, '`next` of the page before.'),
  query('limit', { type: 'integer', minimum: 1, maximum: 500, default: 100 }),
]
const lines = { lines: list(ref('StatementLine')), next: textOrNothing }
const state = query('state', oneOf(lineStates))

export const statementPaths: Json = {
  '/api/v1/statements': {
    get: operation({
      operationId: 'statements',
      summary: 'For staff: files of bank statements that were imported, newest first, by cursor',
      parameters: pages,
      body: json(object({ statements: list(ref('Statement')), next: textOrNothing })),
    }),
    post: operation({
      operationId: 'importStatements',
      summary: 'For staff: import a file of bank statements',
      description: [
        `The body is the file, of any content type, as the bank made it: camt.053 (XML, or several in a ZIP file), MT940 or 1CClientBankExchange. At most ${statementBytesMax / 1024 / 1024} MiB, and ${linesMax} lines for an account. All of it is imported, or nothing.`,
        'A line becomes a payment when it names one open invoice in its currency and pays no more than is due, or its payer is that of the invoice; or when it names none, its payer is one company by tax id or account, and an invoice of theirs lacks just this amount. Other payments wait until staff decide. A line counts once, however many files have it.',
      ].join('\n'),
      parameters: [
        query('dryRun', oneOf(['true', 'false']), '`true` tells what would be done, and does nothing.'),
        query('fileName', { ...text, maxLength: 200 }),
      ],
      requestBody: sent({ 'application/octet-stream': { type: 'string', format: 'binary' } }),
      status: 201,
      also: { 200: 'It was tried only, or this very file was imported before' },
      body: json(ref('StatementImport')),
    }),
  },
  '/api/v1/statements/{id}': {
    get: operation({
      operationId: 'statement',
      summary: 'For staff: a file of statements with the lines that came with it first, the last first, by cursor',
      parameters: [id, state, ...pages],
      body: json(object({ ...statement, ...lines })),
    }),
  },
  '/api/v1/statement-lines': {
    get: operation({
      operationId: 'statementLines',
      summary: 'For staff: lines of all statements, such as those that wait, newest first, by cursor',
      parameters: [state, ...pages],
      body: json(object(lines)),
    }),
  },
  '/api/v1/statement-lines/{id}/decide': {
    post: operation({
      operationId: 'decideStatementLine',
      summary: 'For staff: decide, once, what a line that waits is for',
      description:
        'Name the invoice that it pays, or the company on whose balance it is, or ignore it and say why. What becomes a payment by mistake is taken back by the payment’s id.',
      parameters: [id],
      requestBody: sent(
        json({
          type: 'object',
          properties: {
            invoice: text,
            company: whole,
            ignore: { type: 'boolean' },
            note: { ...text, maxLength: 300 },
          },
        }),
      ),
      body: json(ref('StatementLine')),
    }),
  },
}
