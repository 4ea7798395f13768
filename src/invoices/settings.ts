import type { Actor } from '../accounts/actor.ts'
import { noteAct } from '../accounts/audit.ts'
import { changeRecord, readRecord } from '../accounts/platform-record.ts'
import { checkForm, checkOptionalCountry, checkShortText, mustBeVersion } from '../accounts/fields.ts'
import { decimalOf, readDecimal } from '../measures/decimal.ts'
import type { Ledger, LedgerTransaction } from '../stores/ledger/open.ts'
import type { TaxCategory } from './document.ts'
import { checkNumberForm } from './series.ts'
import { taxCategories, taxedServices } from './tax.ts'
import type { TaxRule } from './tax.ts'

/** How invoices are made; staff set it for the whole platform. */
export type Invoicing = {
  /** Whether invoices of months are made by themselves. */
  isMonthly: boolean
  /** The form of account numbers, such as `{year}-{n:5}`. */
  numberForm: string
  /** So many hours after its month an invoice is issued: what was used in the month and is told by then is in it. */
  graceHours: number
  /** By when it is to be paid: so many days after it was issued. */
  termDays: number
  /** A revision that changes or pays more than this, in the currency of the invoice, needs a second person; null: none does. */
  approvalAbove: string | null
  taxes: readonly TaxRule[]
  version: number
}

type InvoicingField = Exclude<keyof Invoicing, 'version'>

const usual: Omit<Invoicing, 'version'> = {
  isMonthly: true,
  numberForm: '{year}-{n:5}',
  graceHours: 24,
  termDays: 14,
  approvalAbove: '1000.00',
  taxes: [],
}

const record = 'invoicing'

export function readInvoicing(db: LedgerTransaction): Promise<Invoicing> {
  return readRecord(db, record, usual)
}

/** Changes some of it; throws `unprocessable` naming each field at fault, `conflict` when the version is old. */
export async function changeInvoicing(
  ledger: Ledger,
  actor: Actor,
  asked: Readonly<Record<string, unknown>>,
  at: Date,
): Promise<Invoicing> {
  const { version, ...fields } = asked
  const form = checkForm()
  const changes: Partial<Record<InvoicingField, unknown>> = {}
  for (const [name, value] of Object.entries(fields)) {
    if (name === 'taxes') changes.taxes = checkTaxes(value, form.fault)
    else form.field(name.slice(0, 40), () => (changes[name as InvoicingField] = checkField(name, value)))
  }
  form.field('version', () => mustBeVersion(version))
  form.mustBeRight()
  return ledger.asPlatform(async (db) => {
    const kept = changes as Partial<Omit<Invoicing, 'version'>>
    const { before, changed } = await changeRecord(db, record, { usual, changes: kept, version })
    if (changed.length === 0) return readInvoicing(db)
    const only = (values: Readonly<Partial<Record<InvoicingField, unknown>>>) =>
      Object.fromEntries(changed.map((name) => [name, values[name]]))
    await noteAct(
      db,
      actor,
      { company: null, action: 'invoicing.changed', subject: 'invoicing', before: only(before), after: only(changes) },
      at,
    )
    return readInvoicing(db)
  })
}

const checks: Readonly<Record<Exclude<InvoicingField, 'taxes'>, (value: unknown) => unknown>> = {
  isMonthly: (value) => {
    if (typeof value !== 'boolean') throw new Error('must be true or false.')
    return value
  },
  numberForm: checkNumberForm,
  graceHours: (value) => checkInteger(value, 0, 31 * 24),
  termDays: (value) => checkInteger(value, 0, 365),
  approvalAbove: (value) => {
    if (value === null || value === '') return null
    const amount = typeof value === 'string' ? readDecimal(value) : undefined
    if (amount === undefined || amount < 0n) throw new Error('must be an amount such as "1000.00", or null.')
    return decimalOf(amount)
  },
}

function checkField(name: string, value: unknown): unknown {
  if (!Object.hasOwn(checks, name)) {
    throw new Error(`is not a setting; there are: ${Object.keys(usual).join(', ')}.`)
  }
  return checks[name as keyof typeof checks](value)
}

function checkInteger(value: unknown, least: number, most: number): number {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < least || value > most) {
    throw new Error(`must be a whole number from ${least} to ${most}.`)
  }
  return value
}

const rulesMax = 200

/** Reads the rules of taxes, and tells what is wrong with `taxes[3].rate`. */
function checkTaxes(value: unknown, fault: (field: string, detail: string) => void): TaxRule[] {
  if (!Array.isArray(value) || value.length > rulesMax) {
    fault('taxes', `must be a list of at most ${rulesMax} rules.`)
    return []
  }
  const places = new Set<string>()
  return value.flatMap((rule: unknown, place) => {
    const name = `taxes[${place}]`
    if (typeof rule !== 'object' || rule === null) {
      fault(name, 'must be an object.')
      return []
    }
    const read = checkRule(rule as Record<string, unknown>, (field, detail) => fault(`${name}.${field}`, detail))
    if (read === undefined) return []
    const of = `${read.company} ${read.country} ${read.service}`
    if (places.has(of)) fault(name, 'is for the same company, country and service as a rule before it.')
    places.add(of)
    return [read]
  })
}

function checkRule(rule: Record<string, unknown>, fault: (field: string, detail: string) => void): TaxRule | undefined {
  const faults: string[] = []
  const take = <Value>(field: string, check: () => Value): Value | undefined => {
    try {
      return check()
    } catch (error) {
      faults.push(field)
      fault(field, (error as Error).message)
      return undefined
    }
  }
  const strange = Object.keys(rule).find((field) => !ruleFields.includes(field))
  if (strange !== undefined)
    take(strange.slice(0, 40), () => fail(`is not known; there are: ${ruleFields.join(', ')}.`))
  const company = take('company', () =>
    (rule.company ?? null) === null ? null : checkInteger(rule.company, 1, 2_147_483_647),
  )
  const country = take('country', () => checkOptionalCountry(rule.country))
  const service = take('service', () => {
    if ((rule.service ?? '') === '') return null
    if ((taxedServices as readonly unknown[]).includes(rule.service)) return rule.service as string
    return fail(`must be one of ${taxedServices.join(', ')}, or null for all.`)
  })
  const category = take('category', () => {
    if (typeof rule.category === 'string' && Object.hasOwn(taxCategories, rule.category)) {
      return rule.category as TaxCategory
    }
    return fail(`must be one of ${Object.keys(taxCategories).join(', ')}.`)
  })
  const rate = take('rate', () => {
    const amount = typeof (rule.rate ?? '0') === 'string' ? readDecimal((rule.rate ?? '0') as string) : undefined
    if (amount === undefined || amount < 0n || amount > 100_000_000n)
      return fail('must be percent from 0 to 100, such as "20" or "8.1".')
    if (category !== undefined && taxCategories[category].hasRate !== amount > 0n) {
      return fail(
        amount > 0n
          ? `must be 0 in the category ${category}.`
          : 'must be more than 0 in the category S; 0 is the category Z.',
      )
    }
    return decimalOf(amount).replace(/\.?0+$/, '')
  })
  const reason = take('reason', () => checkShortText(rule.reason ?? null, 200))
  if (category === 'O' && service !== null && service !== undefined) {
    take('category', () => fail('O is for everything that a buyer gets, not for a single service; choose E or Z.'))
  }
  if (faults.length > 0) return undefined
  return { company: company!, country: country!, service: service!, category: category!, rate: rate!, reason: reason! }
}

const ruleFields = ['company', 'country', 'service', 'category', 'rate', 'reason']

function fail(sentence: string): never {
  throw new Error(sentence)
}
