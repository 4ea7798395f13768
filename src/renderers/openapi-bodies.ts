import { namedKinds, presenceStates } from '../events/chat-vocabulary.ts'
import { refusalCodes } from '../events/refusal.ts'
import { dimensions } from '../measures/dimensions.ts'
import type { DimensionName } from '../measures/dimensions.ts'
import { isAmongRows, measureOf, measures } from '../measures/measures.ts'
import type { Column } from '../panels/answer.ts'
import { chatMessageListing } from '../panels/chat-message-list.ts'
import { attemptListing } from '../panels/attempt-list.ts'
import { callListing } from '../panels/call-list.ts'
import { livePeriods } from '../measures/live-period.ts'
import { dialogueListing, dialogueMessagesMax } from '../panels/dialogue-list.ts'
import type { Listed } from '../panels/listing.ts'
import { messageListing } from '../panels/message-list.ts'
import { pages, panels } from '../panels/pages.ts'
import { charts, entityOf, isOfSeries, measuresOf } from '../panels/panel.ts'
import type { Panel } from '../panels/panel.ts'
import { units } from '../units.ts'
import { list, mapOf, object, oneOf, ref, text, texts, time, timeOrNothing, whole } from './openapi-parts.ts'
import type { Json } from './openapi-parts.ts'

const refusalCode = oneOf(Object.keys(refusalCodes))
const unit = oneOf(Object.keys(units))
const columns = list(
  object({
    name: text,
    type: oneOf(['text', 'date', 'time', 'number', 'decimal']),
    unit: { enum: [...Object.keys(units), null] },
  }),
)
const period = object({ from: time, to: time, zone: text })
const valueOfType: Readonly<Record<Column['type'], Json>> = {
  text,
  date: { type: 'string', format: 'date' },
  time,
  number: whole,
  decimal: { type: ['string', 'null'] },
}
const money = mapOf(units.money.schema)
const listed: Listed['of'][] = ['messages', 'chat_messages', 'dialogues', 'replies', 'calls', 'attempts', 'stretches']
const moreEvents = {
  type: 'boolean',
  description: 'Whether there are more events than the first 200, which are listed.',
}

/** What has not happened yet has no time: a dialogue that is open, a call that goes on. */
const perhaps = ['closed_at', 'answered_at', 'ended_at']

/** A row of a list by the names of its columns. */
function rowOf({ columns: all }: Listed): Json {
  return object(
    Object.fromEntries(
      all.map(({ name, type, unit: counted }) => [
        name,
        perhaps.includes(name) ? timeOrNothing : counted === 'rate' ? units.rate.schema : valueOfType[type],
      ]),
    ),
  )
}

const feed = object({
  source: text,
  newestEventAt: { ...time, description: 'When its newest event came in.' },
  events: { ...whole, description: 'Accepted events, each counted once.' },
})

const measureEntry = object({ name: oneOf(measures.map(({ name }) => name)), title: texts, definition: texts, unit })

