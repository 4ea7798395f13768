import { createHash } from 'node:crypto'
import { checkForm, checkShortText, isLanguage } from '../../accounts/fields.ts'
import type { FormCheck } from '../../accounts/fields.ts'
import { serviceByWord } from '../../billing/service.ts'
import { Failure, failure } from '../../failure.ts'
import { dimensions } from '../../measures/dimensions.ts'
import { readPeriod } from '../../measures/period.ts'
import type { Period } from '../../measures/period.ts'
import { inZone, isZone } from '../../measures/zone.ts'
import { reportTypeOf, reportTypes } from '../../reports/catalogue.ts'
import type { ReportFormat } from '../../reports/file.ts'
import { columnsNamed, isMoney } from '../../reports/report-type.ts'
import type { Need, ReportAsked, ReportFilter, ReportType } from '../../reports/report-type.ts'

/** What is kept of a report besides its period: what it shows, and how. */
export type ReportForm = {
  filters: Partial<Record<ReportFilter, string[]>>
  columns: string[]
  format: ReportFormat
  language: 'en' | 'ru'
}

/** The same with the period, as it stands in the ledger. */
export type KeptRequest = ReportForm & { from: string; to: string; zone: string }

export type ReportRequest = { type: ReportType; name: string; needs: Need[]; asked: KeptRequest }

/** Who asks: what they may, and what is usual where they do not say. */
export type Asker = { may: readonly Need[]; zone: string; language: string; now: number }

const formats = ['xlsx', 'csv', 'parquet'] as const satisfies readonly ReportFormat[]
export const nameLengthMax = 200
const valuesMax = 200
const idLengthMax = 256

/** The fields of the form that are not of the period. */
export const formFields = ['service', 'type', 'name', 'filters', 'columns', 'format', 'language'] as const
const requestFields = [...formFields, 'from', 'to', 'zone']

/**
 * Reads what somebody asks for.
 * @throws Failure unprocessable naming each field at fault, forbidden for what is not for them
 */
export function readRequest(body: unknown, asker: Asker): ReportRequest {
  const fields = fieldsOf(body, requestFields)
  const form = checkForm()
  const type = readType(form, fields, asker)
  const period = readPeriodOf(form, fields, asker)
  const shown = type === undefined ? undefined : readForm(form, type, fields, asker)
  form.mustBeRight()
  const { from, to, zone } = period!
  const asked: KeptRequest = {
    from: new Date(from).toISOString(),
    to: new Date(to).toISOString(),
    zone,
    ...shown!.form,
  }
  return { type: type!, name: shown!.name ?? usualName(type!, asked), needs: needsOf(type!, asked.columns), asked }
}

/** The fields of a body; one that is not known is refused, so that nothing is ignored in silence. */
export function fieldsOf(body: unknown, known: readonly string[]): Readonly<Record<string, unknown>> {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw failure('bad-request', 'Send a JSON object.')
  }
  const form = checkForm()
  for (const name of Object.keys(body)) {
    if (!known.includes(name)) form.fault(name.slice(0, 40), `is not a field here; there are: ${known.join(', ')}.`)
  }
  form.mustBeRight()
  return body as Record<string, unknown>
}

/** The type of report that is named, if it is for whoever asks. */
export function readType(
  form: FormCheck,
  { service, type }: Readonly<Record<string, unknown>>,
  { may }: Pick<Asker, 'may'>,
): ReportType | undefined {
  const found = typeof service === 'string' && typeof type === 'string' ? reportTypeOf(service, type) : undefined
  if (found === undefined) {
    const isService = reportTypes.some((one) => one.service === service)
    const known = reportTypes.map((one) => `${one.service} ${one.type}`).join(', ')
    form.fault(isService ? 'type' : 'service', `must be of a report that there is: ${known}.`)
    return undefined
  }
  mustBeAllowed(found.needs, may)
  return found
}

/** @throws Failure forbidden naming what is missing */
export function mustBeAllowed(needs: readonly string[], may: readonly Need[]): void {
  const missing = needs.filter((need) => !(may as readonly string[]).includes(need))
  if (missing.length === 0) return
  throw failure(
    'forbidden',
    missing.includes('staff')
      ? 'This report is for platform staff only.'
      : `This report needs the scope ${missing.map((one) => `"${one}"`).join(' and ')}.`,
  )
}

function readPeriodOf(form: FormCheck, fields: Readonly<Record<string, unknown>>, asker: Asker): Period | undefined {
  const zone = form.field('zone', () => {
    const given = fields['zone'] ?? asker.zone
    if (typeof given !== 'string' || !isZone(given))
      throw new Error('must be an IANA time zone, such as "Europe/Berlin".')
    return given
  })
  const [from, to] = (['from', 'to'] as const).map((name) =>
    form.field(name, () => {
      const given = fields[name]
      if (typeof given !== 'string') throw new Error('must be an RFC 3339 time such as "2026-11-01T00:00:00+01:00".')
      return given
    }),
  )
  if (zone === undefined || from === undefined || to === undefined) return undefined
  try {
    return readPeriod({ from, to, tz: zone }, { zone, now: asker.now })
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    for (const { field, detail } of error.fields) form.fault(field, detail)
    return undefined
  }
}

