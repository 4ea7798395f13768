import { decodeCurrency, encodeCurrency } from '../events/currency.ts'
import { channelByCode, channelByWord, statusByCode, statuses } from '../events/vocabulary.ts'
import { ask, decimalOf } from '../measures/ask.ts'
import type { Cell, Query } from '../measures/ask.ts'
import { currencyCode, dateTime, dateTime64, inList, statusCode } from '../measures/compile.ts'
import { isCounted, numberOf } from '../measures/measures.ts'
import type { MeasureName } from '../measures/measures.ts'
import { stepsOf } from '../measures/period.ts'
import { inZone } from '../measures/zone.ts'
import type { PanelsQuestion } from './ask-panels.ts'
import { valueOf } from './answer.ts'
import type { Column, Value } from './answer.ts'
import type { Panel } from './panel.ts'

/** A cell of a panel that was opened: the dimensions that it is at, and the measure that is asked about. */
export type Opened = {
  measure: MeasureName
  at: Readonly<Partial<Record<'day' | 'time' | 'short_status' | 'currency', string>>>
}

export type RowsBehind = { columns: Column[]; rows: Value[][]; next: string | null; total: number }

const columns: Column[] = [
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

/**
 * The messages behind a number, newest first, page by page. `total` is the number of messages that the panel counted,
 * from the same question; reading on with `next` gives exactly so many rows while nothing new comes in.
 */
export async function rowsBehind(
  query: Query,
  panel: Panel,
  question: PanelsQuestion,
  opened: Opened,
  page: { cursor: Cursor | undefined; limit: number },
): Promise<RowsBehind> {
  const grain = opened.at.time === undefined ? 'day' : 'time'
  const allSteps = stepsOf(question.period, grain)
  const steps = allSteps.filter(
    (step) => (opened.at.day ?? step.day) === step.day && (opened.at.time ?? step.time) === step.time,
  )
  if (steps.length === 0) return { columns, rows: [], next: null, total: 0 }
  const channels =
    panel.channel === undefined
      ? question.channels
      : [panel.channel].filter((word) => question.channels?.includes(word) ?? true)
  const channelCodes = channels?.map((word) => channelByWord.get(word)!.code)
  const statusCodes = statuses
    .filter(
      ({ word, short }) => (question.statuses?.includes(word) ?? true) && (opened.at.short_status ?? short) === short,
    )
    .filter(({ word, short }) => isCounted(opened.measure, countedLike(word, short)))
    .map(({ code }) => code)
  if (channelCodes?.length === 0 || statusCodes.length === 0) return { columns, rows: [], next: null, total: 0 }

  const cells = await ask(query, { company: question.company, steps, channels: channelCodes, statuses: statusCodes })
  const counted = cells.filter(
    (cell) =>
      isCounted(opened.measure, cell) &&
      (opened.at.currency === undefined || valueOf('currency', cell) === opened.at.currency),
  )
  const total = numberOf('messages', counted, counted)!
  const from = steps[0]!.from
  const to = steps.at(-1)!.to
  const currencies =
    opened.at.currency !== undefined
      ? ` AND ${currencyCode} = ${encodeCurrency(opened.at.currency) ?? 65_535}`
      : opened.measure === 'price'
        ? ` AND ${currencyCode} > 0`
        : ''
  const filters = inList('channel', channelCodes) + inList(statusCode, statusCodes) + currencies
  const rows: unknown[][] = []
  let { cursor } = page
  // Only buckets that hold something are read; the roll-up knows them.
  while (rows.length <= page.limit) {
    const until =
      cursor === undefined ? dateTime(Math.ceil(to / 900_000) * 900_000) : dateTime(cursor.bucket * 1000 + 900_000)
    const buckets = await query(
      `SELECT toUInt32(bucket), sum(messages) FROM messages_15m FINAL WHERE company = ${question.company} ` +
        `AND bucket >= ${dateTime(Math.floor(from / 900_000) * 900_000)} AND bucket < ${until}` +
        `${inList('channel', channelCodes)}${inList('status', statusCodes)} GROUP BY bucket HAVING sum(messages) > 0 ORDER BY bucket DESC LIMIT 200`,
    )
    if (buckets.length === 0) break
    const some = enough(buckets, page.limit + 1 - rows.length)
    const after =
      cursor === undefined
        ? ''
        : ` AND (bucket < ${dateTime(cursor.bucket * 1000)} OR (bucket = ${dateTime(cursor.bucket * 1000)} AND message > unhex('${cursor.messageHex}')))`
    rows.push(
      ...(await query(
        `SELECT toUInt32(bucket), hex(message), toUnixTimestamp64Milli(created_at), message, channel, ${statusCode}, ` +
          `toUInt64(bitAnd(bitShiftRight(status, 4), 4398046511103)), recipient, sender, parts, toUInt64(price), ${currencyCode}, ` +
          `country, network, provider, if(startsWith(detail, right(lower(hex(status)), 13)), substring(detail, 14), ''), task, template, flow ` +
          `FROM messages FINAL WHERE company = ${question.company} AND bucket IN (${some.map((bucket) => dateTime(bucket * 1000)).join(',')}) ` +
          `AND moved = 0 AND created_at >= ${dateTime64(from)} AND created_at < ${dateTime64(to)}${filters}${after} ` +
          `ORDER BY bucket DESC, message LIMIT ${page.limit + 1 - rows.length}`,
      )),
    )
    const oldest = some.at(-1)!
    if (oldest <= Math.floor(from / 900_000) * 900) break
    if (rows.length <= page.limit) cursor = { bucket: oldest - 900, messageHex: '' }
  }
  const shown = rows.slice(0, page.limit)
  const last = shown.at(-1)
  return {
    columns,
    rows: shown.map((row) => shownRow(row, question.period.zone)),
    next: rows.length > page.limit && last !== undefined ? `${Number(last[0])}-${String(last[1])}` : null,
    total,
  }
}

export type Cursor = { bucket: number; messageHex: string }

/** Reads the cursor of an earlier page; undefined when it is not one. */
export function readCursor(text: string): Cursor | undefined {
  const match = /^(\d{9,10})-((?:[0-9A-F]{2}){1,2048})$/.exec(text)
  return match === null ? undefined : { bucket: Number(match[1]), messageHex: match[2]! }
}

function enough(buckets: readonly unknown[][], rows: number): number[] {
  const some: number[] = []
  let sum = 0
  for (const [bucket, messages] of buckets) {
    some.push(Number(bucket))
    sum += Number(messages)
    if (sum >= rows) break
  }
  return some
}

function countedLike(status: Cell['status'], short: Cell['short_status']): Cell {
  const step = { from: 0, to: 0, day: '', time: '' }
  return { step, channel: 'sms', status, short_status: short, currency: 'EUR', messages: 0, parts: 0, price: 0n }
}

function shownRow(row: readonly unknown[], zone: string): Value[] {
  const [
    ,
    ,
    createdAt,
    message,
    channel,
    status,
    statusAt,
    recipient,
    sender,
    parts,
    price,
    currency,
    country,
    network,
    provider,
    detail,
    task,
    template,
    flow,
  ] = row
  const [providerStatus = '', reason = ''] = String(detail).split('\u001f')
  const money = decodeCurrency(Number(currency))
  return [
    inZone(Number(createdAt), zone),
    String(message),
    channelByCode.get(Number(channel)) ?? '',
    statusByCode.get(Number(status)) ?? '',
    inZone(Number(statusAt), zone),
    String(recipient),
    String(sender),
    Number(parts),
    money === '' ? null : decimalOf(BigInt(String(price))),
    money,
    ...[country, network, provider, providerStatus, reason, task, template, flow].map(String),
  ]
}
