import type { Amount } from '../measures/decimal.ts'
import { numbersIn, plainNumber } from './account-numbers.ts'
import type { StatementLine } from './statements/statement.ts'

/** Which invoice a line of a statement pays, or which it may. */

/** An invoice that may be paid. */
export type Payable = {
  id: string
  number: string
  company: number
  currency: string
  due: Amount
  issuedAt: Date
}

export type Knowledge = {
  /** Invoices by the plain form of their numbers. */
  byNumber: ReadonlyMap<string, Payable>
  ofCompany: ReadonlyMap<number, readonly Payable[]>
  /** Companies by the plain form of what is theirs. */
  byTaxId: ReadonlyMap<string, readonly number[]>
  byAccount: ReadonlyMap<string, readonly number[]>
}

/** Why a line is what it is. */
export const lineReasons = {
  number: 'It names the invoice.',
  'payer-and-amount': 'The payer is known by tax id or account, and the amount is what an invoice of theirs lacks.',
  decided: 'Staff decided.',
  'not-a-payment': 'Money that went, or that came back.',
  returned: 'Money that came was fetched back: take that payment back, then ignore this line.',
  'maybe-twice': 'A statement of another format has the same amount on the same day.',
  'several-numbers': 'It names several invoices.',
  'short-number': 'It names an invoice by so few digits that they may mean something else.',
  'amount-larger': 'It names an invoice that lacks less.',
  'other-payer': 'It names an invoice of a company, and the payer is another one.',
  'other-currency': 'It names an invoice in another currency.',
  'paid-already': 'It names an invoice that lacks nothing.',
  'several-companies': 'Several companies have this tax id or account.',
  'amount-differs': 'The payer is known, and no invoice of theirs lacks this amount.',
  unknown: 'Neither an invoice nor a payer is known from it.',
} as const
export type LineReason = keyof typeof lineReasons

export type Candidate = { company: number; invoice: string; due: Amount; by: readonly CandidateSign[] }
export const candidateSigns = ['number', 'payer', 'amount'] as const
type CandidateSign = (typeof candidateSigns)[number]

export type Decision =
  | { state: 'matched'; why: LineReason; invoice: Payable }
  | { state: 'waiting'; why: LineReason }
  | { state: 'ignored'; why: LineReason }

/** Fewer letters and digits may be a day, a house, or anything. */
const sureLengthMin = 5

/** Decides about a line; a line that cannot be decided waits. */
export function decisionFor(line: StatementLine, known: Knowledge): Decision {
  if (line.kind === 'returned') return { state: 'waiting', why: 'returned' }
  if (line.kind !== 'credit') return { state: 'ignored', why: 'not-a-payment' }
  const payers = payersOf(line, known)
  const named = namedBy(line, known)
  const open = named.filter(({ currency, due }) => currency === line.currency && due > 0n)
  if (open.length > 1) return { state: 'waiting', why: 'several-numbers' }
  const [invoice] = open
  if (invoice !== undefined) return aboutInvoice(line, invoice, payers)
  if (named.length > 0) {
    const isOther = named.every(({ currency }) => currency !== line.currency)
    return { state: 'waiting', why: isOther ? 'other-currency' : 'paid-already' }
  }
  if (payers.length > 1) return { state: 'waiting', why: 'several-companies' }
  if (payers.length === 0) return { state: 'waiting', why: 'unknown' }
  const wanted = (known.ofCompany.get(payers[0]!) ?? []).find(
    ({ currency, due }) => currency === line.currency && due === line.amount,
  )
  return wanted === undefined
    ? { state: 'waiting', why: 'amount-differs' }
    : { state: 'matched', why: 'payer-and-amount', invoice: wanted }
}

function aboutInvoice({ amount }: StatementLine, invoice: Payable, payers: readonly number[]): Decision {
  const isTheirs = payers.includes(invoice.company)
  if (payers.length > 0 && !isTheirs) return { state: 'waiting', why: 'other-payer' }
  const isSure = plainNumber(invoice.number).length >= sureLengthMin
  if (isTheirs || amount === invoice.due || (isSure && amount < invoice.due)) {
    return { state: 'matched', why: 'number', invoice }
  }
  return { state: 'waiting', why: isSure ? 'amount-larger' : 'short-number' }
}

/** What a line may be for, the likeliest first. */
export function candidatesFor(line: StatementLine, known: Knowledge): Candidate[] {
  const named = namedBy(line, known)
  const theirs = payersOf(line, known).flatMap((company) => known.ofCompany.get(company) ?? [])
  const all = [...new Set([...named, ...theirs.filter(({ due }) => due > 0n)])]
  const signed = all.map((invoice) => {
    const by: CandidateSign[] = [
      ...(named.includes(invoice) ? (['number'] as const) : []),
      ...(theirs.includes(invoice) ? (['payer'] as const) : []),
      ...(invoice.due === line.amount && invoice.currency === line.currency ? (['amount'] as const) : []),
    ]
    return { company: invoice.company, invoice: invoice.number, due: invoice.due, by }
  })
  return signed.toSorted((a, b) => b.by.length - a.by.length).slice(0, candidatesMax)
}

const candidatesMax = 10

/** The companies whose tax id or account a line tells; where it tells both, those that have both. */
function payersOf({ payerTaxId, payerAccount }: StatementLine, { byTaxId, byAccount }: Knowledge): number[] {
  const taxed = byTaxId.get(plainNumber(payerTaxId)) ?? []
  const holding = byAccount.get(plainNumber(payerAccount)) ?? []
  const both = taxed.filter((company) => holding.includes(company))
  return both.length > 0 ? both : [...new Set([...taxed, ...holding])]
}

function namedBy(line: StatementLine, { byNumber }: Knowledge): Payable[] {
  return numbersIn(wordsOf(line), byNumber)
}

/** Where payers write numbers. */
export function wordsOf({ purpose, reference }: StatementLine): string {
  return `${purpose} ; ${reference}`
}
