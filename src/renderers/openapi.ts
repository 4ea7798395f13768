import { namedKinds, presenceHoldsHoursMax } from '../events/chat-vocabulary.ts'
import { refusalCodes } from '../events/refusal.ts'
import { dimensions } from '../measures/dimensions.ts'
import type { DimensionName } from '../measures/dimensions.ts'
import { measures } from '../measures/measures.ts'
import { comparisons } from '../measures/period.ts'
import { listedTextMax } from '../panels/chat-message-list.ts'
import { rowsOfFilesMax } from '../panels/every-row-behind.ts'
import { presenceFilters } from '../panels/chats.ts'
import { namesMax, soughtLengthMax } from '../panels/list-names.ts'
import { dayDaysMax, dialogueDaysBefore, dialoguesMax, stretchDaysMax, stretchesMax } from '../panels/operator-lanes.ts'
import { pages, panels } from '../panels/pages.ts'
import type { FilterName } from '../panels/panel.ts'
import { rowsOf } from '../panels/rows-behind.ts'
import { excelType } from './excel.ts'
import { accountBodies, accountPaths } from './openapi-accounts.ts'
import { bodies, panelAnswer } from './openapi-bodies.ts'
import { chargeBodies, chargePaths } from './openapi-charges.ts'
import { grafanaBodies, grafanaPaths } from './openapi-grafana.ts'
import { invoiceBodies, invoicePaths } from './openapi-invoices.ts'
import { eventBodies } from './openapi-events.ts'
import { paymentBodies, paymentPaths } from './openapi-payments.ts'
import { privacyBodies, privacyPaths } from './openapi-privacy.ts'
import { proofBodies, proofPaths } from './openapi-proof.ts'
import { reportBodies, reportPaths } from './openapi-reports.ts'
import {
  answerName,
  json,
  list,
  object,
  oneOf,
  operation,
  pagesOfLanes,
  ref,
  sent,
  text,
  time,
} from './openapi-parts.ts'
import type { Json } from './openapi-parts.ts'
import { shareLinkBodies, shareLinkPaths } from './openapi-share-links.ts'
import { viewBodies, viewPaths } from './openapi-views.ts'
import { webhookBodies, webhookPaths } from './openapi-webhooks.ts'
import { statementBodies, statementPaths } from './openapi-statements.ts'
import { tariffBodies, tariffPaths } from './openapi-tariffs.ts'

/** What of the description the declarations cannot know. */
export type Installation = {
  serverUrl: string
  /** What tokens may be allowed to do. */
  scopes: readonly string[]
  /** The name of the session's cookie. */
  cookieName: string
}

/** The description of the API (OpenAPI 3.1), from the same declarations that answer it. */
export function openapi({ serverUrl, scopes, cookieName }: Installation): Json {
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
      ...eventPaths,
      ...panelPaths(),
      ...namePaths,
      ...grafanaPaths,
      ...presencePaths(),
      ...messagePaths,
      ...accountPaths,
      ...chargePaths,
      ...invoicePaths,
      ...paymentPaths,
      ...statementPaths,
      ...webhookPaths,
      ...privacyPaths,
      ...tariffPaths,
      ...proofPaths,
      ...reportPaths,
      ...viewPaths,
      ...shareLinkPaths,
      ...operatingPaths,
    },
    components: {
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', description: 'A token of the company' },
        session: { type: 'apiKey', in: 'cookie', name: cookieName },
        shareLink: {
          type: 'http',
          scheme: 'bearer',
          description: 'The secret of a link that shows graphs without an account',
        },
      },
      schemas: {
        ...bodies,
        ...eventBodies,
        ...grafanaBodies,
        ...accountBodies(scopes),
        ...chargeBodies,
        ...invoiceBodies,
        ...paymentBodies,
        ...statementBodies,
        ...webhookBodies,
        ...privacyBodies,
        ...tariffBodies,
        ...proofBodies,
        ...reportBodies,
        ...viewBodies,
        ...shareLinkBodies,
        ...Object.fromEntries(panels.map((panel) => [answerName(panel.id), panelAnswer(panel)])),
        ...Object.fromEntries(pages.map(({ id, panels: own }) => [answerName(id), pageAnswer(own)])),
      },
    },
  }
}

const ofPages = [
  { name: 'cursor', in: 'query', schema: text, description: '`next` of the page before.' },
  { name: 'limit', in: 'query', schema: { type: 'integer', minimum: 1, maximum: 500, default: 50 } },
]

