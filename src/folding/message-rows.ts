import type { Facts } from '../stores/events/facts.ts'
import { secondsOf, secondsOrNull } from './instants.ts'
import { textColumns } from './message-state.ts'
import type { MessageState } from './message-state.ts'

/** The columns of `messages` that a state fills, in the order of `messageRow` and `readStates`. */
export const messageColumns = [
  'company',
  'bucket',
  'message',
  'created_at',
  'status',
  'delivered_at',
  'read_at',
  'clicked_at',
  'channel',
  'parts',
  'price',
  ...textColumns,
  'detail',
  'person',
  'records',
  'moved',
] as const

/** Stands for "not known" in the column of pseudonyms. */
export const nobody = '00000000-0000-0000-0000-000000000000'

/** One TabSeparated line of `messages`. `bucket` in seconds. */
export function messageRow(company: number, bucket: number, message: string, state: MessageState): string {
  return (
    `${company}\t${bucket}\t${escapeText(message)}\t${secondsOf(state.createdAt)}\t${state.status}\t` +
    `${secondsOrNull(state.deliveredAt)}\t${secondsOrNull(state.readAt)}\t${secondsOrNull(state.clickedAt)}\t` +
    `${state.channel}\t${state.parts}\t${packPrice(state)}\t${state.texts.map(escapeText).join('\t')}\t` +
    `${escapeText(state.detail)}\t${state.person === '' ? nobody : state.person}\t[${state.records.join(',')}]\t0\n`
  )
}

const movedTail = `\t0\t\\N\t\\N\t\\N\t0\t0\t0${'\t'.repeat(textColumns.length + 1)}\t${nobody}\t[]\t1\n`

/** The line that takes a message out of a bucket which it has left: it says nothing else. */
export function movedRow(company: number, bucket: number, message: string, createdAt: number): string {
  return `${company}\t${bucket}\t${escapeText(message)}\t${secondsOf(createdAt)}${movedTail}`
}

/**
 * Reads the stored states of messages that are about to move; keyed by message.
 * @param leaving where each message lives now. It may have left a row in another of these buckets when it moved before:
 * that row does not know what came after.
 */
export async function readStates(
  facts: Facts,
  company: number,
  leaving: ReadonlyMap<string, number>,
): Promise<Map<string, MessageState>> {
  const states = new Map<string, MessageState>()
  const messages = [...leaving.keys()]
  for (let at = 0; at < messages.length; at += 5000) {
    const some = messages.slice(at, at + 5000)
    const hex = some.map((message) => Buffer.from(message).toString('hex'))
    const buckets = new Set(some.map((message) => leaving.get(message)!))
    const rows = await facts.query(
      `SELECT message, toUnixTimestamp64Milli(created_at), status, ` +
        `ifNull(toUnixTimestamp64Milli(delivered_at), 0), ifNull(toUnixTimestamp64Milli(read_at), 0), ` +
        `ifNull(toUnixTimestamp64Milli(clicked_at), 0), channel, parts, toString(price), ${textColumns.join(', ')}, detail, ` +
        `toString(person), records, toUInt32(bucket) ` +
        `FROM messages FINAL WHERE company = ${company} AND bucket IN (${[...buckets].join(',')}) ` +
        `AND message IN (SELECT unhex(arrayJoin(splitByChar(',', '${hex.join(',')}'))))`,
      { session: 'folding' },
    )
    for (const row of rows) {
      const message = String(row[0])
      if (leaving.get(message) === Number(row.at(-1))) states.set(message, stateOfRow(row))
    }
  }
  return states
}

function stateOfRow(row: readonly unknown[]): MessageState {
  const price = BigInt(String(row[8]))
  const textsFrom = 9
  const detailAt = textsFrom + textColumns.length
  const person = String(row[detailAt + 1])
  return {
    createdAt: Number(row[1]),
    status: Number(row[2]),
    deliveredAt: Number(row[3]),
    readAt: Number(row[4]),
    clickedAt: Number(row[5]),
    channel: Number(row[6]),
    parts: Number(row[7]),
    priceAt: Number(price >> 80n),
    currency: Number((price >> 64n) & 0xffffn),
    priceMillionths: Number(price & 0xffff_ffff_ffff_ffffn),
    texts: row.slice(textsFrom, detailAt).map(String),
    detail: String(row[detailAt]),
    person: person === nobody ? '' : person,
    records: (row[detailAt + 2] as unknown[]).map(Number).toSorted((a, b) => a - b),
  }
}

function packPrice(state: MessageState): string {
  if (state.currency === 0) return '0'
  return String((BigInt(state.priceAt) << 80n) | (BigInt(state.currency) << 64n) | BigInt(state.priceMillionths))
}

const mustEscape = /[\\\t\n\r\0]/
const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r', '\0': '\\0' }

/** A text as TabSeparated holds it. */
export function escapeText(text: string): string {
  return mustEscape.test(text) ? text.replaceAll(/[\\\t\n\r\0]/g, (character) => escapes[character]!) : text
}
