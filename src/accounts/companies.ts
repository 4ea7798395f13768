import { isCurrency } from '../events/currency.ts'
import { failure, wrongField } from '../failure.ts'
import { isZone } from '../measures/zone.ts'
import { containing } from '../stores/ledger/containing.ts'
import type { Ledger, LedgerTransaction } from '../stores/ledger/open.ts'
import type { Row } from '../stores/ledger/schema.ts'
import type { Actor } from './actor.ts'
import { noteAct } from './audit.ts'
import type { Act } from './audit.ts'
import {
  checkedField,
  checkForm,
  checkName,
  checkOptionalCountry,
  checkOptionalEmail,
  checkShortText,
  isLanguage,
  mustBeVersion,
} from './fields.ts'

/** A company as the API gives it; the names are those of the outside surface. */
export type Company = {
  number: number
  parent: number | null
  name: string
  legalName: string | null
  taxId: string | null
  country: string | null
  city: string | null
  street: string | null
  postalCode: string | null
  bankName: string | null
  bankAccount: string | null
  bankCode: string | null
  email: string | null
  currency: string
  zone: string
  language: string
  retentionDays: number | null
  version: number
}

/** The details that an invoice needs of its buyer; without each of them none can be made. */
export const invoiceFields = ['legalName', 'taxId', 'country', 'city', 'street', 'postalCode', 'email'] as const

/** The fields of a company that its owner may change, and how each is checked: gives what is kept, or a sentence. */
const editable = {
  name: (value: unknown) => checkName(value),
  legalName: optionalText(200),
  taxId: optionalText(40),
  country: checkOptionalCountry,
  city: optionalText(100),
  street: optionalText(200),
  postalCode: optionalText(20),
  bankName: optionalText(200),
  bankAccount: optionalText(40),
  bankCode: optionalText(40),
  email: checkOptionalEmail,
  currency: (value: unknown) => {
    if (typeof value !== 'string' || !isCurrency(value))
      throw new Error('must be an ISO 4217 currency code, such as "EUR".')
    return value
  },
  zone: (value: unknown) => {
    if (typeof value !== 'string' || !isZone(value))
      throw new Error('must be an IANA time zone, such as "Europe/Berlin".')
    return value
  },
  language: (value: unknown) => {
    if (!isLanguage(value)) throw new Error('must be "en" or "ru".')
    return value
  },
  retentionDays: (value: unknown) => {
    if (value === null) return null
    if (typeof value !== 'number' || !Number.isInteger(value) || value < 1 || value > 36_500) {
      throw new Error('must be a whole number of days from 1 to 36500, or null to keep everything.')
    }
    return value
  },
} as const

export type CompanyField = keyof typeof editable

/** What is kept of a value for a field; throws an Error with the rest of "FIELD …". */
export function checkCompanyField(field: CompanyField, value: unknown): string | number | null {
  return editable[field](value)
}

export const companyFields = Object.keys(editable) as CompanyField[]

const columnOf: Readonly<Record<CompanyField, string>> = {
  name: 'name',
  legalName: 'legal_name',
  taxId: 'tax_id',
  country: 'country',
  city: 'city',
  street: 'street',
  postalCode: 'postal_code',
  bankName: 'bank_name',
  bankAccount: 'bank_account',
  bankCode: 'bank_code',
  email: 'email',
  currency: 'currency',
  zone: 'zone',
  language: 'language',
  retentionDays: 'retention_days',
}

/** The company of this number; throws `not-found` for one that does not exist. */
export async function companyOf(ledger: Ledger, number: number): Promise<Company> {
  return ledger.asCompany(number, (db) => readCompany(db, number))
}

export async function readCompany(db: LedgerTransaction, number: number): Promise<Company> {
  const row = await db.selectFrom('companies').selectAll().where('number', '=', number).executeTakeFirst()
  if (row === undefined) throw failure('not-found', `There is no company ${number}.`)
  return companyOfRow(row)
}

/** Those companies of some numbers that there are, by number. */
export async function readCompanies(db: LedgerTransaction, numbers: readonly number[]): Promise<Map<number, Company>> {
  if (numbers.length === 0) return new Map()
  const rows = await db.selectFrom('companies').selectAll().where('number', 'in', numbers).orderBy('number').execute()
  return new Map(rows.map((row) => [row.number, companyOfRow(row)]))
}

function companyOfRow(row: Row<'companies'>): Company {
  return {
    number: row.number,
    parent: row.parent,
    name: row.name,
    legalName: row.legal_name,
    taxId: row.tax_id,
    country: row.country,
    city: row.city,
    street: row.street,
    postalCode: row.postal_code,
    bankName: row.bank_name,
    bankAccount: row.bank_account,
    bankCode: row.bank_code,
    email: row.email,
    currency: row.currency,
    zone: row.zone,
    language: row.language,
    retentionDays: row.retention_days,
    version: row.version,
  }
}

/** The details that are still missing for invoices, by their names in the API. */
export function missingForInvoices(company: Company): string[] {
  return invoiceFields.filter((field) => (company[field] ?? '') === '')
}

/**
 * Changes fields of a company. `version` is the one that was edited: when somebody else changed the company in the meantime,
 * nothing is changed.
 * @throws Failure unprocessable naming each field at fault, conflict when the version is old
 */
