import { checkForm, checkShortText } from '../accounts/fields.ts'
import { decimalOf, divideRounded, readDecimal } from '../measures/decimal.ts'
import type { Amount } from '../measures/decimal.ts'
import type { InvoiceDocument, InvoiceLine } from './document.ts'
import { digitsOf, roundedTo } from './rounding.ts'
import { taxOf } from './tax.ts'
import type { TaxRule } from './tax.ts'

/** What staff change about an invoice. */
export type Change = {
  /** The revision that was looked at. */
  revision: number
  comment: string
  /** What the buyer has paid of it by now; null where nothing is said about that. */
  amount: string | null
  /** Other net amounts for lines that there are. */
  lines: readonly { key: string; amount: string }[]
  added: readonly { name: string; quantity: string; unitPrice: string }[]
  /** The keys of lines that an earlier revision added. */
  removed: readonly string[]
}

const linesMax = 1000
const addedMax = 100
const amountMax = 1_000_000_000_000_000n

/**
 * Reads what is asked to be changed of a document; throws `unprocessable` naming each field at fault, such as `lines[2].amount`.
 */
export function readChange(body: Readonly<Record<string, unknown>>, of: InvoiceDocument): Change {
  const form = checkForm()
  const digits = digitsOf(of.currency)
  for (const name of Object.keys(body)) {
    if (!fields.includes(name)) form.fault(name.slice(0, 40), `is not known; there are: ${fields.join(', ')}.`)
  }
  const revision = form.field('revision', () => {
    if (typeof body.revision === 'number' && Number.isSafeInteger(body.revision) && body.revision >= 0)
      return body.revision
    throw new Error('must be the number of the revision that you looked at.')
  })
  const comment = form.field('comment', () => {
    const text = checkShortText(body.comment ?? null, 1000)
    if (text === null) throw new Error('must say why the invoice is changed.')
    return text
  })
  const amount = form.field('amount', () =>
    (body.amount ?? null) === null ? null : decimalOf(money(body.amount, digits, true)),
  )
  const keys = new Map(of.lines.map((line) => [line.key, line]))
  const lines = listOf(body.lines, linesMax, 'lines', form.fault).flatMap((line, place) => {
    const name = `lines[${place}]`
    const key = form.field(`${name}.key`, () => {
      if (typeof line.key === 'string' && keys.has(line.key)) return line.key
      throw new Error('is the key of no line of this invoice.')
    })
    const asked = form.field(`${name}.amount`, () => decimalOf(money(line.amount, digits, false)))
    return key === undefined || asked === undefined ? [] : [{ key, amount: asked }]
  })
  const added = listOf(body.added, addedMax, 'added', form.fault).flatMap((line, place) => {
    const name = form.field(`added[${place}].name`, () => {
      const text = checkShortText(line.name ?? null, 200)
      if (text === null) throw new Error('must say what it is for.')
      return text
    })
    const quantity = form.field(`added[${place}].quantity`, () => decimalOf(money(line.quantity ?? '1', 6, false)))
    const unitPrice = form.field(`added[${place}].unitPrice`, () => decimalOf(money(line.unitPrice, 6, true)))
    return name === undefined || quantity === undefined || unitPrice === undefined
      ? []
      : [{ name, quantity, unitPrice }]
  })
  const removed = form.field('removed', () => {
    const asked = body.removed ?? []
    if (Array.isArray(asked) && asked.every((key) => keys.get(String(key))?.kind === 'manual')) return asked as string[]
    throw new Error('must be keys of lines that a revision added; of others, set the amount to 0.')
  })
  if (of.kind !== 'usage' && (lines.length > 0 || added.length > 0 || (removed?.length ?? 0) > 0)) {
    form.fault('lines', 'can be changed of invoices of months only.')
  }
  form.mustBeRight()
  return { revision: revision!, comment: comment!, amount: amount!, lines, added, removed: removed! }
}

const fields = ['revision', 'comment', 'amount', 'lines', 'added', 'removed']

function listOf(
  value: unknown,
  most: number,
  field: string,
  fault: (field: string, detail: string) => void,
): Record<string, unknown>[] {
  if (value === undefined || value === null) return []
  if (Array.isArray(value) && value.length <= most && value.every((one) => typeof one === 'object' && one !== null)) {
    return value as Record<string, unknown>[]
  }
  fault(field, `must be a list of at most ${most} objects.`)
  return []
}

function money(value: unknown, digits: number, isPositive: boolean): Amount {
  const amount = typeof value === 'string' ? readDecimal(value.trim()) : undefined
  if (amount === undefined) throw new Error('must be a decimal text such as "12.50".')
  if (isPositive && amount < 0n) throw new Error('must not be less than 0.')
  if (amount > amountMax || amount < -amountMax) throw new Error(`must be at most ${decimalOf(amountMax)}.`)
  if (roundedTo(amount, digits) !== amount) throw new Error(`must have at most ${digits} digits after the point.`)
  return amount
}

/** The lines of a document as a change makes them. */
export function changedLines(
  of: InvoiceDocument,
  { lines, added, removed }: Change,
  rules: readonly TaxRule[],
): InvoiceLine[] {
  const amounts = new Map(lines.map(({ key, amount }) => [key, amount]))
  const digits = digitsOf(of.currency)
  const { buyer, language } = of
  const asked = { company: buyer.companyNumber, country: buyer.country, service: 'other', language }
  const { category, rate } = taxOf(rules, asked)
  const kept = of.lines
    .filter(({ key }) => !removed.includes(key))
    .map((line) => ({ ...line, amount: amounts.get(line.key) ?? line.amount }))
  return [
    ...kept,
    ...added.map(({ name, quantity, unitPrice }, place): InvoiceLine => {
      const exact = divideRounded(readDecimal(quantity)! * readDecimal(unitPrice)!, 1_000_000n)
      return {
        key: `manual\t${of.revision + 1}\t${place + 1}`,
        service: 'other',
        kind: 'manual',
        name,
        adjusts: null,
        quantity: quantity.replace(/\.?0+$/, ''),
        unit: 'piece',
        unitPrice,
        exact: decimalOf(exact),
        amount: decimalOf(roundedTo(exact, digits)),
        taxCategory: category,
        taxRate: rate,
      }
    }),
  ]
}
