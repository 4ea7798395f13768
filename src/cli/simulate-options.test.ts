import { expect, test } from 'vitest'
import { readSimulateOptions } from './simulate-options.ts'
import type { TypedOptions } from './simulate-options.ts'

const now = Date.UTC(2026, 10, 24, 12)
const asked = (typed: TypedOptions) => Object.fromEntries(read(typed).traffic)
const read = (typed: TypedOptions) => readSimulateOptions(typed, now, 'Europe/Berlin')

test('without options, live traffic of one message a second is played in the zone of this machine', () => {
  expect(read({})).toMatchObject({
    history: undefined,
    live: { messagesPerSecond: 1 },
    seed: 1,
    zone: 'Europe/Berlin',
  })
})

test('a history ends now, and may go on live at its own pace or at another', () => {
  const day = { from: now - 24 * 3_600_000, to: now, messages: 100_000 }
  expect(read({ history: '1d' })).toMatchObject({ history: day, live: undefined })
  expect(read({ history: '1d', live: true })).toMatchObject({ history: day, live: { messagesPerSecond: undefined } })
  expect(read({ history: '24h', live: true, rate: '0.5' })).toMatchObject({
    history: day,
    live: { messagesPerSecond: 0.5 },
  })
})

test.each([
  ['12h', 12],
  ['90d', 90 * 24],
  ['26w', 26 * 168],
  ['1y', 365 * 24],
])('a history of %s begins %i hours before its end', (length, hours) => {
  const { history } = read({ history: length, until: '2026-11-01T00:00:00Z', messages: '7' })
  const to = Date.UTC(2026, 10, 1)
  expect(history).toEqual({ from: to - hours * 3_600_000, to, messages: 7 })
})

test('channels that are not named are not used', () => {
  expect(read({ channels: 'sms=2.5, push=1' }).shares).toEqual([
    { channel: 'sms', weight: 2.5 },
    { channel: 'push', weight: 1 },
  ])
})

test('notifications, chats and calls are played, or what is named', () => {
  expect(asked({})).toEqual({ notifications: 0.6, chats: 0.25, calls: 0.15 })
  expect(asked({ traffic: 'chats' })).toEqual({ chats: 1 })
  expect(asked({ traffic: 'calls' })).toEqual({ calls: 1 })
  expect(asked({ traffic: 'notifications=1, chats=3' })).toEqual({ notifications: 0.25, chats: 0.75 })
  expect(asked({ traffic: 'notifications,chats=0' })).toEqual({ notifications: 1 })
})

test.each<[TypedOptions, string]>([
  [{ traffic: 'faxes' }, '--traffic "faxes" is not a list such as "chats" or "notifications=60,chats=40".'],
  [{ traffic: 'chats=-1' }, '--traffic "chats=-1" is not a list'],
  [{ traffic: 'chats,chats=2' }, '--traffic "chats,chats=2" names a kind twice.'],
  [{ traffic: 'chats=0' }, '--traffic "chats=0" leaves nothing to play.'],
  [{ history: '1m' }, '--history "1m" is not a length from 1h to 10y, such as 12h, 90d, 26w or 1y.'],
  [{ history: '0d' }, '--history "0d"'],
  [{ history: '11y' }, '--history "11y"'],
  [{ history: '1d', until: 'yesterday' }, '--until "yesterday" is not a time that has been'],
  [{ history: '1d', until: '2027-01-01T00:00:00Z' }, '--until "2027-01-01T00:00:00Z" is not a time that has been'],
  [{ history: '10y', until: '2005-01-01T00:00:00Z' }, 'before the year 2000'],
  [{ history: '1d', until: '2026-01-01T00:00:00Z', live: true }, '--live goes on from now'],
  [{ history: '1d', messages: '1e6' }, '--messages must be a number from 1 to 100000000, not "1e6".'],
  [{ history: '1d', messages: '2.5' }, '--messages must be a whole number, not "2.5".'],
  [{ history: '1d', rate: '5' }, '--rate is for live traffic'],
  [{ messages: '10' }, '--messages is for a history'],
  [{ until: '2026-01-01T00:00:00Z' }, '--until is for a history'],
  [{ rate: '0' }, '--rate must be a number from 0.01 to 500, not "0".'],
  [{ rate: '501' }, '--rate must be'],
  [{ seed: '-1' }, '--seed must be'],
  [{ zone: 'Berlin' }, '--zone "Berlin" is not an IANA time zone'],
  [{ channels: 'sms=1,fax=2' }, '--channels "sms=1,fax=2" is not a list'],
  [{ channels: 'sms=1,sms=2' }, '--channels "sms=1,sms=2" names a channel twice.'],
  [{ channels: 'sms=0' }, '--channels "sms=0" leaves no channel to send on.'],
])('%o is refused in a sentence that names the option', (typed, sentence) => {
  expect(() => read(typed)).toThrow(sentence)
})
