import type { RefusalCode } from '../src/events/refusal.ts'

export type SentEvent = { id: string; data: Record<string, unknown> } & Record<string, unknown>

/** A good event about a message of its own. */
export function event(
  id: string,
  changes: Record<string, unknown> = {},
  data: Record<string, unknown> = {},
): SentEvent {
  return {
    specversion: '1.0',
    id,
    source: 'gateway',
    type: 'message.status',
    subject: `message-${id}`,
    time: '2026-11-24T09:30:00Z',
    ...changes,
    data: { channel: 'sms', status: 'delivered', ...data },
  }
}

/** One a line; a text is a line as it is. */
export function ndjson(events: readonly unknown[]): string {
  return events.map((one) => (typeof one === 'string' ? one : JSON.stringify(one))).join('\n')
}

/** What is wrong, the event (a text is a line of NDJSON as it is), and what the refusal says: code, field, sentence. */
const rows: readonly [string, unknown, RefusalCode, string, RegExp][] = [
  ['a number', 7, 'wrong-type', '', /^An event must be a JSON object/],
  ['null', null, 'wrong-type', '', /^An event must be a JSON object/],
  ['a list', [event('x')], 'wrong-type', '', /^An event must be a JSON object/],
  ['a text', '"event"', 'wrong-type', '', /^An event must be a JSON object/],
  ['an empty object', {}, 'missing', 'specversion', /^specversion: is missing; it must be "1.0"\.$/],
  ['a later version', event('x', { specversion: '2.0' }), 'unknown-value', 'specversion', /must be "1\.0"/],
  ['a version as a number', event('x', { specversion: 1 }), 'unknown-value', 'specversion', /must be "1\.0"/],
  ['no id', event('x', { id: undefined }), 'missing', 'id', /^id: is missing\.$/],
  ['a number as id', event('x', { id: 12 }), 'wrong-type', 'id', /^id: must be a text\.$/],
  ['an empty id', event('x', { id: '' }), 'bad-format', 'id', /^id: is empty\.$/],
  ['a long id', event('x', { id: 'x'.repeat(257) }), 'too-long', 'id', /^id: has 257 characters, at most 256/],
  ['NUL in the id', event('x', { id: 'a\0b' }), 'invalid-text', 'id', /control character/],
  ['half a character', event('x', { subject: 'a\ud800b' }), 'invalid-text', 'subject', /broken character/],
  ['no source', event('x', { source: null }), 'missing', 'source', /^source: is missing\.$/],
  ['a list as source', event('x', { source: ['gateway'] }), 'wrong-type', 'source', /must be a text/],
  [
    'another type',
    event('x', { type: 'message.sent' }),
    'unknown-value',
    'type',
    /"message\.sent" is not one of message\.status/,
  ],
  ['a boolean as type', event('x', { type: true }), 'wrong-type', 'type', /must be a text/],
  ['no subject', event('x', { subject: undefined }), 'missing', 'subject', /is missing/],
  ['an object as subject', event('x', { subject: { id: 1 } }), 'wrong-type', 'subject', /must be a text/],
  [
    'a number as time',
    event('x', { time: 1_790_000_000 }),
    'wrong-type',
    'time',
    /must be a text with a date and time/,
  ],
  ['a day as time', event('x', { time: '2026-11-24' }), 'bad-format', 'time', /"2026-11-24" is not an RFC 3339 time/],
  ['a day that is none', event('x', { time: '2026-02-30T10:00:00Z' }), 'bad-format', 'time', /is not an RFC 3339 time/],
  ['NUL in a time', event('x', { time: '2026-11-24\u000009:30:00Z' }), 'bad-format', 'time', /is not an RFC 3339 time/],
  ['a time without zone', event('x', { time: '2026-11-24T09:30:00' }), 'bad-format', 'time', /is not an RFC 3339 time/],
  [
    'a time in 1970',
    event('x', { time: '1970-01-01T00:00:00Z' }),
    'out-of-range',
    'time',
    /before the year 2000 or more than a day ahead/,
  ],
  [
    'a time in 2099',
    event('x', { time: '2099-01-01T00:00:00Z' }),
    'out-of-range',
    'time',
    /before the year 2000 or more than a day ahead/,
  ],
  ['no data', { ...event('x'), data: undefined }, 'missing', 'data', /^data: is missing\.$/],
  ['a text as data', { ...event('x'), data: 'sms' }, 'wrong-type', 'data', /^data: must be an object\.$/],
  ['a list as data', { ...event('x'), data: [] }, 'wrong-type', 'data', /^data: must be an object\.$/],
  ['no channel', event('x', {}, { channel: undefined }), 'missing', 'data.channel', /is missing/],
  ['a number as channel', event('x', {}, { channel: 1 }), 'wrong-type', 'data.channel', /must be a text/],
  [
    'an unknown channel',
    event('x', {}, { channel: 'fax' }),
    'unknown-value',
    'data.channel',
    /"fax" is not one of sms, viber, email, whatsapp, push\./,
  ],
  [
    '__proto__ as channel',
    event('x', {}, { channel: '__proto__' }),
    'unknown-value',
    'data.channel',
    /"__proto__" is not one of/,
  ],
  ['no status', event('x', {}, { status: null }), 'missing', 'data.status', /is missing/],
  [
    'an unknown status',
    event('x', {}, { status: 'sent' }),
    'unknown-value',
    'data.status',
    /"sent" is not one of created, .*, clicked\./,
  ],
  ['constructor as status', event('x', {}, { status: 'constructor' }), 'unknown-value', 'data.status', /is not one of/],
  ['a status in capitals', event('x', {}, { status: 'Delivered' }), 'unknown-value', 'data.status', /is not one of/],
  ['a text as required', event('x', {}, { required: 'no' }), 'wrong-type', 'data.required', /must be true or false/],
  ['a text as parts', event('x', {}, { parts: '2' }), 'wrong-type', 'data.parts', /must be a whole number/],
  ['half a part', event('x', {}, { parts: 1.5 }), 'out-of-range', 'data.parts', /whole number from 0 to 255/],
  ['too many parts', event('x', {}, { parts: 256 }), 'out-of-range', 'data.parts', /whole number from 0 to 255/],
  ['a number as price', event('x', {}, { price: 0.0125 }), 'wrong-type', 'data.price', /must be an object such as/],
  [
    'a price without amount',
    event('x', {}, { price: { currency: 'EUR' } }),
    'missing',
    'data.price.amount',
    /is missing/,
  ],
  [
    'a number as amount',
    event('x', {}, { price: { amount: 0.0125, currency: 'EUR' } }),
    'wrong-type',
    'data.price.amount',
    /must be a decimal in a text/,
  ],
  [
    'an amount with a comma',
    event('x', {}, { price: { amount: '0,0125', currency: 'EUR' } }),
    'bad-format',
    'data.price.amount',
    /"0,0125" is not a decimal with a point/,
  ],
  [
    'an amount below zero',
    event('x', {}, { price: { amount: '-1', currency: 'EUR' } }),
    'bad-format',
    'data.price.amount',
    /is not a decimal/,
  ],
  [
    'an amount with an exponent',
    event('x', {}, { price: { amount: '1e3', currency: 'EUR' } }),
    'bad-format',
    'data.price.amount',
    /is not a decimal/,
  ],
  [
    'an amount too fine',
    event('x', {}, { price: { amount: '0.0000001', currency: 'EUR' } }),
    'bad-format',
    'data.price.amount',
    /at most 9 digits before it and 6 after/,
  ],
  [
    'a price without currency',
    event('x', {}, { price: { amount: '1' } }),
    'missing',
    'data.price.currency',
    /is missing/,
  ],
  [
    'a number as currency',
    event('x', {}, { price: { amount: '1', currency: 978 } }),
    'wrong-type',
    'data.price.currency',
    /must be a text such as/,
  ],
  [
    'a currency that does not exist',
    event('x', {}, { price: { amount: '1', currency: 'EUX' } }),
    'unknown-value',
    'data.price.currency',
    /"EUX" is not an ISO 4217 currency code/,
  ],
  [
    'a currency in small letters',
    event('x', {}, { price: { amount: '1', currency: 'eur' } }),
    'unknown-value',
    'data.price.currency',
    /"eur" is not/,
  ],
  [
    'a creation in 1970',
    event('x', {}, { createdAt: '1970-01-01T00:00:00Z' }),
    'out-of-range',
    'data.createdAt',
    /before the year 2000/,
  ],
  ['a creation as a number', event('x', {}, { createdAt: 0 }), 'wrong-type', 'data.createdAt', /must be a text/],
  ['a number as recipient', event('x', {}, { to: 4917612345678 }), 'wrong-type', 'data.to', /must be a text/],
  ['a number as flow', event('x', {}, { flowId: 7 }), 'wrong-type', 'data.flowId', /must be a text/],
  [
    'a reason too long',
    event('x', {}, { reason: 'r'.repeat(1025) }),
    'too-long',
    'data.reason',
    /has 1025 characters, at most 1024/,
  ],
  ['a bell in the task', event('x', {}, { task: 'ding\u0007' }), 'invalid-text', 'data.task', /control character/],
  [
    '50 levels of nesting',
    event('x', { more: JSON.parse('['.repeat(50) + ']'.repeat(50)) }),
    'too-deep',
    '',
    /nested more than 16 levels deep/,
  ],
  ['a megabyte in a field', event('x', {}, { to: '4'.repeat(1_000_000) }), 'too-large', '', /over 256 KiB/],
]

/** One of every kind of event that must be refused. */
export const badEvents = rows.map(([what, bad, code, field, says]) => ({ what, bad, code, field, says }))
