import { codeOfLetters } from '../events/currency.ts'
import { directions } from '../events/call-vocabulary.ts'
import { ask } from '../measures/ask.ts'
import type { Cell, Query } from '../measures/ask.ts'
import { isWithin, rowsIn, uuidHex } from '../measures/compile.ts'
import { wordsOf } from '../measures/dimensions.ts'
import { facts } from '../measures/facts/facts.ts'
import type { KeyName } from '../measures/facts/fact.ts'
import type { Step } from '../measures/period.ts'
import { isTalk, readTalk, talkColumns, talkOf } from '../measures/talk.ts'
import type { Use } from './pricing.ts'
import type { ServiceWord } from './service.ts'
import { chatMessageUse, dialogueUse, keysIn, messageUse, useOfTalk } from './usage.ts'
import type { Read } from './usage.ts'

/** One message, dialogue or call that is used, as a charge is made of it. */
export type UsedRow = {
  at: number
  /** Hexadecimal digits that tell it from others of its instant. */
  id: string
  /** The id that its company gave: of a message of a chat that of its dialogue, as a key until it is looked up. */
  subject: string
  use: Use
  /** What prices depend on, in the words of the product. */
  of: Record<string, string>
}

/** How the rows of a service are read, newest first; `where` is SQL of ours about them. */
export type RowsReader = {
  subject: 'message' | 'dialogue' | 'call'
  /** Whether the subject is told as the key of a dialogue. */
  isKeyed?: true
  select: (company: number, from: number, to: number, where: string, limit: number) => string
  order: { time: string; id: string }
  read: (row: readonly unknown[]) => UsedRow
  /** What rows of a step have in common that prices depend on, in SQL; and each such group as one use. */
  alike: string
  groups: (query: Query, company: number, steps: readonly Step[]) => Promise<UsedGroup[]>
}

/** Rows of a step that are alike: `alike` of them is `value`. */
export type UsedGroup = { step: Step; value: string; use: Use }

/** How the rows of each fact differ in what is read of them. */
type FactRows = {
  subject: RowsReader['subject']
  of: Read
  isKeyed?: true
  /** SQL of the id that the company gave, of the order among rows of an instant, and of what counts. */
  named: string
  id: string
  units: string
  amount: string
  sums: (units: number) => Cell['sums']
  words: readonly KeyName[]
}

const ofMessages: FactRows = {
  subject: 'message',
  of: messageUse,
  named: 'message',
  id: 'hex(message)',
  units: 'greatest(parts, 1)',
  amount: 'toUInt64(price)',
  sums: (units) => ({ messages: 1, billed_parts: units }),
  words: ['status'],
}

const ofChats: FactRows = {
  subject: 'dialogue',
  of: chatMessageUse,
  isKeyed: true,
  named: uuidHex('dialogue_key'),
  id: uuidHex('message_key'),
  units: '1',
  amount: 'price',
  sums: () => ({ messages: 1 }),
  words: [],
}

const ofDialogues: FactRows = {
  subject: 'dialogue',
  of: dialogueUse,
  named: 'dialogue',
  id: uuidHex('dialogue_key'),
  units: '1',
  amount: '0',
  sums: () => ({ dialogues: 1 }),
  words: [],
}

/** The reader of the rows that are uses of a service; rows of some other service may be among them. */
export function rowsReaderOf(service: ServiceWord): RowsReader {
  if (service === 'call') return callRows
  return readerOf(service === 'chat' ? ofChats : service === 'dialogue' ? ofDialogues : ofMessages)
}

function readerOf(rows: FactRows): RowsReader {
  const { fact: name, keys, useOf } = rows.of
  const fact = facts[name]
  const columns = keysIn(name, keys)
  const order = { time: fact.rows.time, id: rows.id }
  return {
    subject: rows.subject,
    ...(rows.isKeyed === undefined ? {} : { isKeyed: rows.isKeyed }),
    order,
    select: (company, from, to, where, limit) =>
      `SELECT toUnixTimestamp64Milli(${order.time}), ${order.id}, ${rows.named}, ${rows.units}, toString(${rows.amount}), ` +
      `${columns.map((key) => fact.keys[key]!.row).join(', ')} FROM ${rowsIn(fact, undefined)} ` +
      `WHERE company = ${company} AND ${isWithin(order.time, { from, to })} AND ${fact.rows.standing} AND ${where} ` +
      `ORDER BY ${order.time} DESC, ${order.id} LIMIT ${limit}`,
    read([at, id, subject, units, amount, ...values]) {
      const codes = Object.fromEntries(columns.map((key, place) => [key, values[place] as number | string]))
      const cell = { codes, sums: rows.sums(Number(units)), price: BigInt(String(amount)) } as Cell
      const use = useOf(cell)
      const words = rows.words.map((word) => [word, wordsOf(word as 'status')(codes[word]!)])
      const of = { ...use.of, ...(Object.fromEntries(words) as Record<string, string>) }
      return { at: Number(at), id: String(id), subject: String(subject), use, of }
    },
    alike: `(${columns.map((key) => fact.keys[key]!.row).join(', ')})`,
    async groups(query, company, steps) {
      const cells = await ask(query, { fact, company, steps, keys: columns, filters: new Map() })
      return cells.map((cell) => ({
        step: cell.step,
        use: useOf(cell),
        value: valueOf(columns.map((key) => cell.codes[key]!)),
      }))
    },
  }
}

/** Values as a tuple of SQL; texts are from outside. */
function valueOf(values: readonly (string | number)[]): string {
  const told = values.map((value) =>
    typeof value === 'number' ? String(value) : `unhex('${Buffer.from(value).toString('hex')}')`,
  )
  return `(${told.join(', ')})`
}

const codeByDirection = new Map(directions.map(({ word, code }) => [word as string, code as number]))
const callOrder = { time: 'started_at', id: `${uuidHex('call_key')} || toString(place)` }

/** A call with prices in several currencies is there with each, and counts in the first; as in `talkOf`. */
const callRows: RowsReader = {
  subject: 'call',
  order: callOrder,
  select: (company, from, to, where, limit) =>
    `SELECT toUnixTimestamp64Milli(started_at), ${callOrder.id}, call, ${talkColumns}, place < 2, toString(amount) ` +
    `FROM ${rowsIn(facts.calls, undefined)} ${isTalk.trunkNames([company])} ` +
    `WHERE calls.company = ${company} AND ${isWithin('started_at', { from, to })} ` +
    `AND ${facts.calls.rows.standing} AND ${isTalk.counted} AND ${where} ` +
    `ORDER BY started_at DESC, ${callOrder.id} LIMIT ${limit}`,
  read([at, id, call, ...columns]) {
    const talk = readTalk(columns)
    const use = useOfTalk(talk)
    return {
      at: Number(at),
      id: String(id),
      subject: String(call),
      use,
      of: { ...use.of, seconds: String(talk.seconds) },
    }
  },
  alike: '(direction, trunk_name, prefix, answered, currency)',
  async groups(query, company, steps) {
    return (await talkOf(query, [company], steps)).map((talk) => ({
      step: talk.step,
      use: useOfTalk(talk),
      value: valueOf([
        codeByDirection.get(talk.direction) ?? 0,
        talk.trunk,
        talk.prefix,
        talk.isAnswered ? 1 : 0,
        codeOfLetters(talk.currency) ?? 0,
      ]),
    }))
  },
}