const eventPaths: Json = {
  '/api/v1/events': {
    post: operation({
      operationId: 'takeEvents',
      summary: 'Take events in: CloudEvents 1.0, answered when they are durable',
      description: [
        'One event, a list, or one event a line; with `content-encoding: gzip` if you like.',
        'The answer counts what was accepted and what was known already, and names each rejected event with its place, a code and the field at fault. Good events beside a bad one are kept. Sending again is always safe: an event is known by its `source` and `id`.',
        'Of the events of one message (one `subject`) the furthest status stands, whatever arrived last; the latest price by `time`; the earliest creation; the most parts; of other words and texts one, the same whatever order they came in. A `subject` names one message of the whole company, so let every system that sends put something of its own into it.',
        'Of a dialogue the earliest time known is its opening; of where it was, the word told last by `time` stands. A message of it is one by its `messageId`, however often it is told, and may come before the opening or after the end; what it does not tell of its chat, bot, group and messenger is taken from its dialogue.',
        'Codes of rejected events:',
        ...Object.entries(refusalCodes).map(([code, meaning]) => `• ${code}: ${meaning}`),
      ].join('\n'),
      requestBody: sent({
        'application/cloudevents+json': ref('Event'),
        'application/cloudevents-batch+json': list(ref('Event')),
        'application/x-ndjson': { ...text, description: 'One CloudEvent a line; streamed, gzip allowed' },
        'application/json': {
          anyOf: [ref('Event'), list(ref('Event'))],
          description: 'An event or a list; with the envelope in `ce-` headers (binary mode), the data alone',
        },
      }),
      body: json(ref('IntakeAnswer')),
    }),
  },
  '/api/v1/refused-events': {
    get: operation({
      operationId: 'refusedEvents',
      summary: 'The events that were refused, newest first, by cursor, and how many there are of each code',
      parameters: [
        { name: 'from', in: 'query', schema: time, description: 'Received from then on.' },
        { name: 'to', in: 'query', schema: time, description: 'Received before.' },
        {
          name: 'code',
          in: 'query',
          description: 'May repeat, or hold several codes with commas between them.',
          schema: list(oneOf(Object.keys(refusalCodes))),
          explode: true,
        },
        { name: 'source', in: 'query', schema: text },
        ...ofPages,
      ],
      body: json(ref('RefusedEvents')),
    }),
  },
  '/api/v1/refused-events/{place}/replay': {
    post: operation({
      operationId: 'replayRefusedEvent',
      summary: 'Take a refused event once more, as it was sent',
      parameters: [{ name: 'place', in: 'path', required: true, schema: text }],
      body: json(ref('IntakeAnswer')),
    }),
  },
}

const zoneParameter = {
  name: 'tz',
  in: 'query',
  schema: text,
  description: 'IANA zone of days and times; the company’s without it.',
}

const namePaths: Json = {
  '/api/v1/names': {
    get: operation({
      operationId: 'listNames',
      summary: 'The chats, bots, operators and operator groups of the company, by name: the ids that filters take',
      description: `At most ${namesMax} of each kind; \`more\` says of which kinds there are more, to be found by \`q\`.`,
      parameters: [
        { name: 'kind', in: 'query', schema: oneOf(Object.keys(namedKinds)), description: 'This kind only.' },
        {
          name: 'q',
          in: 'query',
          schema: { ...text, maxLength: soughtLengthMax },
          description: 'What the name or the id contains, in capitals or not.',
        },
      ],
      body: json(ref('Names')),
    }),
  },
}

const presencePaths = (): Json => ({
  '/api/v1/presence': {
    get: operation({
      operationId: 'operatorPresence',
      summary: 'What operators were when, a lane for each, and the dialogues that they had',
      description:
        `Of up to ${stretchDaysMax} days the lanes hold stretches (at most ${stretchesMax} of an operator) and dialogues (the latest ${dialoguesMax}, opened in the period or in the ${dialogueDaysBefore} days before); ` +
        `of up to ${dayDaysMax} days sums by day, of more by month. A state that nothing follows holds for ${presenceHoldsHoursMax} hours at most, and never beyond now.`,
      parameters: [
        ...ofPeriods.filter(({ name }) => name !== 'lang'),
        ...filterParameters(presenceFilters),
        {
          name: 'order',
          in: 'query',
          schema: oneOf(['online', 'paused']),
          description: 'Whoever was this longest comes first; `online` without it.',
        },
        ...pagesOfLanes,
      ],
      body: json(ref('OperatorPresence')),
    }),
  },
})

