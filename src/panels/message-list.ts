import { decodeCurrency } from '../events/currency.ts'
import { channelByCode, statusByCode } from '../events/vocabulary.ts'
import { decimalOf } from '../measures/decimal.ts'
import { currencyCode, statusCode } from '../measures/facts/messages.ts'
import type { Column, Value } from './answer.ts'
import type { Listing, TellTime } from './listing.ts'

/** How single messages are listed: their columns, the SQL that reads them, and how a row of it is shown. */
const messageColumns: readonly Column[] = [
  { name: 'created_at', type: 'time', unit: null },
  { name: 'message', type: 'text', unit: null },
  { name: 'channel', type: 'text', unit: null },
  { name: 'status', type: 'text', unit: null },
  { name: 'status_at', type: 'time', unit: null },
  { name: 'to', type: 'text', unit: null },
  { name: 'from', type: 'text', unit: null },
  { name: 'parts', type: 'number', unit: 'count' },
  { name: 'price', type: 'decimal', unit: 'money' },
  { name: 'currency', type: 'text', unit: null },
  { name: 'country', type: 'text', unit: null },
  { name: 'network', type: 'text', unit: null },
  { name: 'provider', type: 'text', unit: null },
  { name: 'provider_status', type: 'text', unit: null },
  { name: 'reason', type: 'text', unit: null },
  { name: 'task', type: 'text', unit: null },
  { name: 'template', type: 'text', unit: null },
  { name: 'flow', type: 'text', unit: null },
]

/** Messages of all channels, by their creation. */
export const messageListing: Listing = {
  of: 'messages',
  columns: messageColumns,
  order: { time: 'created_at', id: 'message', idFrom: (hex) => `unhex('${hex}')` },
  select: listMessages,
  show: (_query, _company, rows, told) => Promise.resolve(rows.map((row) => shownMessage(row, told))),
}

/**
 * Reads messages, newest first.
 * @param where conditions of ours only; no text from outside
 */
function listMessages(where: string, limit: number): string {
  return (
    `SELECT toUnixTimestamp64Milli(created_at), hex(message), message, channel, ${statusCode}, ` +
    `toUInt64(bitAnd(bitShiftRight(status, 4), 4398046511103)), recipient, sender, parts, toUInt64(price), ${currencyCode}, ` +
    `country, network, provider, ${standingDetail}, task, template, flow ` +
    `FROM messages FINAL WHERE ${where} ORDER BY bucket DESC, created_at DESC, message LIMIT ${limit}`
  )
}

/** What the provider said, if it said it with the status that stands; see the migrations. `hex` has no leading zeros. */
const standingDetail = `if(startsWith(detail, right(concat('0000000000000', lower(hex(status))), 13)), substring(detail, 14), '')`

/** A row of `listMessages` as it is shown. */
export function shownMessage(row: readonly unknown[], told: TellTime): Value[] {
  const [createdAt, , message, channel, status, statusAt, recipient, sender, parts, price, currency, ...texts] = row
  const [country, network, provider, detail, task, template, flow] = texts
  const [providerStatus = '', reason = ''] = String(detail).split('\u001f')
  const money = decodeCurrency(Number(currency))
  return [
    told(Number(createdAt)),
    String(message),
    channelByCode.get(Number(channel)) ?? '',
    statusByCode.get(Number(status)) ?? '',
    told(Number(statusAt)),
    String(recipient),
    String(sender),
    Number(parts),
    money === '' ? null : decimalOf(BigInt(String(price))),
    money,
    ...[country, network, provider, providerStatus, reason, task, template, flow].map(String),
  ]
}
