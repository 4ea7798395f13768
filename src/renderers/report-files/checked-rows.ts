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
  const sign = signOfRows()
  const sums = totals.map((name) => sumOf(columns, name))
  const isRight = columns.map(({ type }) => rightCell[type])
  let count = 0
  return {
    take(given) {
      for (const [place, row] of given.entries()) checkRow(row, count + place)
      const rows = given.map(sign.add)
      for (const { add } of sums) add(rows)
      count += rows.length
      return rows
    },
    end: () => ({ rows: count, checksum: sign.end(), totals: sums.flatMap(({ totals: ends }) => ends()) }),
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

type Row = ReportRows[number]

/** The sign of rows, and each as it goes into the file: half a character cannot be written, and becomes the sign for what cannot be read. */
function signOfRows(): { add: (row: Row) => Row; end: () => string } {
  const hash = createHash('sha256')
  let room = Buffer.allocUnsafe(roomBytes)
  let at = 0

  function hashRoom(): void {
    hash.update(room.subarray(0, at))
    at = 0
  }

  return {
    add(row) {
      const given = JSON.stringify(row)
      const whole = hasHalves(given) ? row.map(wellFormed) : row
      const text = whole === row ? given : JSON.stringify(whole)
      const bytesMax = text.length * unitBytesMax + 1
      if (at + bytesMax > room.length) hashRoom()
      if (bytesMax > room.length) room = Buffer.allocUnsafe(bytesMax)
      at += room.write(text, at)
      room[at++] = lineFeed
      return whole
    },
    end() {
      hashRoom()
      return hash.digest('hex')
    },
  }
}

const roomBytes = 256 * 1024
/** A code unit takes no more in UTF-8. */
const unitBytesMax = 3
const lineFeed = 10

/** JSON escapes halves of characters by this, and nothing else; a text that spells it itself only costs a second look. */
function hasHalves(text: string): boolean {
  return text.includes('\\') && text.includes('\\ud')
}

function wellFormed(cell: ReportCell): ReportCell {
  return typeof cell === 'string' ? cell.toWellFormed() : cell
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