/** The bodies of the API that do not depend on the installation, by name. */
export const bodies: Json = {
  Text: object({ en: text, ru: text }),
  Problem: object(
    { type: text, title: text, status: whole, detail: text, code: text },
    {
      fields: {
        ...list({ anyOf: [object({ field: text, detail: text }), text] }),
        description:
          'The fields or parameters at fault, where some are; with the code `missing-details` only the names of those that are missing.',
      },
      requestId: { ...text, description: 'The log of the server says more under this id.' },
    },
  ),
  Health: object({ status: oneOf(['ok', 'degraded']) }, { detail: text }),
  IntakeAnswer: object(
    {
      accepted: whole,
      duplicates: whole,
      rejected: list(
        object({
          index: whole,
          id: { type: ['string', 'null'] },
          code: refusalCode,
          field: text,
          detail: text,
        }),
      ),
    },
    { rejectedMore: { ...whole, description: 'Rejected events beyond those that are listed.' } },
  ),
  RefusedEvents: object({
    refused: list(
      object({
        place: { ...text, description: 'Where it is kept; what a replay asks for.' },
        receivedAt: time,
        code: refusalCode,
        field: { ...text, description: 'The field at fault; empty for the event as a whole.' },
        detail: text,
        source: text,
        id: text,
        raw: {
          type: ['string', 'null'],
          description:
            'What was sent, for callers with the scope `ingest` or `admin`; of what is too large only the start.',
        },
      }),
    ),
    next: { type: ['string', 'null'] },
    counts: list(object({ code: refusalCode, count: whole })),
  }),
  Catalogue: object({
    pages: list(
      object({ id: oneOf(pages.map(({ id }) => id)), title: texts, filters: list(text), panels: list(text) }),
    ),
    panels: list(
      object({
        id: oneOf(panels.map(({ id }) => id)),
        page: oneOf(pages.map(({ id }) => id)),
        title: texts,
        chart: oneOf(Object.keys(charts)),
        unit,
        width: { type: 'integer', minimum: 1, maximum: 12 },
        definition: texts,
        timeBasis: texts,
        by: list(oneOf(Object.keys(dimensions))),
        measures: list(measureEntry),
        totals: { ...list(measureEntry), description: 'What is told of the whole besides the measures of the rows.' },
        filters: list(text),
        rowsOf: {
          enum: [...listed, null],
          description: 'What is listed behind its numbers; null where nothing can be.',
        },
        live: {
          enum: [...Object.keys(livePeriods), null],
          description:
            'The period of a panel that follows the clock, whatever period is asked of its page; null of the others.',
        },
      }),
    ),
    dimensions: mapOf(object({ title: texts, values: list(object({ value: text, title: texts })) })),
  }),
  Named: object({ id: text, name: { ...text, description: 'The id where the company never told a name.' } }),
  Names: object(
    { more: list(oneOf(Object.keys(namedKinds))) },
    Object.fromEntries(Object.keys(namedKinds).map((kind) => [kind, list(ref('Named'))])),
  ),
  OperatorPresence: object({
    period,
    asOf: time,
    drawnBy: { ...oneOf(['stretch', 'day', 'month']), description: 'What the lanes are made of.' },
    total: { ...whole, description: 'How many operators there are to tell of.' },
    lanes: list(
      object({
        id: text,
        name: text,
        online: { type: 'number', minimum: 0, description: 'Seconds of the whole period.' },
        paused: { type: 'number', minimum: 0, description: 'Seconds of the whole period.' },
        stretches: list(object({ from: time, to: time, state: oneOf(presenceStates.map(({ word }) => word)) })),
        dialogues: list(
          object({
            dialogue: text,
            from: time,
            to: { ...time, description: 'Its closing; of one that is open, its last message.' },
            isOpen: { type: 'boolean' },
          }),
        ),
        sums: {
          ...list(
            object({
              day: { type: 'string', format: 'date' },
              online: { type: 'number', minimum: 0 },
              paused: { type: 'number', minimum: 0 },
            }),
          ),
          description: 'Seconds of each day or month that has any, by its first day within the period.',
        },
        more: { type: 'boolean', description: 'Whether there are more stretches or dialogues than are told.' },
      }),
    ),
  }),
  Completeness: object({
    messages: {
      ...whole,
      description:
        'What the answer counts: messages, dialogues, turns of clients, calls, attempts to call; 0 of what is time, such as presence.',
    },
    open: { ...whole, description: 'Those of them without a final status: their numbers may still change.' },
    openShare: units.share.schema,
    isFolding: {
      type: 'boolean',
      description:
        'Whether events were accepted that were not all counted yet when this was read: they are in some seconds later, and until then one panel may have what another has not.',
    },
    newestEventAt: {
      ...timeOrNothing,
      description: 'When the newest of what the answer counts happened in the company: where its data ends.',
    },
    feeds: { ...list(feed), maxItems: 50, description: 'The feeds that were heard from last, the latest first.' },
  }),
  RowsBehind: object(
    {
      panel: object({ id: text }),
      period,
      of: {
        ...oneOf(listed),
        description:
          'What the rows are: messages of all channels, messages written in dialogues, dialogues, turns of clients with the replies to them, calls, attempts to call, or stretches of time in which an operator was something.',
      },
      columns,
      rows: list(list({ type: ['string', 'number', 'null'] })),
      next: { type: ['string', 'null'], description: 'The cursor of the next page.' },
      total: { ...whole, description: 'How many rows there are behind the number, over all pages.' },
    },
    {
      totals: object({
        held_seconds: {
          type: 'number',
          minimum: 0,
          description: 'What the stretches come to, over all pages: the number.',
        },
      }),
    },
  ),
  MessageWithEvents: object({
    message: rowOf(messageListing),
    events: list(object({ receivedAt: time, event: ref('MessageStatusEvent') })),
    more: moreEvents,
  }),
  DialogueWithMessages: object({
    dialogue: rowOf(dialogueListing),
    messages: { ...list(rowOf(chatMessageListing)), description: 'As they were written; texts are whole.' },
    moreMessages: {
      type: 'boolean',
      description: `Whether there are more messages than the last ${dialogueMessagesMax}, which are told.`,
    },
    events: list(object({ receivedAt: time, event: { anyOf: [ref('ChatDialogueEvent'), ref('ChatMessageEvent')] } })),
    more: moreEvents,
  }),
  CallWithEvents: object({
    call: rowOf(callListing),
    legs: { ...list(rowOf(attemptListing)), description: 'The attempts to call that it is made of, as they began.' },
    events: list(object({ receivedAt: time, event: ref('CallStatusEvent') })),
    more: moreEvents,
  }),
  Period: period,
}

