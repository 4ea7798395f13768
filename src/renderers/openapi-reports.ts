import { reportTypes } from '../reports/catalogue.ts'
import { reportServices } from '../reports/report-type.ts'
import {
  json,
  list,
  mapOf,
  object,
  oneOf,
  operation,
  orNothing,
  query,
  ref,
  sent,
  text,
  texts,
  time,
  timeOrNothing,
  whole,
} from './openapi-parts.ts'
import type { Json } from './openapi-parts.ts'

/** Reports in the description of the API. */

const eitherOrNothing = (schema: Json): Json => ({ anyOf: [schema, { type: 'null' }] })
const truth = (description: string) => ({ type: 'boolean', description })
const service = oneOf(reportServices)
const type = oneOf([...new Set(reportTypes.map((one) => one.type))])
const status = oneOf(['generating', 'generated', 'error'])
const format = oneOf(['xlsx', 'csv', 'parquet'])
const language = oneOf(['en', 'ru'])
const columnType = oneOf(['text', 'count', 'decimal', 'money', 'share', 'seconds', 'time', 'day'])
const filters = {
  ...mapOf(list(text)),
  description: 'Lists of words or ids by the name of the filter, such as `{"channel":["sms"]}`',
}
const sha256 = { ...text, pattern: '^[0-9a-f]{64}$' }

const form: Json = {
  service,
  type,
  name: {
    ...text,
    maxLength: 200,
    description: 'A text for people; without it the report is named by its type and period',
  },
  filters,
  columns: { ...list(text), description: 'In this order; without it the usual ones. Money brings its currency along.' },
  format: { ...format, default: 'xlsx' },
  language: { ...language, description: 'That of the company without it' },
}

const request = {
  type: 'object',
  required: ['service', 'type', 'from', 'to'],
  properties: {
    ...form,
    from: time,
    to: { ...time, description: 'Excluded' },
    zone: { ...text, description: 'An IANA time zone; that of the company without it' },
  },
}

const when: Json = {
  every: oneOf(['day', 'week', 'month', 'cron']),
  at: { ...text, pattern: '^\\d\\d:\\d\\d$', description: 'By the clock of the company; 06:00 without it' },
  weekday: { type: 'integer', minimum: 1, maximum: 7, description: '1 is Monday' },
  monthDay: {
    type: 'integer',
    minimum: 1,
    maximum: 31,
    description: 'A month that has no such day takes its last one',
  },
  cron: { ...text, description: 'Five fields: minutes, hours, days, months, days of the week' },
  covers: { ...oneOf(['day', 'week', 'month']), description: 'The whole one before the day on which it is due' },
  isOn: truth('Whether reports are made'),
  emails: {
    ...list(text),
    maxItems: 10,
    description: 'They are sent the file, up to 10 MB. Naming or changing them needs the scope `admin`.',
  },
}

const schedule: Json = {
  type: 'object',
  properties: { ...form, ...when, version: { ...whole, description: 'Send the one that was edited along.' } },
}

const webhook = { webhookUrl: orNothing(text), version: whole }