const messagePaths: Json = {
  '/api/v1/messages/{message}': {
    get: operation({
      operationId: 'message',
      summary: 'A message: how it stands, and the events that say so, as they were sent but for the address',
      parameters: [
        {
          name: 'message',
          in: 'path',
          required: true,
          schema: text,
          description: 'Its id: the subject of its events.',
        },
        zoneParameter,
      ],
      body: json(ref('MessageWithEvents')),
    }),
  },
  '/api/v1/dialogues/{dialogue}': {
    get: operation({
      operationId: 'dialogue',
      summary: 'A dialogue: how it stands, what was written in it, and the events that say so',
      parameters: [
        {
          name: 'dialogue',
          in: 'path',
          required: true,
          schema: text,
          description: 'Its id: the subject of its events.',
        },
        zoneParameter,
      ],
      body: json(ref('DialogueWithMessages')),
    }),
  },
  '/api/v1/calls/{call}': {
    get: operation({
      operationId: 'call',
      summary: 'A call: how it stands, its legs, and the events that say so',
      parameters: [
        {
          name: 'call',
          in: 'path',
          required: true,
          schema: text,
          description: 'Its id: the subject of its events.',
        },
        zoneParameter,
      ],
      body: json(ref('CallWithEvents')),
    }),
  },
}

const ofPeriods = [
  {
    name: 'from',
    in: 'query',
    schema: time,
    description: 'Start, included; ten years before the end at most. Today without it.',
  },
  { name: 'to', in: 'query', schema: time, description: 'End, excluded.' },
  zoneParameter,
  { name: 'lang', in: 'query', schema: oneOf(['en', 'ru']) },
]
/** The panels whose rows can be listed. */
const listed = panels.filter((panel) => rowsOf(panel) !== undefined)

/** Filters as parameters: each may repeat. */
function filterParameters(names: readonly FilterName[]): Json[] {
  return [...new Set(names)].map((name) => {
    const { values } = dimensions[name]
    return {
      name,
      in: 'query',
      description:
        name === 'operator'
          ? 'May repeat: an id of the company’s. What no operator had to do with is found without it only.'
          : values === undefined
            ? 'May repeat: an id of the company’s; empty for what has none.'
            : 'May repeat, or hold several words with commas between them.',
      schema: list(values === undefined ? text : oneOf(wordsOf(name))),
      explode: true,
    }
  })
}

const compare = { name: 'compare', in: 'query', schema: oneOf(comparisons) }
const format = {
  name: 'format',
  in: 'query',
  schema: oneOf(['json', 'csv', 'xlsx']),
  description:
    'With `compare`, files have the rows of both periods; their first column tells them apart. CSV has the words of the API in it; ' +
    'a workbook (`xlsx`) is for people: titles and words in the language of `lang`, numbers in the form of their unit, and a first ' +
    'sheet with definitions, period, zone, filters, totals, and when the data was read.',
}
/** Of those that a panel is not by, none can be asked for. */
const ofCells = [
  { name: 'day', in: 'query', schema: { type: 'string', format: 'date' }, description: 'The day of the row.' },
  { name: 'time', in: 'query', schema: time, description: 'The time of the row.' },
  { name: 'short_status', in: 'query', schema: oneOf(wordsOf('short_status')) },
  { name: 'currency', in: 'query', schema: { ...text, pattern: '^[A-Z]{3}$' } },
  {
    name: 'cell',
    in: 'query',
    schema: { ...text, pattern: String.raw`^-?\d+\.\d+,-?\d+\.\d+$` },
    description: 'The latitude and longitude of the row, with a comma between them: `52.55,13.45`.',
  },
  {
    name: 'phrase',
    in: 'query',
    schema: { ...text, pattern: String.raw`^[1-9]\d{0,19}$` },
    description: 'The id of the phrase.',
  },
  { name: 'outcome', in: 'query', schema: oneOf(wordsOf('outcome')) },
  { name: 'duration_class', in: 'query', schema: oneOf(wordsOf('duration_class')) },
  {
    name: 'evaluation',
    in: 'query',
    schema: text,
    description: 'The id of the row; empty for calls without an evaluation.',
  },
  {
    name: 'without',
    in: 'query',
    schema: text,
    description:
      'Of a panel with a row for each chat, operator, phrase or evaluation: a list in JSON of the ids that have rows of their own, such as ' +
      '`["shop","bank"]`, so that what is behind all others together is told.',
  },
  {
    name: 'measure',
    in: 'query',
    schema: oneOf(measures.map(({ name }) => name)),
    description: 'The number of the panel that is opened; its first without it.',
  },
  ofPages[0]!,
  {
    name: 'limit',
    in: 'query',
    schema: { type: 'integer', minimum: 1, maximum: 100_000 },
    description: '50 without it, and 500 at most; of CSV 100,000. Files without it have all rows.',
  },
]

