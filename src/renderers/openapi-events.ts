import { authors, dialogueChanges, messengers, presenceStates } from '../events/chat-vocabulary.ts'
import { callStatuses, directions, knownEvaluations, toldOutcomes } from '../events/call-vocabulary.ts'
import { billedSecondsMax, callTextLengths, trunkLimitMax } from '../events/call.ts'
import { chatTextLengths } from '../events/chat.ts'
import type { EventType } from '../events/envelope.ts'
import { partsMax, textFields } from '../events/message.ts'
import { channels, receipts, statuses } from '../events/vocabulary.ts'
import { object, oneOf, ref, text, time } from './openapi-parts.ts'
import type { Json } from './openapi-parts.ts'

/** The events that are taken in, in the description of the API: one schema for each type. */

const price = object({
  amount: { ...text, pattern: String.raw`^\d{1,9}(\.\d{1,6})?$` },
  currency: { ...text, pattern: '^[A-Z]{3}$' },
})

const named = object({ id: { ...text, minLength: 1, maxLength: 256 } }, { name: { ...text, maxLength: 256 } })

const hidden = 'The number of the client is kept as a masked form and a pseudonym.'

const inChat = {
  messenger: oneOf(messengers.map(({ word }) => word)),
  chat: { ...named, description: 'The chat as it was set up.' },
  bot: { ...named, description: 'The script of the robot.' },
  operator: named,
  group: { ...named, description: 'The group of operators.' },
  client: {
    ...text,
    maxLength: chatTextLengths.client,
    description:
      'Who the client is: a phone number, an address, or an id. It is kept as a masked form and a pseudonym.',
  },
}

const schemaOf: Readonly<Record<EventType, string>> = {
  'message.status': 'MessageStatusEvent',
  'chat.message': 'ChatMessageEvent',
  'chat.dialogue': 'ChatDialogueEvent',
  'operator.presence': 'OperatorPresenceEvent',
  'call.status': 'CallStatusEvent',
}

/** The schemas by name. */
export const eventBodies: Json = {
  Event: {
    oneOf: Object.values(schemaOf).map(ref),
    discriminator: {
      propertyName: 'type',
      mapping: Object.fromEntries(
        Object.entries(schemaOf).map(([type, name]) => [type, `#/components/schemas/${name}`]),
      ),
    },
  },
  MessageStatusEvent: cloudEvent(
    'message.status',
    'The id of the message, one of its own in the whole company.',
    object(
      {
        channel: oneOf(channels.map(({ word }) => word)),
        status: {
          ...oneOf([...statuses.map(({ word }) => word), ...receipts]),
          description: 'What happened; read, seen, opened and clicked are delivered, too.',
        },
      },
      {
        required: {
          type: 'boolean',
          default: true,
          description: 'False for a message that is sent only if another one fails.',
        },
        parts: { type: 'integer', minimum: 0, maximum: partsMax, description: 'Of an SMS.' },
        price,
        createdAt: { ...time, description: 'When the message was created, if that was before this event.' },
        ...Object.fromEntries(Object.entries(textFields).map(([name, maxLength]) => [name, { ...text, maxLength }])),
      },
    ),
  ),
  ChatMessageEvent: cloudEvent(
    'chat.message',
    'The id of the dialogue, one of its own in the whole company.',
    object(
      {
        messageId: {
          ...text,
          minLength: 1,
          maxLength: chatTextLengths.messageId,
          description: 'Of the message, within its dialogue: told twice, it counts once.',
        },
        author: oneOf(authors.map(({ word }) => word)),
      },
      { text: { ...text, maxLength: chatTextLengths.text }, price, ...inChat },
    ),
  ),
  ChatDialogueEvent: cloudEvent(
    'chat.dialogue',
    'The id of the dialogue.',
    object(
      {
        change: {
          ...oneOf(dialogueChanges),
          description: 'What happened to it. To be assigned, it needs an operator or a group.',
        },
      },
      {
        ...inChat,
        coordinates: object({
          latitude: { type: 'number', minimum: -90, maximum: 90 },
          longitude: { type: 'number', minimum: -180, maximum: 180 },
        }),
      },
    ),
  ),
  OperatorPresenceEvent: cloudEvent(
    'operator.presence',
    'The id of the operator.',
    object({ state: oneOf(presenceStates.map(({ word }) => word)) }, { operator: named, group: named }),
  ),
  CallStatusEvent: cloudEvent(
    'call.status',
    'The id of the call, one of its own in the whole company; legs of one call have it in common.',
    object(
      { status: { ...oneOf(callStatuses), description: 'What happened to the call, or to the leg of it.' } },
      {
        outcome: {
          ...oneOf(toldOutcomes.map(({ word }) => word)),
          description: 'How it ended; machine stands, whatever else is told.',
        },
        leg: {
          ...text,
          maxLength: callTextLengths.leg,
          description: 'The leg that this is about. Without it, the event speaks of the call as a whole.',
        },
        direction: {
          ...oneOf(directions.map(({ word }) => word)),
          description: 'It says who the client is: who calls (inbound), or who is called (outbound).',
        },
        trunk: { ...text, maxLength: callTextLengths.trunk, description: 'The id of the line.' },
        trunkLimit: {
          type: 'integer',
          minimum: 1,
          maximum: trunkLimitMax,
          description: 'How many calls may start on the trunk in a second.',
        },
        from: { ...text, maxLength: callTextLengths.from, description: `Who calls. ${hidden}` },
        to: { ...text, maxLength: callTextLengths.to, description: `Who is called. ${hidden}` },
        startedAt: time,
        answeredAt: { ...time, description: 'Not before the start.' },
        endedAt: { ...time, description: 'Not before the start, nor before the answer.' },
        billedSeconds: {
          type: 'integer',
          minimum: 0,
          maximum: billedSecondsMax,
          description: 'How long the call was connected, as it is charged.',
        },
        bot: { ...named, description: 'The script of the robot that spoke.' },
        operator: { ...named, description: 'Who spoke for the company, if it was not a robot alone.' },
        evaluation: {
          ...text,
          maxLength: callTextLengths.evaluation,
          description: `What came of the robot's work: ${knownEvaluations.join(', ')}, or a word of the company's own.`,
        },
        price,
      },
    ),
  ),
}

function cloudEvent(type: EventType, subject: string, data: Json): Json {
  return {
    type: 'object',
    required: ['specversion', 'id', 'source', 'type', 'subject', 'data'],
    properties: {
      specversion: { const: '1.0' },
      id: { ...text, minLength: 1, maxLength: 256, description: 'Of this event, within its source.' },
      source: { ...text, minLength: 1, maxLength: 256, description: 'The system that sends.' },
      type: { const: type },
      subject: { ...text, minLength: 1, maxLength: 256, description: subject },
      time: { ...time, description: 'When it happened; when it was received, where it does not say.' },
      data,
    },
  }
}