/** The bodies by name. */
export const reportBodies: Json = {
  Report: object({
    id: text,
    name: text,
    service,
    type,
    status: { ...status, description: 'What was canceled is an `error` with the code `canceled`.' },
    addedAt: time,
    formedAt: { ...timeOrNothing, description: 'When its file was made, or it went wrong' },
    askedBy: text,
    isAutomatic: truth('Whether a schedule asked for it'),
    period: object({ from: time, to: time, zone: text }),
    filters,
    columns: list(text),
    format,
    language,
    progress: eitherOrNothing(
      object({
        phase: oneOf(['waiting', 'counting', 'reading', 'storing']),
        place: { ...orNothing(whole), description: 'In the queue, while it waits: 1 is next. Companies take turns.' },
        rowsDone: whole,
        rowsAll: orNothing(whole),
        secondsLeft: orNothing(whole),
      }),
    ),
    error: eitherOrNothing(
      object({
        code: { ...text, description: '`canceled`, `too-long`, `disk-full`, `crashed`, `storage`, `internal`, …' },
        detail: text,
      }),
    ),
    file: eitherOrNothing(
      object({
        name: text,
        bytes: whole,
        sha256: { ...sha256, description: 'Of the bytes of the file' },
        rows: whole,
        checksum: { ...sha256, description: 'Of its rows: the same data has the same in every format' },
        totals: list(object({ column: text, currency: orNothing(text), amount: text })),
        readAt: { ...time, description: 'When reading the data began' },
      }),
    ),
    expiredAt: { ...timeOrNothing, description: 'When its file was taken away because it was old' },
  }),
  ReportSchedule: object({
    id: text,
    name: text,
    service,
    type,
    filters,
    columns: list(text),
    format,
    language,
    every: when['every'],
    at: orNothing(text),
    weekday: orNothing(whole),
    monthDay: orNothing(whole),
    cron: orNothing(text),
    covers: when['covers'],
    isOn: when['isOn'],
    emails: when['emails'],
    isDefault: truth('Whether it was made by itself, because the service is in use'),
    zone: text,
    nextAt: { ...timeOrNothing, description: 'When it is due next; nothing while it is off' },
    lastAt: timeOrNothing,
    stopped: {
      ...orNothing(text),
      description:
        'Why it stopped by itself: `maker-gone`, its token was revoked or is over, or its person is gone; `maker-may-not`, they may not any more what it needs.',
    },
    version: whole,
  }),
  ReportType: object({
    service,
    type,
    title: texts,
    description: texts,
    isDetailed: truth('Whether it has a row for each of what may be very many'),
    columns: list(
      object({
        name: text,
        title: texts,
        type: columnType,
        isUsual: truth('Whether it is there when no columns are named'),
        currency: {
          ...orNothing(text),
          description: 'Of money: the column that holds its currency, which comes along',
        },
      }),
    ),
    filters: list(text),
  }),
}

const id = { name: 'id', in: 'path', required: true, schema: text }
const key = {
  name: 'Idempotency-Key',
  in: 'header',
  schema: { ...text, maxLength: 255 },
  description: 'What is sent twice with one key is done once; with another body it is refused (422).',
}

