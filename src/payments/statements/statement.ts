import { failure } from '../../failure.ts'
import { readDecimal } from '../../measures/decimal.ts'
import type { Amount } from '../../measures/decimal.ts'

/** What a bank says of an account: what came, and what went. */
export type Statement = {
  /** The account, as the bank writes it. */
  account: string
  currency: string
  /** The days that it is about, where it says so. */
  from: string | null
  to: string | null
  lines: StatementLine[]
}

/** A line that is booked. */
export type StatementLine = {
  /** Where it stands in the file, for people. */
  place: string
  /** The day on which it was booked, `YYYY-MM-DD`. */
  date: string
  /** More than nothing, whichever way it went. */
  amount: Amount
  currency: string
  kind: LineKind
  /** What the bank or the payer calls it. */
  reference: string
  payerName: string
  payerAccount: string
  payerTaxId: string
  purpose: string
}

/** Money that came; money that went; money that came and was fetched back; money that went and came back. */
export const lineKinds = ['credit', 'debit', 'returned', 'refund'] as const
export type LineKind = (typeof lineKinds)[number]

export const linesMax = 20_000
const purposeLengthMax = 1000
const wordLengthMax = 300

/** Says of a statement what is wrong with it, and where. */
export function statementFault(place: string, detail: string): Error {
  const sentence = place === '' ? detail : `${place}: ${detail}`
  return failure('unprocessable', `The statement cannot be read. ${sentence}`, [
    { field: 'statement', detail: sentence },
  ])
}

/** Takes a line in, as far as there is room for it. */
export function addLine(lines: StatementLine[], line: StatementLine): void {
  if (lines.length >= linesMax) {
    throw statementFault(line.place, `A statement may have ${linesMax} lines; ask the bank for a shorter period.`)
  }
  lines.push({
    ...line,
    reference: shortened(line.reference, wordLengthMax),
    payerName: shortened(line.payerName, wordLengthMax),
    payerAccount: shortened(line.payerAccount, 60),
    payerTaxId: shortened(line.payerTaxId, 60),
    purpose: shortened(line.purpose, purposeLengthMax),
  })
}

/** One line of visible text. */
function shortened(text: string, lengthMax: number): string {
  const plain = text
    .toWellFormed()
    .replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069\ufeff]+/gu, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()
  return plain.slice(0, lengthMax).toWellFormed()
}

/** An amount of a statement: digits, perhaps with a point or a comma. */
export function readAmount(text: string, place: string, name: string): Amount {
  const plain = text.trim().replace(',', '.').replace(/\.$/, '')
  const [whole = '', fraction = ''] = plain.split('.')
  // Some banks fill amounts up with zeros.
  const amount = readDecimal(fraction.length > 6 ? `${whole}.${fraction.replace(/0+$/, '') || '0'}` : plain)
  if (amount === undefined || amount < 0n || whole.length > 12) {
    throw statementFault(place, `${name} "${text.slice(0, 40)}" is no amount.`)
  }
  return amount
}

/** A day, such as `2026-11-30`. */
export function readDay(text: string, place: string, name: string): string {
  const day = text.trim().slice(0, 10)
  if (isDay(day)) return day
  throw statementFault(place, `${name} "${text.slice(0, 40)}" is no date.`)
}

export function isDay(day: string): boolean {
  if (!/^(19|20)\d\d-\d\d-\d\d$/.test(day)) return false
  const time = Date.parse(day)
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(day)
}

export function isCurrencyCode(text: string): boolean {
  return /^[A-Z]{3}$/.test(text)
}
