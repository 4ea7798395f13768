import type { Checks } from './checks.ts'
import { Refused } from './refusal.ts'
import { clip } from './text.ts'

/** The `data` of an event, as it was sent. */
export type Data = Readonly<Record<string, unknown>>

/** A word that must be there. */
export function requiredWord(data: Data, name: string): string {
  const value = data[name]
  if (value === undefined || value === null) throw new Refused('missing', `data.${name}`, 'is missing.')
  if (typeof value !== 'string') throw new Refused('wrong-type', `data.${name}`, 'must be a text.')
  return value
}

/** A text that may be missing; then it is empty. */
export function optionalText(data: Data, name: string, lengthMax: number, checks: Checks): string {
  const value = data[name]
  if (value === undefined || value === null) return ''
  return checks.text(value, `data.${name}`, lengthMax)
}

/** What has a name beside its id: a chat, a bot, an operator, a group. */
export type Named = { id: string; name: string }

const idLengthMax = 256

/** A chat, bot, operator or group, which may be missing; then its id is empty. */
export function optionalNamed(data: Data, field: string, checks: Checks): Named {
  const value = data[field]
  if (value === undefined || value === null) return nobodyNamed
  if (typeof value !== 'object' || Array.isArray(value)) {
    throw new Refused('wrong-type', `data.${field}`, 'must be an object such as {"id":"7","name":"Ann"}.')
  }
  const { id, name } = value as { id?: unknown; name?: unknown }
  if (id === undefined || id === null) throw new Refused('missing', `data.${field}.id`, 'is missing.')
  const checkedId = checks.text(id, `data.${field}.id`, idLengthMax)
  if (checkedId === '') throw new Refused('bad-format', `data.${field}.id`, 'is empty.')
  return {
    id: checkedId,
    name: name === undefined || name === null ? '' : checks.text(name, `data.${field}.name`, idLengthMax),
  }
}

/** Stands where nothing is told. */
export const nobodyNamed: Named = { id: '', name: '' }

/** An amount of money in millionths of the currency's unit; `currency` is 0 where no price was told. */
export type Price = { millionths: number; currency: number }

/** A price, which may be missing. */
export function optionalPrice(data: Data, checks: Checks): Price {
  const price = data['price']
  return price === undefined || price === null ? noPrice : checkPrice(price, checks)
}

/** Up to 999,999,999.999999: far above any real price of one message, and exact in millionths. */
const amountForm = /^\d{1,9}(?:\.\d{1,6})?$/
const noPrice = { millionths: 0, currency: 0 }

function checkPrice(price: unknown, checks: Checks): { millionths: number; currency: number } {
  if (typeof price !== 'object' || price === null || Array.isArray(price)) {
    throw new Refused('wrong-type', 'data.price', 'must be an object such as {"amount":"0.0125","currency":"EUR"}.')
  }
  const { amount, currency } = price as { amount?: unknown; currency?: unknown }
  if (amount === undefined) throw new Refused('missing', 'data.price.amount', 'is missing.')
  if (typeof amount !== 'string') {
    throw new Refused('wrong-type', 'data.price.amount', 'must be a decimal in a text, such as "0.0125".')
  }
  if (!amountForm.test(amount)) {
    throw new Refused(
      'bad-format',
      'data.price.amount',
      `"${clip(amount)}" is not a decimal with a point, at most 9 digits before it and 6 after, such as "0.0125".`,
    )
  }
  if (currency === undefined) throw new Refused('missing', 'data.price.currency', 'is missing.')
  if (typeof currency !== 'string')
    throw new Refused('wrong-type', 'data.price.currency', 'must be a text such as "EUR".')
  const code = checks.currency(currency)
  if (code === undefined) {
    throw new Refused('unknown-value', 'data.price.currency', `"${clip(currency)}" is not an ISO 4217 currency code.`)
  }
  const point = amount.indexOf('.')
  const whole = point < 0 ? amount : amount.slice(0, point)
  const fraction = point < 0 ? '' : amount.slice(point + 1)
  // Digits only, so this is exact: at most 15 of them.
  return { millionths: Number(whole + fraction.padEnd(6, '0')), currency: code }
}

/** For a word that is not in the list of its field. */
export function unknownWord(field: string, word: string, allowed: string): Refused {
  return new Refused('unknown-value', field, `"${clip(word)}" is not one of ${allowed}.`)
}
