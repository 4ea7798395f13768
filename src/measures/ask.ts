import { decodeCurrency } from '../events/currency.ts'
import { channelByCode, statusByCode, statusByWord } from '../events/vocabulary.ts'
import type { Channel, ShortStatus, Status } from '../events/vocabulary.ts'
import { compile } from './compile.ts'
import type { Question } from './compile.ts'
import type { Step } from './period.ts'

/** Runs one SELECT; a store gives it. */
export type Query = (sql: string) => Promise<unknown[][]>

/** One cell of an answer: the messages of a step that share channel and status, and currency where money was asked for. */
export type Cell = {
  step: Step
  channel: Channel
  status: Status
  short_status: ShortStatus
  /** What the status says: whether the message left for the client, and whether nothing more is expected. */
  sent: boolean
  final: boolean
  /** Empty for messages without a price, and where only counts were asked for. */
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
  const isMoney = question.subject === 'money'
  return rows.map(([second, channel, status, ...rest]) => {
    const [currency, messages, parts, price] = isMoney ? rest : [0, ...rest, '0']
    const { word, short, sent, final } = statusByWord.get(statusByCode.get(Number(status))!)!
    return {
      step: stepBySecond.get(Number(second))!,
      channel: channelByCode.get(Number(channel))!,
      status: word,
      short_status: short,
      sent,
      final,
      currency: decodeCurrency(Number(currency)),
      messages: Number(messages),
      parts: Number(parts),
      price: isMoney ? millionthsOf(String(price)) : 0n,
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
