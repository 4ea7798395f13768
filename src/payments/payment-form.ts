import { checkedField, checkForm, checkShortText } from '../accounts/fields.ts'
import { isCurrency } from '../events/currency.ts'
import { parseInstant } from '../events/time.ts'
import { failure } from '../failure.ts'
import { readDecimal } from '../measures/decimal.ts'
import type { Amount } from '../measures/decimal.ts'
import { digitsOf } from '../invoices/rounding.ts'
import type { NewPayment } from '../invoices/payment.ts'

/** Payments as they are told to us: what is missing or wrong is named, all of it at once. */

const noteLengthMax = 300
const wholeDigitsMax = 12
const earliest = Date.UTC(2000, 0, 1)
/** Clocks differ. */
const aheadMilliseconds = 5 * 60_000
const integerMax = 2 ** 31 - 1

export type ToldPayment = Pick<NewPayment, 'company' | 'invoice' | 'amount' | 'currency' | 'receivedAt'>

/**
 * A payment that somebody tells, with a note.
 * @throws Failure unprocessable naming each field
 */
export function readPayment(body: unknown, now: number): ToldPayment & Pick<NewPayment, 'note'> {
  return readTold(body, now, 'note', (value) => {
    const note = checkShortText(value, noteLengthMax)
    return note === null ? {} : { note }
  })
}

/**
 * A payment that another system tells, with its own reference.
 * @throws Failure unprocessable naming each field
 */
export function readReferencedPayment(body: unknown, now: number): ToldPayment & { reference: string } {
  return readTold(body, now, 'reference', (value) => {
    const reference = checkShortText(value, noteLengthMax)
    if (reference === null) throw new Error('must be what your system calls this payment.')
    return { reference }
  })
}

function readTold<More extends object>(
  body: unknown,
  now: number,
  more: string,
  checkMore: (value: unknown) => More,
): ToldPayment & More {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw failure('bad-request', 'Send the payment as a JSON object.')
  }
  const asked = body as Readonly<Record<string, unknown>>
  const form = checkForm()
  const names = ['company', 'invoice', 'amount', 'receivedAt', more]
  for (const name of Object.keys(asked)) {
    if (!names.includes(name)) form.fault(name.slice(0, 40), `is not known here; there are: ${names.join(', ')}.`)
  }
  const company = form.field('company', () => checkCompany(asked['company']))
  const invoice = form.field('invoice', () => checkShortText(asked['invoice'], 60))
  const given = form.field('amount', () => checkMoney(asked['amount']))
  const currency = form.field('amount.currency', () => given && checkCurrency(given['currency']))
  const amount = form.field('amount.amount', () => given && checkAmount(given['amount'], currency))
  const receivedAt = form.field('receivedAt', () => checkReceived(asked['receivedAt'], now))
  const further = form.field(more, () => checkMore(asked[more]))
  form.mustBeRight()
  return {
    company: company!,
    ...(invoice === null || invoice === undefined ? {} : { invoice }),
    amount: amount!,
    currency: currency!,
    receivedAt: receivedAt!,
    ...further!,
  }
}

/** Why a payment is taken back. */
export function readTakingBack(body: unknown): string {
  const note = typeof body === 'object' && body !== null && 'note' in body ? body.note : undefined
  return checkedField('note', () => {
    const text = checkShortText(note, noteLengthMax)
    if (text === null) throw new Error('must say why the payment is taken back.')
    return text
  })
}

function checkCompany(value: unknown): number {
  if (typeof value === 'number' && Number.isInteger(value) && value > 0 && value <= integerMax) return value
  throw new Error('must be the number of a company.')
}

function checkMoney(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return value as Readonly<Record<string, unknown>>
  throw new Error('must be an amount with its currency, such as {"amount":"100.00","currency":"EUR"}.')
}

function checkCurrency(value: unknown): string {
  if (typeof value === 'string' && isCurrency(value)) return value
  throw new Error('must be three letters of ISO 4217, such as "EUR".')
}

function checkAmount(value: unknown, currency: string | undefined): Amount {
  const text = typeof value === 'string' ? value : ''
  const amount = readDecimal(text)
  if (amount === undefined || text.split('.')[0]!.length > wholeDigitsMax) {
    throw new Error(`must be a text such as "100" or "99.50", with ${wholeDigitsMax} digits before the point at most.`)
  }
  if (amount <= 0n) {
    throw new Error('must be more than nothing; a payment that was recorded by mistake is taken back by its id.')
  }
  if (currency !== undefined && !isPayable(amount, currency)) {
    const digits = digitsOf(currency)
    throw new Error(
      `must have ${digits === 0 ? 'no digits' : `${digits} digits at most`} after the point: ${currency} has no smaller coin.`,
    )
  }
  return amount
}

/** Whether the coins of a currency can make this amount. */
export function isPayable(amount: Amount, currency: string): boolean {
  return amount % 10n ** BigInt(6 - digitsOf(currency)) === 0n
}

function checkReceived(value: unknown, now: number): Date {
  const instant = typeof value === 'string' ? parseInstant(value) : undefined
  if (instant === undefined) throw new Error('must be an RFC 3339 time such as "2026-11-01T09:30:00+01:00".')
  if (instant > now + aheadMilliseconds) throw new Error('must not be in the future: money that came is recorded.')
  if (instant < earliest) throw new Error('must be after 2000.')
  return new Date(instant)
}