/** Name, filters, columns, format and language; what is not said is as usual. */
export function readForm(
  form: FormCheck,
  type: ReportType,
  fields: Readonly<Record<string, unknown>>,
  asker: Pick<Asker, 'may' | 'language'>,
): { name: string | undefined; form: ReportForm } {
  const name = form.field('name', () => checkShortText(fields['name'], nameLengthMax)) ?? undefined
  const filters = form.field('filters', () => checkFilters(type, fields['filters'] ?? {})) ?? {}
  const columns = form.field('columns', () => checkColumns(type, fields['columns'], asker.may)) ?? []
  const format = form.field('format', () => checkOneOf(fields['format'] ?? 'xlsx', formats)) ?? 'xlsx'
  const language = form.field('language', () => checkLanguage(fields['language'] ?? asker.language)) ?? 'en'
  return { name, form: { filters, columns, format, language } }
}

function checkOneOf<Word extends string>(value: unknown, words: readonly Word[]): Word {
  const found = words.find((word) => word === value)
  if (found === undefined) throw new Error(`must be one of ${words.join(', ')}.`)
  return found
}

function checkLanguage(value: unknown): 'en' | 'ru' {
  if (!isLanguage(value)) throw new Error('must be "en" or "ru".')
  return value
}

function checkColumns(type: ReportType, value: unknown, may: readonly Need[]): string[] {
  const isForThem = (name: string) =>
    may.includes('billing') || !isMoney(type.columns.find((one) => one.name === name)!)
  const known = type.columns.map(({ name }) => name)
  if (value === undefined) {
    return type.columns
      .filter(({ name, isExtra }) => isExtra === undefined && (isForThem(name) || type.needs.includes('staff')))
      .map(({ name }) => name)
  }
  if (!Array.isArray(value) || value.length === 0) throw new Error(`must be a list of some of ${known.join(', ')}.`)
  const wrong: unknown = value.find((name) => !known.includes(name as string))
  if (wrong !== undefined) throw new Error(`must be some of ${known.join(', ')}; "${shortly(wrong)}" is none.`)
  const names = value as string[]
  if (new Set(names).size < names.length) throw new Error('must name each column once.')
  const notTheirs = type.needs.includes('staff') ? undefined : names.find((name) => !isForThem(name))
  if (notTheirs !== undefined) throw new Error(`cannot have "${notTheirs}": money is for the scope "billing".`)
  return columnsNamed(type, names).map(({ name }) => name)
}

function checkFilters(type: ReportType, value: unknown): ReportForm['filters'] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Error('must be an object of lists, such as {"channel":["sms"]}.')
  }
  const filters: ReportForm['filters'] = {}
  for (const [name, given] of Object.entries(value)) {
    const filter = type.filters.find((one) => one === name)
    if (filter === undefined) {
      throw new Error(`cannot have "${name.slice(0, 40)}": this report takes ${type.filters.join(', ')}.`)
    }
    const words: unknown[] = Array.isArray(given) ? given : [given]
    if (words.length > valuesMax) throw new Error(`must have ${valuesMax} values of ${name} at most.`)
    const wrong = words.find((word) => !isWordOf(filter, word))
    if (wrong !== undefined) {
      const known = wordsOf(filter)
      const expected = known === undefined ? `ids of ${idLengthMax} characters at most` : known.join(', ')
      throw new Error(`cannot have ${name} "${shortly(wrong)}"; it must be one of: ${expected}.`)
    }
    if (words.length > 0) filters[filter] = [...new Set(words as string[])]
  }
  return filters
}

function wordsOf(filter: ReportFilter): readonly string[] | undefined {
  if (filter === 'expenses') return ['yes']
  if (filter === 'service') return [...serviceByWord.keys()]
  return dimensions[filter].values?.map(({ value }) => value)
}

function isWordOf(filter: ReportFilter, word: unknown): word is string {
  if (typeof word !== 'string') return false
  return wordsOf(filter)?.includes(word) ?? (word.length <= idLengthMax && !word.includes('\0'))
}

/** What somebody needs to see a report: what its type needs, and for money besides that they may see it. */
export function needsOf(type: ReportType, columns: readonly string[]): Need[] {
  const hasMoney = columnsNamed(type, columns).some(isMoney)
  return [
    ...new Set<Need>([...type.needs, ...(hasMoney && !type.needs.includes('staff') ? (['billing'] as const) : [])]),
  ]
}

/** What a report is called that nobody named. */
export function usualName({ title }: ReportType, { language, ...period }: KeptRequest): string {
  const [first, last] = daysOf(period)
  return `${title[language]}, ${first === last ? first : `${first} – ${last}`}`
}

/** The first and the last local day of a period. */
export function daysOf({ from, to, zone }: Pick<KeptRequest, 'from' | 'to' | 'zone'>): [first: string, last: string] {
  const dayOf = (instant: number) => inZone(instant, zone).slice(0, 10)
  return [dayOf(Date.parse(from)), dayOf(Date.parse(to) - 1)]
}

/** What was asked for, as a report is read. */
export function askedOf(type: ReportType, kept: KeptRequest, rowsAtOnce: number): ReportAsked {
  const { from, to, zone, filters, columns, language } = kept
  return {
    period: { from: Date.parse(from), to: Date.parse(to), zone },
    language,
    filters: new Map(Object.entries(filters) as [ReportFilter, string[]][]),
    columns: columnsNamed(type, columns),
    rowsAtOnce,
  }
}

/** A fingerprint of what was asked for with an idempotency key. */
export function contentOf(body: unknown): string {
  return createHash('sha256').update(JSON.stringify(body)).digest('hex')
}

/** What somebody sent, as a message repeats it. */
function shortly(value: unknown): string {
  return (typeof value === 'string' ? value : JSON.stringify(value)).slice(0, 40)
}
