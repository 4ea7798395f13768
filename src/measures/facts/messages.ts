import { statuses } from '../../events/vocabulary.ts'
import type { Fact } from './fact.ts'

/** The code of the standing status and of the currency in the packed columns of `messages`; see the migrations. */
export const statusCode = 'toUInt8(bitAnd(status, 15))'
export const currencyCode = 'toUInt16(bitShiftRight(price, 64))'

/** Messages of all channels, in the status that stands. */
export const messages: Fact = {
  name: 'messages',
  timeBasis: {
    en: 'Counted at the time when the message was created (the earliest time known of it).',
    ru: 'Считается по времени создания сообщения (самому раннему известному).',
  },
  rows: { table: 'messages', time: 'created_at', standing: 'moved = 0' },
  rollUps: [{ name: 'messages', keys: ['channel', 'status', 'currency'] }],
  keys: {
    channel: { as: 'c', rollUp: 'channel', row: 'channel' },
    status: { as: 's', rollUp: 'status', row: statusCode },
    currency: { as: 'u', rollUp: 'currency', row: currencyCode },
  },
  partedBy: ['channel', 'status'],
  open: new Map([['status', statuses.filter(({ final }) => !final).map(({ code }) => code)]]),
  sums: {
    messages: { as: 'm', rollUp: 'sum(messages)', row: 'count()' },
    parts: { as: 'p', rollUp: 'sum(parts)', row: 'sum(parts)' },
  },
  tallies: {
    parts: {
      as: 'n',
      rollUp: 'sumMapState(part_numbers, part_messages)',
      row: 'sumMapState([toUInt16(parts)], [toUInt64(1)])',
    },
  },
  money: {
    as: 'a',
    rollUp: 'sum(price)',
    row: 'toDecimal128(sum(toUInt128(toUInt64(price))), 6) / 1000000',
  },
}
