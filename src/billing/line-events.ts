import type { Query } from '../measures/ask.ts'
import { dateTime64, isUuidOf, uuidHex } from '../measures/compile.ts'
import { inZone, localDay } from '../measures/zone.ts'
import type { LedgerTransaction } from '../stores/ledger/open.ts'
import type { ChargedLine } from './charged-lines.ts'
import { cut } from './charge.ts'
import type { PricedStep } from './lines.ts'
import { decimalOf } from '../measures/decimal.ts'
import { rowsReaderOf } from './line-rows.ts'
import type { RowsReader, UsedGroup, UsedRow } from './line-rows.ts'
import { priceOf } from './pricing.ts'
import type { Priced, Use } from './pricing.ts'
import type { ServiceWord } from './service.ts'
import type { InForce } from './tariff.ts'
import { tariffsOf } from './tariff-store.ts'

/** A message, dialogue or call of a line, and what is paid for it. */
export type LineEvent = {
  at: string
  subject: RowsReader['subject']
  id: string
  of: Readonly<Record<string, string>>
  quantity: number
  amount: string | null
}

export type LineEvents = {
  events: LineEvent[]
  /** What the events of all pages come to now: what was charged, unless more came or changed since. */
  found: { events: number; quantity: number; amount: string | null }
  next: string | null
}

export type EventCursor = { at: number; id: string }

/** Reads the cursor of an earlier page; undefined when it is not one. */
export function readEventCursor(text: string): EventCursor | undefined {
  const match = /^(\d{12,13})-([0-9A-F]{2,4097})$/.exec(text)
  return match === null ? undefined : { at: Number(match[1]), id: match[2]! }
}

export type PricedDay = { steps: readonly PricedStep[]; currency: string }

/** The prices that a payer has on the day of a line. */
export async function pricesOfLine(
  db: LedgerTransaction,
  { seller, day }: ChargedLine,
  { payer, currency, zone }: { payer: number; currency: string; zone: string },
): Promise<PricedDay> {
  const tariffs = await tariffsOf(db, { seller, buyer: payer, currency })
  return { steps: cut([{ ...localDay(day, zone)!, time: '' }], { tariffs }), currency }
}

/**
 * The events of a line, newest first: those whose price is that of the line. What they cost is worked out for each of them alone, by
 * the prices that stand; added up that is what the line comes to.
 * @param line of a kind that is for single events
 */
export async function eventsOfLine(
  query: Query,
  line: ChargedLine,
  { steps, currency }: PricedDay,
  { after, limit, zone }: { after: EventCursor | undefined; limit: number; zone: string },
): Promise<LineEvents> {
  const reader = rowsReaderOf(line.service as ServiceWord)
  const isOfLine = (priced: Priced | undefined): priced is Priced => priced !== undefined && isLine(line, priced)
  const pricesOf = new Map(steps.map(({ step, prices }) => [step, prices]))
  const groups = await reader.groups(
    query,
    line.usedBy,
    steps.map(({ step }) => step),
  )
  const found = { events: 0, quantity: 0, amount: 0n }
  const ours: UsedGroup[] = []
  for (const group of groups) {
    const priced = priceIn(group.use, pricesOf.get(group.step)!, line, currency)
    if (!isOfLine(priced)) continue
    ours.push(group)
    found.events += priced.events
    found.quantity += priced.quantity
    found.amount += priced.amount
  }
  const moneyOf = (amount: bigint) => (line.currency === null ? null : decimalOf(amount))
  const total = { ...found, amount: moneyOf(found.amount) }
  if (ours.length === 0) return { events: [], found: total, next: null }
  const { order } = reader
  const [from, to] = [steps[0]!.step.from, steps.at(-1)!.step.to]
  const where = `${valuesIn(reader, ours)}${after === undefined ? '' : afterCursor(order, after)}`
  const rows = await query(reader.select(line.usedBy, from, to, where, limit + 1))
  const read = rows.slice(0, limit).map((row) => reader.read(row))
  const names = reader.isKeyed ? await dialogueNames(query, line.usedBy, read) : undefined
  const events = read.flatMap((row): LineEvent[] => {
    const { prices } = steps.find(({ step }) => row.at < step.to)!
    const priced = priceIn(row.use, prices, line, currency)
    if (!isOfLine(priced)) return []
    return [
      {
        at: inZone(row.at, zone),
        subject: reader.subject,
        id: names === undefined ? row.subject : (names.get(row.subject) ?? ''),
        of: row.of,
        quantity: priced.quantity,
        amount: moneyOf(priced.amount),
      },
    ]
  })
  const last = read.at(-1)
  return { events, found: total, next: rows.length > limit ? `${last!.at}-${last!.id}` : null }
}

/** What costs nothing because it was nothing is no part of a line; see `linesOf`. */
function priceIn(use: Use, prices: InForce, { service }: ChargedLine, currency: string): Priced | undefined {
  if (use.service !== service) return undefined
  const priced = priceOf(use, prices, currency)
  return priced === undefined || (priced.events === 0 && priced.amount === 0n) ? undefined : priced
}

function isLine(line: ChargedLine, { kind, rate, unitPrice, currency }: Priced): boolean {
  return (
    line.kind === kind &&
    line.rate === rate &&
    line.unitPrice === (unitPrice === undefined ? null : decimalOf(unitPrice)) &&
    (line.currency ?? '') === currency
  )
}

/** The condition that rows are of some groups, each in its step. */
function valuesIn({ alike, order }: RowsReader, groups: readonly UsedGroup[]): string {
  const pieces = [...Map.groupBy(groups, ({ step }) => step)].map(
    ([{ from, to }, own]) =>
      `${order.time} >= ${dateTime64(from)} AND ${order.time} < ${dateTime64(to)} AND ` +
      `${alike} IN (${[...new Set(own.map(({ value }) => value))].join(', ')})`,
  )
  return `(${pieces.map((piece) => `(${piece})`).join(' OR ')})`
}

function afterCursor({ time, id }: RowsReader['order'], { at, id: last }: EventCursor): string {
  const instant = dateTime64(at)
  return ` AND (${time} < ${instant} OR (${time} = ${instant} AND ${id} > '${last}'))`
}

/** By key, the ids of dialogues. */
async function dialogueNames(query: Query, company: number, rows: readonly UsedRow[]): Promise<Map<string, string>> {
  const keys = [...new Set(rows.map(({ subject }) => subject))]
  if (keys.length === 0) return new Map()
  const told = await query(
    `SELECT ${uuidHex('dialogue_key')}, dialogue FROM dialogues FINAL ` +
      `WHERE company = ${company} AND ${isUuidOf('dialogue_key', keys)} AND gone = 0`,
  )
  return new Map(told.map(([key, dialogue]) => [String(key), String(dialogue)]))
}
