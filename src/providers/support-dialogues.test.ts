import { expect, test } from 'vitest'
import { checkEvent } from '../events/envelope.ts'
import { Refused } from '../events/refusal.ts'
import type { ElementsDoor } from './provider.ts'
import { supportDialogues } from './support-dialogues.ts'

const read = (element: string) => {
  const { read: reading } = (supportDialogues.file as ElementsDoor).open({
    options: new Map(),
    instantOf: (wall) => wall,
  })
  return reading(element, 3).map(({ value }) => value as Record<string, unknown>)
}

const dialogue = {
  agentURL: { tweet_ID: '9', url_utterance: 'It is here: https://example.org' },
  dialogContent: [
    { client: 'Ann', datetime: '2020-04-01T17:31:32.000Z', message: '@Shop where?\nIt is late.', tweet_ID: '1' },
    { agent: 'Shop', datetime: '2020-04-01T17:40:00.000Z', message: 'Which order?', tweet_ID: '2' },
    { client1: 'Bob', datetime: '2020-04-01T18:00:00.000Z', message: 'Mine too', tweet_ID: '3' },
  ],
  dialogHeader: { company: 'Shop', sessionID: 'Abc', conversationDateTime: '2020-04-01T17:31:32.000Z' },
}
const chat = { id: 'Shop', name: 'Shop' }

test('a dialogue is opened in the chat of its company; clients are users, the agent is an operator', () => {
  const common = { specversion: '1.0', source: 'support-dialogues', subject: 'Abc' }
  const events = read(JSON.stringify(dialogue))
  expect(events).toEqual([
    {
      ...common,
      id: 'Abc-opened',
      type: 'chat.dialogue',
      time: '2020-04-01T17:31:32.000Z',
      data: { change: 'opened', chat, client: 'Ann' },
    },
    ...[
      { messageId: '1', author: 'user', text: '@Shop where?\nIt is late.', chat, client: 'Ann' },
      { messageId: '2', author: 'operator', text: 'Which order?', chat, operator: chat, client: 'Ann' },
      { messageId: '3', author: 'user', text: 'Mine too', chat, client: 'Bob' },
    ].map((data, at) => ({
      ...common,
      id: `Abc-${data.messageId}`,
      type: 'chat.message',
      time: dialogue.dialogContent[at]!.datetime,
      data,
    })),
  ])
  for (const event of events) checkEvent(event, Date.UTC(2026, 10, 24))
})

const [first] = dialogue.dialogContent
test.each([
  ['no JSON', '{"dialogHeader":}', 'not-json', ''],
  ['an array', '[]', 'wrong-type', ''],
  ['no header', JSON.stringify({ ...dialogue, dialogHeader: undefined }), 'missing', 'dialogHeader'],
  ['no company', JSON.stringify({ ...dialogue, dialogHeader: { sessionID: 'a' } }), 'missing', 'dialogHeader.company'],
  ['no messages', JSON.stringify({ ...dialogue, dialogContent: undefined }), 'missing', 'dialogContent'],
  ['a text of messages', JSON.stringify({ ...dialogue, dialogContent: 'x' }), 'wrong-type', 'dialogContent'],
  ['no message', JSON.stringify({ ...dialogue, dialogContent: [first, null] }), 'wrong-type', 'dialogContent[1]'],
  [
    'nobody',
    JSON.stringify({ ...dialogue, dialogContent: [{ ...first, client: undefined }] }),
    'missing',
    'dialogContent[0]',
  ],
  ['two', JSON.stringify({ ...dialogue, dialogContent: [{ ...first, agent: 'b' }] }), 'missing', 'dialogContent[0]'],
  [
    'a number',
    JSON.stringify({ ...dialogue, dialogContent: [{ ...first, message: 7 }] }),
    'wrong-type',
    'dialogContent[0].message',
  ],
])('%s is refused, naming the place', (_, element, code, field) => {
  expect(() => read(element)).toThrow(Refused)
  expect(() => read(element)).toThrow(expect.objectContaining({ refusal: expect.objectContaining({ code, field }) }))
})
