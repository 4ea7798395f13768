import type { Query } from '../measures/ask.ts'
import type { DimensionName } from '../measures/dimensions.ts'
import type { Period } from '../measures/period.ts'
import type { Prices } from '../measures/prices.ts'
import type { Text } from '../measures/text.ts'
import type { Reading } from '../panels/every-row.ts'
import type { FilterName } from '../panels/panel.ts'
import type { Ledger } from '../stores/ledger/open.ts'
import type { ReportCell, ReportColumn } from './file.ts'

/** What somebody must be allowed to do to ask for a report, and to see it: scopes, or being of the platform’s staff. */
export type Need = 'read' | 'billing' | 'staff'

export const reportServices = ['notifications', 'chats', 'calls', 'operators', 'finance', 'companies'] as const
export type ReportService = (typeof reportServices)[number]

/** Filters that are not those of pages. */
export type ReportFilter = FilterName | 'service' | 'expenses'

/** A column that a report may have. */
export type TypeColumn = Omit<ReportColumn, 'title' | 'currency'> & {
  title: Text
  /** It is there only when it is asked for. */
  isExtra?: true
  /** Whose words it holds: they are told in the language of the report. */
  of?: DimensionName
  /** Of money: the column that holds its currency, which comes along. */
  currency?: { column: string }
}

/** A kind of report that can be asked for: everything that is said about it derives from this object. */
export type ReportType = {
  service: ReportService
  type: string
  title: Text
  /** What it is, in a sentence or two. */
  description: Text
  needs: readonly Need[]
  /** It has a row for each of what may be very many: they are counted first. */
  isDetailed?: true
  columns: readonly TypeColumn[]
  filters: readonly ReportFilter[]
  /** Columns whose sums its first sheet tells. */
  totals: readonly string[]
  read: ReadReport
}

/** What a report is made of. */
export type ReportSource = {
  query: Query
  reading: Reading
  ledger: Pick<Ledger, 'asCompany' | 'asPlatform'>
  company: { number: number; parent: number | null; name: string; currency: string; zone: string }
  /** Where prices come from a tariff. */
  prices: Prices | undefined
  now: number
}

/** What is asked for, checked. */
export type ReportAsked = {
  period: Period
  language: 'en' | 'ru'
  /** The words to keep of each; one that is not in it keeps all. */
  filters: ReadonlyMap<ReportFilter, readonly string[]>
  /** In their order; with money its currency. */
  columns: readonly TypeColumn[]
  /** So many rows are read at once. */
  rowsAtOnce: number
}

/** The rows of a report, each in the order of its columns. */
export type ReportRows = {
  /** How many there are, as far as that is known before they are read. */
  all: number | undefined
  batches: AsyncIterable<ReportCell[][]>
  /** What its first sheet says besides. */
  facts?: readonly { title: string; value: string }[]
}

export type ReadReport = (source: ReportSource, asked: ReportAsked) => Promise<ReportRows>

/** Rows that are there already, as what is read piece by piece. */
export async function* allAtOnce(rows: ReportCell[][]): AsyncGenerator<ReportCell[][]> {
  yield rows
}

/** Whether a column is money, which is not for everybody. */
export function isMoney({ type }: TypeColumn): boolean {
  return type === 'money'
}

/** A column as a file has it. */
export function columnOf({ name, title, type, currency }: TypeColumn, language: 'en' | 'ru'): ReportColumn {
  return { name, title: title[language], type, ...(currency === undefined ? {} : { currency }) }
}

/** The columns of these names, in that order; with money its currency. */
export function columnsNamed(type: ReportType, names: readonly string[]): TypeColumn[] {
  const byName = new Map(type.columns.map((column) => [column.name, column]))
  const chosen = new Set<string>()
  for (const name of names) {
    chosen.add(name)
    const currency = byName.get(name)!.currency?.column
    if (currency !== undefined && !names.includes(currency)) chosen.add(currency)
  }
  return [...chosen].map((name) => byName.get(name)!)
}