const idsOfRows = {
  ...list({ type: ['string', 'null'] }),
  description: 'The id of each row’s name; empty for what has none, null for the row of all others.',
}

/** What a panel answers: its own columns, rows of just those, and its totals. */
export function panelAnswer(panel: Panel): Json {
  const row = [
    ...panel.by.flatMap(dimensionValues),
    ...panel.measures.map((name) => units[measureOf(name).unit].schema),
  ]
  const rows = list({ type: 'array', prefixItems: row, items: false, minItems: row.length, maxItems: row.length })
  const totals = object(
    Object.fromEntries(
      measuresOf(panel)
        .map(measureOf)
        .filter((measure) => !isAmongRows(measure))
        .map(({ name, number, unit: counted }) => [name, number === 'money' ? money : units[counted].schema]),
    ),
  )
  const ids: Json = entityOf(panel) === undefined ? {} : { ids: idsOfRows }
  const more: Json = isOfSeries(panel)
    ? {
        more: {
          ...whole,
          description: 'How many have no rows of their own, because others are larger: filter by them to see them.',
        },
      }
    : {}
  return object(
    {
      panel: object({
        id: { const: panel.id },
        title: { enum: [...new Set(Object.values(panel.title))] },
        unit: { const: measureOf(panel.measures[0]).unit },
        chart: { const: panel.chart },
      }),
      period: ref('Period'),
      columns: { ...columns, minItems: row.length, maxItems: row.length },
      rows,
      totals,
      asOf: time,
      completeness: ref('Completeness'),
      ...ids,
      ...more,
    },
    { compare: object({ period: ref('Period'), rows, totals, ...ids, ...more }) },
  )
}

/** A place is two numbers; of what is beyond the largest it is not told. */
function dimensionValues(name: DimensionName): Json[] {
  if (dimensions[name].type !== 'place') return [dimensionValue(name)]
  return [90, 180].map((most) => ({ type: ['number', 'null'], minimum: -most, maximum: most }))
}

function dimensionValue(name: DimensionName): Json {
  const { type, values, kind } = dimensions[name]
  if (kind !== undefined || name === 'phrase') return text
  if (values !== undefined) return oneOf(values.map(({ value }) => value))
  if (name === 'currency') return { type: 'string', pattern: '^[A-Z]{3}$' }
  return { type: 'string', format: type === 'date' ? 'date' : 'date-time' }
}
