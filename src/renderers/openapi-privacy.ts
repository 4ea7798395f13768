import { textFields } from '../events/message.ts'
import { channels } from '../events/vocabulary.ts'
import { json, list, object, oneOf, operation, ref, sent, text, time, timeOrNothing, whole } from './openapi-parts.ts'
import type { Json } from './openapi-parts.ts'

/** Privacy in the description of the API: whom a company wrote to, and how they are forgotten. */

const address = {
  ...text,
  minLength: 1,
  maxLength: textFields.to,
  description: 'A phone number in any spelling, an e-mail address, or whatever else stood in `to`',
}
const textOrNothing = { type: ['string', 'null'] }

/** The bodies by name. */
export const privacyBodies: Json = {
  Person: object({
    messages: whole,
    dialogues: { ...whole, description: 'Dialogues of which the person is the client' },
    calls: { ...whole, description: 'Calls of which the person is the client' },
    firstAt: timeOrNothing,
    lastAt: timeOrNothing,
    channels: list(oneOf(channels.map(({ word }) => word))),
    recipient: { ...text, description: 'Masked; empty without messages' },
    refusedEvents: { ...whole, description: 'Refused events that hold the address' },
  }),
  PersonExport: object({
    messages: list({
      type: 'object',
      description: 'The columns of a message, and when it was delivered, read, clicked',
    }),
    messagesMore: { ...whole, description: 'Messages beyond those that are listed' },
    dialogues: list(
      object({
        dialogue: text,
        opened_at: time,
        messenger: text,
        messages: list(object({ written_at: time, author: text, text })),
      }),
    ),
    dialoguesMore: { ...whole, description: 'Dialogues beyond those that are listed' },
    calls: list({ type: 'object', description: 'The columns of a call, as lists have them; times in UTC' }),
    callsMore: { ...whole, description: 'Calls beyond those that are listed' },
    refusedEvents: list(object({ received_at: time, code: text, detail: text, sent: text })),
  }),
  Erasure: object({
    id: text,
    at: time,
    by: { ...text, description: 'Who asked for it' },
    reason: text,
    proof: {
      anyOf: [
        object({
          messages: { ...whole, description: 'Messages that were sent to the person' },
          dialogues: { ...whole, description: 'Dialogues of which the person was the client' },
          calls: { ...whole, description: 'Calls of which the person was the client' },
          refusedEvents: whole,
          logRecords: { ...whole, description: 'Records of the log that were written anew' },
          remaining: { ...whole, description: 'What a search of log and facts found afterwards' },
          finishedAt: time,
        }),
        { type: 'null' },
      ],
      description: 'Nothing while the work goes on; after a stop or a crash it does so by itself.',
    },
  }),
}

/** What may be asked. The address stands in the body only: addresses of requests are noted in many places. */
export const privacyPaths: Json = {
  '/api/v1/privacy/find': {
    post: operation({
      operationId: 'findPerson',
      summary: 'How much is known of a person whom the company wrote to',
      requestBody: sent(json(object({ address }))),
      body: json(ref('Person')),
    }),
  },
  '/api/v1/privacy/export': {
    post: operation({
      operationId: 'exportPerson',
      summary: 'Everything that is known of a person whom the company wrote to, as a file',
      requestBody: sent(json(object({ address }))),
      body: json(ref('PersonExport')),
    }),
  },
  '/api/v1/privacy/erasures': {
    post: operation({
      operationId: 'erasePerson',
      summary: 'Forget a person whom the company wrote to; the answer is the proof, and no number changes',
      requestBody: sent(json(object({ address, reason: { ...text, minLength: 1, maxLength: 300 } }))),
      body: json(ref('Erasure')),
      status: 201,
      also: { 202: 'The log is long: the work goes on, and its proof comes into the list' },
    }),
    get: operation({
      operationId: 'listErasures',
      summary: 'Who was forgotten when, by whom, and the proof; never their address',
      parameters: [{ name: 'before', in: 'query', schema: text, description: '`next` of the page before.' }],
      body: json(object({ erasures: list(ref('Erasure')), next: textOrNothing })),
    }),
  },
}