export async function changeCompany(
  ledger: Ledger,
  actor: Actor,
  number: number,
  asked: Readonly<Record<string, unknown>>,
  at: Date,
): Promise<Company> {
  const { version, ...fields } = asked
  const changes = checkFields(fields)
  checkedField('version', () => mustBeVersion(version))
  return ledger.asCompany(number, async (db) => {
    const before = await readCompany(db, number)
    if (version !== undefined && version !== before.version) {
      throw failure(
        'conflict',
        'Somebody else changed the company in the meantime. Load it again, then repeat your change.',
      )
    }
    const changed = companyFields.filter((field) => field in changes && changes[field] !== before[field])
    if (changed.length === 0) return before
    if (changed.includes('currency')) await mustNotBePriced(db, number)
    const columns = Object.fromEntries(changed.map((field) => [columnOf[field], changes[field]]))
    const { numUpdatedRows } = await db
      .updateTable('companies')
      .set({ ...columns, version: before.version + 1 })
      .where('number', '=', number)
      .where('version', '=', before.version)
      .executeTakeFirstOrThrow()
    if (numUpdatedRows === 0n) {
      throw failure(
        'conflict',
        'Somebody else changed the company in the meantime. Load it again, then repeat your change.',
      )
    }
    const after = await readCompany(db, number)
    await noteAct(
      db,
      actor,
      {
        company: number,
        action: 'company.changed',
        subject: `company:${number}`,
        before: Object.fromEntries(changed.map((field) => [field, before[field]])),
        after: Object.fromEntries(changed.map((field) => [field, after[field]])),
      },
      at,
    )
    return after
  })
}

/** What was charged by a tariff stays in the tariff's currency. */
async function mustNotBePriced(db: LedgerTransaction, company: number): Promise<void> {
  const charged = await db
    .selectFrom('charges')
    .select('id')
    .where('company', '=', company)
    .where('kind', 'in', ['rate', 'package', 'volume'])
    .limit(1)
    .executeTakeFirst()
  if (charged === undefined) return
  throw wrongField(
    'currency',
    'stays as it is: something was charged by a tariff in it. Make another company for another currency.',
  )
}

export type NewCompany = { name: string; zone: string; currency: string; language: string; parent?: number | null }

/** Makes a company; for staff, the setup and the command line. */
export async function createCompany(db: LedgerTransaction, actor: Actor, asked: NewCompany, at: Date): Promise<number> {
  const { name, zone, currency, language } = checkFields({
    name: asked.name,
    zone: asked.zone,
    currency: asked.currency,
    language: asked.language,
  }) as { name: string; zone: string; currency: string; language: string }
  const parent = asked.parent ?? null
  if (parent !== null) {
    checkedField('parent', () => mustBeNumber(parent))
    const { parent: above } = await readCompany(db, parent)
    checkedField('parent', () => mustBeTop(above))
  }
  const { number } = await db
    .insertInto('companies')
    .values({ name, zone, currency, language, parent })
    .returning('number')
    .executeTakeFirstOrThrow()
  const after = { name, zone, currency, language, parent }
  const act: Act = { company: number, action: 'company.created', subject: `company:${number}`, after }
  await noteAct(db, actor, act, at)
  return number
}

/** Resellers have companies, and those have none: two tiers. */
function mustBeTop(above: number | null): void {
  if (above !== null) throw new Error('must be a company that has no reseller itself.')
}

/** All companies, for staff; `parent` gives those of a reseller. */
export async function listCompanies(
  db: LedgerTransaction,
  { parent, text }: { parent?: number | undefined; text?: string | undefined } = {},
): Promise<{ number: number; name: string; parent: number | null; currency: string; zone: string; people: number }[]> {
  let query = db.selectFrom('companies').select((select) => [
    'number',
    'name',
    'parent',
    'currency',
    'zone',
    select
      .selectFrom('memberships')
      .whereRef('memberships.company', '=', 'companies.number')
      .select((count) => count.fn.countAll<string>().as('people'))
      .as('people'),
  ])
  if (parent !== undefined) query = query.where('parent', '=', parent)
  if (text !== undefined && text !== '') query = query.where('name', 'ilike', containing(text))
  const rows = await query.orderBy('number').limit(1000).execute()
  return rows.map((row) => ({ ...row, people: Number(row.people ?? 0) }))
}

function checkFields(fields: Readonly<Record<string, unknown>>): Partial<Record<CompanyField, string | number | null>> {
  const form = checkForm()
  const checked: Partial<Record<CompanyField, string | number | null>> = {}
  for (const [name, value] of Object.entries(fields)) {
    if (!Object.hasOwn(editable, name)) {
      form.fault(name.slice(0, 40), `is not a field that can be changed; there are: ${companyFields.join(', ')}.`)
      continue
    }
    const field = name as CompanyField
    form.field(field, () => (checked[field] = editable[field](value)))
  }
  form.mustBeRight()
  return checked
}

/** The largest integer of PostgreSQL: a larger number is no company’s, and no query’s either. */
const companyNumberMax = 2 ** 31 - 1

/** Whether this can be the number of a company. */
export function isCompanyNumber(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) > 0 && (value as number) <= companyNumberMax
}

function mustBeNumber(value: unknown): void {
  if (!isCompanyNumber(value)) throw new Error('must be the number of a company.')
}

function optionalText(lengthMax: number): (value: unknown) => string | null {
  return (value) => checkShortText(value, lengthMax)
}