/** A panel as a file, and the rows behind it. */
const files = { 'text/csv': text, [excelType]: { ...text, format: 'binary' } }

function panelPaths(): Json {
  return {
    '/api/v1/panels': {
      get: operation({
        operationId: 'listPanels',
        summary: 'The catalogue of pages, panels and measures',
        body: json(ref('Catalogue')),
      }),
    },
    ...Object.fromEntries(
      panels.map(({ id, title, filters }) => [
        `/api/v1/panels/${id}`,
        {
          get: operation({
            operationId: `panel.${id}`,
            summary: title.en,
            parameters: [...ofPeriods, ...filterParameters(filters), compare, format],
            body: { ...json(ref(answerName(id))), ...files },
          }),
        },
      ]),
    ),
    '/api/v1/panels/{id}/events': {
      get: operation({
        operationId: 'panelEvents',
        summary: 'What is behind a number, by cursor: messages, dialogues, calls, or stretches of presence',
        description:
          'A panel that counts for each operator has a row for each dialogue and operator. Stretches of presence are cut to the period, and never go beyond now; ' +
          'what was told again while it lasted is one stretch, and `totals` tells how long all of them lasted. A text is listed up to ' +
          `${listedTextMax} characters; its dialogue has the whole. As files (CSV, Excel) all rows come in one stream, newest first, up to ${rowsOfFilesMax.toLocaleString('en')} of them, ` +
          'three files of a company at once; the header `x-rows-total` says how many there are, and a report has more. CSV with a `limit` or a `cursor` has a page, and the header `link` says when there are more.',
        parameters: [
          { name: 'id', in: 'path', required: true, schema: oneOf(listed.map(({ id }) => id)) },
          ...ofPeriods,
          ...filterParameters(listed.flatMap(({ filters }) => filters)),
          ...ofCells,
          format,
        ],
        body: { ...json(ref('RowsBehind')), ...files },
        headers: {
          link: { description: 'The address of the next page (RFC 8288), if there is one.', schema: text },
          'x-rows-total': { description: 'Of files with all rows: how many there are.', schema: { type: 'integer' } },
        },
      }),
    },
    ...Object.fromEntries(
      pages.map(({ id, title, filters, panels: own }) => [
        `/api/v1/pages/${id}`,
        {
          get: operation({
            operationId: `page.${id}`,
            summary: `All panels of ${title.en}`,
            parameters: [
              ...ofPeriods,
              ...filterParameters(filters),
              compare,
              {
                name: 'panel',
                in: 'query',
                schema: list(oneOf(own.map((panel) => panel.id))),
                description: 'Only these panels; all without it.',
              },
            ],
            body: json(ref(answerName(id))),
          }),
        },
      ]),
    ),
  }
}

const operatingPaths: Json = {
  '/health/live': {
    get: operation({
      operationId: 'live',
      summary: 'The process answers',
      body: json(ref('Health')),
      isPublic: true,
    }),
  },
  '/health/ready': {
    get: operation({
      operationId: 'ready',
      summary: 'Its stores answer, too',
      body: json(ref('Health')),
      isPublic: true,
    }),
  },
  '/metrics': {
    get: operation({
      operationId: 'metrics',
      summary: 'What a Prometheus server reads',
      body: { 'text/plain': text },
      isPublic: true,
    }),
  },
  '/api/v1/openapi.json': {
    get: operation({
      operationId: 'openapi',
      summary: 'This description',
      body: json({ type: 'object', description: 'OpenAPI 3.1' }),
      isPublic: true,
    }),
  },
  '/api/docs': {
    get: operation({
      operationId: 'docs',
      summary: 'This description as a page to read',
      body: { 'text/html': text },
      isPublic: true,
    }),
  },
  '/api/docs.css': {
    get: operation({ operationId: 'docsStyle', summary: 'Its style', body: { 'text/css': text }, isPublic: true }),
  },
}

function pageAnswer(own: readonly { id: string }[]): Json {
  return object({
    period: ref('Period'),
    asOf: time,
    completeness: ref('Completeness'),
    panels: {
      ...object({}, Object.fromEntries(own.map(({ id }) => [id, ref(answerName(id))]))),
      additionalProperties: false,
    },
  })
}

function wordsOf(name: DimensionName): string[] {
  return dimensions[name].values!.map(({ value }) => value)
}
