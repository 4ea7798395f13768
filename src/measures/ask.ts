import { decodeCurrency } from '../events/currency.ts'
import { channelByCode, statusByCode, statusByWord } from '../events/vocabulary.ts'
import type { Channel, ShortStatus, Status } from '../events/vocabulary.ts'
import { compile } from './compile.ts'
import type { Question } from './compile.ts'
import type { Step } from './period.ts'

/** Runs one SELECT; a store gives it. */
export type Query = (sql: string) => Promise<unknown[][]>

/** One cell of an answer: the messages of a step that share channel, status and currency. */
export type Cell = {
  step: Step
  channel: Channel
  status: Status
  short_status: ShortStatus
  /** Empty for messages without a price. */
  currency: string
  messages: number
  parts: number
  /** Millionths of the currency's unit: exact. */
  price: bigint
}

/** The one way to ask: everything that shows a number of messages gets it from here. */
export async function ask(query: Query, question: Question): Promise<Cell[]> {
  const stepBySecond = new Map(question.steps.map((step) => [Math.floor(step.from / 1000), step]))
  const rows = await query(compile(question))
  return rows.map(([second, channel, status, currency, messages, parts, price]) => {
    const word = statusByCode.get(Number(status))!
    return {
      step: stepBySecond.get(Number(second))!,
      channel: channelByCode.get(Number(channel))!,
      status: word,
      short_status: statusByWord.get(word)!.short,
      currency: decodeCurrency(Number(currency)),
      messages: Number(messages),
      parts: Number(parts),
      price: millionthsOf(String(price)),
    }
  })
}

/** A decimal text with at most six digits after the point, in millionths. */
function millionthsOf(decimal: string): bigint {
  const [whole = '0', fraction = ''] = decimal.split('.')
  return BigInt(whole + fraction.padEnd(6, '0'))
}

/** Millionths as a decimal text: at least two digits after the point, as many as it takes to be exact. */
export function decimalOf(millionths: bigint): string {
  const digits = String(millionths).padStart(7, '0')
  const fraction = digits.slice(-6).replace(/0{1,4}$/, '')
  return `${digits.slice(0, -6)}.${fraction}`
}
