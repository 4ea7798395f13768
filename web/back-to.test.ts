import { expect, test } from 'vitest'
import { backTo } from './back-to.ts'

test.each([
  ['/chats?period=7d#chats.operator-online', '/chats?period=7d#chats.operator-online'],
  ['/telephony#telephony.status-15m', '/telephony#telephony.status-15m'],
  ['/notifications?period=7d', '/notifications?period=7d'],
  ['/notifications?tz=UTC#tms_abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG', '/notifications?tz=UTC'],
  ['/notifications#tms_a#chats.operator-online', '/notifications'],
  ['/join-us#AbCd', '/join-us'],
])('after the sign-in at %s it goes on at %s', (href, back) => {
  expect(backTo({ href, hash: href.split('#').slice(1).join('#') })).toBe(back)
})
