import { createHash } from 'node:crypto'
import type { ReportCell, ReportColumn, ReportEnd, ReportHead, ReportTotal } from '../../reports/file.ts'
import { dayNumber } from './days.ts'
import { exactSum, placesOfAll } from './exact-sums.ts'
import type { ExactSum } from './exact-sums.ts'
import type { ReportRows } from './report-writer.ts'

/** Looks at every row on its way into a file: what is of the wrong type never gets there; counts, sums and signs what does. */
export type RowCheck = {
  /** The rows, as they go into the file. */
  take: (rows: ReportRows) => ReportRows
  end: () => ReportEnd
}

/** The same check for every format, so that the same rows have the same checksum and totals in each. */
export function checkRows({ columns, totals }: Pick<ReportHead, 'columns' | 'totals'>): RowCheck {
  const hash = createHash('sha256')
  const sums = totals.map((name) => sumOf(columns, name))
  const isRight = columns.map(({ type }) => rightCell[type])
  let count = 0
  return {
    take(given) {
      const { rows, text } = wellFormed(given)
      for (const [place, row] of rows.entries()) checkRow(row, count + place)
      hash.update(text)
      for (const { add } of sums) add(rows)
      count += rows.length
      return rows
    },
    end: () => ({ rows: count, checksum: hash.digest('hex'), totals: sums.flatMap(({ totals: ends }) => ends()) }),
  }

  function checkRow(row: readonly ReportCell[], place: number): void {
    if (row.length !== columns.length)
      throw new TypeError(`Row ${place + 1} of the report has ${row.length} cells for ${columns.length} columns.`)
    for (let at = 0; at < row.length; at++) {
      const cell = row[at]!
      if (cell === null || isRight[at]!(cell)) continue
      const { name, type } = columns[at]!
      throw new TypeError(`Row ${place + 1} of the report: ${name} is no ${type}: ${String(cell).slice(0, 40)}`)
    }
  }
}

const timeMin = Date.parse('0000-01-01T00:00:00Z')
const timeMax = Date.parse('9999-12-31T23:59:59.999Z')
const decimalForm = new RegExp(String.raw`^-?\d{1,26}(\.\d{1,${placesOfAll}})?$`)
const moneyForm = /^-?\d{1,26}(\.\d{1,6})?$/

const rightCell: Readonly<Record<ReportColumn['type'], (cell: string | number) => boolean>> = {
  text: (cell) => typeof cell === 'string',
  count: (cell) => Number.isSafeInteger(cell),
  seconds: (cell) => Number.isFinite(cell),
  share: (cell) => Number.isFinite(cell),
  time: (cell) => Number.isInteger(cell) && timeMin <= Number(cell) && Number(cell) <= timeMax,
  day: (cell) => typeof cell === 'string' && dayNumber(cell) !== undefined,
  decimal: (cell) => typeof cell === 'string' && decimalForm.test(cell),
  money: (cell) => typeof cell === 'string' && moneyForm.test(cell),
}

/** Half a character cannot be written in any file: it becomes the sign for what cannot be read. */
function wellFormed(rows: ReportRows): { rows: ReportRows; text: string } {
  const text = signed(rows)
  // JSON escapes halves of characters, and nothing else, by this; a backslash of a text before it comes out as whole all the same.
  if (!text.includes(String.raw`\ud`)) return { rows, text }
  const whole = rows.map((row) => row.map((cell) => (typeof cell === 'string' ? cell.toWellFormed() : cell)))
  return { rows: whole, text: signed(whole) }
}

function signed(rows: ReportRows): string {
  return rows.length === 0 ? '' : `${JSON.stringify(rows).slice(1, -1)},`
}

type ColumnSum = { add: (rows: ReportRows) => void; totals: () => ReportTotal[] }

function sumOf(columns: readonly ReportColumn[], name: string): ColumnSum {
  const at = columns.findIndex((column) => column.name === name)
  const column = columns[at]
  if (column === undefined || !['count', 'decimal', 'money', 'seconds'].includes(column.type))
    throw new TypeError(`The report has no column ${name} that could be summed.`)
  const isMoney = column.type === 'money'
  const currencyAt = currencyPlace(columns, column)
  const ofAll = isMoney && column.currency !== undefined && 'code' in column.currency ? column.currency.code : null
  const sums = new Map<string | null, ExactSum>()

  function sumIn(currency: string | null): ExactSum {
    const known = sums.get(currency)
    if (known !== undefined) return known
    const sum = exactSum()
    sums.set(currency, sum)
    return sum
  }

  return {
    add(rows) {
      for (const row of rows) {
        const cell = row[at]!
        if (cell === null) continue
        const currency = currencyAt === undefined ? ofAll : row[currencyAt]!
        sumIn(currency === null ? null : String(currency)).add(typeof cell === 'string' ? cell : decimalOfNumber(cell))
      }
    },
    totals() {
      if (sums.size === 0 && currencyAt === undefined) sumIn(ofAll)
      return [...sums]
        .map(([currency, sum]) => ({ column: name, currency, amount: sum.total(isMoney ? 2 : 0) }))
        .toSorted((a, b) => ((a.currency ?? '') < (b.currency ?? '') ? -1 : 1))
    },
  }
}

/** Where the currency of a column of money stands; undefined where it has none in the rows. */
export function currencyPlace(columns: readonly ReportColumn[], { currency }: ReportColumn): number | undefined {
  if (currency === undefined || !('column' in currency)) return undefined
  const at = columns.findIndex(({ name }) => name === currency.column)
  if (at < 0) throw new TypeError(`The report has no column ${currency.column} for a currency.`)
  return at
}

/** Parts of seconds are summed to the millionth. */
function decimalOfNumber(value: number): string {
  if (Number.isSafeInteger(value)) return String(value)
  return Number.isInteger(value) ? String(BigInt(value)) : value.toFixed(6)
}