export const reportPaths: Json = {
  '/api/v1/reports': {
    get: operation({
      operationId: 'reports',
      summary: 'The reports of the company that the caller may see, newest first, by cursor',
      description:
        '`counts` are those of each status with the same search, services and times. What is generating tells its progress once a second.',
      parameters: [
        query('q', { ...text, maxLength: 100 }, 'Is in the name.'),
        query('status', status),
        { ...query('service', list(service), 'May repeat, or hold several with commas between them.'), explode: true },
        query('from', time, 'Asked for from then on.'),
        query('to', time, 'Asked for before then.'),
        query('cursor', text, '`next` of the page before.'),
        query('limit', { type: 'integer', minimum: 1, maximum: 200, default: 50 }),
      ],
      body: json(
        object({
          reports: list(ref('Report')),
          counts: object({ all: whole, generating: whole, generated: whole, error: whole }),
          next: orNothing(text),
        }),
      ),
    }),
    post: operation({
      operationId: 'askForReport',
      summary: 'Ask for a report: it is made in the background',
      description: [
        'A report has a period `[from, to)` in a zone, filters, columns, a format and a language. Those that have a row for each of very many are counted first: what would have too many rows is refused with both numbers.',
        'Reports with money need the scope `billing`, those of all companies platform staff; everything else `read`.',
        ...reportTypes.map((one) => `• ${one.service} ${one.type}: ${one.description.en}`),
      ].join('\n'),
      parameters: [key],
      requestBody: sent(json(request)),
      body: json(ref('Report')),
      status: 202,
      headers: { location: { description: 'Where the report is told', schema: text } },
    }),
  },
  '/api/v1/reports/types': {
    get: operation({
      operationId: 'reportTypes',
      summary: 'The reports that the caller may ask for, with their columns and filters',
      body: json(object({ types: list(ref('ReportType')) })),
    }),
  },
  '/api/v1/reports/preview': {
    post: operation({
      operationId: 'previewReport',
      summary: 'The first rows of a report before it is asked for, and how many it will have',
      requestBody: sent(json(request)),
      body: json(
        object({
          name: { ...text, description: 'What it will be called' },
          columns: list(
            object(
              { name: text, title: text, type: columnType },
              { currency: { type: 'object', additionalProperties: text } },
            ),
          ),
          rows: {
            ...list(list({ type: ['string', 'number', 'null'] })),
            description: 'Of the first 20; times are RFC 3339 in the zone, money is a decimal text.',
          },
          all: orNothing(whole),
          rowsMax: { ...whole, description: 'So many rows a report has at most' },
        }),
      ),
    }),
  },
  '/api/v1/reports/schedules': {
    get: operation({
      operationId: 'reportSchedules',
      summary: 'When reports are made by themselves',
      body: json(
        object({
          schedules: list(ref('ReportSchedule')),
          canMail: truth('Whether this installation has a mail server'),
        }),
      ),
    }),
    post: operation({
      operationId: 'addReportSchedule',
      summary: 'Have a report made by itself',
      description: [
        'Each report is about the whole day, week or month before the day on which it is due, by the clock of the company. An hour that the clock skips is the next one, an hour that comes twice comes once. What was due while Talkmeter did not run is made once, for the last time.',
        'Of each service that is in use one is made by itself: monthly, on the 1st. It can be changed, switched off and deleted, and does not come again.',
        'One with `emails` needs the scope `admin`, and so does each change of them (403). It stops when the token or the person that made it, or changed it last, is gone or may not any more what it needs; `stopped` says so until it is switched on again.',
      ].join('\n'),
      requestBody: sent(json({ ...schedule, required: ['service', 'type', 'every'] })),
      body: json(ref('ReportSchedule')),
      status: 201,
    }),
  },
  '/api/v1/reports/webhook': {
    get: operation({
      operationId: 'reportWebhook',
      summary: 'Where the company is told that reports are ready',
      body: json(object(webhook)),
    }),
    put: operation({
      operationId: 'changeReportWebhook',
      summary: 'Set where the company is told that reports are ready, or null for nowhere',
      description:
        'When a report is ready the webhook is posted `{"type":"report.ready","timestamp":…,"data":{company,id,name,service,type,error,file:{url,bytes,sha256,rows}}}`, and `report.failed` when it went wrong; signed, and sent again, as that of the low balance is. The secret is told in this answer only.',
      requestBody: sent(
        json({ type: 'object', required: ['webhookUrl'], properties: { webhookUrl: orNothing(text) } }),
      ),
      body: json(object({ ...webhook, webhookSecret: orNothing(text) })),
    }),
  },
  '/api/v1/reports/schedules/{id}': {
    patch: operation({
      operationId: 'changeReportSchedule',
      summary: 'Change a schedule, or switch it on or off',
      description:
        'Changing `emails` needs the scope `admin` (403), and so does switching on one with `emails` that stopped by itself.',
      parameters: [id],
      requestBody: sent(json(schedule)),
      body: json(ref('ReportSchedule')),
    }),
    delete: operation({
      operationId: 'deleteReportSchedule',
      summary: 'Delete a schedule; its reports stay',
      parameters: [id],
      status: 204,
    }),
  },
  '/api/v1/reports/{id}': {
    get: operation({
      operationId: 'report',
      summary: 'A report with how far it is, or its file',
      parameters: [id],
      body: json(ref('Report')),
    }),
    delete: operation({
      operationId: 'deleteReport',
      summary: 'Delete a report and its file; one that is being generated is stopped',
      parameters: [id],
      status: 204,
    }),
  },
  '/api/v1/reports/{id}/generate': {
    post: operation({
      operationId: 'generateReport',
      summary: 'Generate a report again, as it was asked for; one that is being generated goes on',
      parameters: [id],
      body: json(ref('Report')),
      status: 202,
    }),
  },
  '/api/v1/reports/{id}/cancel': {
    post: operation({
      operationId: 'cancelReport',
      summary: 'Cancel a report that is being generated or waits: it ends in an error that says so',
      parameters: [id],
      body: json(ref('Report')),
    }),
  },
  '/api/v1/reports/{id}/file': {
    get: operation({
      operationId: 'reportFile',
      summary: 'The file of a report: whole, or not at all',
      parameters: [id],
      body: {
        'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': { ...text, format: 'binary' },
        'text/csv': text,
        'application/vnd.apache.parquet': { ...text, format: 'binary' },
      },
      headers: { 'repr-digest': { description: 'SHA-256 of the file (RFC 9530)', schema: text } },
    }),
  },
}
