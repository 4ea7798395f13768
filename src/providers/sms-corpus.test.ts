import { expect, test } from 'vitest'
import { Refused } from '../events/refusal.ts'
import { Failure } from '../failure.ts'
import type { LinesDoor } from './provider.ts'
import { smsCorpus } from './sms-corpus.ts'

const hour = 3_600_000

function reader(options: Record<string, string[]> = {}) {
  const asked = { options: new Map(Object.entries(options)), instantOf: (wall: number) => wall - 8 * hour }
  return (smsCorpus.file as LinesDoor).open(asked)
}

const sms = {
  id: 4474,
  time: '2008-01-04T01:22',
  text: 'HappyDiwali',
  senderId: 'f1009f',
  senderCountry: 'India',
  recipientCountry: 'unknown',
}

test('an SMS is created in its minute, pending a second later, and final by its id', () => {
  const events = reader()
    .read(JSON.stringify(sms), 1)
    .map(({ value }) => value)
  const envelope = { specversion: '1.0', source: 'sms-corpus', type: 'message.status', subject: 'sms-corpus-4474' }
  expect(events).toEqual([
    {
      ...envelope,
      id: '4474-created',
      time: '2008-01-03T17:22:00.000Z',
      data: { channel: 'sms', status: 'created', parts: 1, from: 'f1009f', country: 'India' },
    },
    { ...envelope, id: '4474-pending', time: '2008-01-03T17:22:01.000Z', data: { channel: 'sms', status: 'pending' } },
    {
      ...envelope,
      id: '4474-delivered',
      time: '2008-01-03T17:22:14.000Z',
      data: { channel: 'sms', status: 'delivered' },
    },
  ])
})

test.each([
  [97 * 50 + 4, 'undelivered', { amount: '0.025000', currency: 'EUR' }],
  [97 * 50 + 5, 'error', undefined],
  [97 * 50 + 6, 'error', undefined],
  [97 * 50 + 7, 'delivered', { amount: '0.025000', currency: 'EUR' }],
])('SMS %i ends as %s; what was sent has a price for each part', (id, status, price) => {
  const text = 'a'.repeat(161)
  const events = reader({ 'price-per-part': ['0.0125 EUR'] }).read(JSON.stringify({ ...sms, id, text }), 1)
  const final = events.at(-1)!.value as { data: Record<string, unknown> }
  expect([final.data['status'], final.data['price']]).toEqual([status, price])
})

test.each([
  ['{', 'not-json'],
  ['[]', 'wrong-type'],
  ['{"time":"2008-01-04T01:22","text":""}', 'missing'],
  ['{"id":"1","time":"2008-01-04T01:22","text":""}', 'wrong-type'],
  ['{"id":1,"text":""}', 'missing'],
  ['{"id":1,"time":"2008-01-04T01:22"}', 'missing'],
  ['{"id":1,"time":"yesterday","text":""}', 'bad-format'],
  ['{"id":1,"time":"2008-02-30T01:22","text":""}', 'bad-format'],
])('%s is refused', (line, code) => {
  const read = () => reader().read(line, 1)
  expect(read).toThrow(Refused)
  expect(read).toThrow(expect.objectContaining({ refusal: expect.objectContaining({ code }) }))
})

test.each(['0.0125', '0.0125 EURO', '0,0125 EUR', '0.0125 XYZ', '0.01250001 EUR'])(
  '%j is no price of a part',
  (price) => {
    expect(() => reader({ 'price-per-part': [price] })).toThrow(Failure)
  },
)
